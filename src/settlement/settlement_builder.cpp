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

template <class T>
std::uint32_t place_of(std::vector<T>& table, T value) {
  table.push_back(std::move(value));
  return static_cast<std::uint32_t>(table.size());
}

/// Where the text stands among a few; it is added if it does not.
std::uint32_t place_in(std::vector<std::string>& known, const std::string& text) {
  const auto found = std::find(known.begin(), known.end(), text);
  const auto index = static_cast<std::uint32_t>(found - known.begin());
  if (found == known.end()) known.push_back(text);
  return index;
}

/// A line as it is for all its payees.
PackedLine packed(const Plan& plan, const EarnerRun& run, const WorkLine& work,
                  EarnerLines& result) {
  const RulePeriod& period = run.period_of(work);
  PackedLines& lines = result.lines;
  PackedLine line;
  line.rule = period.rule;
  line.period = static_cast<std::uint32_t>(work.rule_period);
  line.status = work.status;
  line.band = static_cast<std::int16_t>(work.result.band);
  line.is_paid = plan.rules[static_cast<std::size_t>(period.rule)].rule->member_of < 0;
  lines.set(line, PackedLine::kQualifying, work.result.qualifying);
  lines.set(line, PackedLine::kEarning, work.result.earning);
  lines.set(line, PackedLine::kRate, work.result.rate);
  lines.set(line, PackedLine::kGross, work.result.gross);
  lines.set(line, PackedLine::kAfterLimits, work.result.after_limits);
  lines.set(line, PackedLine::kAfterCombination, work.after_combination);
  lines.set(line, PackedLine::kRounded, work.rounded);
  lines.set(line, PackedLine::kSettledBefore, work.settled_before);
  lines.set(line, PackedLine::kDue, work.due);
  lines.set(line, PackedLine::kShare, work.share);
  if (!work.result.level.empty()) line.level = place_of(result.levels, work.result.level);
  if (period.as_of < period.close) {
    line.kind = LineKind::kAccrual;
    if (line.status == Status::kPayable) line.status = Status::kProvisional;
  } else if (period.is_instalment) {
    line.kind = LineKind::kInstalment;
  } else {
    line.kind = final_kind(work, work.due);
  }
  if (!work.currency.empty()) {
    line.currency = static_cast<std::uint16_t>(place_of(result.currencies, work.currency));
  }
  if (!work.key.empty()) {
    std::vector<std::string> texts;
    for (const Value& value : work.key) texts.push_back(to_plain_text(value));
    line.key = place_of(result.keys, std::move(texts));
  }
  if (!work.result.reasons.empty()) line.reasons = place_of(result.reasons, work.result.reasons);
  return line;
}

/// One payee's part of it.
PackedLine part_of(const PackedLine& line, const WorkLine& work, const PayeePart& part,
                   EarnerLines& result) {
  PackedLine one = line;
  one.payee = place_of(result.payees, part.payee);
  result.lines.set(one, PackedLine::kRounded, part.rounded);
  result.lines.set(one, PackedLine::kSettledBefore, part.settled_before);
  result.lines.set(one, PackedLine::kDue, part.due);
  const bool is_final = line.kind != LineKind::kAccrual && line.kind != LineKind::kInstalment;
  if (is_final) one.kind = final_kind(work, part.due);
  if (part.held) {
    one.status = Status::kBelowMinimum;
    std::vector<Reason> reasons = work.result.reasons;
    reasons.push_back(*part.held);
    one.reasons = place_of(result.reasons, std::move(reasons));
  }
  return one;
}

}  // namespace

EarnerLines lines_of(const Plan& plan, EarnerRun& run, const std::optional<DateRange>& only) {
  EarnerLines result;
  const std::vector<int> order = run.order();
  result.lines.reserve(order.size());
  for (const int place : order) {
    const WorkLine& work = run.line(place);
    if (only && !only->contains(run.period_of(work).period.range.last())) continue;
    const PackedLine line = packed(plan, run, work, result);
    if (work.payees.empty()) result.lines.add(line);
    for (const PayeePart& part : work.payees) {
      result.lines.add(part_of(line, work, part, result));
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
  settlement_.levels_.emplace_back();
  settlement_.reasons_.emplace_back();
}

void SettlementBuilder::reserve(const std::vector<EarnerLines>& all) {
  std::size_t lines = 0, reasons = 1, keys = 1;
  for (const EarnerLines& one : all) {
    lines += one.lines.size();
    reasons += one.reasons.size();
    keys += one.keys.size();
  }
  lines_.reserve(lines);
  settlement_.earners_.reserve(all.size());
  settlement_.reasons_.reserve(reasons);
  settlement_.keys_.reserve(keys);
}

void SettlementBuilder::add(const std::string& earner, EarnerLines lines) {
  if (lines.lines.size() == 0 && lines.missed.empty()) return;
  cover(earner, lines);
  const auto index = static_cast<std::uint32_t>(settlement_.earners_.size());
  settlement_.earners_.push_back(earner);
  const auto keys = static_cast<std::uint32_t>(settlement_.keys_.size()) - 1;
  const auto reasons = static_cast<std::uint32_t>(settlement_.reasons_.size()) - 1;
  const std::size_t first = lines_.size();
  lines_.append(lines.lines);
  for (std::size_t i = first; i < lines_.size(); ++i) {
    PackedLine& line = lines_[i];
    line.earner = index;
    line.payee = line.payee == 0 ? index : payee_named(lines.payees[line.payee - 1], earner, index);
    if (line.currency != 0) {
      line.currency = static_cast<std::uint16_t>(
          place_in(settlement_.currencies_, lines.currencies[line.currency - 1]));
    }
    if (line.level != 0) line.level = place_in(settlement_.levels_, lines.levels[line.level - 1]);
    if (line.key != 0) line.key += keys;
    if (line.reasons != 0) line.reasons += reasons;
  }
  for (FundMove& move : lines.funds) {
    move.earner = index;
    settlement_.funds_.push_back(std::move(move));
  }
  std::move(lines.keys.begin(), lines.keys.end(), std::back_inserter(settlement_.keys_));
  std::move(lines.reasons.begin(), lines.reasons.end(), std::back_inserter(settlement_.reasons_));
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
  for (std::size_t i = 0; i < lines.lines.size(); ++i) {
    const PackedLine& line = lines.lines[i];
    const auto rule = static_cast<std::size_t>(line.rule);
    const std::string& id = plan.rules[rule].rule->source.id;
    has_line_[rule] = true;
    const bool is_nothing = line.is_zero(PackedLine::kRounded) && line.is_zero(PackedLine::kShare);
    if (!is_nothing || line.level != 0) has_paid_[rule] = true;
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
  settlement_.lines_ = Lines(std::move(lines_));
  return std::move(settlement_);
}

}  // namespace rebate
