// SPDX-License-Identifier: Apache-2.0
//
// Everything is counted in whole steps: the total, the limits, the shares. Weights become integers
// over their common denominator, so that remainders compare as integers. The method is that of the
// largest remainder (Hamilton, Hare), with limits by filling up: whoever would get its limit or
// more gets exactly the limit and leaves the table.
#include "rebate/numeric/apportion.hpp"

#include "rebate/numeric/rounding.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace rebate {
namespace {

struct Share {
  Integer weight;
  std::optional<Integer> limit;  // In steps.
  Integer steps;                 // What it gets.
  bool is_open = true;           // Takes part in what is still to be split.
};

struct Fraction {
  Integer numerator;  // 0 where the weight counts as none.
  Integer denominator = 1;
};

Fraction fraction_of(const Ratio& weight) {
  if (weight.sign() <= 0) return {};
  if (!weight.is_decimal()) return {weight.numerator(), weight.denominator()};
  const Decimal& decimal = weight.decimal();
  return {decimal.coefficient(), Integer::pow10(static_cast<std::uint32_t>(decimal.scale()))};
}

// The weights times the common denominator of all; all 1 if none is above zero.
std::vector<Share> shares_of(std::span<const Ratio> weights) {
  std::vector<Fraction> fractions;
  fractions.reserve(weights.size());
  Integer common = 1;
  bool any = false;
  for (const Ratio& weight : weights) {
    fractions.push_back(fraction_of(weight));
    const Integer& denominator = fractions.back().denominator;
    any = any || !fractions.back().numerator.is_zero();
    if (denominator.is_one() || denominator == common) continue;
    common *= divide_truncated(denominator, gcd(common, denominator)).quotient;
  }
  std::vector<Share> shares(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto& [numerator, denominator] = fractions[i];
    shares[i].weight =
        any ? numerator * divide_truncated(common, denominator).quotient : Integer(1);
  }
  return shares;
}

Integer open_weight(const std::vector<Share>& shares) {
  Integer total;
  for (const Share& share : shares) {
    if (share.is_open) total += share.weight;
  }
  return total;
}

// Gives their limit to all whose share of what is left reaches it, and takes it from `left`. What
// one refuses only makes the shares of the others larger, so whoever is full first (least limit for
// its weight) is closed first, and the first that stays below its limit ends it.
void fill_to_limits(std::vector<Share>& shares, Integer& left) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i].limit && !shares[i].weight.is_zero()) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return *shares[a].limit * shares[b].weight < *shares[b].limit * shares[a].weight;
  });
  Integer weight = open_weight(shares);
  for (const std::size_t i : order) {
    Share& share = shares[i];
    if (left * share.weight < *share.limit * weight) return;
    share.steps = *share.limit;
    share.is_open = false;
    left -= share.steps;
    weight -= share.weight;
  }
}

// Splits `left` over the open shares, if any has a weight. An exact share lies below its limit,
// which is a whole number, so its whole part lies below by one at least, and one step more never
// exceeds it.
void split_by_largest_remainder(std::vector<Share>& shares, const Integer& left) {
  const Integer weight = open_weight(shares);
  if (weight.is_zero()) return;
  Integer rest = left;
  std::vector<std::size_t> order;
  std::vector<Integer> remainders(shares.size());
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (!shares[i].is_open || shares[i].weight.is_zero()) continue;
    IntegerDivision division = divide_floor(left * shares[i].weight, weight);
    rest -= division.quotient;
    shares[i].steps = std::move(division.quotient);
    remainders[i] = std::move(division.remainder);
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  // Fewer steps are left than there are shares with a remainder above zero.
  for (std::size_t i = 0; rest.sign() > 0; ++i, rest -= 1) shares[order[i]].steps += 1;
}

Integer whole_steps(const Decimal& size, const Decimal& step) {
  return (Ratio(size) / Ratio(step)).floor();
}

Apportionment apportion_shares(const Decimal& total, std::vector<Share> shares,
                               const Decimal& step) {
  Integer left = whole_steps(abs(total), step);
  fill_to_limits(shares, left);
  split_by_largest_remainder(shares, left);

  Apportionment result;
  result.unassigned = total;
  result.parts.reserve(shares.size());
  for (const Share& share : shares) {
    Decimal part(share.steps * step.coefficient(), step.scale());
    if (total.sign() < 0) part = -part;
    result.unassigned -= part;
    result.parts.push_back(std::move(part));
  }
  return result;
}

}  // namespace

Apportionment apportion(const Decimal& total, std::span<const Ratio> weights, const Decimal& step) {
  REBATE_REQUIRE(step.sign() > 0, "a step is above zero");
  return apportion_shares(total, shares_of(weights), step);
}

Apportionment apportion(const Decimal& total, std::span<const Ratio> weights, const Decimal& step,
                        std::span<const std::optional<Decimal>> at_most) {
  REBATE_REQUIRE(step.sign() > 0, "a step is above zero");
  REBATE_REQUIRE(at_most.size() == weights.size(), "every weight has one limit or none");
  std::vector<Share> shares = shares_of(weights);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (!at_most[i]) continue;
    shares[i].limit = at_most[i]->sign() > 0 ? whole_steps(*at_most[i], step) : Integer(0);
  }
  return apportion_shares(total, std::move(shares), step);
}

}  // namespace rebate
