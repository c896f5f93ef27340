// SPDX-License-Identifier: Apache-2.0
#include "ledger/row_judge.hpp"

#include "ledger/row_identity.hpp"

#include <array>
#include <set>
#include <string>

namespace rebate::detail {

namespace {

/// An invoice without partner is still found through its payments; no other row is.
bool may_lack_partner(const TableBuilder& table) { return table.noun() == "invoice"; }

/// Takes out repeated rows: all but the first of equal ones, and all of an id whose rows differ.
void judge_repeated(const TableBuilder& table, std::vector<bool>& counts, DoubtfulRows& doubtful) {
  const auto repeated = repeated_rows(table);
  const auto same = [&](RowIndex a, RowIndex b) {
    for (std::size_t i = 0; i < table.column_count(); ++i) {
      if (!table.column(i).equal(a, b)) return false;
    }
    return true;
  };
  std::set<RowIndex> conflicting;  // First rows of ids whose rows differ.
  for (const auto& [row, first] : repeated) {
    if (!same(row, first)) conflicting.insert(first);
  }
  // In the order of the file: what is doubtful first is listed first.
  std::set<std::pair<RowIndex, RowDoubt>> found;
  for (const RowIndex first : conflicting) found.emplace(first, RowDoubt::kConflict);
  for (const auto& [row, first] : repeated) {
    found.emplace(row, conflicting.contains(first) ? RowDoubt::kConflict : RowDoubt::kDuplicate);
  }
  for (const auto& [row, why] : found) {
    counts[row] = false;
    doubt(table, row, why, "", doubtful);
  }
}

/// What signs a type of sale may have: -1 none above zero, 1 none below, 0 any.
int sign_of_type(std::string_view type) {
  if (type == "return" || type == "cancel") return -1;
  if (type == "sale") return 1;
  return 0;
}

void judge_signs(const TableBuilder& table, std::vector<bool>& counts, DoubtfulRows& doubtful) {
  const ColumnBuilder* type = table.noun() == "sale" ? table.find("type") : nullptr;
  if (type == nullptr || type->type() != FieldType::kText) return;
  constexpr std::array<std::string_view, 3> kSigned{"quantity", "net", "gross"};
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    const int sign = sign_of_type(type->text(row));
    if (sign == 0 || !counts[row]) continue;
    for (const std::string_view field : kSigned) {
      const ColumnBuilder* column = table.find(field);
      if (column == nullptr || column->type() != FieldType::kNumber) continue;
      if (column->sign(row) * sign >= 0) continue;
      counts[row] = false;
      doubt(table, row, RowDoubt::kSign,
            std::string(type->text(row)) + " with " + std::string(field) + " " +
                to_text(column->cell(row)),
            doubtful);
      break;
    }
  }
}

void judge_partners(const TableBuilder& table, std::span<const TextCode> partners,
                    std::vector<bool>& counts, DoubtfulRows& doubtful) {
  const ColumnBuilder* partner = table.find("partner");
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    if (!counts[row]) continue;
    const TextCode own = partner == nullptr ? kMissingText : partner->code(row);
    const bool is_unknown =
        own == kMissingText ? !may_lack_partner(table) : partners[own] == kUnknownPartnerCode;
    if (!is_unknown) continue;
    counts[row] = false;
    doubt(table, row, RowDoubt::kUnknownPartner, own == kMissingText ? "none" : partner->text(row),
          doubtful);
  }
}

}  // namespace

void doubt(const TableBuilder& table, RowIndex row, RowDoubt why, std::string_view text,
           DoubtfulRows& doubtful) {
  const ColumnBuilder* id = table.find("id");
  doubtful.add(table.noun(), table.file(), why, table.line(row),
               id == nullptr ? std::string_view() : id->text(row), text);
}

std::vector<bool> rows_that_count(const TableBuilder& table, std::span<const TextCode> partners,
                                  DoubtfulRows& doubtful) {
  std::vector<bool> counts(table.row_count(), true);
  judge_repeated(table, counts, doubtful);
  judge_partners(table, partners, counts, doubtful);
  judge_signs(table, counts, doubtful);
  return counts;
}

}  // namespace rebate::detail
