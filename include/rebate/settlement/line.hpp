// SPDX-License-Identifier: Apache-2.0
//
// A line of a settlement: what one rule gives one earner for one period and one key.
// "annual-target, D017, 2025: payable, gross 27,000.00, due 27,000.00 CNY".
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/ratio.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

enum class Status : std::uint8_t {
  kPayable,       ///< Something is due, or a charge; or qualified with 0.
  kNotQualified,  ///< Below the first band, or a requirement failed.
  kVetoed,        ///< A veto held.
  kSuperseded,    ///< Lost in a combination.
  kReduced,       ///< Cut by a cap, budget or fund.
  kUsedUp,        ///< Cut to nothing.
  kNoTarget,      ///< No target, or a target of zero.
  kNoBaseline,    ///< The prior period is missing or not above zero.
  kBlocked,       ///< Data missing: the amount is unknown.
  kCarried,       ///< Negative, carried forward.
  kBelowMinimum,  ///< Kept until the minimum is reached.
  kWaiting,       ///< Approval or proof outstanding.
  kProvisional,   ///< An accrual.
  kSettled,       ///< Nothing new since the last run.
};

enum class LineKind : std::uint8_t {
  kAccrual,
  kInstalment,
  kFinal,
  kTrueUp,
  kClawback,
  kAdjustment,
  kReversal,
};

/// "not_qualified", "final": the words of the format, as CSV and JSON print them.
std::string_view to_text(Status status);
std::string_view to_text(LineKind kind);
std::optional<Status> status_from_text(std::string_view text);

/// Why an amount is not the gross one; the explanation prints the reasons in this order.
struct Reason {
  enum class Kind : std::uint8_t {
    kCapped,
    kFloored,
    kLines,
    kReturned,  ///< returns at the rate of their sale
    kSuperseded,
    kShared,
    kBudget,
    kFund,
    kMinimum,
    kPartnerCap,
    kVetoed,
    kRequirement,
    kMissing,
    kBelowFirstBand,
    kAboveLastBand,
    kAdvance,
  };
  Kind kind = Kind::kCapped;
  std::string expression;      ///< What the policy says: "2% * net_sales".
  std::optional<Ratio> value;  ///< Its value here.
  std::optional<Ratio> took;   ///< What it took from the line (below zero: what it added).
  std::optional<Ratio> claims = std::nullopt;  ///< Of a budget: what all lines asked of it.
};
std::string_view to_text(Reason::Kind kind);

/// Amounts are in the policy's currency and exact up to `after_combination`; what follows is
/// rounded, in the currency that is paid. Texts live in the Settlement.
struct Line {
  std::int32_t rule = 0;       ///< Index in the policy's rules.
  std::uint32_t earner = 0;    ///< Settlement::earner(); a partner, or a group that earns together.
  std::uint32_t payee = 0;     ///< As earner.
  std::uint32_t period = 0;    ///< Settlement::period().
  std::uint32_t key = 0;       ///< Settlement::key(); 0: the rule has no `each`.
  std::uint16_t currency = 0;  ///< Settlement::currency(): what `rounded` and `due` are in.
  LineKind kind = LineKind::kFinal;
  Status status = Status::kPayable;
  std::int16_t band = -1;     ///< The band reached, from 0; -1: none.
  std::uint32_t reasons = 0;  ///< Settlement::reasons(); 0: none.
  bool is_paid = true;        ///< False for members of combinations: the combination's line pays,
                              ///< and `share` is what it shares back; their `due` is 0.
  std::optional<Ratio> qualifying;
  std::optional<Ratio> earning;
  std::optional<Ratio> rate;  ///< Where one rate pays all.
  Ratio gross;                ///< Before limits, after `times`.
  Ratio after_limits;         ///< After the rule's cap, floor and lines.
  Ratio after_combination;
  Decimal rounded;  ///< The entitlement, rounded as the policy says.
  Decimal settled_before;
  Decimal due;              ///< rounded - settled_before, where something is due at all.
  Decimal share;            ///< Of a member: its part of what the combination pays.
  std::uint32_t level = 0;  ///< Settlement::level(), of a rule that sets one: it has no amount.
};

/// A fund over the run: opened + earned - drawn - expired = closed.
struct FundMove {
  std::string fund;
  Ratio opened, earned, drawn, expired;
  std::uint32_t earner = 0;  ///< Settlement::earner()
  Ratio closed() const { return opened + earned - drawn - expired; }
};

}  // namespace rebate
