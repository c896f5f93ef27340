// SPDX-License-Identifier: Apache-2.0
//
// data.json: how the files of a folder that are not in the standard form are to be read. It names
// things and holds no logic: which column is the partner, how dates are written, what the codes of
// a type mean.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/codec/data_schema.hpp"
#include "codec/field_text.hpp"
#include "codec/row_condition.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate::detail {

/// What a text of the file means here: "ZRE" is "return".
using CodeMap = std::map<std::string, std::string, std::less<>>;

/// How one file is read. What is not set is as in a standard file.
struct FileMapping {
  std::string file;  ///< Relative to the folder; empty: the standard name.
  char delimiter = ',';
  std::string encoding = "utf-8";
  FieldFormat format;
  std::uint64_t skip_rows = 0;  ///< Lines before the header.
  /// Field -> columns of the file, whose texts are joined with '-'. Empty: columns have standard
  /// names.
  std::map<std::string, std::vector<std::string>> columns;
  std::map<std::string, CodeMap> codes;  ///< By field.
  RowCondition negate;                   ///< Turns the sign of the row's amounts.
  RowCondition keep;  ///< Rows for which it does not hold are kept out and counted.
  std::vector<std::string>
      strip_zeros;  ///< Fields that lose the zeros in front: "0000017" is "17".
  std::map<std::string, std::string> set;        ///< Fields that are the same in all rows.
  std::optional<std::uint64_t> expected_rows;    ///< Of rows kept.
  std::map<std::string, Decimal> expected_sums;  ///< Of number fields over rows kept, as booked.
  std::optional<Date> known_from;
  Place place;
};

struct DataMapping {
  std::optional<Date> as_of;
  std::map<std::string, FileMapping> files;  ///< By the standard name: "sales".
};

/// FAILS: the codes of JSON, 11xx, 43xx and those of expressions, all at once.
Result<DataMapping> read_data_mapping(std::string text, const std::string& file_name,
                                      const DataSchema& schema);

}  // namespace rebate::detail
