// SPDX-License-Identifier: Apache-2.0
//
// A dictionary numbers the distinct texts of a column: "" (missing) is 0, then "L01" 1, "L02" 2 in
// the order in which they were added. A column of ten million product lines so holds small numbers.
#pragma once

#include "rebate/ledger/field.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

class Dictionary {
 public:
  Dictionary();

  /// Number of codes, the missing text included: at least 1.
  [[nodiscard]] TextCode size() const { return static_cast<TextCode>(begins_.size() - 1); }
  /// REQUIRES: code < size(). Valid until the next add().
  [[nodiscard]] std::string_view text(TextCode code) const;
  /// The code of a text; of "" it is kMissingText.
  [[nodiscard]] std::optional<TextCode> find(std::string_view text) const;

  /// The code of a text, a new one if it has none. COST: one hash of the text.
  TextCode add(std::string_view text);

  /// The codes from 1 by their texts, bytewise ascending: the order of every output.
  [[nodiscard]] std::vector<TextCode> sorted_codes() const;

  /// By texts and their codes.
  friend bool operator==(const Dictionary& a, const Dictionary& b) {
    return a.begins_ == b.begins_ && a.bytes_ == b.bytes_;
  }

 private:
  [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  void grow();

  std::string bytes_;                  // All texts, one after the other.
  std::vector<std::uint64_t> begins_;  // Where each begins in bytes_; one more at the end.
  std::vector<std::uint32_t> hashes_;  // Of each text, so that growing reads no bytes.
  std::vector<TextCode> slots_;  // Open addressing, a power of two, at most half full; 0 is free.
};

}  // namespace rebate
