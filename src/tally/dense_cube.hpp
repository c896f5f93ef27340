// SPDX-License-Identifier: Apache-2.0
//
// The quick way to a row's cell. Where the classes of all dimensions can be listed before the scan,
// a partner's cells are places of one array, numbered as they are sorted:
//
//   place = stretch × 96 + product class × 8 + launched × 4 + ... + region class
//
// and each column of the row adds its part of that number: the day one part for stretch and days,
// the product one for all that products decide, the region one by a table of its partner's. A row
// costs a look-up a column, however many rules there are, and no branch.
//
// What cannot be listed (a condition that two columns of many values decide) goes the plain way,
// RowClasses; both give the same cells, and tests hold them to each other.
#pragma once

#include "rebate/ledger/ledger.hpp"
#include "tally/block.hpp"
#include "tally/block_formula.hpp"
#include "tally/cells.hpp"
#include "tally/row_environment.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace rebate {

class DenseCube {
 public:
  /// Most places of a partner's array.
  static constexpr std::size_t kMaxPlaces = std::size_t{1} << 16;

  /// Nothing if the cube must be scanned the plain way. Adds the columns that it reads to
  /// `columns`.
  static std::unique_ptr<const DenseCube> make(const Plan& plan, const Cube& cube,
                                               const Master& master, const Ledger& ledger,
                                               const Table& table, BlockColumns& columns);

  /// A text column's part of the place, by its code.
  struct CodePart {
    std::size_t slot = 0;
    std::vector<std::uint32_t> by_code;
  };
  /// The same by a table that the partner chooses.
  struct PartnerPart {
    std::size_t slot = 0;
    std::vector<std::uint32_t> table_of_partner;
    std::vector<std::vector<std::uint32_t>> tables;
  };
  /// One part before a day that a code decides, another from it on: sale.date >= product.launched.
  struct TurningPart {
    struct Turn {
      std::int32_t day = 0;
      std::uint32_t before = 0, from = 0;
    };
    std::size_t slot = 0;  ///< of the code
    std::vector<Turn> by_code;
  };
  struct ConditionPart {
    BlockFormula formula;
    std::uint32_t where_false = 0, where_true = 0;
  };
  /// What a cell sums of a row; neither: rows are added one by one.
  struct Sum {
    std::optional<std::size_t> slot;
    std::optional<BlockFormula> formula;
    std::vector<std::size_t> doubtful_slots;  ///< inputs that some row lacks, or has only as a wide
                                              ///< number
  };

  const Cube& cube() const { return *cube_; }
  std::size_t stretches() const { return stretches_; }
  /// Places of one stretch.
  std::size_t places() const { return places_; }
  /// Classes of dimension d in the order of their keys, and how far apart two of them lie.
  const std::vector<ClassValues>& classes(std::size_t d) const { return classes_[d]; }
  std::uint32_t class_at(std::size_t d, std::uint32_t place) const {
    return static_cast<std::uint32_t>(place / strides_[d] % classes_[d].size());
  }

  std::size_t date_slot() const { return date_slot_; }
  std::int32_t first_day() const { return first_day_; }
  const std::vector<std::uint32_t>& by_day() const { return by_day_; }
  const std::vector<std::uint32_t>& by_partner() const { return by_partner_; }
  const std::vector<CodePart>& code_parts() const { return code_parts_; }
  const std::vector<PartnerPart>& partner_parts() const { return partner_parts_; }
  const std::vector<TurningPart>& turning_parts() const { return turning_parts_; }
  const std::vector<ConditionPart>& condition_parts() const { return condition_parts_; }
  const std::vector<Sum>& sums() const { return sums_; }
  /// What a row of this type adds to rows (low half) and forward rows (high half); no slot: all
  /// rows are forward.
  const std::optional<CodePart>& type_part() const { return type_part_; }

 private:
  friend class DenseCubeMaker;

  const Cube* cube_ = nullptr;
  std::size_t stretches_ = 1;
  std::size_t places_ = 1;
  std::vector<std::vector<ClassValues>> classes_;
  std::vector<std::size_t> strides_;
  std::size_t date_slot_ = 0;
  std::int32_t first_day_ = 0;
  std::vector<std::uint32_t> by_day_;
  std::vector<std::uint32_t> by_partner_;
  std::vector<CodePart> code_parts_;
  std::vector<PartnerPart> partner_parts_;
  std::vector<TurningPart> turning_parts_;
  std::vector<ConditionPart> condition_parts_;
  std::vector<Sum> sums_;
  std::optional<CodePart> type_part_;
};

}  // namespace rebate
