// SPDX-License-Identifier: Apache-2.0
//
// A register lists who or what exists and what was true of it when: partner P7 is silver from
// 2024-01-01 to 2025-06-30 and gold from 2025-07-01 on. Partners, products and customers are
// registers.
//
// Of a row both days count: valid_to 2025-06-30 includes that day. A blank valid_to is "still", a
// blank valid_from "always". The rows of one id do not overlap; gaps are allowed, and in a gap it
// is not valid.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/period.hpp"
#include "rebate/ledger/table.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rebate {

/// What holds of an id over some days: a row of the register's table.
struct DatedRecord {
  DateRange valid;
  RowIndex row = 0;
};

class Register {
 public:
  /// Knows nobody.
  Register();

  /// Takes a table with the column "id" and, if there are, "valid_from" and "valid_to".
  /// FAILS: kMasterRange, kMasterOverlap, kFieldEmpty (a row without id).
  [[nodiscard]] static Result<Register> make(Table table);
  /// Ids without any attribute, always valid: for examples that do not list their partners.
  [[nodiscard]] static Register of_ids(std::span<const std::string> ids);

  /// The ids; codes from 1, ascending by the bytes of the id.
  [[nodiscard]] const Dictionary& ids() const { return *ids_; }
  [[nodiscard]] const std::shared_ptr<const Dictionary>& shared_ids() const { return ids_; }
  /// All rows and attributes: id, valid_from, valid_to and the others.
  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] bool has_attribute(std::string_view field) const {
    return table_.find(field) != nullptr;
  }

  /// Ascending by date. None for a code of no id here, such as a product only a sale names.
  [[nodiscard]] std::span<const DatedRecord> records(TextCode id) const;
  /// The record that holds on that day.
  [[nodiscard]] const DatedRecord* record_at(TextCode id, Date day) const;
  /// Valid on at least one day of the range.
  [[nodiscard]] bool is_valid_within(TextCode id, const DateRange& range) const;
  /// The latest day of the range on which it is valid.
  [[nodiscard]] std::optional<Date> last_valid_day(TextCode id, const DateRange& range) const;
  /// The earliest.
  [[nodiscard]] std::optional<Date> first_valid_day(TextCode id, const DateRange& range) const;

  /// Missing if nothing is valid on that day, the field is blank or no such column exists. "id" is
  /// known of every id at all times.
  [[nodiscard]] FieldValue attribute(TextCode id, std::string_view field, Date day) const;

  /// The days on which some record begins, or the day after one ends, strictly inside the range,
  /// ascending. Between two of them no attribute of anything changes.
  [[nodiscard]] std::vector<Date> changes_within(const DateRange& range) const;

 private:
  std::shared_ptr<const Dictionary> ids_;
  Table table_;
  std::vector<DatedRecord> records_;    // By code, then date.
  std::vector<std::uint32_t> offsets_;  // Records of code c: [offsets_[c], offsets_[c + 1]).
  std::vector<Date> changes_;           // Ascending, each once.
};

}  // namespace rebate
