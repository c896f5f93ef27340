// SPDX-License-Identifier: Apache-2.0
//
// A target per year in a rule per quarter, or in instalments: is a quarter's sales compared with
// the year's figure, or with a part of it? The target must say, in `phased`.
#include "policy/check_rule.hpp"
#include "policy/formula_walk.hpp"

#include <set>

namespace rebate {
namespace {

void look_for_targets(const FormulaPtr& formula, std::set<std::string>& names) {
  visit_nodes(formula, [&](const Formula& node) {
    if (node.op == Op::kAttainment || node.op == Op::kTarget) names.insert(node.name);
  });
}

void look_for_targets(const CheckedPayout& payout, std::set<std::string>& names) {
  for (const FormulaPtr* part : {&payout.rate, &payout.per_unit, &payout.amount, &payout.every}) {
    look_for_targets(*part, names);
  }
}

std::set<std::string> targets_of(const CheckedRule& rule) {
  std::set<std::string> names;
  for (const FormulaPtr* part :
       {&rule.by, &rule.of, &rule.baseline, &rule.cap, &rule.floor, &rule.lines, &rule.minimum}) {
    look_for_targets(*part, names);
  }
  for (const auto* list : {&rule.require, &rule.veto, &rule.times}) {
    for (const FormulaPtr& part : *list) look_for_targets(part, names);
  }
  look_for_targets(rule.payout, names);
  for (const CheckedBand& band : rule.bands) look_for_targets(band.payout, names);
  if (rule.table) {
    for (const CheckedTable::Key& key : rule.table->keys) look_for_targets(key.of, names);
  }
  return names;
}

}  // namespace

void check_targets_used(CheckContext& context, const CheckedRule& rule,
                        const std::string& pointer) {
  if (rule.source.when.per.empty()) return;
  for (const std::string& name : targets_of(rule)) {
    const int index = index_of(context.policy.targets, name);
    if (index < 0) continue;
    const CheckedTarget& target = context.checked.targets[static_cast<std::size_t>(index)];
    const Target& terms = context.policy.targets[static_cast<std::size_t>(index)].second;
    if (!context.divides(rule.per, target.per)) {
      context.error(Code::kTargetPeriod, pointer + "/when",
                    "rule '" + rule.source.id + "' is per " + rule.source.when.per +
                        " and uses target '" + name + "', which is per " + terms.per +
                        ": the target's period must contain the rule's.");
      continue;
    }
    if (!context.ends_early(rule.settle.value_or(rule.per), target.per) || !terms.phased.empty() ||
        terms.is.is_set())
      continue;
    const std::string how = rule.settle ? "settled by " + rule.source.when.settle
                                        : "calculated by " + rule.source.when.per;
    context.error(Code::kTargetNotPhased, at("/targets", name),
                  "rule " + rule.source.id + " is " + how + " and target '" + name + "' is per " +
                      terms.per + ": say \"phased\": \"linear\", \"none\" or a file.");
  }
}

}  // namespace rebate
