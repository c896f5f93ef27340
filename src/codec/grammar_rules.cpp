// SPDX-License-Identifier: Apache-2.0
//
// One function per kind of rule; each names the members that clash and what to do.
#include "codec/grammar_rules.hpp"

#include "codec/grammar_check.hpp"

#include <vector>

namespace rebate::grammar {
namespace {

using JsonKind = JsonValue::Kind;

std::vector<JsonValue> present(const JsonValue& value, const Rule& rule, std::size_t from = 0) {
  std::vector<JsonValue> members;
  for (std::size_t i = from; i < rule.members.size(); ++i) {
    if (const JsonValue member = value.find(rule.members[i])) members.push_back(member);
  }
  return members;
}

std::string listed(const std::vector<std::string_view>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? std::string(last) : ", ";
    text += "'" + std::string(names[i]) + "'";
  }
  return text;
}

void add(Code code, const Place& place, std::string message, Issues& issues) {
  Issue issue;
  issue.code = code;
  issue.place = place;
  issue.message = std::move(message);
  issues.add(std::move(issue));
}

void judge_needs(const JsonValue& value, const Shape& shape, const Rule& rule, Issues& issues) {
  const JsonValue first = value.find(rule.members.front());
  const bool is_wanted = rule.kind == Rule::Kind::kNeeds ? static_cast<bool>(first) : !first;
  if (!is_wanted) return;
  for (std::size_t i = 1; i < rule.members.size(); ++i) {
    if (value.find(rule.members[i])) continue;
    const Member* missing = shape.find(rule.members[i]);
    std::string message = !rule.why.empty() ? std::string(rule.why) + "."
                                            : std::string(shape.what.en) + " needs '" +
                                                  std::string(rule.members[i]) +
                                                  "': " + in_sentence(missing->about.en);
    if (!rule.why.empty() && rule.members.size() > 2)
      message += " '" + std::string(rule.members[i]) + "' is missing.";
    add(Code::kMissingMember, first ? first.key_place() : value.place(), std::move(message),
        issues);
  }
}

void judge_count(const JsonValue& value, const Shape& shape, const Rule& rule, Issues& issues) {
  const std::vector<JsonValue> members = present(value, rule);
  const bool needs_one = rule.kind != Rule::Kind::kAtMostOne;
  if (members.empty() && needs_one) {
    add(Code::kMissingMember, value.place(),
        std::string(rule.why) + ". Write " + listed(rule.members, " or ") + ".", issues);
  }
  if (members.size() < 2 || rule.kind == Rule::Kind::kAtLeastOne) return;
  std::vector<std::string_view> names;
  for (const JsonValue& member : members) names.push_back(member.key());
  add(Code::kWrongValue, members[1].key_place(),
      listed(names, " and ") + " stand together in " + std::string(shape.what.en) + ": " +
          std::string(rule.why) + ".",
      issues);
}

void judge_excludes(const JsonValue& value, const Rule& rule, Issues& issues) {
  const JsonValue first = value.find(rule.members.front());
  if (!first) return;
  for (const JsonValue& other : present(value, rule, 1)) {
    add(Code::kWrongValue, other.key_place(),
        "'" + std::string(other.key()) + "' does not go with '" + std::string(first.key()) +
            "': " + std::string(rule.why) + ".",
        issues);
  }
}

bool is_combination(const JsonValue& what) {
  return what.find("sum_of") || what.find("best_of") || what.find("first_of");
}

void judge_bands(const JsonValue& pay, const Rule& rule, Issues& issues) {
  const JsonValue bands = pay.find("bands");
  if (!bands) return;
  const bool gives_levels = static_cast<bool>(pay.find("sets"));
  judge(bands, list(object(gives_levels ? level_band_shape() : band_shape())), issues);
  if (gives_levels || pay.find("mode") || !bands.is(JsonKind::kArray)) return;
  add(rule.code, pay.place(), std::string(rule.why), issues);
}

void judge_matrix(const JsonValue& pay, const Rule& rule, Issues& issues) {
  const JsonValue table = pay.find("table");
  if (!table || !table.is(JsonKind::kObject) || pay.find("mode")) return;
  if (table.find("from") || table.find("above") || table.find("up_to") || table.find("below")) {
    add(rule.code, pay.place(), std::string(rule.why), issues);
  }
}

}  // namespace

std::string in_sentence(std::string_view about) {
  std::string text(about);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

void judge_rule(const JsonValue& value, const Shape& shape, const Rule& rule, Issues& issues) {
  switch (rule.kind) {
    case Rule::Kind::kNeeds:
    case Rule::Kind::kNeedsUnless:
      return judge_needs(value, shape, rule, issues);
    case Rule::Kind::kExactlyOne:
    case Rule::Kind::kAtMostOne:
    case Rule::Kind::kAtLeastOne:
      return judge_count(value, shape, rule, issues);
    case Rule::Kind::kExcludes:
      return judge_excludes(value, rule, issues);
    case Rule::Kind::kOneOfWith:
      if (const JsonValue first = value.find(rule.members.front());
          first && present(value, rule, 1).empty()) {
        add(Code::kMissingMember, first.key_place(), std::string(rule.why) + ".", issues);
      }
      return;
    case Rule::Kind::kRulePays:
      if (!value.find("pay") && !is_combination(value.find("what"))) {
        add(rule.code, value.place(), std::string(rule.why) + ".", issues);
      }
      return;
    case Rule::Kind::kBandsByMode:
      return judge_bands(value, rule, issues);
    case Rule::Kind::kMatrixMode:
      return judge_matrix(value, rule, issues);
  }
}

bool is_judged_by_rules(const Shape& shape, const Member& member) {
  return &shape == &pay_shape() && member.name == "bands";
}

}  // namespace rebate::grammar
