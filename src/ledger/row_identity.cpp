// SPDX-License-Identifier: Apache-2.0
//
// Ten million ids in one hash table would miss the cache at each of them. So the rows are first
// dealt into buckets by the upper bits of their hash, and each bucket gets a table that fits the
// cache.
#include "ledger/row_identity.hpp"

#include "ledger/text_hash.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace rebate::detail {

namespace {

constexpr int kBucketBits = 8;
constexpr std::size_t kBuckets = std::size_t{1} << kBucketBits;

/// "9" before "10": shorter ids first, then by bytes.
bool ascends(std::string_view before, std::string_view after) {
  return before.size() != after.size() ? before.size() < after.size() : before < after;
}

class Identities {
 public:
  explicit Identities(const TableBuilder& table)
      : id_(table.find("id")),
        invoice_(table.noun() == "payment" ? table.find("invoice") : nullptr),
        rows_(table.row_count()) {}

  std::vector<std::pair<RowIndex, RowIndex>> repeated() const {
    if (id_ == nullptr || all_ascend()) return {};
    return repeated_by_hash();
  }

 private:
  bool all_ascend() const {
    std::string_view before;
    for (RowIndex row = 0; row < rows_; ++row) {
      const std::string_view id = id_->text(row);
      if (!ascends(before, id)) return false;
      before = id;
    }
    return true;
  }

  bool same(RowIndex a, RowIndex b) const {
    return id_->text(a) == id_->text(b) && (invoice_ == nullptr || invoice_->equal(a, b));
  }

  std::uint64_t hash(RowIndex row) const {
    const std::uint64_t hash = hash_text(id_->text(row));
    return invoice_ == nullptr ? hash : hash_mix(hash, hash_text(invoice_->text(row)) | 1);
  }

  std::vector<std::pair<RowIndex, RowIndex>> repeated_by_hash() const {
    std::vector<std::uint64_t> hashes(rows_);
    std::vector<std::size_t> ends(kBuckets + 1, 0);
    for (RowIndex row = 0; row < rows_; ++row) {
      hashes[row] = hash(row);
      if (!id_->text(row).empty()) ++ends[(hashes[row] >> (64 - kBucketBits)) + 1];
    }
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    std::vector<RowIndex> dealt(ends.back());
    std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
    for (RowIndex row = 0; row < rows_; ++row) {
      if (!id_->text(row).empty()) dealt[next[hashes[row] >> (64 - kBucketBits)]++] = row;
    }
    std::vector<std::pair<RowIndex, RowIndex>> repeated;
    std::vector<RowIndex> slots;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      const std::span<const RowIndex> rows(dealt.data() + ends[bucket],
                                           ends[bucket + 1] - ends[bucket]);
      search(rows, hashes, slots, repeated);
    }
    std::sort(repeated.begin(), repeated.end());
    return repeated;
  }

  /// Rows of a bucket come in the order of the table, so the first met is the first there is.
  void search(std::span<const RowIndex> rows, const std::vector<std::uint64_t>& hashes,
              std::vector<RowIndex>& slots,
              std::vector<std::pair<RowIndex, RowIndex>>& repeated) const {
    std::size_t size = 16;
    while (size < 2 * rows.size()) size *= 2;
    slots.assign(size, kNoRow);
    for (const RowIndex row : rows) {
      std::size_t slot = hashes[row] & (size - 1);
      for (; slots[slot] != kNoRow; slot = (slot + 1) & (size - 1)) {
        if (hashes[slots[slot]] == hashes[row] && same(slots[slot], row)) break;
      }
      if (slots[slot] == kNoRow) {
        slots[slot] = row;
      } else {
        repeated.emplace_back(row, slots[slot]);
      }
    }
  }

  const ColumnBuilder* id_;
  const ColumnBuilder* invoice_;
  RowIndex rows_;
};

}  // namespace

std::vector<std::pair<RowIndex, RowIndex>> repeated_rows(const TableBuilder& table) {
  return Identities(table).repeated();
}

}  // namespace rebate::detail
