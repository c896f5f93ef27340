// SPDX-License-Identifier: Apache-2.0
//
// The limit of all that one partner gets, a cap over the policy to date; and how a line is cut to
// what such limits leave of it.
#include "settlement/earner_run.hpp"
#include "settlement/shared_limits.hpp"

#include <algorithm>

namespace rebate {
const SharedTerm* partner_limit(const Plan& plan) {
  for (const auto& term : plan.shared) {
    if (term->budget < 0) return term.get();
  }
  return nullptr;
}

const RulePeriod& limit_period(const Plan& plan, const SharedTerm& limit, Date last) {
  for (int p = limit.first_period; p < limit.last_period; ++p) {
    const RulePeriod& period = plan.rule_periods[static_cast<std::size_t>(p)];
    if (period.period.range.last() == last) return period;
  }
  REBATE_REQUIRE(false, "the limit has a period for every end");
  return plan.rule_periods.front();
}

std::vector<int> EarnerRun::limited_lines() const {
  std::vector<int> places;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const RulePeriod& period = period_of(lines_[i]);
    const CheckedRule& rule = *period.compiled->rule;
    if (rule.member_of >= 0 || !rule.source.pay.sets.empty()) continue;
    if (period.as_of < period.close) continue;  // a provision touches nothing
    places.push_back(static_cast<int>(i));
  }
  return places;
}

/// What the line holds of shared limits: where its amount is not known, what it held before.
Ratio EarnerRun::held(int place) const {
  while (place >= 0 && is_unknown(line(place))) place = line(place).before;
  return place < 0 ? Ratio() : line(place).allowed;
}

Ratio EarnerRun::new_part(int place) const {
  const WorkLine& now = line(place);
  return is_unknown(now) ? Ratio() : now.allowed - held(now.before);
}

Ratio EarnerRun::settled_part(int place) const {
  const WorkLine& now = line(place);
  const RulePeriod& period = period_of(now);
  const DateRange so_far = DateRange::of(period.whole.begin, period.period.range.end);
  const Decimal settled = input_.settled.of_all_payees(rule_of(now).rule->source.id, earner_.id,
                                                       so_far, joined(now.key));
  Ratio part = Ratio(settled) / now.rate;
  part -= held(now.before);
  return std::clamp(part, Ratio(), std::max(new_part(place), Ratio()));
}

void EarnerRun::allow(int place, const Ratio& part, Reason reason) {
  WorkLine& now = lines_[static_cast<std::size_t>(place)];
  const Ratio asked = new_part(place);
  if (part >= asked) return;
  now.allowed -= asked - part;
  if (!now.ceiling || now.allowed < *now.ceiling) now.ceiling = now.allowed;
  now.status = now.allowed.is_zero() && part.is_zero() ? Status::kUsedUp : Status::kReduced;
  reason.took = asked - part;
  now.result.reasons.push_back(std::move(reason));
}

void EarnerRun::block(int place, const Missing& missing) {
  WorkLine& now = lines_[static_cast<std::size_t>(place)];
  now.allowed = held(now.before);
  now.status = Status::kBlocked;
  now.result.reasons.push_back({Reason::Kind::kMissing, missing.cause, std::nullopt, std::nullopt});
}

void EarnerRun::link_instalments() {
  std::map<std::tuple<int, DateRange, std::string>, int> last;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const RulePeriod& period = period_of(lines_[i]);
    const auto [place, is_first] =
        last.try_emplace({period.rule, period.whole, joined(lines_[i].key)}, static_cast<int>(i));
    if (!is_first) lines_[i].before = place->second;
    place->second = static_cast<int>(i);
  }
}

/// The partner's entitlement over the policy's days so far; lines of equal ends are cut pro rata.
void EarnerRun::cap_partner() {
  const SharedTerm* limit = partner_limit(plan());
  if (limit == nullptr || limit->compiled.cap == nullptr) return;
  std::vector<Claim> claims;
  for (const int place : limited_lines()) {
    const Claim claim{this, place, Ratio()};
    if (claim.rule().pay.as.kind != Form::Kind::kFund) claims.push_back(claim);
  }
  sort_claims(claims);
  Ratio had;
  each_end(claims, [&](std::span<const Claim> equal) {
    const Value cap =
        limit_value(*limit->compiled.cap, limit_period(plan(), *limit, equal.front().end()));
    if (cap.is_number()) {
      const Ratio most = std::max(cap.number(), Ratio());
      share_room(equal, most - had,
                 {Reason::Kind::kPartnerCap, limit->compiled.cap->text, most, std::nullopt});
    } else {
      for (const Claim& claim : equal) block(claim.place, cap.missing());
    }
    for (const Claim& claim : equal) had += new_part(claim.place);
  });
}

Value EarnerRun::limit_value(const Formula& formula, const RulePeriod& period) const {
  const std::vector<TextCode> members{earner_.partner};
  TallySource source(input_.facts, period, earner_, members, members, nothing_earned);
  return evaluate(formula, source);
}

}  // namespace rebate
