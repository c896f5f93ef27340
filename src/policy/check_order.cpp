// SPDX-License-Identifier: Apache-2.0
//
// Which rule must be known before which: members before their combination, earned('r') and
// payable('r') after r. Rules that stand on each other in a circle are refused with the whole
// circle named.
#include "policy/check_combinations.hpp"
#include "policy/check_rule.hpp"
#include "policy/formula_walk.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rebate {
namespace {

// Another rule's amount that a rule reads.
struct Reading {
  int rule = -1;
  bool is_payable = false;
  bool is_shifted = false;  // By .during(): the reader's period is not the one that is asked.
  bool is_balance = false;  // Through a fund that the rule fills.
};

class ReadingFinder {
 public:
  explicit ReadingFinder(const CheckContext& context) : context_(context) {}

  std::vector<Reading> of(const CheckedRule& rule) {
    found_.clear();
    seen_.clear();
    for (const FormulaPtr* part :
         {&rule.who, &rule.where, &rule.by, &rule.when_missing, &rule.of, &rule.baseline, &rule.cap,
          &rule.floor, &rule.lines, &rule.minimum, &rule.advance}) {
      look(*part);
    }
    for (const auto* list : {&rule.require, &rule.veto, &rule.times}) {
      for (const FormulaPtr& part : *list) look(part);
    }
    look(rule.payout);
    for (const CheckedBand& band : rule.bands) look(band.payout);
    if (rule.table) look_at_keys(*rule.table);
    for (const CheckedShare& share : rule.to_shares) look(share.share);
    if (rule.to_spread) look(rule.to_spread->by), look(rule.to_spread->at_most);
    for (const CheckedBudget& budget : context_.checked.budgets) {
      if (budget.name == rule.source.limit.budget) look(budget.amount);
    }
    return found_;
  }

 private:
  void look(const CheckedPayout& payout) {
    look(payout.rate), look(payout.per_unit), look(payout.amount), look(payout.every);
  }
  void look_at_keys(const CheckedTable& table) {
    for (const CheckedTable::Key& key : table.keys) look(key.of);
  }
  void look(const FormulaPtr& formula) {
    visit_nodes(formula, [&](const Formula& node) { visit(node); });
  }
  // Scores, targets and tables stand elsewhere and may read rules, too.
  void visit(const Formula& node) {
    switch (node.op) {
      case Op::kEarned:
      case Op::kPayable:
        if (const int rule = context_.find_rule(node.name); rule >= 0) {
          found_.push_back({rule, node.op == Op::kPayable, !node.scope.windows.empty()});
        }
        return;
      case Op::kBalance:
        for (const CheckedRule& rule : context_.checked.rules) {
          const Form& form = rule.source.pay.as;
          if (form.kind == Form::Kind::kFund && form.fund == node.name) {
            found_.push_back({rule.index, false, true, true});
          }
        }
        return;
      case Op::kScore:
      case Op::kGrade:
        if (!seen_.insert("score " + node.name).second) return;
        for (const CheckedScore& score : context_.checked.scores) {
          if (score.name != node.name) continue;
          for (const CheckedScore::Item& item : score.items) look(item.of);
          for (const FormulaPtr& veto : score.veto) look(veto);
        }
        return;
      case Op::kTarget:
      case Op::kAttainment:
        if (!seen_.insert("target " + node.name).second) return;
        for (const CheckedTarget& target : context_.checked.targets) {
          if (target.name == node.name) look(target.is), look(target.of);
        }
        return;
      case Op::kTable:
        if (!seen_.insert("table " + node.name).second) return;
        for (const CheckedTable& table : context_.checked.tables) {
          if (table.name == node.name) look_at_keys(table);
        }
        return;
      default:
        return;
    }
  }

  const CheckContext& context_;
  std::vector<Reading> found_;
  std::set<std::string> seen_;
};

void check_reading(CheckContext& context, const CheckedRule& rule, const Reading& reading) {
  const CheckedRule& other = context.checked.rules[static_cast<std::size_t>(reading.rule)];
  const std::string pointer = at("/rules", static_cast<std::size_t>(rule.index));
  const std::string figure =
      std::string(reading.is_payable ? "payable" : "earned") + "('" + other.source.id + "')";
  if (reading.is_payable && context.policy.limit && context.policy.limit->cap.is_set()) {
    context.error(Code::kPayableCapped, pointer,
                  "rule '" + rule.source.id + "' reads " + figure +
                      ", and the policy's own cap depends on all rules, this "
                      "one too. Read earned('" +
                      other.source.id + "').");
  }
  if (other.member_of >= 0) {
    const Combine combine =
        context.checked.rules[static_cast<std::size_t>(other.member_of)].source.what.combine;
    if (combine == Combine::kBestOf || combine == Combine::kFirstOf) {
      context.error(Code::kEarnedInside, pointer,
                    "rule '" + rule.source.id + "' reads " + figure + ", which is a member of '" +
                        context.checked.rules[static_cast<std::size_t>(other.member_of)].source.id +
                        "' and may lose there. Read what that rule earned.");
      return;
    }
  }
  const bool have_periods = !rule.source.when.per.empty() && !other.source.when.per.empty();
  if (have_periods && !reading.is_shifted && !context.divides(other.per, rule.per)) {
    context.error(Code::kEarnedInside, pointer,
                  "rule '" + rule.source.id + "' per " + rule.source.when.per + " reads " + figure +
                      ", which is per " + other.source.when.per + ": its lines do not lie inside.");
  }
  if (!keys_lie_inside(other, rule)) {
    context.error(Code::kEarnedInside, pointer,
                  "rule '" + rule.source.id + "' reads " + figure +
                      ", which does not tell apart the keys of '" + rule.source.id +
                      "': its lines do not lie inside.");
  }
}

// Depth-first order over the edges; the first circle found is named and ends the search.
class Sorter {
 public:
  Sorter(CheckContext& context, std::vector<std::vector<int>> needs)
      : context_(context), needs_(std::move(needs)) {}

  std::vector<int> sorted() {
    state_.assign(needs_.size(), State::kNew);
    std::vector<int> by_id;
    for (std::size_t i = 0; i < needs_.size(); ++i) by_id.push_back(static_cast<int>(i));
    std::sort(by_id.begin(), by_id.end(), [&](int a, int b) { return id_of(a) < id_of(b); });
    for (const int rule : by_id) {
      if (state_[static_cast<std::size_t>(rule)] == State::kNew && !visit(rule)) return {};
    }
    return order_;
  }

 private:
  enum class State { kNew, kOpen, kDone };

  const std::string& id_of(int rule) const {
    return context_.policy.rules[static_cast<std::size_t>(rule)].id;
  }

  // Without recursion: a chain of rules may be as long as there are rules.
  bool visit(int start) {
    struct Step {
      int rule;
      std::size_t next;
    };
    std::vector<Step> path{{start, 0}};
    state_[static_cast<std::size_t>(start)] = State::kOpen;
    while (!path.empty()) {
      Step& step = path.back();
      const auto& needs = needs_[static_cast<std::size_t>(step.rule)];
      if (step.next == needs.size()) {
        state_[static_cast<std::size_t>(step.rule)] = State::kDone;
        order_.push_back(step.rule);
        path.pop_back();
        continue;
      }
      const int need = needs[step.next++];
      if (state_[static_cast<std::size_t>(need)] == State::kDone) continue;
      if (state_[static_cast<std::size_t>(need)] == State::kOpen) {
        std::string circle;
        bool is_in = false;
        for (const Step& s : path) {
          is_in = is_in || s.rule == need;
          if (is_in) circle += "'" + id_of(s.rule) + "' needs ";
        }
        context_.error(
            Code::kRuleCycle, at("/rules", static_cast<std::size_t>(path.back().rule)),
            "rules stand on each other in a circle: " + circle + "'" + id_of(need) + "'.");
        return false;
      }
      state_[static_cast<std::size_t>(need)] = State::kOpen;
      path.push_back({need, 0});
    }
    return true;
  }

  CheckContext& context_;
  std::vector<std::vector<int>> needs_;
  std::vector<State> state_;
  std::vector<int> order_;
};

}  // namespace

void check_earned(CheckContext& context) {
  ReadingFinder finder(context);
  for (const CheckedRule& rule : context.checked.rules) {
    for (const Reading& reading : finder.of(rule)) {
      if (!reading.is_balance) check_reading(context, rule, reading);
    }
  }
}

void find_settle_order(CheckContext& context) {
  ReadingFinder finder(context);
  std::vector<std::vector<int>> needs;
  for (const CheckedRule& rule : context.checked.rules) {
    std::set<int> all(rule.members.begin(), rule.members.end());
    for (const Reading& reading : finder.of(rule)) all.insert(reading.rule);
    needs.emplace_back(all.begin(), all.end());
  }
  context.checked.settle_order = Sorter(context, std::move(needs)).sorted();
}

}  // namespace rebate
