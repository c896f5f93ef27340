// SPDX-License-Identifier: Apache-2.0
#include "plan/support.hpp"

#include "plan/compile_rule.hpp"
#include "plan/formula_tools.hpp"

#include <set>

namespace rebate {
namespace {

class Refusals {
 public:
  Refusals(const CheckedRule& rule, Issues& issues) : rule_(rule), issues_(issues) {}

  void add(const std::string& part, const std::string& what) {
    if (!named_.insert({part, what}).second) return;
    Place place = rule_.source.place;
    if (!part.empty()) place.pointer += "/" + part;
    issues_.add({Code::kNotYetSupported, Severity::kError, std::move(place),
                 "Rule " + rule_.source.id + ": " + what + " cannot be settled yet.", what, "", "",
                 ""});
  }

  /// A line for each branch, and nothing else tells lines apart.
  bool is_by_branch() const {
    return rule_.each.size() == 1 && rule_.each[0]->noun == "branch" &&
           rule_.each[0]->field == "id" && rule_.among == Scope::Among::kBelow;
  }
  bool is_in_parts() const { return rule_.settle.has_value(); }

  /// A policy or range has no period before it that instalments could be compared with.
  bool is_in_parts_of_a_range() const {
    return rule_.settle &&
           (rule_.per.unit == PeriodUnit::kPolicy || rule_.per.unit == PeriodUnit::kRange);
  }

 private:
  const CheckedRule& rule_;
  Issues& issues_;
  std::set<std::pair<std::string, std::string>> named_;
};

/// What a rule pays after limits that other rules or earlier runs move is not known while rules are
/// worked out.
void refuse_payable(const Formula& payable, const std::string& part, const CheckedPolicy& policy,
                    Refusals& refusals) {
  for (const CheckedRule& rule : policy.rules) {
    if (rule.source.id != payable.name) continue;
    const Limit& limit = rule.source.limit;
    if (!limit.budget.empty() || !limit.fund.empty() || rule.minimum != nullptr || rule.settle ||
        policy.limit_cap != nullptr || rule.member_of >= 0) {
      refusals.add(part,
                   "payable() of a rule under a budget, a fund, a minimum or a cap per partner");
    }
  }
}

void refuse_figures(const FormulaPtr& formula, const std::string& part, const CheckedPolicy& policy,
                    Refusals& refusals) {
  walk(formula, [&](const FormulaPtr& node) {
    switch (node->op) {
      case Op::kStreak:
        if (refusals.is_in_parts()) refusals.add(part, "streak() in instalments");
        break;
      case Op::kPayable:
        refuse_payable(*node, part, policy, refusals);
        [[fallthrough]];
      case Op::kEarned:
        if (node->scope.among != Scope::Among::kEarner) refusals.add(part, "earned().among()");
        break;
      case Op::kField:
        if (node->noun == "branch" && !refusals.is_by_branch()) {
          refusals.add(part, "branch." + node->field + " without each: branch.id");
        }
        break;
      case Op::kAttainment:
      case Op::kTarget:
        for (const CheckedTarget& target : policy.targets) {
          const bool is_file =
              target.phased != "" && target.phased != "linear" && target.phased != "none";
          if (target.name == node->name && is_file) refusals.add(part, "a target phased by a file");
        }
        break;
      case Op::kAggregate:
        for (const Window& window : node->scope.windows) {
          if (window.kind == Window::Kind::kPrevious && refusals.is_in_parts_of_a_range()) {
            refusals.add(part, "an earlier period of a policy or range settled in parts");
          }
        }
        break;
      default:
        break;
    }
    return true;
  });
}

/// An average, an extreme, the best keys or what is net of another rule has no part that belongs to
/// some rows.
bool grows_with_rows(const FormulaPtr& formula) {
  bool grows = true;
  walk(formula, [&](const FormulaPtr& node) {
    grows &= node->op != Op::kEarned && node->op != Op::kPayable && node->op != Op::kByKey;
    grows &= node->op != Op::kAggregate || node->aggregate == Aggregate::kSum ||
             node->aggregate == Aggregate::kCount;
    return true;
  });
  return grows;
}

/// Of a plain sum over the rule's own rows the returned part is a sum of the same kind.
bool is_own_sum(const FormulaPtr& formula, const std::string& noun) {
  bool is_own = is_additive(formula);
  walk(formula, [&](const FormulaPtr& node) {
    const Scope& scope = node->scope;
    is_own &= node->op != Op::kAggregate ||
              (!scope.is_unfiltered && scope.among == Scope::Among::kEarner &&
               (node->noun.empty() || node->noun == noun));
    return true;
  });
  return is_own;
}

void refuse_parts(const CheckedRule& rule, const CheckedPolicy& policy, Refusals& refusals) {
  const Rule& source = rule.source;
  if (source.pay.book) refusals.add("pay/book", "booking by parts");
  if (source.pay.as.kind == Form::Kind::kFund && source.pay.to.kind != Payee::Kind::kEarner) {
    refusals.add("pay/to", "other payees of what goes into a fund");
  }
  if (source.pay.as.kind == Form::Kind::kGoods) refusals.add("pay/as", "payment in goods");
  if (policy.limit_cap != nullptr && source.pay.to.kind != Payee::Kind::kEarner) {
    refusals.add("pay/to", "other payees under a cap per partner");
  }
  if (source.limit.under == Limit::Under::kForfeit) refusals.add("limit/under", "forfeiting");
  const CompiledRule compiled = compile_rule(rule, policy);
  if (!compiled.cut_terms.empty() && !rule.each_row && !grows_with_rows(compiled.of)) {
    refusals.add("pay", "a rate by row fields on what does not grow with the rows");
  }
  if (compiled.returned != nullptr && !is_own_sum(compiled.of, compiled.noun)) {
    refusals.add("what/returns",
                 "returns at the original rate of what is no plain sum of the rows");
  }
  const auto visit = [&](const std::string& part) {
    return [&refusals, &policy, part](const FormulaPtr& formula) {
      refuse_figures(formula, part, policy, refusals);
    };
  };
  each_formula(compiled, visit("pay"));
  visit("pay/to")(compiled.payees.by);
  visit("pay/to")(compiled.payees.at_most);
  visit("who")(compiled.who);
  for (const FormulaPtr& condition : compiled.conditions) visit("what")(condition);
  for (const FormulaPtr& key : rule.each) visit("what/each")(key);
}

void refuse_document(const CheckedPolicy& policy, Issues& issues) {
  const Policy& source = *policy.source;
  const auto refuse = [&](const std::string& pointer, const std::string& what) {
    Place place;
    place.pointer = pointer;
    issues.add({Code::kNotYetSupported, Severity::kError, std::move(place),
                what + " cannot be settled yet.", what, "", "", ""});
  };
  if (source.amendment) refuse("/amends", "An amendment");
}

}  // namespace

Issues unsupported_parts(const CheckedPolicy& policy, const CheckedRule& rule) {
  Issues issues;
  Refusals refusals(rule, issues);
  refuse_parts(rule, policy, refusals);
  return issues;
}

Issues unsupported_parts(const CheckedPolicy& policy, const std::vector<int>& rules) {
  Issues issues;
  refuse_document(policy, issues);
  for (const int rule : rules) {
    issues.merge(unsupported_parts(policy, policy.rules[static_cast<std::size_t>(rule)]));
  }
  return issues;
}

}  // namespace rebate
