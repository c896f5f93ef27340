// SPDX-License-Identifier: Apache-2.0
//
// Tallies of the same rows, cut and ordered in every way.
#pragma once

#include "settlement/small_case.hpp"

#include <map>
#include <string>
#include <vector>

namespace rebate {

/// Rows of one table as CSV lines under their header.
struct CsvTable {
  std::string header;
  std::vector<std::string> rows;

  std::string text() const;
};
/// By the file's name: "sales".
using CsvTables = std::map<std::string, CsvTable>;

/// A policy, the tables of the master, and rows of trade that may be cut.
struct SplitCase {
  std::string members;
  std::map<std::string, std::string> master;  ///< By the file's name, whole CSV texts.
  CsvTables trade;

  SmallCase whole() const { return with(trade); }
  SmallCase with(const CsvTables& rows) const;
  /// Row i goes to part i mod k.
  std::vector<CsvTables> parts(std::size_t k) const;

  /// Everything is compiled and numbered by the whole.
  std::shared_ptr<const Plan> plan;
  Dataset data;
  void compile();

  std::shared_ptr<const Tally> tally_of(const CsvTables& rows, int threads = 1) const;
  std::string bytes_of(const CsvTables& rows, int threads = 1) const;
};

}  // namespace rebate
