// SPDX-License-Identifier: Apache-2.0
//
// A formula on rows, worked out for a block of rows at a time with 64-bit whole numbers:
//
//   round(sale.net * (days(sale.date, sale.paid_date) <= 10 ? 2% : 0%), 0.01, 'half_up')
//
// Every node has a scale that is known beforehand and bounds that follow from the smallest and the
// largest number of each column. Where no product or sum within the bounds can leave 64 bits, the
// loops need no checks and give exactly what the evaluator gives; where one could, or the formula
// holds something that no loop is written for, there is no block form and rows are evaluated one by
// one.
#pragma once

#include "rebate/policy/formula.hpp"
#include "tally/block.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rebate {

enum class RoundingMode;

class BlockFormula {
 public:
  /// A number's block form, with `scale` digits after the point; nothing if it has none.
  static std::optional<BlockFormula> number(const Formula& formula, const std::string& noun,
                                            const Table& table, std::int32_t scale,
                                            BlockColumns& columns);
  /// A condition's: 0 is false, -1 true.
  static std::optional<BlockFormula> condition(const Formula& formula, const std::string& noun,
                                               const Table& table, BlockColumns& columns);

  /// Room to work in, for one thread.
  class Scratch {
   public:
    explicit Scratch(const BlockFormula& formula);

   private:
    friend class BlockFormula;
    std::vector<std::vector<std::int64_t>> nodes_;
  };

  /// One number a row; of rows that lack an input, anything. Valid until the scratch is used again.
  const std::int64_t* evaluate(const Block& block, Scratch& scratch) const;

  /// Slots of the columns it reads.
  const std::vector<std::size_t>& inputs() const { return inputs_; }
  std::int64_t smallest() const { return nodes_.back().low; }
  std::int64_t largest() const { return nodes_.back().high; }

 private:
  enum class Kind { kNumber, kDate, kFlag };
  enum class Do {
    kConstant,
    kNumberColumn,
    kDateColumn,
    kScale,  ///< times 10^digits
    kAdd,
    kSubtract,
    kMultiply,
    kNegate,
    kLess,
    kLessEqual,
    kEqual,
    kAnd,
    kOr,
    kNot,
    kSelect,
    kRound,  ///< to a multiple of 10^digits, divided by it
  };
  struct Node {
    Do does = Do::kConstant;
    Kind kind = Kind::kNumber;
    std::int32_t scale = 0;
    std::int64_t low = 0, high = 0;  ///< what it can be, both included
    std::int64_t constant = 0;
    std::size_t slot = 0;
    int a = -1, b = -1, c = -1;  ///< operands, nodes before this one
    std::int64_t factor = 1;     ///< 10^digits of kScale and kRound
    int mode = 0;                ///< of kRound
  };
  class Compiler;

  void run(const Node& node, const Block& block, Scratch& scratch, std::int64_t* out) const;

  std::vector<Node> nodes_;
  std::vector<std::size_t> inputs_;
};

}  // namespace rebate
