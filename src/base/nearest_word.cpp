// SPDX-License-Identifier: Apache-2.0
//
// The distance counts a letter added, dropped, changed, or swapped with its neighbour as one step
// (Damerau-Levenshtein in the form of optimal string alignment), over bytes.
#include "rebate/base/nearest_word.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace rebate {
namespace {

constexpr std::size_t kMaxWord = 64;  // Bytes; longer texts are no misspelt words.

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

// REQUIRES: both at most kMaxWord long.
std::size_t distance(std::string_view a, std::string_view b) {
  using Row = std::array<std::size_t, kMaxWord + 1>;
  Row before_last{}, last{}, current{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = current;
  }
  return last[b.size()];
}

}  // namespace

std::string nearest_word(std::string_view found, std::span<const std::string> known) {
  if (found.empty() || found.size() > kMaxWord) return {};
  std::string_view nearest;
  std::size_t least = kMaxWord + 1;
  for (const std::string& word : known) {
    if (word.empty() || word.size() > kMaxWord) continue;
    // One step is always near, except where it would turn every one-letter word into another.
    const std::size_t longer = std::max(found.size(), word.size());
    const std::size_t allowed = longer < 2 ? 0 : std::max<std::size_t>(1, longer / 3);
    if (longer - std::min(found.size(), word.size()) > allowed)
      continue;  // So many steps at least.
    const std::size_t steps = distance(found, word);
    if (steps <= allowed && steps < least) {
      least = steps;
      nearest = word;
    }
  }
  return std::string(nearest);
}

}  // namespace rebate
