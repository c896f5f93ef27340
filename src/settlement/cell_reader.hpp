// SPDX-License-Identifier: Apache-2.0
//
// Answers measures from the cells of a tally. What a condition says of each class is worked out
// once for the whole run, so that a cell is accepted or passed over by look-ups.
#pragma once

#include "rebate/master/master.hpp"
#include "plan/plan_parts.hpp"
#include "tally/tally_parts.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

namespace rebate {

/// Conditions as verdicts on classes: for each dimension they touch, what they say of each of its
/// classes.
struct CellFilter {
  enum Verdict : std::uint8_t { kFalse, kTrue, kMissing };
  struct Part {
    std::size_t dimension = 0;
    std::vector<std::uint8_t> verdicts;  ///< by class
  };
  std::vector<Part> parts;

  Verdict of(const CubeCells& cells, std::uint32_t cell) const {
    Verdict result = kTrue;
    for (const Part& part : parts) {
      const auto verdict =
          static_cast<Verdict>(part.verdicts[cells.class_of[part.dimension][cell]]);
      if (verdict == kFalse) return kFalse;
      if (verdict == kMissing) result = kMissing;
    }
    return result;
  }
};

/// What restricts a measure beside what it says itself.
struct Sight {
  std::span<const TextCode> partners;       ///< whose rows
  const std::vector<Value>* key = nullptr;  ///< the line's key, one value per key of the rule
  const std::vector<std::uint32_t>* key_cells = nullptr;  ///< cells of the own cube that have it
  const std::vector<Value>* cut = nullptr;       ///< the part's terms, where what is paid is cut
  const Value* by = nullptr;                     ///< the key of .by()
  const Value* within = nullptr;                 ///< the value that .within(field) shares
  std::optional<std::uint32_t> last_cell;        ///< a row: nothing after it is seen
  std::optional<DateRange> days;                 ///< where the line itself says the window
  bool is_mirrored = false;                      ///< a return: sums have the other sign
  const std::vector<Stretches>* only = nullptr;  ///< in place of the measure\'s own stretches
};

/// A measure's value and what it was made of.
struct Reading {
  Value value;
  std::int64_t rows = 0;
  std::int64_t lacking = 0;  ///< rows that lack what is added up
  std::vector<RowMark> lacking_first;
};

class CellReader {
 public:
  CellReader(const Plan& plan, const Tally& tally);

  const CubeCells& cells(int cube) const { return tally_.cubes[static_cast<std::size_t>(cube)]; }
  const Value& atom_value(int cube, int atom, std::uint32_t cell) const;

  const CellFilter& filter(int cube, const std::vector<int>& conditions) const;
  /// Of the rows of a rule in one of its periods.
  const CellFilter& own_filter(const RulePeriod& period) const;

  /// Cells [first, second) of a partner in these stretches.
  std::pair<std::uint32_t, std::uint32_t> range(int cube, TextCode partner,
                                                Stretches stretches) const;

  /// Calls `visit` for every cell of the rule's own rows that counts for one of the partners.
  void each_own_cell(const RulePeriod& period, std::span<const TextCode> partners,
                     const std::function<void(std::uint32_t)>& visit) const;
  /// Every cell of the cube, of any day, that counts for one of the partners.
  std::vector<std::uint32_t> cells_for(int cube, const std::vector<Credit>& credits,
                                       std::span<const TextCode> partners) const;

  /// The measure's value under `sight`. `period` is the line's: windows that begin before it are
  /// missing where the noun's rows are not known that far back.
  Reading read(const Measure& measure, const Sight& sight, const DateRange& period) const;

  /// The distinct values that `atom` takes on the measure's cells with forward rows, by key order.
  std::vector<Value> distinct(const Measure& measure, const Sight& sight, int atom) const;

  /// Whether the rows of the measure's window are known, for a line of this period.
  bool is_covered(const Measure& measure, const DateRange& period) const;

  /// Calls `visit` for every cell the measure sees.
  void each_cell(const Measure& measure, const Sight& sight,
                 const std::function<void(std::uint32_t)>& visit) const;

 private:
  bool has_key(const Measure& measure, const Sight& sight, const CubeCells& cells,
               std::uint32_t cell) const;
  /// Which part of the cell's rows counts for the partners together.
  Ratio credited_part(int cube, const std::vector<Credit>& credits, std::uint32_t cell,
                      std::span<const TextCode> partners) const;
  void index_credits(int cube, const std::vector<Credit>& credits);
  template <class Visit>
  void visit_cells(const Measure& measure, const Sight& sight, const Visit& visit) const;
  void number_values(int cube, int atom);
  std::vector<bool> values_met(const Measure& measure, const Sight& sight, int atom,
                               std::int64_t& rows) const;
  Reading read_sum(const Measure& measure, const Sight& sight) const;
  Reading read_extreme(const Measure& measure, const Sight& sight) const;

  const Plan& plan_;
  const Tally& tally_;
  struct AtomPlace {
    std::size_t dimension = 0;
    std::size_t position = 0;
  };
  std::vector<std::vector<AtomPlace>> places_;  // cube, atom
  std::map<std::pair<int, std::vector<int>>, CellFilter>
      filters_;  // filled when made, then read only
  /// Cells that count for a partner, by cube and the atom that says so.
  std::map<std::pair<int, int>, std::vector<std::vector<std::uint32_t>>> credited_;
  std::unordered_map<const Measure*, const CellFilter*> of_measure_;
  std::vector<const CellFilter*> of_period_;  // by rule period
  /// The values of an atom that is counted or broken down by: each once, in the order of its key.
  struct NumberedValues {
    std::vector<Value> values;
    std::vector<int> by_class;  ///< -1: missing
  };
  std::map<std::pair<int, int>, NumberedValues> numbered_;  // cube, atom
};

}  // namespace rebate
