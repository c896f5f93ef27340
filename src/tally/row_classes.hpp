// SPDX-License-Identifier: Apache-2.0
//
// Finds the class of a row in every dimension of a cube. Where one code decides (a product, a
// text), the classes of all codes are worked out once and a row costs a look-up; where several
// columns decide, the atoms are worked out on the row, and what two codes decided is remembered.
#pragma once

#include "rebate/ledger/ledger.hpp"
#include "tally/class_memo.hpp"
#include "tally/class_table.hpp"
#include "tally/row_environment.hpp"

#include <memory>
#include <vector>

namespace rebate {

/// Classes by code, shared by all threads.
struct CodeClasses {
  ClassTable table;
  std::vector<std::uint32_t> by_code;  ///< class of code c; of day d: [d - first_day]
  std::int32_t first_day = 0;
};

/// One per dimension; null where rows or partners must be looked at.
using SharedClasses = std::vector<std::shared_ptr<const CodeClasses>>;
SharedClasses classes_by_code(const Plan& plan, const Cube& cube, const Master& master,
                              const Ledger& ledger, const Table& table);

/// The column whose code, or day, decides the dimension's class; null if the table has none.
/// The column that says on which day a row counts; restated days are the rows' own where no row
/// reverses another.
const Column* date_column(const Cube& cube, const Table& table);

const Column* deciding_column(const Cube& cube, const Dimension& dimension, const Table& table);

/// The dimension's values for a code of that column (not a day), and this partner's where it
/// decides too.
ClassValues values_for_code(RowEnvironment& environment, const Cube& cube,
                            const Dimension& dimension, const Column& column, TextCode code,
                            TextCode partner);

/// For one thread.
class RowClasses {
 public:
  RowClasses(const Plan& plan, const Cube& cube, const Master& master, const Ledger& ledger,
             const Table& table, const SharedClasses& shared);

  /// To be called before the rows of a partner.
  void start_partner(TextCode partner);
  /// The class in every dimension, into `out`.
  void classify(RowIndex row, std::uint32_t* out);

  RowEnvironment& environment() { return environment_; }
  /// The classes that the numbers of dimension d stand for.
  const std::vector<ClassValues>& classes(std::size_t dimension) const;

 private:
  /// A dimension that is worked out on rows.
  struct Computed {
    std::vector<const Column*>
        inputs;                  ///< Columns whose codes or days decide, besides the partner.
    bool is_remembered = false;  ///< They are at most two, and decide all.
    ClassMemo memo;
    std::uint32_t of_flag[2] = {ClassMemo::kUnknown,
                                ClassMemo::kUnknown};  ///< Class of false, of true.
  };

  Computed computed_of(const Dimension& dimension, const Table& table) const;
  std::uint32_t by_value(std::size_t dimension, RowIndex row);
  std::uint32_t worked_out(std::size_t dimension, RowIndex row);

  const Cube& cube_;
  const SharedClasses& shared_;
  RowEnvironment environment_;
  std::vector<const Column*> columns_;     // Whose code decides, per shared dimension.
  std::vector<ClassTable> own_;            // Of dimensions that are not shared.
  std::vector<Computed> computed_;         // As own_.
  std::vector<std::uint32_t> of_partner_;  // Class of the current partner, where it alone decides.
  TextCode partner_ = kMissingText;
};

}  // namespace rebate
