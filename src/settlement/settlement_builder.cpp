// SPDX-License-Identifier: Apache-2.0
#include "settlement/settlement_builder.hpp"

#include "plan/value_text.hpp"
#include "settlement/minimums.hpp"

#include <algorithm>
#include <set>

namespace rebate {

namespace {

/// What comes after a final is a true-up, and one below zero a clawback.
LineKind final_kind(const WorkLine& work, const Decimal& due) {
  if (!work.is_after_final || due.is_zero()) return LineKind::kFinal;
  return due.sign() < 0 ? LineKind::kClawback : LineKind::kTrueUp;
}

}  // namespace

EarnerLines lines_of(const Plan& plan, EarnerRun& run, const std::optional<DateRange>& only) {
  EarnerLines result;
  const std::vector<int> order = run.order();
  result.lines.reserve(order.size());
  for (const int place : order) {
    const WorkLine& work = run.line(place);
    const RulePeriod& period = plan.rule_periods[static_cast<std::size_t>(work.rule_period)];
    const CheckedRule& rule = *plan.rules[static_cast<std::size_t>(period.rule)].rule;
    if (only && !only->contains(period.period.range.last())) continue;
    Line line;
    line.rule = period.rule;
    line.period = static_cast<std::uint32_t>(work.rule_period);
    line.status = work.status;
    line.band = static_cast<std::int16_t>(work.result.band);
    line.is_paid = rule.member_of < 0;
    line.qualifying = work.result.qualifying;
    line.earning = work.result.earning;
    line.rate = work.result.rate;
    line.gross = work.result.gross;
    line.after_limits = work.result.after_limits;
    line.after_combination = work.after_combination;
    line.rounded = work.rounded;
    line.settled_before = work.settled_before;
    line.due = work.due;
    line.share = work.share;
    line.level = work.result.level;
    const bool is_final = period.as_of >= period.close && !period.is_instalment;
    if (is_final) line.kind = final_kind(work, work.due);
    if (period.as_of < period.close) {
      line.kind = LineKind::kAccrual;
      if (line.status == Status::kPayable) line.status = Status::kProvisional;
    } else if (period.is_instalment) {
      line.kind = LineKind::kInstalment;
    }
    if (!work.currency.empty()) {
      line.currency = static_cast<std::uint16_t>(result.currencies.size());
      result.currencies.push_back(work.currency);
    }
    if (!work.key.empty()) {
      line.key = static_cast<std::uint32_t>(result.keys.size());
      std::vector<std::string> texts;
      for (const Value& value : work.key) texts.push_back(to_plain_text(value));
      result.keys.push_back(std::move(texts));
    }
    if (!work.result.reasons.empty()) {
      line.reasons = static_cast<std::uint32_t>(result.reasons.size());
      result.reasons.push_back(work.result.reasons);
    }
    if (work.payees.empty()) {
      result.lines.push_back(std::move(line));
      continue;
    }
    for (const PayeePart& part : work.payees) {
      Line one = line;
      one.payee = static_cast<std::uint32_t>(result.payees.size());
      result.payees.push_back(part.payee);
      one.rounded = part.rounded;
      one.settled_before = part.settled_before;
      one.due = part.due;
      if (is_final) one.kind = final_kind(work, part.due);
      if (part.held) {
        one.status = Status::kBelowMinimum;
        one.reasons = static_cast<std::uint32_t>(result.reasons.size());
        result.reasons.push_back(work.result.reasons);
        result.reasons.back().push_back(*part.held);
      }
      result.lines.push_back(std::move(one));
    }
  }
  result.funds = std::move(run.funds);
  result.missed = std::move(run.missed);
  return result;
}

EarnerLines settled_lines(const EarnerRunInput& input, const Earner& earner,
                          const std::optional<DateRange>& only) {
  EarnerRun run(input, earner);
  run.run();
  run.finish();
  EarnerRun* const alone[] = {&run};
  hold_minimums(input.facts.plan, alone);
  return lines_of(input.facts.plan, run, only);
}

std::optional<Issue> mismatch_of(const Plan& plan, const Master& master, const Tally& tally) {
  if (tally.plan_fingerprint == plan.fingerprint &&
      tally.has_partners_of(master.partners().ids())) {
    return std::nullopt;
  }
  return run_issue(Code::kTallyMismatch,
                   "The tally was made by another policy, settlement date or partner file.",
                   "a tally of this plan");
}

SettlementBuilder::SettlementBuilder(std::shared_ptr<const Plan> plan)
    : has_paid_(plan->rules.size()), has_line_(plan->rules.size()) {
  for (const RulePeriod& period : plan->rule_periods) settlement_.periods_.push_back(period.period);
  settlement_.currencies_.push_back(plan->policy->source->currency);
  settlement_.plan_ = std::move(plan);
  settlement_.keys_.emplace_back();
  settlement_.reasons_.emplace_back();
}

void SettlementBuilder::reserve(const std::vector<EarnerLines>& all) {
  std::size_t lines = 0, reasons = 1, keys = 1;
  for (const EarnerLines& one : all) {
    lines += one.lines.size();
    reasons += one.reasons.size() - 1;
    keys += one.keys.size() - 1;
  }
  settlement_.lines_.reserve(lines);
  settlement_.earners_.reserve(all.size());
  settlement_.reasons_.reserve(reasons);
  settlement_.keys_.reserve(keys);
}

void SettlementBuilder::add(const std::string& earner, EarnerLines lines) {
  if (lines.lines.empty() && lines.missed.empty()) return;
  cover(earner, lines);
  const auto index = static_cast<std::uint32_t>(settlement_.earners_.size());
  settlement_.earners_.push_back(earner);
  const auto keys = static_cast<std::uint32_t>(settlement_.keys_.size()) - 1;
  const auto reasons = static_cast<std::uint32_t>(settlement_.reasons_.size()) - 1;
  for (Line& line : lines.lines) {
    line.earner = index;
    line.payee = line.payee == 0 ? index : payee_named(lines.payees[line.payee], earner, index);
    line.currency = currency_named(lines.currencies[line.currency]);
    if (line.key != 0) line.key += keys;
    if (line.reasons != 0) line.reasons += reasons;
    settlement_.lines_.push_back(std::move(line));
  }
  for (FundMove& move : lines.funds) {
    move.earner = index;
    settlement_.funds_.push_back(std::move(move));
  }
  std::move(lines.keys.begin() + 1, lines.keys.end(), std::back_inserter(settlement_.keys_));
  std::move(lines.reasons.begin() + 1, lines.reasons.end(),
            std::back_inserter(settlement_.reasons_));
}

std::uint16_t SettlementBuilder::currency_named(const std::string& currency) {
  std::vector<std::string>& known = settlement_.currencies_;
  if (currency.empty()) return 0;
  const auto found = std::find(known.begin(), known.end(), currency);
  const auto index = static_cast<std::uint16_t>(found - known.begin());
  if (found == known.end()) known.push_back(currency);
  return index;
}

std::uint32_t SettlementBuilder::payee_named(const std::string& name, const std::string& earner,
                                             std::uint32_t index) {
  if (name == earner) return index;
  const auto [place, is_new] =
      names_.emplace(name, static_cast<std::uint32_t>(settlement_.earners_.size()));
  if (is_new) settlement_.earners_.push_back(name);
  return place->second;
}

void SettlementBuilder::cover(const std::string& earner, const EarnerLines& lines) {
  const Plan& plan = *settlement_.plan_;
  Coverage& coverage = settlement_.coverage_;
  std::set<std::string> without_target;
  std::set<std::string> without_baseline;
  for (const Line& line : lines.lines) {
    const auto rule = static_cast<std::size_t>(line.rule);
    const std::string& id = plan.rules[rule].rule->source.id;
    has_line_[rule] = true;
    if (!line.rounded.is_zero() || !line.share.is_zero() || !line.level.empty())
      has_paid_[rule] = true;
    if (line.status == Status::kNoTarget) without_target.insert(id + ": " + earner);
    if (line.status == Status::kNoBaseline) {
      without_baseline.insert(id + ": " + earner + " " + settlement_.periods_[line.period].name);
    }
  }
  coverage.partners_without_target.insert(coverage.partners_without_target.end(),
                                          without_target.begin(), without_target.end());
  coverage.partners_without_baseline.insert(coverage.partners_without_baseline.end(),
                                            without_baseline.begin(), without_baseline.end());
  for (const EarnerRun::Missed& missed : lines.missed) {
    ++missed_[{missed.rule, missed.expression, missed.cause}];
  }
}

Settlement SettlementBuilder::take() {
  Coverage& coverage = settlement_.coverage_;
  const auto id_of = [&](std::size_t rule) {
    return settlement_.plan_->rules[rule].rule->source.id;
  };
  for (const auto& [what, times] : missed_) {
    coverage.missing.push_back({id_of(static_cast<std::size_t>(std::get<0>(what))),
                                std::get<1>(what), std::get<2>(what), times});
  }
  for (std::size_t r = 0; r < has_line_.size(); ++r) {
    if (has_line_[r] && !has_paid_[r]) coverage.rules_that_paid_nothing.push_back(id_of(r));
  }
  return std::move(settlement_);
}

}  // namespace rebate
