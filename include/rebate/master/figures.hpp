// SPDX-License-Identifier: Apache-2.0
//
// Figures are numbers on file by name, partner and period: the target 'annual' of D017 for 2025 is
// 1,000,000; its KPI 'nps' for 2025-Q1 is 71; its net_sales of 2023, before the ledger begins,
// 800,000.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/ledger/table.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {

/// The values of the key columns a figure has, by column, ascending: {{"product.line", "L01"}}.
using FigureKeys = std::vector<std::pair<std::string, std::string>>;

struct Figure {
  std::string name;         ///< "annual"
  std::string partner;      ///< "D017", or the value of the field that a target is given for
  std::string period_name;  ///< As written: "2025-Q1".
  DateRange period;
  FigureKeys keys;   ///< Blank key cells are left out.
  FieldValue value;  ///< A number; of a KPI also a text, a date or a flag.
  std::uint64_t line = 0;

  /// The number. REQUIRES: it is one.
  [[nodiscard]] const Decimal& number() const { return std::get<Decimal>(value); }
};

class Figures {
 public:
  Figures() = default;

  /// Takes a table whose first column, `name_column` ("target", "kpi", "measure"), names the
  /// figure, with the columns partner, period and value; every other column is a key. A KPI that is
  /// no number has its value in value_text, value_date or value_flag instead. Periods are read in
  /// `calendar`. FAILS: kMasterPeriod, kMasterDuplicate (one figure twice, with different values;
  /// the same value twice is a warning).
  [[nodiscard]] static Result<Figures> make(const Table& table, std::string_view name_column,
                                            const FiscalCalendar& calendar);

  /// The figure of exactly this period and these keys; nullptr if there is none. A period that a
  /// policy cut to its validity is asked for by its name's whole range.
  [[nodiscard]] const Figure* find(std::string_view name, std::string_view partner,
                                   const DateRange& period, const FigureKeys& keys = {}) const;
  /// The same, or else the figure of the shortest period that contains this one; of equally long
  /// ones the earliest.
  [[nodiscard]] const Figure* covering(std::string_view name, std::string_view partner,
                                       const DateRange& period, const FigureKeys& keys = {}) const;
  /// All of a name and partner, by period begin, end, then keys.
  [[nodiscard]] std::span<const Figure> of(std::string_view name, std::string_view partner) const;

  /// All, by name, partner, period and keys.
  [[nodiscard]] std::span<const Figure> all() const { return figures_; }
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::vector<Figure> figures_;
  std::string file_;
};

}  // namespace rebate
