// SPDX-License-Identifier: Apache-2.0
//
// Who gets a line's amount: the parent, agreed shares, everybody by contribution. Parts add up to
// the amount to the last minor unit; what nobody gets stays unpaid and is reported.
#include "rebate/numeric/apportion.hpp"
#include "plan/lookup.hpp"
#include "plan/value_text.hpp"
#include "settlement/earner_run.hpp"

#include <algorithm>

namespace rebate {
namespace {

struct Claim {
  std::string payee;
  Ratio weight;
  std::optional<Decimal> at_most;
};

Ratio number_or_zero(const Value& value) { return value.is_number() ? value.number() : Ratio(); }

std::vector<Claim> by_shares(const CompiledPayees& payees, TallySource& source) {
  std::vector<Claim> claims;
  for (const CheckedShare& share : payees.shares) {
    claims.push_back({to_plain_text(evaluate(*share.to, source)),
                      number_or_zero(evaluate(*share.share, source)), std::nullopt});
  }
  return claims;
}

std::vector<Claim> by_measure(const CompiledPayees& payees, TallySource& source) {
  std::vector<Claim> claims;
  source.each_key(payees.by, payees.each, [&](const Value& key, const Value& value) {
    Claim claim{to_plain_text(key), number_or_zero(value), std::nullopt};
    if (payees.at_most != nullptr) {
      const Value most = evaluate(*payees.at_most, source);
      if (most.is_number()) claim.at_most = most.number().as_decimal();
    }
    claims.push_back(std::move(claim));
    return true;
  });
  return claims;
}

/// Every row of the table that matches the other keys names a payee and its share.
std::vector<Claim> by_table(const CompiledPayees& payees, TallySource& source) {
  std::vector<Value> keys;
  for (const FormulaPtr& key : payees.table_keys) keys.push_back(evaluate(*key, source));
  std::vector<Claim> claims;
  const CheckedTable& table = *payees.table;
  const auto share =
      std::find(table.columns.begin(), table.columns.end(), "share") - table.columns.begin();
  for (const CheckedTable::Row& row : table.rows) {
    bool fits = row.keys.back().has_value();
    for (std::size_t k = 0; k < keys.size() && fits; ++k) {
      fits = !row.keys[k] || to_plain_text(*row.keys[k]) == to_plain_text(keys[k]);
    }
    if (!fits) continue;
    const auto column =
        static_cast<std::size_t>(share) < row.values.size() ? static_cast<std::size_t>(share) : 0;
    claims.push_back(
        {to_plain_text(*row.keys.back()), number_or_zero(row.values[column]), std::nullopt});
  }
  return claims;
}

std::vector<Claim> claims_of(const CompiledPayees& payees, TallySource& source) {
  switch (payees.kind) {
    case Payee::Kind::kShares:
      return by_shares(payees, source);
    case Payee::Kind::kSpread:
      return by_measure(payees, source);
    case Payee::Kind::kTable:
      return by_table(payees, source);
    default:
      return {{to_plain_text(evaluate(*payees.field, source)), Ratio(Integer(1)), std::nullopt}};
  }
}

/// Agreed shares under 100% leave the rest to nobody.
void add_rest(const CompiledPayees& payees, std::vector<Claim>& claims) {
  if (payees.kind != Payee::Kind::kShares && payees.kind != Payee::Kind::kTable) return;
  Ratio rest(Integer(1));
  for (const Claim& claim : claims) rest -= claim.weight;
  if (rest.sign() > 0) claims.push_back({"", rest, std::nullopt});
}

}  // namespace

void EarnerRun::pay_out(WorkLine& line, const Decimal& step) {
  const CompiledRule& rule = rule_of(line);
  const RulePeriod& period = period_of(line);
  const std::vector<TextCode> members = members_of(line.rule_period);
  const std::vector<TextCode> own = row_partners(period, members);
  TallySource source(input_.facts, period, earner_, members, own,
                     [&](const Formula& formula) { return earned(period, line.key, formula); });
  if (!line.key.empty()) source.set_key(line.key, line.cells.empty() ? nullptr : &line.cells);
  source.find_terms();
  std::vector<Claim> claims = claims_of(rule.payees, source);
  add_rest(rule.payees, claims);
  if (claims.empty()) claims.push_back({"", Ratio(Integer(1)), std::nullopt});
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return a.payee.empty() != b.payee.empty() ? b.payee.empty() : a.payee < b.payee;
  });
  std::vector<Ratio> weights;
  std::vector<std::optional<Decimal>> limits;
  for (const Claim& claim : claims) {
    weights.push_back(claim.weight);
    limits.push_back(claim.at_most);
  }
  const bool is_unknown = line.status == Status::kBlocked || line.status == Status::kWaiting;
  const Apportionment parts = apportion(line.rounded, weights, step, limits);
  const DateRange so_far = DateRange::of(period.whole.begin, period.period.range.end);
  const std::string key = joined(line.key);
  line.due = Decimal();
  for (std::size_t i = 0; i < claims.size(); ++i) {
    PayeePart part;
    part.payee = claims[i].payee;
    part.rounded = parts.parts[i];
    Decimal& paid = paid_so_far_[{period.rule, period.whole, key, part.payee}];
    const std::string payee = part.payee == earner_.id ? "" : part.payee;
    part.settled_before =
        paid + input_.settled.of(rule.rule->source.id, earner_.id, so_far, key, payee);
    if (!is_unknown && !part.payee.empty()) part.due = part.rounded - part.settled_before;
    paid += part.due;
    line.settled_before += part.settled_before;
    line.due += part.due;
    line.payees.push_back(std::move(part));
  }
  // A line that gives nobody anything is the earner's own.
  const bool is_nothing =
      std::all_of(line.payees.begin(), line.payees.end(), [](const PayeePart& part) {
        return part.rounded.is_zero() && part.settled_before.is_zero();
      });
  if (is_nothing) line.payees.clear();
  if (!parts.unassigned.is_zero())
    line.payees.push_back({"", parts.unassigned, Decimal(), Decimal()});
  settle_status(line, is_unknown);
}

}  // namespace rebate
