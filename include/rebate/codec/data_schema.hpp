// SPDX-License-Identifier: Apache-2.0
//
// The files of a data folder and their columns: sales.csv holds the noun sale with id, date,
// partner, product, quantity, net (required) and its further fields; visits.csv holds the noun
// visit that a policy declares. A column that the schema does not have is not read.
#pragma once

#include "rebate/ledger/field.hpp"
#include "rebate/policy/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct DataFileSchema {
  std::string file;       ///< "sales", without ".csv"
  bool is_trade = false;  ///< Rows of trade, kept in the ledger; else master data.
  bool has_keys = false;  ///< Columns that the schema does not have are text keys: targets.
  TableSchema table;      ///< Its noun and fields.
};

class DataSchema {
 public:
  /// The standard files and columns of the format.
  [[nodiscard]] static DataSchema standard();
  /// Those, and the fields, nouns and tiers that the policy declares.
  [[nodiscard]] static DataSchema of(const Policy& policy);

  /// Adds a column or gives one another type; a new noun gets a trade file with id, date and
  /// partner. Of a KPI, "kpi" and its name: the type of its values.
  void declare(std::string_view noun, FieldSpec field);

  [[nodiscard]] const std::vector<DataFileSchema>& files() const { return files_; }
  [[nodiscard]] const DataFileSchema* find_file(std::string_view file) const;
  [[nodiscard]] const DataFileSchema* find_noun(std::string_view noun) const;
  /// Types of KPI values that are not numbers, by KPI.
  [[nodiscard]] const std::vector<FieldSpec>& kpis() const { return kpis_; }

 private:
  std::vector<DataFileSchema> files_;
  std::vector<FieldSpec> kpis_;
};

}  // namespace rebate
