// SPDX-License-Identifier: Apache-2.0
#include "rebate/settlement/line.hpp"

#include <array>
#include <utility>

namespace rebate {
namespace {

constexpr std::array<std::pair<Status, std::string_view>, 14> kStatusWords = {{
    {Status::kPayable, "payable"},
    {Status::kNotQualified, "not_qualified"},
    {Status::kVetoed, "vetoed"},
    {Status::kSuperseded, "superseded"},
    {Status::kReduced, "reduced"},
    {Status::kUsedUp, "used_up"},
    {Status::kNoTarget, "no_target"},
    {Status::kNoBaseline, "no_baseline"},
    {Status::kBlocked, "blocked"},
    {Status::kCarried, "carried"},
    {Status::kBelowMinimum, "below_minimum"},
    {Status::kWaiting, "waiting"},
    {Status::kProvisional, "provisional"},
    {Status::kSettled, "settled"},
}};

}  // namespace

std::string_view to_text(Status status) {
  for (const auto& [value, word] : kStatusWords) {
    if (value == status) return word;
  }
  return "";
}

std::optional<Status> status_from_text(std::string_view text) {
  for (const auto& [value, word] : kStatusWords) {
    if (word == text) return value;
  }
  return std::nullopt;
}

std::string_view to_text(LineKind kind) {
  switch (kind) {
    case LineKind::kAccrual:
      return "accrual";
    case LineKind::kInstalment:
      return "instalment";
    case LineKind::kFinal:
      return "final";
    case LineKind::kTrueUp:
      return "true_up";
    case LineKind::kClawback:
      return "clawback";
    case LineKind::kAdjustment:
      return "adjustment";
    case LineKind::kReversal:
      return "reversal";
  }
  return "";
}

std::string_view to_text(Reason::Kind kind) {
  switch (kind) {
    case Reason::Kind::kCapped:
      return "capped";
    case Reason::Kind::kFloored:
      return "floored";
    case Reason::Kind::kLines:
      return "lines";
    case Reason::Kind::kReturned:
      return "returned";
    case Reason::Kind::kSuperseded:
      return "superseded";
    case Reason::Kind::kShared:
      return "shared";
    case Reason::Kind::kBudget:
      return "budget";
    case Reason::Kind::kFund:
      return "fund";
    case Reason::Kind::kMinimum:
      return "minimum";
    case Reason::Kind::kPartnerCap:
      return "partner_cap";
    case Reason::Kind::kVetoed:
      return "vetoed";
    case Reason::Kind::kRequirement:
      return "requirement";
    case Reason::Kind::kMissing:
      return "missing";
    case Reason::Kind::kBelowFirstBand:
      return "below_first_band";
    case Reason::Kind::kAboveLastBand:
      return "above_last_band";
    case Reason::Kind::kAdvance:
      return "advance";
  }
  return "";
}

}  // namespace rebate
