// SPDX-License-Identifier: Apache-2.0
//
// A trace works a settled line out once more with every figure written down, so that it cannot tell
// another story than the settlement.
#include "rebate/numeric/rounding.hpp"
#include "settlement/earner_run.hpp"

namespace rebate {
namespace {

/// Limits of a return were met on its size; read with its sign they are steps like any other.
void plain_steps(std::vector<LimitStep>& steps) {
  std::vector<LimitStep> kept;
  for (LimitStep& step : steps) {
    if (step.kind == LimitStep::Kind::kCap || step.kind == LimitStep::Kind::kFloor) {
      if (step.before == step.after) continue;
      step.kind = LimitStep::Kind::kCombine;
    }
    kept.push_back(std::move(step));
  }
  steps = std::move(kept);
}

LimitStep limit_step(LimitStep::Kind kind, std::string expression, std::optional<Ratio> value,
                     Ratio before, Ratio after) {
  LimitStep step;
  step.kind = kind;
  step.expression = std::move(expression);
  step.value = std::move(value);
  step.before = std::move(before);
  step.after = std::move(after);
  return step;
}

}  // namespace

/// The keys of a rule period are gone through once, however many of its lines are traced.
const std::vector<std::uint32_t>& EarnerRun::cells_of(const WorkLine& line,
                                                      const std::vector<TextCode>& members) {
  const auto [place, is_new] = cells_of_keys_.try_emplace(line.rule_period);
  if (is_new) {
    const RulePeriod& period = period_of(line);
    for (KeyCells& key : keys_of(period, row_partners(period, members))) {
      place->second[key_name(key.key)] = std::move(key.cells);
    }
  }
  return place->second[key_name(line.key)];
}

LineTrace EarnerRun::trace(int place, const std::string& payee) {
  LineTrace trace;
  const WorkLine& line = lines_[static_cast<std::size_t>(place)];
  const CompiledRule& rule = rule_of(line);
  WorkLine again;
  again.rule_period = line.rule_period;
  again.key = line.key;
  again.branch = line.branch;
  const std::vector<TextCode> members = members_of(line.rule_period);
  if (!rule.rule->members.empty()) {
    compute_combination(again, &trace);
    for (const int member : line.members) {
      const WorkLine& inner = lines_[static_cast<std::size_t>(member)];
      trace.members.push_back({period_of(inner).rule, inner.status, inner.result.after_limits,
                               Ratio(inner.share), inner.is_winner});
    }
  } else if (line.key.empty() || line.branch != kMissingText) {
    compute(again, members, nullptr, &trace);
  } else {
    compute(again, members, &cells_of(line, members), &trace);
  }
  if (line.is_mirrored) plain_steps(trace.steps);
  if (line.is_repaid) {
    // Its part of what the rows that it reverses were paid.
    trace.slices.clear();
    trace.takes_back.clear();
    for (const Reversal& reversal : line.reversals) {
      Slice slice;
      slice.band = -1;
      slice.base = reversal.paid;
      slice.rate = reversal.part;
      slice.pays = reversal.paid * reversal.part.value_or(Ratio());
      trace.slices.push_back(std::move(slice));
      trace.takes_back += (trace.takes_back.empty() ? "" : ", ") + reversal.key();
    }
    trace.steps.clear();
    trace.next.reset();
    trace.gross = line.result.after_limits;
  }
  finish_trace(line, again.result.after_limits, payee, trace);
  return trace;
}

void EarnerRun::finish_trace(const WorkLine& line, Ratio amount, const std::string& payee,
                             LineTrace& trace) const {
  const CompiledRule& rule = rule_of(line);
  if (!line.result.is_qualified() || line.is_repaid) amount = line.result.after_limits;
  const auto limited = [&](LimitStep::Kind kind, Reason::Kind reason) {
    for (const Reason& why : line.result.reasons) {
      if (why.kind != reason) continue;
      trace.steps.push_back(limit_step(kind, why.expression, why.value, amount, Ratio()));
      amount = Ratio();
    }
  };
  limited(LimitStep::Kind::kLines, Reason::Kind::kLines);
  if (!line.charged.is_zero()) {
    amount = line.result.after_limits - line.charged;
    trace.steps.push_back(limit_step(LimitStep::Kind::kReturned, "returns", line.charged, amount,
                                     line.result.after_limits));
    amount = line.result.after_limits;
  }
  if (!line.result.is_qualified()) amount = Ratio();
  if (rule.rule->member_of >= 0) {
    const std::string& combination =
        plan().rules[static_cast<std::size_t>(rule.rule->member_of)].rule->source.id;
    if (!amount.is_zero()) {
      trace.steps.push_back(limit_step(LimitStep::Kind::kCombine, combination,
                                       line.after_combination, amount, Ratio()));
    }
    return;
  }
  for (const Reason& why : line.result.reasons) {
    if (why.kind != Reason::Kind::kAdvance) continue;
    trace.steps.push_back(limit_step(LimitStep::Kind::kTimes, why.expression, why.value, amount,
                                     line.after_combination));
    amount = line.after_combination;
  }
  amount = line.after_combination;
  for (const auto& [kind, reason] :
       {std::pair{LimitStep::Kind::kPartnerCap, Reason::Kind::kPartnerCap},
        std::pair{LimitStep::Kind::kFund, Reason::Kind::kFund},
        std::pair{LimitStep::Kind::kBudget, Reason::Kind::kBudget}}) {
    for (const Reason& why : line.result.reasons) {
      if (why.kind != reason) continue;
      const Ratio left = amount - *why.took;
      trace.steps.push_back(limit_step(kind, why.expression, why.value, amount, left));
      trace.steps.back().claims = why.claims;
      amount = left;
    }
  }
  if (!line.currency.empty()) {
    trace.steps.push_back(limit_step(LimitStep::Kind::kConvert, line.currency, line.rate, amount,
                                     amount * line.rate));
    amount = amount * line.rate;
  }
  const Decimal step = paid_step_of(line);
  const RoundingMode mode = rule.rule->source.limit.round_mode.value_or(RoundingMode::kHalfUp);
  trace.steps.push_back(limit_step(LimitStep::Kind::kRound,
                                   std::string(to_string(mode)) + " " + step.to_string(),
                                   Ratio(step), amount, Ratio(line.rounded)));
  Decimal rounded = line.rounded;
  Decimal settled = line.settled_before;
  Decimal due = line.due;
  std::optional<Reason> held;
  for (const Reason& why : line.result.reasons) {
    if (why.kind == Reason::Kind::kMinimum) held = why;
  }
  for (const PayeePart& part : line.payees) {
    if (part.payee != payee) continue;
    trace.steps.push_back(limit_step(LimitStep::Kind::kCombine, "pay.to", Ratio(part.rounded),
                                     Ratio(rounded), Ratio(part.rounded)));
    rounded = part.rounded;
    settled = part.settled_before;
    due = part.due;
    held = part.held;
    if (!part.payee.empty()) continue;
    // A part that nobody gets stays unpaid.
    trace.steps.push_back(
        limit_step(LimitStep::Kind::kCombine, "pay.to", Ratio(), Ratio(rounded), Ratio()));
    rounded = settled = Decimal();
  }
  if (!settled.is_zero()) {
    trace.steps.push_back(limit_step(LimitStep::Kind::kSettled, "", Ratio(settled), Ratio(rounded),
                                     Ratio(rounded - settled)));
  }
  const Decimal open = rounded - settled;
  if (held) {
    trace.steps.push_back(limit_step(LimitStep::Kind::kMinimum, held->expression, held->value,
                                     Ratio(open), Ratio(due)));
  } else if (open != due) {
    const std::string why = line.status == Status::kCarried ? "hold_at_zero" : "ignore_under";
    trace.steps.push_back(
        limit_step(LimitStep::Kind::kMinimum, why, Ratio(), Ratio(open), Ratio(due)));
  }
}

}  // namespace rebate
