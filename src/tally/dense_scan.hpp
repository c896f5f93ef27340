// SPDX-License-Identifier: Apache-2.0
//
// Adds the rows of a run of partners into the cells of dense cubes, block by block, all cubes of a
// noun at once; and puts the cells of several such runs together.
#pragma once

#include "tally/accumulate.hpp"
#include "tally/dense_cube.hpp"

#include <memory>
#include <vector>

namespace rebate {

/// The cells of one cube, for one thread.
class DenseScan {
 public:
  DenseScan(const DenseCube& dense, const Plan& plan, const Master& master, const Ledger& ledger,
            const Table& table);

  void start_partner(TextCode partner);
  void add(const Block& block);
  void finish_partner();
  /// Cells sorted as CubeCells says, with all classes of the cube; offsets are left to the caller.
  CubeCells take();

  /// Classes that some cell is of, by dimension.
  std::vector<std::vector<bool>> used_classes() const;

 private:
  static constexpr std::uint32_t kNoCell = UINT32_MAX;
  // Words of a place: rows (low half) and forward rows (high half); how far before the calendar's
  // last day the earliest row lies, so that 0 is none; the sums.
  static constexpr std::size_t kRows = 0, kEarliest = 1, kSums = 2;

  void place_rows(const Block& block);
  const std::int64_t* numbers_of(std::size_t sum, const Block& block);
  void set_doubtful_aside(std::size_t sum, const Block& block, std::int64_t* numbers);
  template <std::size_t kCount>
  void add_rows(const Block& block);
  void add_sum(std::size_t sum, const Block& block);
  void resize_cells(std::size_t size);
  void keep_cell(const std::int64_t* words, std::uint32_t stretch, std::size_t place,
                 std::size_t cell);

  const DenseCube& dense_;
  std::size_t width_;
  std::vector<std::int64_t> words_;           // width_ words a place
  std::vector<std::uint64_t> touched_;        // a bit a place
  std::vector<std::uint32_t> places_;         // of the block's rows
  std::vector<std::int64_t> counts_;          // what each of them adds to kRows
  std::vector<const std::int64_t*> numbers_;  // and to the sums
  std::vector<std::optional<BlockFormula::Scratch>> sum_scratch_;
  std::vector<BlockFormula::Scratch> condition_scratch_;
  std::vector<std::vector<std::int64_t>> cleared_;  // numbers without those set aside

  /// A row that is added to its sum one by one, once the partner's cells are numbered.
  struct Doubtful {
    std::size_t sum = 0;
    std::uint32_t place = 0;
    RowIndex row = 0;
  };
  std::vector<Doubtful> doubtful_;
  RowEnvironment environment_;
  std::vector<RowAdder> adders_;

  TextCode partner_ = kMissingText;
  std::vector<std::vector<std::uint32_t>> class_of_place_;  // by dimension
  std::vector<std::uint32_t> cell_of_place_;                // of the partner's cells
  std::vector<std::uint8_t> used_place_;
  CubeCells cells_;
};

/// The cells of runs that follow each other, from the first partner to the last, as combine()
/// would give them.
CubeCells joined_cells(const DenseCube& dense, std::vector<DenseScan>& runs);

}  // namespace rebate
