// SPDX-License-Identifier: Apache-2.0
//
// Text to policy in three steps: JSON, grammar, values. The values are built even from a document
// with mistakes, so that check() can find the others in the same run.
#include "rebate/codec/policy_reader.hpp"

#include "rebate/codec/json.hpp"
#include "codec/grammar_check.hpp"
#include "codec/policy_building.hpp"
#include "codec/policy_files.hpp"

#include <set>
#include <utility>

namespace rebate {
namespace {

// Answers places from the document, which lives as long as the policy asks.
class DocumentPlaces : public Places {
 public:
  explicit DocumentPlaces(JsonDocument document) : document_(std::move(document)) {}

  Place at(const std::string& pointer) const override {
    Place place = document_.nearest(pointer).place();
    place.pointer = pointer;
    return place;
  }

 private:
  JsonDocument document_;
};

// A policy, perhaps with holes, and what is wrong with its document.
struct Draft {
  std::optional<Policy> policy;
  Issues issues;
};

Draft draft_of(std::string_view text, std::string file_name) {
  Draft draft;
  Result<JsonDocument> document = read_json(std::string(text), std::move(file_name));
  if (!document.ok()) {
    draft.issues = std::move(document).issues();
    return draft;
  }
  const JsonValue root = document->root();
  if (!root.is(JsonValue::Kind::kObject)) {
    draft.issues.add(Code::kWrongType, root.place(),
                     "a policy is a JSON object: {\"librebate\": 1, \"policy\": …}");
    return draft;
  }
  grammar::judge(root, grammar::document_shape(), draft.issues);
  draft.policy = detail::PolicyBuilder(draft.issues).policy(root);
  draft.policy->places.held = std::make_shared<DocumentPlaces>(*document);
  return draft;
}

// In document order, and not more of them than anybody reads.
Issues tidy(Issues issues, const std::string& file) {
  issues.sort();
  if (issues.size() <= kMaxIssues) return issues;
  Issues few;
  for (std::size_t i = 0; i < kMaxIssues; ++i) few.add(issues[i]);
  Issue more;
  more.code = Code::kLimitExceeded;
  more.place.file = file;
  more.message = "and " + std::to_string(issues.size() - kMaxIssues) +
                 " more problems; the first " + std::to_string(kMaxIssues) +
                 " are listed (kMaxIssues)";
  few.add(std::move(more));
  return few;
}

Result<Policy> finish(Draft draft, const std::string& file) {
  if (draft.policy && !draft.issues.has_errors()) {
    return Result<Policy>(*std::move(draft.policy), tidy(std::move(draft.issues), file));
  }
  return tidy(std::move(draft.issues), file);
}

// The part that a mistake spoils: "/rules/2/pay" for "/rules/2/pay/bands/0/from", "/tables/terms"
// for whatever is wrong in that table; the first step alone for what lies directly in the document.
std::string part_of(const std::string& pointer) {
  const auto steps = [&](int count) {
    std::size_t end = 0;
    for (int i = 0; i < count && end != std::string::npos; ++i) end = pointer.find('/', end + 1);
    return pointer.substr(0, end);
  };
  return pointer.starts_with("/rules/") ? steps(3) : steps(2);
}

bool lies_in(const std::string& pointer, const std::string& part) {
  return pointer.starts_with(part) &&
         (pointer.size() == part.size() || pointer[part.size()] == '/');
}

// What check() says about parts that could not be read may only follow from that, and is left out.
Issues without_consequences(const Issues& found, const Issues& read) {
  std::set<std::string> spoilt;
  for (const Issue& issue : read) {
    if (issue.severity == Severity::kError) spoilt.insert(part_of(issue.place.pointer));
  }
  Issues rest;
  for (const Issue& issue : found) {
    bool follows = false;
    for (const std::string& part : spoilt) {
      follows = follows || lies_in(issue.place.pointer, part) || lies_in(part, issue.place.pointer);
    }
    if (!follows) rest.add(issue);
  }
  return rest;
}

// A mistake in the frame of the document or in a whole section leaves nothing to check.
bool is_worth_checking(const Draft& draft) {
  if (!draft.policy) return false;
  for (const Issue& issue : draft.issues) {
    const bool is_section = issue.place.pointer.find('/', 1) == std::string::npos;
    if (issue.severity == Severity::kError && is_section) return false;
  }
  return true;
}

Result<std::shared_ptr<const CheckedPolicy>> check_draft(Draft draft, const std::string& file) {
  if (!draft.issues.has_errors()) {
    Result<std::shared_ptr<const CheckedPolicy>> checked = check(*std::move(draft.policy));
    Issues issues = checked.issues();
    issues.merge(std::move(draft.issues));
    issues = tidy(std::move(issues), file);
    if (!checked.ok()) return issues;
    return Result<std::shared_ptr<const CheckedPolicy>>(*std::move(checked), std::move(issues));
  }
  if (is_worth_checking(draft)) {
    const auto checked = check(*std::move(draft.policy));
    draft.issues.merge(without_consequences(checked.issues(), draft.issues));
  }
  return tidy(std::move(draft.issues), file);
}

Draft draft_of_file(const std::string& path) {
  Result<std::string> text = detail::read_text_file(path, kMaxPolicyBytes);
  if (!text.ok()) return Draft{std::nullopt, std::move(text).issues()};
  Draft draft = draft_of(*text, path);
  if (draft.policy) detail::load_named_files(*draft.policy, path, draft.issues);
  return draft;
}

}  // namespace

Result<Policy> read_policy(std::string_view text, std::string file_name) {
  return finish(draft_of(text, file_name), file_name);
}

Result<Policy> read_policy_file(const std::string& path) {
  return finish(draft_of_file(path), path);
}

Result<std::shared_ptr<const CheckedPolicy>> load_policy(std::string_view text,
                                                         std::string file_name) {
  return check_draft(draft_of(text, file_name), file_name);
}

Result<std::shared_ptr<const CheckedPolicy>> load_policy_file(const std::string& path) {
  return check_draft(draft_of_file(path), path);
}

}  // namespace rebate
