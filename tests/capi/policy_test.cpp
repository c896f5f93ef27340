// SPDX-License-Identifier: Apache-2.0
//
// Policies by rebate.h, and what their errors say.
#include "capi/client.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace rebate::client {
namespace {

namespace fs = std::filesystem;

TEST(CPolicy, IsReadAndWrittenBack) {
  const PolicyHandle policy = small_policy();
  EXPECT_STREQ(rebate_policy_id(policy.get()), "small");
  EXPECT_STREQ(rebate_policy_currency(policy.get()), "CNY");
  EXPECT_EQ(rebate_policy_rule_count(policy.get()), 2u);
  EXPECT_STREQ(rebate_policy_rule_id(policy.get(), 1), "lines");
  EXPECT_EQ(rebate_policy_rule_id(policy.get(), 2), nullptr);
  const std::string json = text(rebate_policy_to_json, policy.get());
  const PolicyHandle again =
      make<rebate_policy>(rebate_policy_from_json, json.data(), json.size(), nullptr);
  EXPECT_EQ(text(rebate_policy_to_json, again.get()), json);
  done(rebate_policy_check_examples, policy.get());
}

TEST(CPolicy, TellsAllThatIsWrong) {
  std::string text(kPolicy);
  text.replace(text.find("product.line"), 12, "product.lin");
  text.replace(text.find("90%"), 3, "70%");
  rebate_policy* none = nullptr;
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_policy_from_json(text.data(), text.size(), "p.json", &none, &raw), REBATE_INPUT);
  EXPECT_EQ(none, nullptr);
  const Error error(raw);
  ASSERT_EQ(rebate_error_count(raw), 2u);
  EXPECT_EQ(rebate_error_status(raw), REBATE_INPUT);
  EXPECT_EQ(rebate_error_number(raw, 0, REBATE_ISSUE_CODE), 2204);
  EXPECT_STREQ(rebate_error_text(raw, 0, REBATE_ISSUE_TAG), "RB2204");
  EXPECT_STREQ(rebate_error_text(raw, 0, REBATE_ISSUE_NAME), "policy.band.not_ascending");
  EXPECT_STREQ(rebate_error_text(raw, 0, REBATE_ISSUE_POINTER), "/rules/0/pay/bands/1/from");
  EXPECT_STREQ(rebate_error_text(raw, 1, REBATE_ISSUE_FILE), "p.json");
  EXPECT_STREQ(rebate_error_text(raw, 1, REBATE_ISSUE_SUGGESTION), "line");
  EXPECT_EQ(rebate_error_number(raw, 1, REBATE_ISSUE_LINE), 9);
  EXPECT_EQ(rebate_error_number(raw, 1, REBATE_ISSUE_OFFSET), 8);
  EXPECT_EQ(rebate_error_number(raw, 1, REBATE_ISSUE_SEVERITY), REBATE_SEVERITY_ERROR);
  EXPECT_STREQ(rebate_error_text(raw, 1, REBATE_ISSUE_EXCERPT), "product.lin");
  EXPECT_EQ(message(error), std::string(rebate_error_text(raw, 0, REBATE_ISSUE_TEXT)) + "\n" +
                                rebate_error_text(raw, 1, REBATE_ISSUE_TEXT) + "\n");
  rebate_text* json = nullptr;
  EXPECT_EQ(rebate_error_to_json(raw, &json), REBATE_OK);
  const Text held(json);
  EXPECT_TRUE(std::string(rebate_text_data(json)).starts_with("[\n{\"code\": \"RB2204\"") ||
              std::string(rebate_text_data(json)).starts_with("[{\"code\": \"RB2204\""))
      << rebate_text_data(json);
  // Beyond the last issue.
  EXPECT_STREQ(rebate_error_text(raw, 2, REBATE_ISSUE_TAG), "");
  EXPECT_STREQ(rebate_error_text(raw, 0, 99), "");
  EXPECT_EQ(rebate_error_number(raw, 2, REBATE_ISSUE_OFFSET), -1);
}

TEST(CPolicy, TellsWrongExamples) {
  std::string text(kPolicy);
  text.replace(text.find("\"27000\""), 7, "\"28000\"");
  const PolicyHandle policy =
      make<rebate_policy>(rebate_policy_from_json, text.data(), text.size(), "p.json");
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_policy_check_examples(policy.get(), &raw), REBATE_INPUT);
  const Error error(raw);
  ASSERT_EQ(rebate_error_count(raw), 1u);
  EXPECT_EQ(rebate_error_number(raw, 0, REBATE_ISSUE_CODE), 2601);
}

// The broken policies kept for the reader give the codes that their names say.
TEST(CPolicy, GivesTheCodesOfTheBrokenPolicies) {
  size_t count = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(std::string(REBATE_SOURCE_DIR) + "/tests/golden")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    const std::string json = text.str();
    rebate_policy* policy = nullptr;
    rebate_error* error = nullptr;
    const rebate_status status =
        rebate_policy_from_json(json.data(), json.size(), "p.json", &policy, &error);
    EXPECT_TRUE(status == REBATE_OK
                    ? policy != nullptr && error == nullptr
                    : status == REBATE_INPUT && policy == nullptr && rebate_error_count(error) > 0)
        << entry.path();
    count += status == REBATE_INPUT;
    rebate_error_free(error);
    rebate_policy_free(policy);
  }
  EXPECT_GT(count, 10u);
}

TEST(CPolicy, ReadsAFileAndTellsIfItIsMissing) {
  rebate_policy* none = nullptr;
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_policy_from_file("no/such/policy.json", &none, &raw), REBATE_INPUT);
  const Error error(raw);
  EXPECT_EQ(rebate_error_number(raw, 0, REBATE_ISSUE_CODE), 4001);
}

TEST(CPolicy, GivesItsSchema) {
  const std::string both = text(rebate_policy_schema, nullptr);
  EXPECT_TRUE(both.starts_with("{"));
  EXPECT_LT(text(rebate_policy_schema, "en").size(), both.size());
  rebate_text* none = nullptr;
  EXPECT_EQ(rebate_policy_schema("fr", &none, nullptr), REBATE_INVALID_ARGUMENT);
}

TEST(CVersion, IsThatOfTheHeader) {
  EXPECT_EQ(rebate_version_number(),
            REBATE_VERSION_MAJOR * 1000000u + REBATE_VERSION_MINOR * 1000u + REBATE_VERSION_PATCH);
  EXPECT_EQ(std::string(rebate_version()), std::to_string(REBATE_VERSION_MAJOR) + "." +
                                               std::to_string(REBATE_VERSION_MINOR) + "." +
                                               std::to_string(REBATE_VERSION_PATCH));
  EXPECT_EQ(rebate_abi_version(), 1u);
  EXPECT_STREQ(rebate_status_name(REBATE_BUSY), "REBATE_BUSY");
  EXPECT_EQ(rebate_limit(REBATE_LIMIT_DEPTH), 64u);
  EXPECT_EQ(rebate_limit(0), 0u);
}

}  // namespace
}  // namespace rebate::client
