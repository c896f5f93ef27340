// SPDX-License-Identifier: Apache-2.0
//
// Worked examples of a policy, judged by the engine itself: rows go the whole way from a dataset to
// a settlement, pins go straight to the line.
#include "rebate/base/nearest_word.hpp"
#include "rebate/numeric/rounding.hpp"
#include "rebate/settlement/settlement.hpp"
#include "rebate/codec/dataset.hpp"
#include "rebate/evaluation/example.hpp"
#include "evaluation/foreign_money.hpp"
#include "evaluation/pinned_source.hpp"
#include "plan/compile_rule.hpp"
#include "plan/formula_tools.hpp"

#include <algorithm>

namespace rebate {
namespace {

using Verdict = ExampleOutcome::Verdict;

/// What a rule came to for one partner, or for one line.
struct Outcome {
  bool has_line = false;
  Decimal due;
  std::vector<Status> statuses;
  std::string level;
  std::string how;  ///< "900,000.00 x 3%", where one rate pays it all
};

std::string how_text(const std::optional<Ratio>& earning, const std::optional<Ratio>& rate,
                     int minor_unit) {
  const std::optional<Decimal> base = earning ? earning->as_decimal() : std::nullopt;
  if (!base || !rate || base->is_zero()) return "";
  const std::string percent = (*rate * Ratio(Integer(100))).to_string();
  return base->normalized().to_grouped_string(minor_unit) + " x " + percent + "%";
}

std::string actual_text(const Outcome& outcome) {
  if (!outcome.has_line) return "no_line";
  if (!outcome.level.empty()) return outcome.level;
  if (outcome.due.is_zero() && !outcome.statuses.empty() &&
      outcome.statuses.front() != Status::kPayable) {
    return std::string(to_text(outcome.statuses.front()));
  }
  return outcome.due.to_string(2);
}

/// "0" accepts any status with nothing due; no line at all is not_qualified, or no_line.
bool is_as_expected(const std::string& expected, const Outcome& outcome) {
  if (expected == "no_line") return !outcome.has_line;
  if (const auto number = Decimal::parse(expected)) return outcome.due == *number;
  if (const auto status = status_from_text(expected)) {
    if (!outcome.has_line) return *status == Status::kNotQualified;
    return std::all_of(outcome.statuses.begin(), outcome.statuses.end(),
                       [&](Status one) { return one == *status; });
  }
  return outcome.level == expected;
}

/// Every text that some rule of the policy writes, named measures and conditions included.
std::set<std::string> texts_of(const CheckedPolicy& policy) {
  std::set<std::string> texts;
  const auto add = [&](const FormulaPtr& formula) {
    walk(formula, [&](const FormulaPtr& node) {
      texts.insert(node->text);
      if (node->op == Op::kAttainment) texts.insert("target('" + node->name + "')");
      return true;
    });
  };
  for (const CheckedRule& rule : policy.rules) {
    const CompiledRule compiled = compile_rule(rule, policy);
    each_formula(compiled, add);
    add(compiled.who);
    add(compiled.sets);
    for (const FormulaPtr& condition : compiled.conditions) add(condition);
    for (const FormulaPtr& key : rule.each) add(key);
    for (const CheckedShare& share : rule.to_shares) add(share.to), add(share.share);
    add(rule.to_field);
    add(rule.since);
    add(rule.credit);
    add(rule.together);
  }
  return texts;
}

class ExampleRunner {
 public:
  explicit ExampleRunner(const std::shared_ptr<const CheckedPolicy>& policy) : policy_(policy) {}

  std::vector<ExampleOutcome> run() {
    const auto& examples = policy_->source->examples;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      index_ = static_cast<int>(i);
      if (examples[i].tables.empty()) {
        run_pins(examples[i]);
      } else {
        run_rows(examples[i]);
      }
    }
    return std::move(outcomes_);
  }

 private:
  void report(const std::string& rule, const std::string& who, Verdict verdict,
              const std::string& expected, const std::string& actual, const std::string& why = "") {
    outcomes_.push_back({index_, rule, verdict, who, expected, actual, why});
  }

  const CheckedRule* rule_named(const std::string& id) const {
    for (const CheckedRule& rule : policy_->rules) {
      if (rule.source.id == id) return &rule;
    }
    return nullptr;
  }

  /// Why the rule, or one it stands on, cannot settle; empty if it can.
  std::string refusal(const CheckedRule& rule) const {
    for (const int below : rules_below(*policy_, rule.index)) {
      const Issues issues =
          unsupported_parts(*policy_, policy_->rules[static_cast<std::size_t>(below)]);
      if (!issues.empty()) return issues[0].message;
    }
    return "";
  }

  /// Reports an expectation of an unknown rule, or of one that cannot settle; true if it did.
  bool is_set_aside(const Expectation& expectation) {
    const CheckedRule* rule = rule_named(expectation.rule);
    const std::string expected = std::holds_alternative<std::string>(expectation.is)
                                     ? std::get<std::string>(expectation.is)
                                     : "";
    if (rule == nullptr) {
      report(expectation.rule, "", Verdict::kWrong, "", "", "There is no such rule.");
      return true;
    }
    const std::string why = refusal(*rule);
    if (!why.empty()) {
      report(expectation.rule, "", Verdict::kNotSupported, expected, "", why);
      return true;
    }
    return false;
  }

  Decimal rounded(const CheckedRule& rule, const Ratio& amount) const {
    const Decimal step = rule.round_to ? *rule.round_to : step_of_places(policy_->minor_unit);
    return round(amount, step, rule.source.limit.round_mode.value_or(RoundingMode::kHalfUp));
  }

  /// Digits of the earning measure: those of the currency, none for units.
  int minor_unit_of(const CheckedRule& rule) const {
    return rule.of == nullptr || rule.of->type == Type::kMoney ? policy_->minor_unit : 0;
  }

  // --- pins

  void run_pins(const Example& example) {
    const PinnedSource names(*policy_, example, nullptr);
    const std::set<std::string> read = texts_of(*policy_);
    for (const std::string& pin : names.unread(read)) {
      const std::string near =
          nearest_word(pin, std::vector<std::string>(read.begin(), read.end()));
      report("", pin, Verdict::kWrong, "", "",
             "No rule reads " + pin + "." + (near.empty() ? "" : " Did you mean " + near + "?"));
    }
    for (const Expectation& expectation : example.expect) {
      if (is_set_aside(expectation)) continue;
      const CheckedRule& rule = *rule_named(expectation.rule);
      const LineResult result = pinned_line(example, rule.index);
      Outcome outcome;
      outcome.has_line = true;
      outcome.statuses = {result.status};
      outcome.level = result.level;
      if (result.is_qualified()) outcome.due = rounded(rule, result.after_limits);
      outcome.how = how_text(result.earning, result.rate, minor_unit_of(rule));
      if (const auto* expected = std::get_if<std::string>(&expectation.is)) {
        judge(expectation.rule, "", *expected, outcome);
      } else {
        report(expectation.rule, "", Verdict::kWrong, "", actual_text(outcome),
               "Pinned figures have no partners: say one amount, level or status.");
      }
    }
  }

  /// The rows of a pinned figure are those that the rule lets in. A condition on a field that is
  /// not pinned says nothing: has(sale.registration) is not false for want of rows.
  static bool reads_pins_alone(const Formula& formula, PinnedSource& source) {
    if (source.pinned(formula) != nullptr) return true;
    if (formula.op == Op::kField) return false;
    return std::all_of(formula.children.begin(), formula.children.end(),
                       [&](const FormulaPtr& child) { return reads_pins_alone(*child, source); });
  }

  LineResult pinned_line(const Example& example, int index) {
    const CheckedRule& rule = policy_->rules[static_cast<std::size_t>(index)];
    const CompiledRule compiled = compile_rule(rule, *policy_);
    PinnedSource source(*policy_, example, [&](const std::string& id) -> Value {
      const CheckedRule* other = rule_named(id);
      const LineResult result = pinned_line(example, other->index);
      if (result.status == Status::kBlocked)
        return Missing{MissingKind::kField, id + " is blocked"};
      return result.is_qualified() ? result.after_limits : Ratio();
    });
    LineResult closed;
    closed.status = Status::kNotQualified;
    if (compiled.who != nullptr) {
      const Value admitted = evaluate(*compiled.who, source);
      if (admitted.is_flag() && !admitted.flag()) return closed;
    }
    for (const FormulaPtr& condition : compiled.conditions) {
      if (!reads_pins_alone(*condition, source)) continue;
      const Value seen = evaluate(*condition, source);
      if (seen.is_flag() && !seen.flag() && !asks_for_unpinned(condition, source)) return closed;
    }
    if (rule.members.empty()) return compute_line(compiled, source, std::nullopt, nullptr);
    return compute_line(compiled, source, pinned_members(example, rule), nullptr);
  }

  /// has(claim.proof) where nothing is said of proofs: what is not pinned is taken to hold.
  static bool asks_for_unpinned(const FormulaPtr& condition, PinnedSource& source) {
    bool asks = false;
    walk(condition, [&](const FormulaPtr& node) {
      if (node->op == Op::kHas) asks |= evaluate(*node->children[0], source).is_missing();
      return true;
    });
    return asks;
  }

  Ratio pinned_members(const Example& example, const CheckedRule& rule) {
    Ratio result;
    bool has_winner = false;
    for (const int member : rule.members) {
      const LineResult line = pinned_line(example, member);
      if (!line.is_qualified()) continue;
      const bool is_better =
          rule.source.what.combine == Combine::kBestOf && line.after_limits > result;
      if (rule.source.what.combine == Combine::kSumOf) {
        result += line.after_limits;
      } else if (!has_winner || is_better) {
        result = line.after_limits;
      }
      has_winner = true;
    }
    return result;
  }

  // --- rows

  void run_rows(const Example& example) {
    std::set<int> wanted;
    std::vector<const Expectation*> open;
    for (const Expectation& expectation : example.expect) {
      if (is_set_aside(expectation)) continue;
      open.push_back(&expectation);
      for (const int rule : rules_below(*policy_, rule_named(expectation.rule)->index))
        wanted.insert(rule);
    }
    if (open.empty()) return;
    const auto fail = [&](const Issues& issues) {
      for (const Issue& issue : issues) {
        if (issue.severity != Severity::kError) continue;
        const bool is_support = issue.code == Code::kNotYetSupported;
        report(open.front()->rule, "", is_support ? Verdict::kNotSupported : Verdict::kWrong, "",
               "", issue.message);
        return;
      }
    };
    const std::string pointer = "/examples/" + std::to_string(index_) + "/given";
    const Result<Dataset> data =
        make_dataset(example.tables, DataSchema::of(*policy_->source), policy_->calendar, pointer);
    if (!data.ok()) return fail(data.issues());
    const Issues foreign = foreign_money(*policy_, data->ledger);
    if (!foreign.empty()) return fail(foreign);
    PlanOptions planning;
    planning.only = std::vector<int>(wanted.begin(), wanted.end());
    if (!example.as_of.empty()) planning.as_of = Date::parse(example.as_of);
    const auto plan = compile(policy_, *data->master, planning);
    if (!plan.ok()) return fail(plan.issues());
    TallyOptions tallying;
    tallying.threads = 1;
    tallying.is_complete = true;
    const auto sums = tally(**plan, *data->master, data->ledger, tallying);
    SettleOptions settling;
    settling.threads = 1;
    if (!example.period.empty()) settling.period = policy_->calendar.range(example.period);
    const Result<Settlement> settlement = settle(*plan, *data->master, *sums, settling);
    if (!settlement.ok()) return fail(settlement.issues());
    for (const Expectation* expectation : open) judge_rows(*expectation, *settlement);
  }

  /// A member of a combination is judged by what it would have paid by itself.
  Decimal newly_due(const Line& line) const {
    if (line.is_paid) return line.due;
    return rounded(policy_->rules[static_cast<std::size_t>(line.rule)], line.after_limits);
  }

  template <class Accept>
  Outcome collect(const Settlement& settlement, int rule, const Accept& accept) const {
    Outcome outcome;
    for (const Line& line : settlement.lines()) {
      if (line.rule != rule || !accept(line)) continue;
      // Several lines have no one base and rate.
      outcome.how = outcome.has_line ? ""
                                     : how_text(line.earning, line.rate,
                                                minor_unit_of(policy_->rules[index_of(rule)]));
      outcome.has_line = true;
      outcome.due += newly_due(line);
      outcome.statuses.push_back(line.status);
      outcome.level = settlement.level(line.level);
    }
    return outcome;
  }

  void judge_rows(const Expectation& expectation, const Settlement& settlement) {
    const int rule = rule_named(expectation.rule)->index;
    if (const auto* expected = std::get_if<std::string>(&expectation.is)) {
      judge(expectation.rule, "", *expected,
            collect(settlement, rule, [](const Line&) { return true; }));
      return;
    }
    if (const auto* partners =
            std::get_if<std::vector<std::pair<std::string, std::string>>>(&expectation.is)) {
      for (const auto& [partner, expected] : *partners) {
        judge(expectation.rule, partner, expected,
              collect(settlement, rule, [&, &payee = partner](const Line& line) {
                return settlement.earner(line.payee) == payee;
              }));
      }
      return;
    }
    for (const ExpectedLine& line : std::get<std::vector<ExpectedLine>>(expectation.is)) {
      judge_line(expectation.rule, rule, line, settlement);
    }
  }

  void judge_line(const std::string& id, int rule, const ExpectedLine& expected,
                  const Settlement& settlement) {
    std::string who;
    for (const auto* part :
         {&expected.partner, &expected.payee, &expected.each, &expected.period, &expected.kind}) {
      if (*part) who += (who.empty() ? "" : " ") + **part;
    }
    std::optional<Line> found;
    const auto is_meant = [&](const Line& line) {
      std::string key;
      for (const std::string& text : settlement.key(line.key))
        key += (key.empty() ? "" : " · ") + text;
      return line.rule == rule &&
             (!expected.partner || *expected.partner == settlement.earner(line.earner)) &&
             (!expected.payee || *expected.payee == settlement.earner(line.payee)) &&
             (!expected.each || *expected.each == key) &&
             (!expected.period || *expected.period == settlement.period(line.period).name) &&
             (!expected.kind || *expected.kind == to_text(line.kind));
    };
    for (const Line& line : settlement.lines()) {
      if (!found && is_meant(line)) found = line;
    }
    const auto say = [&](const std::string& want, const std::string& have, bool is_right) {
      report(id, who, is_right ? Verdict::kRight : Verdict::kWrong, want, have);
    };
    if (!found) return say("a line", "no_line", false);
    const auto amount = [&](const std::string& want, const Ratio& have, const char* what) {
      const auto number = Decimal::parse(want);
      say(std::string(what) + " " + want, have.to_string(), number && Ratio(*number) == have);
    };
    if (expected.due) amount(*expected.due, Ratio(newly_due(*found)), "due");
    if (expected.gross) amount(*expected.gross, found->gross, "gross");
    if (expected.took) {
      Ratio took;
      for (const Reason& reason : settlement.reasons(found->reasons))
        took += reason.took.value_or(Ratio());
      amount(*expected.took, took, "took");
    }
    if (expected.status) {
      say(*expected.status, std::string(to_text(found->status)),
          to_text(found->status) == *expected.status);
    }
    const std::string& level = settlement.level(found->level);
    if (expected.level) say(*expected.level, level, level == *expected.level);
  }

  void judge(const std::string& rule, const std::string& who, const std::string& expected,
             const Outcome& outcome) {
    report(rule, who, is_as_expected(expected, outcome) ? Verdict::kRight : Verdict::kWrong,
           expected, actual_text(outcome), outcome.how);
  }

  static std::size_t index_of(int rule) { return static_cast<std::size_t>(rule); }

  std::shared_ptr<const CheckedPolicy> policy_;
  int index_ = 0;
  std::vector<ExampleOutcome> outcomes_;
};

}  // namespace

std::vector<ExampleOutcome> run_examples(const std::shared_ptr<const CheckedPolicy>& policy) {
  return ExampleRunner(policy).run();
}

}  // namespace rebate
