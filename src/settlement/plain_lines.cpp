// SPDX-License-Identifier: Apache-2.0
#include "settlement/plain_lines.hpp"

#include "settlement/line_bands.hpp"

#include <algorithm>

namespace rebate {
namespace {

/// Nothing but who, what, one measure against bands, and what the bands pay. What is asked of a
/// line later, rounding or a minimum, does not matter here.
bool is_plain(const Plan& plan, const CompiledRule& rule) {
  const CheckedRule& checked = *rule.rule;
  const Rule& source = checked.source;
  const bool has_one_line = rule.each.empty() && !checked.each_row && !rule.by_branch &&
                            rule.together.empty() && checked.members.empty() &&
                            checked.among == Scope::Among::kEarner;
  const bool is_open = rule.require.empty() && rule.veto.empty();
  const bool is_measured = rule.of != nullptr && rule.when_missing == nullptr &&
                           rule.ranks.empty() && rule.cut_terms.empty() && rule.line_terms.empty();
  const bool has_bands = !checked.table && source.pay.sets.empty() && rule.baseline == nullptr &&
                         source.qualify.ties != Qualify::Ties::kShare;
  const bool has_no_limits = rule.times.empty() && rule.cap == nullptr && rule.floor == nullptr;
  const bool is_alone = rule.lines == nullptr && checked.member_of < 0 &&
                        source.limit.budget.empty() && source.limit.fund.empty() &&
                        source.who.as_of != AsOf::kRow && plan.policy->limit_cap == nullptr &&
                        rule.budget_key == nullptr && rule.carried.empty();
  const bool takes_nothing_back = rule.taken_back == nullptr && rule.returned == nullptr &&
                                  rule.charged_return == nullptr && rule.reversal == nullptr;
  return has_one_line && is_open && is_measured && has_bands && has_no_limits && is_alone &&
         takes_nothing_back;
}

const Formula& spelled_out(const FormulaPtr& formula) {
  const Formula* node = formula.get();
  while (node->op == Op::kNamed) node = node->children[0].get();
  return *node;
}

/// A measure over the earner's own rows; null: it is another formula.
const Measure* measure_of(const RulePeriod& period, const FormulaPtr& formula) {
  const Formula& aggregate = spelled_out(formula);
  if (aggregate.op != Op::kAggregate || aggregate.scope.within_field != nullptr) return nullptr;
  const auto found = period.measures.find(&aggregate);
  if (found == period.measures.end()) return nullptr;
  const Measure& measure = found->second;
  const bool is_own = measure.among == Scope::Among::kEarner && measure.credits.empty();
  return is_own && measure.line_window == nullptr ? &measure : nullptr;
}

/// Numbers that stand in the policy; nothing: a formula among them has to be asked.
std::optional<PayoutValues> constant(const CheckedPayout& payout) {
  PayoutValues values;
  values.started_steps = payout.started_steps;
  const auto take = [](const FormulaPtr& formula, std::optional<Value>& value) {
    if (formula == nullptr) return true;
    if (formula->op != Op::kConstant || !formula->value.is_number()) return false;
    value = formula->value;
    return true;
  };
  const bool all = take(payout.rate, values.rate) && take(payout.per_unit, values.per_unit) &&
                   take(payout.amount, values.amount) && take(payout.every, values.every);
  return all ? std::optional(std::move(values)) : std::nullopt;
}

}  // namespace

PlainLines::PlainLines(const Plan& plan, const Master& master, const CellReader& reader)
    : plan_(plan), master_(master), reader_(reader) {
  periods_.reserve(plan.rule_periods.size());
  for (const RulePeriod& period : plan.rule_periods) periods_.push_back(plain(period));
}

std::optional<PlainLines::PlainPeriod> PlainLines::plain(const RulePeriod& period) const {
  // Figures on file may stand for a measure of a time before the ledger.
  if (period.rule < 0 || !master_.history().all().empty()) return std::nullopt;
  const CompiledRule& rule = *period.compiled;
  const bool is_provision = period.as_of < period.close && rule.rule->source.when.accrue;
  if (is_provision || !is_plain(plan_, rule)) return std::nullopt;
  PlainPeriod plain;
  plain.of = measure_of(period, rule.of);
  if (plain.of == nullptr || !find_qualifying(period, plain)) return std::nullopt;
  plain.bands = own_pay_bands(rule);
  std::vector<const CheckedPayout*> payouts;
  if (rule.bands.empty()) payouts.push_back(&rule.payout);
  for (const CheckedBand& band : rule.bands) payouts.push_back(&band.payout);
  for (const CheckedPayout* payout : payouts) {
    std::optional<PayoutValues> values = constant(*payout);
    if (!values) return std::nullopt;
    plain.payouts.push_back(*std::move(values));
  }
  return plain;
}

bool PlainLines::find_qualifying(const RulePeriod& period, PlainPeriod& plain) const {
  const FormulaPtr& by = period.compiled->by;
  if (by == nullptr) return true;
  const Formula& formula = spelled_out(by);
  if (formula.op == Op::kAggregate) {
    plain.by = By::kMeasure;
    plain.reached = measure_of(period, by);
    return plain.reached != nullptr;
  }
  if (formula.op == Op::kGrowth) {
    plain.by = By::kGrowth;
    plain.reached = measure_of(period, formula.children[0]);
    plain.before = measure_of(period, formula.children[1]);
    return plain.reached != nullptr && plain.before != nullptr;
  }
  if (formula.op != Op::kAttainment) return false;
  const auto& targets = plan_.policy->targets;
  const auto target = std::find_if(targets.begin(), targets.end(), [&](const CheckedTarget& one) {
    return one.name == formula.name;
  });
  if (target == targets.end() || target->is != nullptr || target->one_for != nullptr ||
      target->each != nullptr || target->phased == "linear") {
    return false;
  }
  const auto at = target_period(*plan_.policy, *target, period.period.range);
  if (!at) return false;
  plain.by = By::kAttainment;
  plain.reached = measure_of(period, formula.children[0]);
  plain.target = &target->name;
  plain.target_period = at->whole;
  return plain.reached != nullptr;
}

std::optional<Ratio> PlainLines::sum(const Measure& measure, const RulePeriod& period,
                                     TextCode partner) const {
  Sight sight;
  sight.partners = {&partner, 1};
  const Value value = reader_.read(measure, sight, period.period.range).value;
  return value.is_number() ? std::optional<Ratio>(value.number()) : std::nullopt;
}

std::optional<Ratio> PlainLines::qualifying(const PlainPeriod& plain, const RulePeriod& period,
                                            const Earner& partner, const Ratio& earning) const {
  if (plain.by == By::kEarning) return earning;
  std::optional<Ratio> reached =
      plain.reached == plain.of ? earning : sum(*plain.reached, period, partner.partner);
  if (!reached || plain.by == By::kMeasure) return reached;
  if (plain.by == By::kAttainment) {
    const Figure* figure =
        master_.targets().find(*plain.target, partner.id, plain.target_period, FigureKeys());
    if (figure == nullptr || figure->number().is_zero()) return std::nullopt;
    return *reached / Ratio(figure->number());
  }
  const std::optional<Ratio> before = sum(*plain.before, period, partner.partner);
  if (!before || before->sign() <= 0) return std::nullopt;
  return *reached / *before - Ratio(Decimal::from_int64(1));
}

std::optional<LineResult> PlainLines::line(int rule_period, const Earner& partner) const {
  const auto place = static_cast<std::size_t>(rule_period);
  if (!periods_[place]) return std::nullopt;
  const PlainPeriod& plain = *periods_[place];
  const RulePeriod& period = plan_.rule_periods[place];
  LineResult result;
  result.earning = sum(*plain.of, period, partner.partner);
  if (!result.earning) return std::nullopt;
  result.qualifying = qualifying(plain, period, partner, *result.earning);
  if (!result.qualifying) return std::nullopt;
  PayResult paid;
  if (plain.bands.empty()) {
    paid = pay_once(plain.payouts.front(), *result.earning, -1, nullptr);
  } else {
    const Value q = *result.qualifying;
    result.band = reached_band(plain.bands, q);
    if (result.band < 0) {
      result.status = Status::kNotQualified;
      result.reasons.push_back(reason_below(plain.bands));
      return result;
    }
    const auto payout = [&plain](int i) { return plain.payouts[static_cast<std::size_t>(i)]; };
    paid = pay_bands(plain.bands, result.band, q, *result.earning, std::nullopt, payout, nullptr);
  }
  if (!paid.amount.is_number()) return std::nullopt;
  result.gross += paid.amount.number();
  result.after_limits = result.gross;
  result.rate = paid.rate;
  return result;
}

}  // namespace rebate
