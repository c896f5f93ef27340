// SPDX-License-Identifier: Apache-2.0
//
// Classes of one dimension: combinations of atom values, numbered as they are met.
// canonical_order() later renumbers them by value, so that numbers do not depend on the order of
// rows.
#pragma once

#include "tally/cells.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace rebate {

class ClassTable {
 public:
  /// The number of this combination, a new one if it is new.
  std::uint32_t number(ClassValues values);
  const std::vector<ClassValues>& classes() const { return classes_; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<ClassValues> classes_;
};

/// Equal exactly for equal combinations, causes of missing values included; orders classes.
std::string key_of(const ClassValues& values);

}  // namespace rebate
