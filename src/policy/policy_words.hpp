// SPDX-License-Identifier: Apache-2.0
//
// The words of the format for the enumerations of a policy, for reading and writing alike.
#pragma once

#include "rebate/policy/policy.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace rebate::detail {

template <class E, std::size_t N>
using WordTable = std::array<std::pair<std::string_view, E>, N>;

inline constexpr WordTable<AsOf, 3> kAsOfWords{
    {{"end", AsOf::kEnd}, {"start", AsOf::kStart}, {"row", AsOf::kRow}}};
inline constexpr WordTable<Returns, 4> kReturnsWords{
    {{"net", Returns::kNet},
     {"restate", Returns::kRestate},
     {"at_original_rate", Returns::kAtOriginalRate},
     {"ignore", Returns::kIgnore}}};
inline constexpr WordTable<Combine, 3> kCombineWords{
    {{"sum_of", Combine::kSumOf}, {"best_of", Combine::kBestOf}, {"first_of", Combine::kFirstOf}}};
inline constexpr WordTable<Qualify::Ties, 2> kTiesWords{
    {{"same", Qualify::Ties::kSame}, {"share", Qualify::Ties::kShare}}};
inline constexpr WordTable<PayMode, 4> kModeWords{{{"retroactive", PayMode::kRetroactive},
                                                   {"marginal", PayMode::kMarginal},
                                                   {"excess", PayMode::kExcess},
                                                   {"interpolated", PayMode::kInterpolated}}};
inline constexpr WordTable<Edge, 5> kEdgeWords{{{"from", Edge::kFrom},
                                                {"above", Edge::kAbove},
                                                {"up_to", Edge::kUpTo},
                                                {"below", Edge::kBelow},
                                                {"at", Edge::kAt}}};
inline constexpr WordTable<Matrix::Gives, 3> kGivesWords{{{"rates", Matrix::Gives::kRates},
                                                          {"per_units", Matrix::Gives::kPerUnits},
                                                          {"amounts", Matrix::Gives::kAmounts}}};
inline constexpr WordTable<Form::Kind, 4> kFormWords{{{"credit_note", Form::Kind::kCreditNote},
                                                      {"payment", Form::Kind::kPayment},
                                                      {"on_invoice", Form::Kind::kOnInvoice},
                                                      {"offset", Form::Kind::kOffset}}};
inline constexpr WordTable<Negative, 3> kNegativeWords{{{"carry_forward", Negative::kCarryForward},
                                                        {"pay_back", Negative::kPayBack},
                                                        {"hold_at_zero", Negative::kHoldAtZero}}};
inline constexpr WordTable<Limit::Under, 2> kUnderWords{
    {{"carry", Limit::Under::kCarry}, {"forfeit", Limit::Under::kForfeit}}};

template <class E, std::size_t N>
std::optional<E> from_word(const WordTable<E, N>& words, std::string_view text) {
  for (const auto& [word, value] : words) {
    if (word == text) return value;
  }
  return std::nullopt;
}

template <class E, std::size_t N>
std::string_view to_word(const WordTable<E, N>& words, E value) {
  for (const auto& [word, known] : words) {
    if (known == value) return word;
  }
  return {};
}

inline std::string_view to_word(Edge edge) { return to_word(kEdgeWords, edge); }
inline std::string_view to_word(PayMode mode) { return to_word(kModeWords, mode); }

}  // namespace rebate::detail
