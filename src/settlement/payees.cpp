// SPDX-License-Identifier: Apache-2.0
//
// Who gets a line's amount: the parent, agreed shares, everybody by contribution. Parts add up to
// the amount to the last minor unit; what nobody gets stays unpaid and is reported.
#include "rebate/numeric/apportion.hpp"
#include "rebate/numeric/rounding.hpp"
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

std::vector<Claim> by_measure(const CompiledPayees& payees, TallySource& source,
                              const Decimal& step) {
  std::vector<Claim> claims;
  source.each_key(payees.by, payees.each, true, [&](const Value& key, const Value& value) {
    Claim claim{to_plain_text(key), number_or_zero(value), std::nullopt};
    if (payees.at_most != nullptr) {
      const Value most = evaluate(*payees.at_most, source);
      // Where the limit is not known nothing is paid.
      claim.at_most =
          most.is_number() ? rebate::round(most.number(), step, RoundingMode::kFloor) : Decimal();
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

std::vector<Claim> claims_of(const CompiledPayees& payees, TallySource& source,
                             const Decimal& step) {
  switch (payees.kind) {
    case Payee::Kind::kShares:
      return by_shares(payees, source);
    case Payee::Kind::kSpread:
      return by_measure(payees, source, step);
    case Payee::Kind::kTable:
      return by_table(payees, source);
    default:
      return {{to_plain_text(evaluate(*payees.field, source)), Ratio(Integer(1)), std::nullopt}};
  }
}

/// Who is named twice is one payee with the sum of its shares.
std::vector<Claim> joined(std::vector<Claim> claims) {
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return a.payee.empty() != b.payee.empty() ? b.payee.empty() : a.payee < b.payee;
  });
  std::vector<Claim> result;
  for (Claim& claim : claims) {
    if (claim.weight.sign() < 0) claim.weight = Ratio();
    if (result.empty() || result.back().payee != claim.payee) {
      result.push_back(std::move(claim));
    } else {
      result.back().weight += claim.weight;
    }
  }
  return result;
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
  const std::vector<TextCode> own = own_partners(line, members);
  TallySource source(input_.facts, period, earner_, members, own,
                     [&](const Formula& formula) { return earned(period, line.key, formula); });
  source.set_branch(line.branch);
  if (!line.key.empty() && line.branch == kMissingText)
    source.set_key(line.key, line.cells.empty() ? nullptr : &line.cells);
  source.find_terms();
  if (line.is_mirrored) source.mirror();  // who would get the sale gives the return back
  std::vector<Claim> claims = claims_of(rule.payees, source, step);
  add_rest(rule.payees, claims);
  if (claims.empty()) claims.push_back({"", Ratio(Integer(1)), std::nullopt});
  claims = joined(std::move(claims));
  std::vector<Ratio> weights;
  std::vector<std::optional<Decimal>> limits;
  for (const Claim& claim : claims) {
    weights.push_back(claim.weight);
    limits.push_back(claim.at_most);
  }
  const Apportionment parts = apportion(line.rounded, weights, step, limits);
  std::map<std::string, Decimal> owed;
  for (std::size_t i = 0; i < claims.size(); ++i) owed[claims[i].payee] = parts.parts[i];
  pay_parts(line, std::move(owed), parts.unassigned);
}

/// Each payee is due what it is owed to date less what it was paid of the line before; who was paid
/// and is owed nothing any more pays back.
void EarnerRun::pay_parts(WorkLine& line, std::map<std::string, Decimal> owed,
                          const Decimal& unassigned) {
  const RulePeriod& period = period_of(line);
  const std::string& id = rule_of(line).rule->source.id;
  const bool is_unknown = line.status == Status::kBlocked || line.status == Status::kWaiting;
  const DateRange so_far = DateRange::of(period.whole.begin, period.period.range.end);
  const std::string key = joined(line.key);
  const auto paid_name = [&](const std::string& payee) {
    return std::tuple(period.rule, period.whole, key, payee);
  };
  for (auto at = paid_so_far_.lower_bound(paid_name("")); at != paid_so_far_.end(); ++at) {
    const std::string& payee = std::get<3>(at->first);
    if (at->first != paid_name(payee)) break;
    if (!at->second.is_zero()) owed.emplace(payee, Decimal());
  }
  for (const std::string& payee : input_.settled.payees(id, earner_.id, so_far, key)) {
    owed.emplace(payee.empty() ? earner_.id : payee, Decimal());
  }
  Decimal nobody = unassigned;
  line.due = Decimal();
  for (const auto& [payee, amount] : owed) {
    if (payee.empty()) {
      nobody = nobody + amount;
      continue;
    }
    PayeePart part{payee, amount, Decimal(), Decimal()};
    Decimal& paid = paid_so_far_[paid_name(payee)];
    part.settled_before =
        paid + input_.settled.of(id, earner_.id, so_far, key, payee == earner_.id ? "" : payee);
    if (!is_unknown) part.due = part.rounded - part.settled_before;
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
  if (!nobody.is_zero()) line.payees.push_back({"", nobody, Decimal(), Decimal()});
  const bool is_held = settle_status(line, is_unknown);
  for (PayeePart& part : line.payees) {
    if (is_held) part.due = Decimal();  // what is held of the line is held of all its parts
    if (!part.payee.empty()) paid_so_far_[paid_name(part.payee)] += part.due;
  }
}

}  // namespace rebate
