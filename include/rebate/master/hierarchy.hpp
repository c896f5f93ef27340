// SPDX-License-Identifier: Apache-2.0
//
// Who stands below whom: retailers R1 and R2 below distributor D1, D1 below the head office. It
// follows the partners' field "parent" on a given day; nobody is above himself on any day.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/master/register.hpp"

#include <optional>
#include <vector>

namespace rebate {

/// Most levels from the lowest partner to the highest.
inline constexpr int kMaxHierarchyDepth = 64;

/// The hierarchy of one day.
class Hierarchy {
 public:
  /// FAILS: kMasterCycle, kLimitExceeded. A parent that is no partner is a warning, kMasterParent.
  [[nodiscard]] static Issues check(const Register& partners);

  /// Of partners that check() accepted. COST: one pass over the partners.
  Hierarchy(const Register& partners, Date day);

  /// kMissingText for none, for a parent that is no partner and for a partner not valid on the day.
  [[nodiscard]] TextCode parent(TextCode partner) const;
  /// Direct ones, ascending.
  [[nodiscard]] std::span<const TextCode> children(TextCode partner) const;
  /// The partner itself and everybody under it, all levels, ascending.
  [[nodiscard]] std::vector<TextCode> below(TextCode partner) const;
  [[nodiscard]] bool is_below(TextCode partner, TextCode above) const;
  /// The direct child of `earner` through which `partner` comes; kMissingText if it is not under
  /// it.
  [[nodiscard]] TextCode branch(TextCode earner, TextCode partner) const;

 private:
  std::vector<TextCode> parents_;   // By code.
  std::vector<TextCode> children_;  // Grouped by parent.
  std::vector<std::uint32_t> offsets_;
};

}  // namespace rebate
