// SPDX-License-Identifier: Apache-2.0
//
// How bands pay. With sales of 310,000 and bands from 0 1%, from 90,000 2%, from 270,000 3.5%:
//   retroactive  310,000 x 3.5%                                   = 10,850
//   marginal     90,000 x 1% + 180,000 x 2% + 40,000 x 3.5%       =  5,900
//   excess       (310,000 - baseline 90,000) x 3.5%               =  7,700
// The earning measure m is spread evenly over the qualifying measure q: what lies between two
// values of q earns m x (their distance) / q.
#pragma once

#include "rebate/policy/policy.hpp"
#include "rebate/policy/value.hpp"
#include "rebate/settlement/trace.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace rebate {

/// What one band pays, worked out for this line; parts that are not stated are not set.
struct PayoutValues {
  std::optional<Value> rate, per_unit, amount, every;
  bool started_steps = false;
};

struct PayBand {
  Edge edge = Edge::kNone;
  Value bound;  ///< a number or a level; missing with kNone
  PayMode mode = PayMode::kRetroactive;
  int index = 0;  ///< of the policy's list, for reports
};

struct PayResult {
  Value amount;               ///< missing: some part was; carries the cause
  std::optional<Ratio> rate;  ///< where one rate pays all
  Ratio worth;                ///< what one unit of m brings in the last band
};

/// The band that holds q, or -1. Bands ascend and have edges of one side.
int reached_band(const std::vector<PayBand>& bands, const Value& q);

/// What the bands up to `reached` pay on m. `payout` gives a band's values; slices go to `trace` if
/// set. REQUIRES: 0 <= reached < bands.size().
PayResult pay_bands(const std::vector<PayBand>& bands, int reached, const Value& q, const Ratio& m,
                    const std::optional<Ratio>& baseline,
                    const std::function<PayoutValues(int)>& payout, std::vector<Slice>* trace);

/// amount + rate x base + per_unit x base, or amount for each step of `every` in the base.
PayResult pay_once(const PayoutValues& values, const Ratio& base, int band,
                   std::vector<Slice>* trace);

}  // namespace rebate
