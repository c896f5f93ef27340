// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_schema.hpp"
#include "rebate/codec/policy_writer.hpp"
#include "rebate/evaluation/example.hpp"
#include "capi/guard.hpp"

using namespace rebate;
using namespace rebate::capi;

namespace {

std::unique_ptr<rebate_policy> policy_from(Result<std::shared_ptr<const CheckedPolicy>> read) {
  auto made = std::make_unique<rebate_policy>();
  made->warnings = read.ok() ? warnings_of(read.issues()) : nullptr;
  made->policy = value_of(std::move(read));
  return made;
}

}  // namespace

rebate_status rebate_policy_from_json(const char* json, size_t json_size, const char* file_name,
                                      rebate_policy** policy_out, rebate_error** error_out) {
  return guard_new(policy_out, "policy_out", error_out, [&] {
    const std::string_view text(&given(json, "json"), json_size);
    return policy_from(load_policy(text, file_name == nullptr ? "" : file_name));
  });
}

rebate_status rebate_policy_from_file(const char* path, rebate_policy** policy_out,
                                      rebate_error** error_out) {
  return guard_new(policy_out, "policy_out", error_out,
                   [&] { return policy_from(load_policy_file(&given(path, "path"))); });
}

rebate_status rebate_policy_to_json(const rebate_policy* policy, rebate_text** text_out,
                                    rebate_error** error_out) {
  return guard_text(text_out, error_out,
                    [&] { return write_policy(*live(policy, "policy").policy->source); });
}

rebate_status rebate_policy_check_examples(const rebate_policy* policy, rebate_error** error_out) {
  return guard(error_out, [&] {
    const auto& checked = live(policy, "policy").policy;
    Issues issues = issues_of(run_examples(checked), *checked);
    issues.sort();
    if (!issues.empty()) throw InputFailure{std::move(issues)};
  });
}

const rebate_error* rebate_policy_warnings(const rebate_policy* policy) {
  return is_live(policy) ? policy->warnings.get() : nullptr;
}
const char* rebate_policy_id(const rebate_policy* policy) {
  return is_live(policy) ? policy->policy->source->id.c_str() : nullptr;
}
const char* rebate_policy_currency(const rebate_policy* policy) {
  return is_live(policy) ? policy->policy->source->currency.c_str() : nullptr;
}
size_t rebate_policy_rule_count(const rebate_policy* policy) {
  return is_live(policy) ? policy->policy->rules.size() : 0;
}
const char* rebate_policy_rule_id(const rebate_policy* policy, size_t rule) {
  if (rule >= rebate_policy_rule_count(policy)) return nullptr;
  return policy->policy->rules[rule].source.id.c_str();
}
void rebate_policy_free(rebate_policy* policy) { free_handle(policy); }

rebate_status rebate_policy_schema(const char* language, rebate_text** text_out,
                                   rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    const std::string word = language == nullptr ? "" : language;
    if (language != nullptr && !language_from_text(word)) {
      refuse(REBATE_INVALID_ARGUMENT, "'" + word + "' is no language; there are 'en' and 'zh'.");
    }
    return policy_schema(word);
  });
}
