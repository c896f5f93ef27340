// SPDX-License-Identifier: Apache-2.0
#include "settlement/share_back.hpp"

#include "rebate/numeric/rounding.hpp"

#include <algorithm>
#include <numeric>

namespace rebate {

std::vector<Decimal> share_back(const Decimal& amount, std::span<const Ratio> members,
                                const Decimal& step) {
  std::vector<Decimal> parts(members.size());
  if (members.empty()) return parts;
  const Ratio total = sum(members);
  std::vector<Ratio> exact;
  for (const Ratio& member : members) {
    exact.push_back(total.is_zero()
                        ? Ratio(amount) /
                              Ratio(Decimal::from_int64(static_cast<std::int64_t>(members.size())))
                        : Ratio(amount) * member / total);
  }
  Decimal placed;
  std::vector<Ratio> remainders;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    parts[i] = round(exact[i], step, RoundingMode::kDown);
    placed += parts[i];
    remainders.push_back(abs(exact[i] - Ratio(parts[i])));
  }
  std::vector<std::size_t> order(exact.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  const Decimal one = (amount - placed).sign() < 0 ? -step : step;
  std::size_t next = 0;
  while (placed != amount && abs(amount - placed) >= step) {
    parts[order[next % order.size()]] += one;
    placed += one;
    ++next;
  }
  parts[0] += amount - placed;
  return parts;
}

}  // namespace rebate
