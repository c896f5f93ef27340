// SPDX-License-Identifier: Apache-2.0
//
// The last steps of a line: rounding, sharing back to members, what was settled before, the
// minimum.
#include "rebate/numeric/currency.hpp"
#include "rebate/numeric/rounding.hpp"
#include "settlement/earner_run.hpp"
#include "settlement/share_back.hpp"

#include <algorithm>

namespace rebate {

SettledBefore::SettledBefore(const Plan& plan, const Master& master) {
  for (const FundBalance& balance : master.balances()) balances_.emplace(balance.partner, &balance);
  for (const SettledLine& line : master.settled()) {
    // 2025 of a policy that is valid from 15 February is the name of the days from then on.
    const auto named = plan.policy->calendar.range(line.period);
    const auto period = named ? named->intersect(plan.policy->valid) : std::nullopt;
    const std::string payee = line.payee == line.partner ? "" : line.payee;
    if (period)
      amounts_[{line.rule, line.partner, line.each, payee}].push_back({*period, line.amount});
  }
}

Decimal SettledBefore::of(const std::string& rule, const std::string& partner,
                          const DateRange& range, const std::string& each,
                          const std::string& payee) const {
  Decimal total;
  if (amounts_.empty()) return total;
  const auto found = amounts_.find({rule, partner, each, payee});
  if (found == amounts_.end()) return total;
  for (const Amount& amount : found->second) {
    if (range.contains(amount.period)) total += amount.amount;
  }
  return total;
}

std::vector<const FundBalance*> SettledBefore::balances(const std::string& partner) const {
  std::vector<const FundBalance*> found;
  const auto [first, last] = balances_.equal_range(partner);
  for (auto at = first; at != last; ++at) found.push_back(at->second);
  return found;
}

Decimal SettledBefore::of_all_payees(const std::string& rule, const std::string& partner,
                                     const DateRange& range, const std::string& each) const {
  Decimal total;
  for (const std::string& payee : payees(rule, partner, range, each)) {
    total += of(rule, partner, range, each, payee);
  }
  return total;
}

bool SettledBefore::has_final(const std::string& rule, const std::string& partner,
                              const DateRange& range, const std::string& each) const {
  if (amounts_.empty()) return false;  // asked of every line
  for (auto at = amounts_.lower_bound({rule, partner, each, ""}); at != amounts_.end(); ++at) {
    const auto& [its_rule, its_partner, its_each, payee] = at->first;
    if (its_rule != rule || its_partner != partner || its_each != each) break;
    for (const Amount& amount : at->second) {
      if (range.contains(amount.period) && amount.period.end == range.end) return true;
    }
  }
  return false;
}

std::vector<std::string> SettledBefore::payees(const std::string& rule, const std::string& partner,
                                               const DateRange& range,
                                               const std::string& each) const {
  std::vector<std::string> found;
  for (auto at = amounts_.lower_bound({rule, partner, each, ""}); at != amounts_.end(); ++at) {
    const auto& [its_rule, its_partner, its_each, payee] = at->first;
    if (its_rule != rule || its_partner != partner || its_each != each) break;
    if (!of(rule, partner, range, each, payee).is_zero()) found.push_back(payee);
  }
  return found;
}

Decimal EarnerRun::step_of(const CompiledRule& rule) const {
  if (rule.rule->round_to) return *rule.rule->round_to;
  const Form& form = rule.rule->source.pay.as;
  if (form.kind == Form::Kind::kFund) {
    for (const auto& [name, terms] : plan().policy->source->funds) {
      if (name == form.fund) return step_of_fund(terms, plan().policy->minor_unit);
    }
  }
  return step_of_places(plan().policy->minor_unit);
}

void EarnerRun::begin_finish() {
  for (WorkLine& line : lines_) {
    line.status = line.result.status;
    line.after_combination = line.result.after_limits;
    if (!line.result.is_qualified()) line.after_combination = Ratio();
    const bool is_paid = rule_of(line).rule->member_of < 0;
    if (is_paid && line.result.is_qualified() && !advance(line)) {
      line.status = Status::kBlocked;
      line.after_combination = Ratio();
    }
    line.allowed = line.after_combination;
    const bool is_fund = rule_of(line).rule->source.pay.as.kind == Form::Kind::kFund;
    if (is_paid && !is_fund && plan().policy->pay_in != nullptr) choose_currency(line);
  }
  const bool has_funds = !plan().policy->source->funds.empty();
  if (plan().shared.empty() && !has_funds) return;
  link_instalments();
  cap_partner();
  if (has_funds) draw_funds();
}

void EarnerRun::finish() {
  for (WorkLine& line : lines_) {
    if (rule_of(line).rule->member_of < 0) round(line);
  }
}

/// What the line pays if nothing but rounding comes after its own limits.
Decimal EarnerRun::rounded(const WorkLine& line) const {
  const CompiledRule& rule = rule_of(line);
  const Ratio amount = line.result.is_qualified() ? line.result.after_limits : Ratio();
  return rounded(rule, amount, step_of(rule), line.result.cap);
}

/// Rounding passes no limit.
Decimal EarnerRun::rounded(const CompiledRule& rule, const Ratio& amount, const Decimal& step,
                           const std::optional<Ratio>& ceiling) {
  const RoundingMode mode = rule.rule->source.limit.round_mode.value_or(RoundingMode::kHalfUp);
  Decimal result = rebate::round(amount, step, mode);
  if (ceiling && amount <= *ceiling && Ratio(result) > *ceiling) {
    result = rebate::round(*ceiling, step, RoundingMode::kFloor);
  }
  return result;
}

/// The smallest amount in the currency that the line is paid in.
Decimal EarnerRun::paid_step_of(const WorkLine& line) const {
  const CompiledRule& rule = rule_of(line);
  if (line.currency.empty() || rule.rule->round_to) return step_of(rule);
  return step_of_places(minor_unit_in(*plan().policy, line.currency).value_or(0));
}

Value EarnerRun::line_value(const Formula& formula, const WorkLine& line) {
  const RulePeriod& period = period_of(line);
  const std::vector<TextCode> members = members_of(line.rule_period);
  TallySource source(input_.facts, period, earner_, members, members,
                     [&](const Formula& f) { return earned(period, line.key, f); });
  return evaluate(formula, source);
}

/// What is paid is worth what the policy's money was worth at the end of the period.
void EarnerRun::choose_currency(WorkLine& line) {
  const Value currency = line_value(*plan().policy->pay_in, line);
  const std::string& own = plan().policy->source->currency;
  if (!currency.is_text() || currency.text() == own) return;
  const Date day = period_of(line).period.range.last();
  const auto rate = input_.facts.master.exchange_rates().find(own, currency.text(), day);
  if (rate && minor_unit_in(*plan().policy, currency.text())) {
    line.currency = currency.text();
    line.rate = Ratio(*rate);
    return;
  }
  if (line.allowed.is_zero()) return;
  line.status = Status::kBlocked;
  line.allowed = Ratio();
  line.result.reasons.push_back(
      {Reason::Kind::kMissing,
       "exchange rate " + own + " to " + currency.text() + " on " + day.to_string(), std::nullopt,
       std::nullopt});
}

/// Before the last instalment a part of the entitlement is paid. False: the part is not known.
bool EarnerRun::advance(WorkLine& line) {
  const FormulaPtr& part = rule_of(line).rule->advance;
  if (part == nullptr || !period_of(line).is_instalment) return true;
  const Value value = line_value(*part, line);
  if (!value.is_number()) return false;
  const Ratio before = line.after_combination;
  line.after_combination = before * value.number();
  line.result.reasons.push_back(
      {Reason::Kind::kAdvance, part->text, value.number(), before - line.after_combination});
  return true;
}

void EarnerRun::round(WorkLine& line) {
  const CompiledRule& rule = rule_of(line);
  const RulePeriod& period = period_of(line);
  const Decimal step = paid_step_of(line);
  std::optional<Ratio> ceiling = line.result.cap;
  if (line.ceiling && (!ceiling || *line.ceiling < *ceiling)) ceiling = line.ceiling;
  if (ceiling) *ceiling = *ceiling * line.rate;
  line.rounded = rounded(rule, line.allowed * line.rate, step, ceiling);
  if (!line.members.empty()) share_back(line, line.rounded, step);
  line.is_after_final =
      !period.is_instalment &&
      input_.settled.has_final(rule.rule->source.id, earner_.id, period.whole, joined(line.key));
  if (rule.payees.kind != Payee::Kind::kEarner) return pay_out(line, step);
  const DateRange so_far = DateRange::of(period.whole.begin, period.period.range.end);
  Decimal& paid = paid_so_far_[{period.rule, period.whole, joined(line.key), ""}];
  line.settled_before =
      paid + input_.settled.of(rule.rule->source.id, earner_.id, so_far, joined(line.key), "");
  const bool is_unknown = line.status == Status::kBlocked || line.status == Status::kWaiting;
  line.due = is_unknown ? Decimal() : line.rounded - line.settled_before;
  settle_status(line, is_unknown);
  paid += line.due;
}

/// What is due, and the status that what was settled before gives the line. True: the line as a
/// whole is held.
bool EarnerRun::settle_status(WorkLine& line, bool is_unknown) {
  const Limit& limit = rule_of(line).rule->source.limit;
  if (limit.negative == Negative::kHoldAtZero && line.due.sign() < 0) {
    line.due = Decimal();
    line.status = Status::kCarried;
    return true;
  }
  if (is_unknown || line.settled_before.is_zero()) return false;
  const FormulaPtr& small = rule_of(line).rule->ignore_under != nullptr
                                ? rule_of(line).rule->ignore_under
                                : plan().policy->limit_ignore_under;
  const bool is_small = small != nullptr && small->op == Op::kConstant &&
                        small->value.is_number() &&
                        Ratio(abs(line.due)) / line.rate < small->value.number();
  if (is_small) line.due = Decimal();
  if (line.due.is_zero()) {
    line.status = Status::kSettled;
  } else if (!line.result.is_qualified()) {
    line.status = Status::kPayable;  // what was paid too much is charged
  }
  return is_small;
}

// The member that won, or the combination where its lines come from several.
const std::string& EarnerRun::winning_rule(const WorkLine& line) const {
  const std::string* winner = nullptr;
  for (const int place : line.members) {
    const WorkLine& member = lines_[static_cast<std::size_t>(place)];
    if (!member.is_winner) continue;
    const std::string& id = rule_of(member).rule->source.id;
    if (winner != nullptr && *winner != id) return rule_of(line).rule->source.id;
    winner = &id;
  }
  return winner == nullptr ? rule_of(line).rule->source.id : *winner;
}

// A line that lost to `better`, and all that it is made of: its own losers to its winner.
void EarnerRun::supersede(WorkLine& line, const std::string& better, const Ratio& paid) {
  line.after_combination = Ratio();
  const std::string& own_winner = line.members.empty() ? better : winning_rule(line);
  for (const int place : line.members) {
    WorkLine& member = lines_[static_cast<std::size_t>(place)];
    const bool is_best = member.is_winner;
    supersede(member, is_best ? better : own_winner, is_best ? paid : line.result.after_limits);
  }
  if (!line.result.is_qualified()) return;
  line.status = Status::kSuperseded;
  line.result.reasons.push_back(
      {Reason::Kind::kSuperseded, better, paid, line.result.after_limits});
}

void EarnerRun::share_back(const WorkLine& line, const Decimal& amount, const Decimal& step) {
  std::vector<int> winners;
  std::vector<Ratio> earned;
  const bool is_sum = rule_of(line).rule->source.what.combine == Combine::kSumOf;
  const std::string& better = winning_rule(line);
  for (const int place : line.members) {
    WorkLine& member = lines_[static_cast<std::size_t>(place)];
    if (member.is_winner && (member.result.is_qualified() || !is_sum)) {
      winners.push_back(place);
      earned.push_back(member.after_combination);
      continue;
    }
    supersede(member, better, line.result.after_limits);
  }
  std::vector<Decimal> parts = rebate::share_back(amount, earned, step);
  for (std::size_t i = 0; i < winners.size(); ++i) {
    WorkLine& member = lines_[static_cast<std::size_t>(winners[i])];
    member.share = parts[i];
    if (!member.members.empty()) share_back(member, parts[i], step);
  }
}

/// What a payee is due stays open in its line until the minimum is reached.
void EarnerRun::keep_open(int place, const std::string& payee, Reason reason) {
  WorkLine& line = lines_[static_cast<std::size_t>(place)];
  for (PayeePart& part : line.payees) {
    if (part.payee != payee || part.due.is_zero()) continue;
    reason.took = Ratio(part.due);
    part.due = Decimal();
    part.held = reason;
  }
  if (!line.payees.empty() || line.due.is_zero()) return;
  reason.took = Ratio(line.due);
  line.due = Decimal();
  line.status = Status::kBelowMinimum;
  line.result.reasons.push_back(std::move(reason));
}

}  // namespace rebate
