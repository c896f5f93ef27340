// SPDX-License-Identifier: Apache-2.0
//
// The schema and the reader are held to each other by an outside validator: what one refuses for
// its structure, the other refuses too.
#include "rebate/codec/policy_schema.hpp"

#include "rebate/codec/policy_reader.hpp"
#include "codec/grammar.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace rebate {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class SchemaJudge {
 public:
  SchemaJudge() {
    const json document = json::parse(policy_schema());
    valijson::adapters::NlohmannJsonAdapter adapter(document);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, schema_);
  }

  bool accepts(const json& document) const {
    valijson::Validator validator;
    return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
  }

 private:
  valijson::Schema schema_;
};

const SchemaJudge& judge() {
  static const SchemaJudge made;
  return made;
}

// What a schema can see. That there is no 30 February, that a number has an exponent and that an
// expression does not parse it cannot.
bool is_structural(const Issue& issue) {
  switch (issue.code) {
    case Code::kUnknownMember:
    case Code::kMissingMember:
    case Code::kWrongType:
    case Code::kWrongValue:
    case Code::kUnknownVersion:
    case Code::kRateOverWhole:
    case Code::kModeMissing:
      return true;
    case Code::kNotADate:
      return issue.message.find("is not allowed here") != std::string::npos;
    default:
      return false;
  }
}

bool reader_accepts(const std::string& text, Issues* issues = nullptr) {
  const auto policy = read_policy(text, "policy.json");
  if (issues != nullptr) *issues = policy.issues();
  for (const Issue& issue : policy.issues()) {
    if (is_structural(issue)) return false;
  }
  return true;
}

std::vector<std::string> texts_in(const char* folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(REBATE_SOURCE_DIR) / folder)) {
    if (entry.is_directory()) paths.push_back(entry.path() / "policy.json");
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const fs::path& path : paths) texts.push_back(content(path));
  return texts;
}

TEST(PolicySchema, IsTheFileThatIsShipped) {
  const fs::path path = fs::path(REBATE_SOURCE_DIR) / "schemas/policy.schema.json";
  if (std::getenv("REBATE_UPDATE_GOLDEN") != nullptr) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << policy_schema();
  }
  EXPECT_EQ(policy_schema(), content(path)) << "REBATE_UPDATE_GOLDEN=1 writes it";
}

TEST(PolicySchema, KnowsTheMembersThatTheReaderKnows) {
  const json schema = json::parse(policy_schema());
  for (const grammar::Shape* shape : grammar::all_shapes()) {
    SCOPED_TRACE(shape->name);
    std::set<std::string> known, listed;
    for (const grammar::Member& member : shape->members) known.emplace(member.name);
    if (shape->has_notes) {
      for (const grammar::Member& member : grammar::note_members()) known.emplace(member.name);
    }
    for (const auto& [name, value] :
         schema.at("definitions").at(std::string(shape->name)).at("properties").items()) {
      listed.insert(name);
      EXPECT_FALSE(value.at("title").get<std::string>().empty());
      EXPECT_FALSE(value.at("description").get<std::string>().empty());
    }
    EXPECT_EQ(known, listed);
  }
}

TEST(PolicySchema, EveryShapeIsUsed) {
  const std::string text = policy_schema();
  for (const grammar::Shape* shape : grammar::all_shapes()) {
    EXPECT_NE(text.find("#/definitions/" + std::string(shape->name) + "\""), std::string::npos)
        << shape->name;
  }
}

TEST(PolicySchema, SpeaksEachLanguage) {
  const auto cap = [](std::string_view language) {
    return json::parse(
               policy_schema(language))["definitions"]["limit"]["properties"]["cap"]["title"]
        .get<std::string>();
  };
  EXPECT_EQ(cap("en"), "Cap");
  EXPECT_EQ(cap("zh"), "封顶");
  EXPECT_EQ(cap(""), "Cap · 封顶");
  EXPECT_THROW(policy_schema("fr"), ContractViolation);
}

TEST(PolicySchema, ExplainsTheWordsOfExpressions) {
  const json schema = json::parse(policy_schema());
  EXPECT_EQ(schema["x-nouns"]["sale"]["fields"]["net"]["type"], "money");
  EXPECT_EQ(schema["x-measures"]["net_sales"]["is"], "sum(sale.net)");
  EXPECT_GT(schema["x-functions"].size(), 30u);
}

TEST(PolicySchema, AcceptsWhatTheReaderAccepts) {
  for (const std::string& text : texts_in("tests/golden/good/policy")) {
    EXPECT_TRUE(reader_accepts(text));
    EXPECT_TRUE(judge().accepts(json::parse(text))) << text;
  }
}

TEST(PolicySchema, JudgesBrokenPoliciesAsTheReaderDoes) {
  int refused = 0;
  for (const std::string& text : texts_in("tests/golden/bad/policy")) {
    Issues issues;
    const bool is_right = reader_accepts(text, &issues);
    const auto is_about_text = [](const Issue& issue) {
      return issue.code == Code::kJsonSyntax || issue.code == Code::kJsonEncoding ||
             issue.code == Code::kJsonDuplicateMember || issue.code == Code::kLimitExceeded;
    };
    if (std::any_of(issues.begin(), issues.end(), is_about_text)) continue;
    const json document = json::parse(text);
    EXPECT_EQ(is_right, judge().accepts(document)) << text << to_string(issues);
    refused += is_right ? 0 : 1;
  }
  EXPECT_GE(refused, 12);
}

// A value that is probably wrong where it is put.
rc::Gen<json> any_value() {
  return rc::gen::elementOf(std::vector<json>{5,
                                              "5",
                                              "5%",
                                              0.05,
                                              -1,
                                              true,
                                              nullptr,
                                              "",
                                              "gold",
                                              "year",
                                              "2025",
                                              "2025-07-01",
                                              "retroactive",
                                              "linear",
                                              "x.csv",
                                              json::array(),
                                              json::object(),
                                              json::array({"a"}),
                                              json::array({1, 1}),
                                              json::object({{"from", 1}}),
                                              json::object({{"where", "true"}}),
                                              json::object({{"en", "x"}}),
                                              json::object({{"rate", "5%"}})});
}

// One place of the document is changed: a member removed, renamed, added, or given another value.
void change_somewhere(json& document) {
  std::vector<json*> places;
  std::vector<json*> open{&document};
  while (!open.empty()) {
    json* at = open.back();
    open.pop_back();
    places.push_back(at);
    if (at->is_structured()) {
      for (json& child : *at) open.push_back(&child);
    }
  }
  json& place = *places[*rc::gen::inRange<std::size_t>(0, places.size())];
  const int how = *rc::gen::inRange(0, 4);
  if (!place.is_object() || place.empty() || how == 0) {
    place = *any_value();
    return;
  }
  const auto member = std::next(place.begin(), *rc::gen::inRange<std::ptrdiff_t>(
                                                   0, static_cast<std::ptrdiff_t>(place.size())));
  if (how == 1) {
    place.erase(member);
  } else if (how == 2) {
    const json held = member.value();
    place.erase(member);
    place[*rc::gen::elementOf(std::vector<std::string>{"from", "up_to", "rate", "amount", "mode",
                                                       "x-a", "note", "each", "per"})] = held;
  } else {
    static const std::vector<std::string> names = [] {
      std::set<std::string> all;
      for (const grammar::Shape* shape : grammar::all_shapes()) {
        for (const grammar::Member& one : shape->members) all.emplace(one.name);
      }
      return std::vector<std::string>(all.begin(), all.end());
    }();
    place[*rc::gen::elementOf(names)] = *any_value();
  }
}

RC_GTEST_PROP(PolicySchemaProperty, JudgesChangedPoliciesAsTheReaderDoes, ()) {
  static const std::vector<std::string> texts = texts_in("tests/golden/good/policy");
  json document = json::parse(*rc::gen::elementOf(texts));
  const int changes = *rc::gen::inRange(1, 4);
  for (int i = 0; i < changes; ++i) change_somewhere(document);
  if (!document.is_object()) RC_DISCARD("no document");
  Issues issues;
  const bool is_right = reader_accepts(document.dump(), &issues);
  RC_CLASSIFY(is_right, "right");
  if (is_right != judge().accepts(document)) {
    RC_LOG(document.dump(1));
    RC_LOG(to_string(issues));
    RC_FAIL(is_right ? "the schema refuses what the reader accepts"
                     : "the schema accepts what the reader refuses");
  }
}

}  // namespace
}  // namespace rebate
