// SPDX-License-Identifier: Apache-2.0
//
// A condition of data.json on the row being read: type in ['return', 'cancel']. It is text in the
// format's language, over the file's own fields and literals; without functions, sums or windows,
// since data.json holds no logic.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/policy/expression.hpp"
#include "rebate/codec/data_schema.hpp"
#include "codec/field_text.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace rebate::detail {

class RowCondition {
 public:
  /// Holds nowhere.
  RowCondition() = default;

  /// FAILS: the codes of expressions, kMappingCondition (something that is no condition on the row,
  /// a field that the file does not have).
  static RowCondition parse(std::string_view text, const Place& place, const TableSchema& table,
                            Issues& issues);

  bool is_set() const { return expression_.is_set(); }
  const std::string& text() const { return expression_.text(); }

  /// `field_text` gives the text that the row holds for a field, "" for none. A blank type of a
  /// sale is 'sale'. What compares with nothing, or with a text that is no number or date where one
  /// belongs, does not hold, nor does its opposite.
  bool holds(const std::function<std::string_view(std::string_view field)>& field_text,
             const FieldFormat& format) const;

 private:
  Expression expression_;
  TableSchema table_;
};

}  // namespace rebate::detail
