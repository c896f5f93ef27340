// SPDX-License-Identifier: Apache-2.0
#include "settlement/pay.hpp"

#include "rebate/base/require.hpp"
#include "rebate/policy/operators.hpp"

#include <algorithm>

namespace rebate {
namespace {

bool ends(Edge edge) { return edge == Edge::kUpTo || edge == Edge::kBelow; }

/// The bound at which band i begins or ends; nothing is minus or plus infinity.
std::optional<Ratio> lower(const std::vector<PayBand>& bands, std::size_t i) {
  if (ends(bands.front().edge)) {
    if (i == 0) return std::nullopt;
    return bands[i - 1].bound.number();
  }
  if (bands[i].edge == Edge::kNone) return std::nullopt;
  return bands[i].bound.number();
}

Ratio upper(const std::vector<PayBand>& bands, std::size_t i) {
  return ends(bands.front().edge) ? bands[i].bound.number() : bands[i + 1].bound.number();
}

/// Whole steps of `every` in the base; steps of -x mirror steps of x.
Integer steps_in(const Ratio& base, const Ratio& every, bool started) {
  const Ratio size = abs(base) / every;
  const Integer steps = started ? size.ceil() : size.floor();
  return base.sign() < 0 ? -steps : steps;
}

/// The values of two points, and how far q is between them.
PayoutValues between(const PayoutValues& a, const PayoutValues& b, const Ratio& part) {
  const auto mix = [&](const std::optional<Value>& x, const std::optional<Value>& y) {
    if (!x || !y || !x->is_number() || !y->is_number()) return x;
    return std::optional<Value>(x->number() + (y->number() - x->number()) * part);
  };
  return {mix(a.rate, b.rate), mix(a.per_unit, b.per_unit), mix(a.amount, b.amount), a.every,
          a.started_steps};
}

const Value* first_missing(const PayoutValues& values) {
  for (const auto* value : {&values.rate, &values.per_unit, &values.amount, &values.every}) {
    if (*value && !(*value)->is_number()) return &**value;
  }
  return nullptr;
}

class BandPayer {
 public:
  BandPayer(const std::vector<PayBand>& bands, const Value& q, const Ratio& m,
            const std::optional<Ratio>& baseline, const std::function<PayoutValues(int)>& payout)
      : bands_(bands), q_(q), m_(m), baseline_(baseline), payout_(payout) {}

  PayResult run(std::size_t reached, std::vector<Slice>* trace) {
    PayResult result;
    result.amount = Ratio();
    for (std::size_t i = start(reached); i <= reached; ++i) {
      const PayMode mode = bands_[i].mode;
      const PayoutValues values = values_at(i, mode);
      const std::optional<Ratio> on = base(i, reached, mode);
      PayResult part = pay_once(on ? values : amount_alone(values), on.value_or(Ratio()),
                                bands_[i].index, trace);
      if (part.amount.is_missing()) return part;
      const bool adds = mode == PayMode::kMarginal;
      if (trace != nullptr) trace->back().replaces = !adds && i > 0;
      result.amount = adds ? result.amount.number() + part.amount.number() : part.amount.number();
      result.rate = adds && i > start(reached) ? std::nullopt : part.rate;
      result.worth = part.worth;
    }
    return result;
  }

 private:
  /// Bands before the last one that replaces pay nothing that stays.
  std::size_t start(std::size_t reached) const {
    for (std::size_t i = reached + 1; i-- > 0;) {
      if (bands_[i].mode != PayMode::kMarginal) return i;
    }
    return 0;
  }

  PayoutValues values_at(std::size_t i, PayMode mode) const {
    const PayoutValues here = payout_(static_cast<int>(i));
    if (mode != PayMode::kInterpolated || i + 1 >= bands_.size() || !q_.is_number()) return here;
    const Ratio& from = bands_[i].bound.number();
    const Ratio& to = bands_[i + 1].bound.number();
    return between(here, payout_(static_cast<int>(i + 1)), (q_.number() - from) / (to - from));
  }

  /// Where nothing can be spread over the qualifying measure only plain amounts pay.
  static PayoutValues amount_alone(const PayoutValues& values) {
    PayoutValues result;
    if (!values.every) result.amount = values.amount;
    return result;
  }

  /// The part of m that band i's rate pays on; nothing where q is 0 or a level.
  std::optional<Ratio> base(std::size_t i, std::size_t reached, PayMode mode) const {
    const bool whole = mode == PayMode::kRetroactive || mode == PayMode::kInterpolated;
    if (i == reached && whole) return m_;
    if (!q_.is_number() || q_.number().is_zero()) return std::nullopt;
    const Ratio hi = i == reached ? q_.number() : upper(bands_, i);
    if (whole) return m_ * hi / q_.number();
    const Ratio zero;
    if (mode == PayMode::kExcess) {
      const Ratio baseline = baseline_ ? *baseline_ : first_edge();
      return m_ * std::max(hi - baseline, zero) / q_.number();
    }
    const std::optional<Ratio> lo = lower(bands_, i);
    return m_ * (hi - (lo ? std::max(*lo, zero) : zero)) / q_.number();
  }

  Ratio first_edge() const {
    for (const PayBand& band : bands_) {
      if (band.bound.is_number()) return band.bound.number();
    }
    return {};
  }

  const std::vector<PayBand>& bands_;
  const Value& q_;
  const Ratio& m_;
  const std::optional<Ratio>& baseline_;
  const std::function<PayoutValues(int)>& payout_;
};

}  // namespace

int reached_band(const std::vector<PayBand>& bands, const Value& q) {
  if (bands.empty() || q.is_missing()) return -1;
  if (ends(bands.front().edge)) {
    for (std::size_t i = 0; i < bands.size(); ++i) {
      if (holds(bands[i].edge, bands[i].bound, q)) return static_cast<int>(i);
    }
    return -1;
  }
  for (std::size_t i = bands.size(); i-- > 0;) {
    if (holds(bands[i].edge, bands[i].bound, q)) return static_cast<int>(i);
  }
  return -1;
}

PayResult pay_once(const PayoutValues& values, const Ratio& base, int band,
                   std::vector<Slice>* trace) {
  PayResult result;
  if (const Value* missing = first_missing(values)) {
    result.amount =
        missing->is_missing() ? *missing : Value(Missing{MissingKind::kField, "not a number"});
    return result;
  }
  Slice slice;
  slice.band = band;
  slice.base = base;
  const auto number = [](const std::optional<Value>& value) {
    return value ? std::optional<Ratio>(value->number()) : std::nullopt;
  };
  slice.rate = number(values.rate);
  slice.per_unit = number(values.per_unit);
  slice.amount = number(values.amount);
  slice.every = number(values.every);
  Ratio pays;
  if (slice.rate) pays += *slice.rate * base;
  if (slice.per_unit) pays += *slice.per_unit * base;
  if (slice.amount && slice.every) {
    if (slice.every->sign() <= 0) {
      result.amount = Missing{MissingKind::kDivision, "every " + slice.every->to_string()};
      return result;
    }
    slice.steps = steps_in(base, *slice.every, values.started_steps);
    pays += *slice.amount * Ratio(*slice.steps);
  } else if (slice.amount) {
    pays += *slice.amount;
  }
  slice.pays = pays;
  result.amount = pays;
  if (slice.rate && !slice.per_unit && !slice.amount) result.rate = slice.rate;
  for (const auto& each : {slice.rate, slice.per_unit}) {
    if (each) result.worth += *each;
  }
  if (trace != nullptr) trace->push_back(std::move(slice));
  return result;
}

PayResult pay_bands(const std::vector<PayBand>& bands, int reached, const Value& q, const Ratio& m,
                    const std::optional<Ratio>& baseline,
                    const std::function<PayoutValues(int)>& payout, std::vector<Slice>* trace) {
  REBATE_REQUIRE(reached >= 0 && reached < static_cast<int>(bands.size()), "a band that exists");
  return BandPayer(bands, q, m, baseline, payout).run(static_cast<std::size_t>(reached), trace);
}

}  // namespace rebate
