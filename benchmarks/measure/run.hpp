// SPDX-License-Identifier: Apache-2.0
//
// A programme with its data in memory, and the things a benchmark does to it: settle everything,
// build the ledger from columns, take in a thousand more sales, settle one partner. Each returns
// its time in seconds; reading and preparing are not in it.
#pragma once

#include "rebate/settlement/settler.hpp"
#include "rebate/evaluation/evaluate.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rebate::bench {

struct Loaded {
  std::shared_ptr<const CheckedPolicy> policy;
  Dataset data;
  std::shared_ptr<const Plan> plan;
  std::shared_ptr<const Tally> sums;  ///< of all rows; set by the first settle_all()
  std::optional<Settler> settler;     ///< over those sums
  int threads = 0;
  double reading = 0;  ///< seconds
};

/// Prints what is wrong and ends the program, as nothing can be measured then.
Loaded load(const std::string& policy_path, const std::string& data_folder, int threads);

struct Settled {
  double compile = 0, tally = 0, settle = 0;
  std::size_t lines = 0;
  std::map<std::string, std::string> due;  ///< by rule
};
/// From the ledger to a settlement: plan, sums, lines.
Settled settle_all(Loaded& run);

/// The columns of the sales, in an order as they come from a warehouse: by no partner.
class SaleColumns {
 public:
  explicit SaleColumns(const Table& sales);
  /// Columns to a ledger whose rows are grouped by partner and that settles.
  double build(const Master& master, int threads) const;
  /// The rows [first, last) of these columns under new ids.
  Ledger batch(const Master& master, std::size_t first, std::size_t last) const;
  std::size_t rows() const { return rows_; }

 private:
  struct One {
    FieldSpec spec;
    std::int32_t scale = 0;
    std::vector<std::int64_t> numbers;  // Coefficients.
    std::vector<std::int32_t> days;
    std::vector<TextCode> texts;  // Places in `words`.
    std::vector<std::string> words;
  };
  static void add_cell(const One& one, std::size_t row, const std::string& id_prefix,
                       ColumnBuilder& column);
  TableBuilder table(std::size_t first, std::size_t last, const std::string& id_prefix) const;

  std::vector<One> columns_;
  std::size_t rows_ = 0;
};

/// The sums of a batch join those of the partners it touches, who are settled anew.
double append(const Loaded& run, const Ledger& batch);

/// One partner's lines, from the sums in memory.
double settle_one(const Loaded& run, const std::string& partner);

/// Bytes of the ledger's columns for each row of sale.
double bytes_per_row(const Ledger& ledger);

}  // namespace rebate::bench
