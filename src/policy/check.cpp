// SPDX-License-Identifier: Apache-2.0
//
// check(): the calendar first, then names, declarations, rules one by one, and at last what rules
// say about each other. Nothing stops at the first mistake but a calendar or a validity that cannot
// be read, without which no period means anything.
#include "policy/check_context.hpp"
#include "policy/check_rule.hpp"
#include "policy/merge_defaults.hpp"

#include <utility>

namespace rebate {
namespace {

bool check_frame(CheckContext& context) {
  const Policy& policy = context.policy;
  if (policy.amendment) {
    context.error(Code::kAmendmentAlone, "",
                  "this is an amendment of version " + std::to_string(policy.amendment->amends) +
                      "; it is checked together with the policy it amends.");
    return false;
  }
  CalendarSpec spec;
  spec.year_starts = policy.calendar.year_starts;
  if (policy.calendar.month_closes > 0) spec.month_closes = policy.calendar.month_closes;
  spec.weeks = policy.calendar.weeks;
  Result<FiscalCalendar> calendar = FiscalCalendar::make(spec);
  if (!calendar.ok()) {
    for (Issue issue : calendar.issues()) {
      issue.place = policy.place("/calendar" + issue.place.pointer);
      context.issues.add(std::move(issue));
    }
    return false;
  }
  context.checked.calendar = *calendar;
  const auto valid = context.range(policy.valid, "/valid");
  if (valid) context.checked.valid = *valid;
  return valid.has_value();
}

void prepare_rules(CheckContext& context) {
  const Policy& policy = context.policy;
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const Rule& rule = policy.rules[i];
    const auto [found, is_new] = context.rule_index.emplace(rule.id, static_cast<int>(i));
    if (!is_new) {
      const auto first = static_cast<std::size_t>(found->second);
      const int line = policy.place(at("/rules", first)).line;
      context.error(Code::kRuleTwice, at("/rules", i) + "/id",
                    "'" + rule.id + "' is already the id of rule " + std::to_string(first + 1) +
                        (line > 0 ? " (line " + std::to_string(line) + ")" : "") + ".");
    }
    CheckedRule checked;
    checked.source = rule;
    checked.index = static_cast<int>(i);
    context.checked.rules.push_back(std::move(checked));
  }
  link_members(context);
  if (!policy.defaults) return;
  for (CheckedRule& rule : context.checked.rules) {
    rule.source = with_defaults(rule.source, *policy.defaults, rule.member_of >= 0);
  }
}

// Members before their combinations, which take their noun from them.
void check_rules(CheckContext& context) {
  std::vector<int> waiting;  // Members of each rule that are not checked yet.
  std::vector<int> ready;
  for (const CheckedRule& rule : context.checked.rules) {
    waiting.push_back(static_cast<int>(rule.members.size()));
    if (rule.members.empty()) ready.push_back(rule.index);
  }
  const auto check_one = [&](int index) {
    CheckedRule& rule = context.checked.rules[static_cast<std::size_t>(index)];
    RuleChecker(context, rule, at("/rules", static_cast<std::size_t>(index))).check();
  };
  std::vector<bool> is_done(waiting.size(), false);
  for (std::size_t next = 0; next < ready.size(); ++next) {
    const int index = ready[next];
    check_one(index);
    is_done[static_cast<std::size_t>(index)] = true;
    const int owner = context.checked.rules[static_cast<std::size_t>(index)].member_of;
    if (owner >= 0 && --waiting[static_cast<std::size_t>(owner)] == 0) ready.push_back(owner);
  }
  // What is left stands in a circle, which find_settle_order() names.
  for (std::size_t i = 0; i < is_done.size(); ++i) {
    if (!is_done[i]) check_one(static_cast<int>(i));
  }
}

}  // namespace

Result<std::shared_ptr<const CheckedPolicy>> check(Policy policy) {
  auto checked = std::make_shared<CheckedPolicy>();
  checked->source = std::make_shared<const Policy>(std::move(policy));
  Issues issues;
  CheckContext context(*checked->source, *checked, issues);
  if (check_frame(context)) {
    context.names = declare(context.policy, issues);
    prepare_rules(context);
    check_declarations(context);
    check_rules(context);
    for (const CheckedRule& rule : checked->rules) {
      check_targets_used(context, rule, at("/rules", static_cast<std::size_t>(rule.index)));
    }
    check_combinations(context);
    check_earned(context);
    find_settle_order(context);
    check_examples(context);
  }
  issues.sort();
  if (issues.has_errors()) return issues;
  return Result<std::shared_ptr<const CheckedPolicy>>(std::move(checked), std::move(issues));
}

}  // namespace rebate
