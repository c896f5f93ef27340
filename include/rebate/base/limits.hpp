// SPDX-License-Identifier: Apache-2.0
//
// How large an input may be. Whoever exceeds one gets kLimitExceeded with the limit's name: a
// policy of 9 MiB is refused before it is read, a number of 65 digits where it stands.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rebate {

/// Of a policy file: 8 MiB.
inline constexpr std::size_t kMaxPolicyBytes = std::size_t{8} << 20;
/// Of nested JSON, expressions and combinations.
inline constexpr int kMaxDepth = 64;
/// Of a policy.
inline constexpr std::size_t kMaxRules = 10'000;
/// Of one rule.
inline constexpr std::size_t kMaxBands = 10'000;
/// Of a number in an input, before and after the point together.
inline constexpr int kMaxNumberDigits = 64;
/// Of a CSV field: 64 KiB.
inline constexpr std::size_t kMaxFieldBytes = std::size_t{64} << 10;
/// Of a CSV record: 1 MiB.
inline constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 20;
/// Of one expression: 64 KiB.
inline constexpr std::size_t kMaxExpressionBytes = std::size_t{64} << 10;
/// Reported for one file; the rest is counted.
inline constexpr std::size_t kMaxIssues = 1'000;

/// Of a number while it is computed. Sums and products of inputs within the limits above stay far
/// below; the bound keeps an absurd formula from taking all memory.
inline constexpr std::uint32_t kMaxNumberBits = std::uint32_t{1} << 20;
/// Digits after the point of a number while it is computed.
inline constexpr std::int32_t kMaxScale = 1 << 16;

}  // namespace rebate
