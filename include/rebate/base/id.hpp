// SPDX-License-Identifier: Apache-2.0
//
// Id<Tag> is an index with a type of its own, so that rule 7 is never taken for partner 7:
//   using RuleId = Id<struct RuleTag>;
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace rebate {

template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t value) : value_(value) {}

  constexpr std::uint32_t value() const { return value_; }

  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::uint32_t value_ = 0;
};

}  // namespace rebate

template <class Tag>
struct std::hash<rebate::Id<Tag>> {
  std::size_t operator()(rebate::Id<Tag> id) const noexcept {
    return std::hash<std::uint32_t>{}(id.value());
  }
};
