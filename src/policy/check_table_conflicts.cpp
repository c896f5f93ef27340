// SPDX-License-Identifier: Apache-2.0
//
// Two rows conflict if a look-up can meet both and neither fixes all that the other fixes and more:
// ["gold", "*", 5%] and ["*", "L01", 3%] for a gold partner's L01. Rows are compared by hash of
// what they fix in common, so that a table of a hundred thousand rows is checked at once.
#include "policy/check_tables.hpp"

#include <map>
#include <unordered_map>

namespace rebate {
namespace {

using Mask = std::vector<bool>;  // Of each key: does the row fix it?

constexpr std::size_t kMostConflicts = 20;  // Named per table; nobody reads more.

struct Group {
  Mask mask;
  std::vector<std::size_t> rows;
};

bool is_subset(const Mask& a, const Mask& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] && !b[i]) return false;
  }
  return true;
}

class ConflictFinder {
 public:
  ConflictFinder(CheckContext& context, const CheckedTable& table,
                 const std::vector<std::string>& pointers)
      : context_(context), table_(table), pointers_(pointers) {}

  void find() {
    std::map<Mask, std::vector<std::size_t>> by_mask;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      Mask mask;
      for (const auto& key : table_.rows[i].keys) mask.push_back(key.has_value());
      by_mask[mask].push_back(i);
    }
    std::vector<Group> groups;
    for (auto& [mask, rows] : by_mask) groups.push_back({mask, std::move(rows)});
    for (const Group& group : groups) find_equal(group);
    for (std::size_t a = 0; a < groups.size(); ++a) {
      for (std::size_t b = a + 1; b < groups.size() && count_ < kMostConflicts; ++b) {
        if (is_subset(groups[a].mask, groups[b].mask) || is_subset(groups[b].mask, groups[a].mask))
          continue;
        find_crossing(groups[a], groups[b]);
      }
    }
  }

 private:
  // What the row fixes among `mask`, as one text. Banded keys count only where `with_bounds`.
  std::string fingerprint(std::size_t row, const Mask& mask, bool with_bounds) const {
    std::string text;
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (!mask[i] || (table_.keys[i].edge != Edge::kNone && !with_bounds)) continue;
      const std::string part = to_text(*table_.rows[row].keys[i]);
      text += std::to_string(part.size()) + ':' + part;
    }
    return text;
  }

  bool can_meet_in_time(std::size_t a, std::size_t b) const {
    const auto& first = table_.rows[a].valid;
    const auto& second = table_.rows[b].valid;
    return !first || !second || first->overlaps(*second);
  }

  // Rows that fix the same keys meet only if they fix them alike; bounds then make different bands.
  void find_equal(const Group& group) {
    std::unordered_map<std::string, std::vector<std::size_t>> seen;
    for (const std::size_t row : group.rows) {
      auto& same = seen[fingerprint(row, group.mask, true)];
      for (const std::size_t other : same) {
        if (count_ < kMostConflicts && can_meet_in_time(other, row)) report(other, row, true);
      }
      if (same.size() < kMostConflicts) same.push_back(row);
    }
  }

  void find_crossing(const Group& a, const Group& b) {
    Mask common;
    for (std::size_t i = 0; i < a.mask.size(); ++i) common.push_back(a.mask[i] && b.mask[i]);
    std::unordered_map<std::string, std::vector<std::size_t>> seen;
    for (const std::size_t row : a.rows) seen[fingerprint(row, common, false)].push_back(row);
    for (const std::size_t row : b.rows) {
      const auto found = seen.find(fingerprint(row, common, false));
      if (found == seen.end()) continue;
      for (const std::size_t other : found->second) {
        if (count_ >= kMostConflicts) return;
        if (can_meet_in_time(other, row)) report(std::min(other, row), std::max(other, row), false);
      }
    }
  }

  std::string name_of_row(std::size_t row) const {
    const Place place = context_.place(pointers_[row]);
    std::string text = "row " + std::to_string(row + 1);
    if (place.line > 0) text += " (line " + std::to_string(place.line) + ")";
    return text;
  }

  void report(std::size_t first, std::size_t second, bool is_same) {
    ++count_;
    context_.error(
        Code::kTableConflict, pointers_[second],
        name_of_row(first) + " and " + name_of_row(second) +
            (is_same ? " have the same keys. Keep one of them."
                     : " can meet and neither is more specific. Fix in one of them what the other "
                       "fixes."));
  }

  CheckContext& context_;
  const CheckedTable& table_;
  const std::vector<std::string>& pointers_;
  std::size_t count_ = 0;
};

}  // namespace

void check_conflicts(CheckContext& context, const CheckedTable& table,
                     const std::vector<std::string>& row_pointers) {
  ConflictFinder(context, table, row_pointers).find();
}

}  // namespace rebate
