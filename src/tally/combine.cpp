// SPDX-License-Identifier: Apache-2.0
#include "tally/combine.hpp"

#include "plan/value_text.hpp"
#include "tally/accumulate.hpp"
#include "tally/class_table.hpp"

#include <algorithm>

namespace rebate {
namespace {

struct CellRef {
  std::uint32_t part = 0;
  std::uint32_t cell = 0;
};

class Combiner {
 public:
  Combiner(const Cube& cube, const std::vector<const CubeCells*>& parts)
      : cube_(cube), parts_(parts) {}

  CubeCells run(std::uint32_t partner_count) {
    number_classes();
    prepare();
    for (std::uint32_t partner = 0; partner <= partner_count; ++partner) {
      result_.offsets.push_back(result_.size());
      add_partner(partner);
    }
    result_.offsets.push_back(result_.size());
    for (AccumulatorColumn& column : result_.accumulators) normalize(column);
    return std::move(result_);
  }

 private:
  /// Numbers the classes that some cell uses, in the order of their keys.
  void number_classes() {
    renumbered_.resize(parts_.size());
    result_.classes.resize(cube_.dimensions.size());
    for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
      std::map<std::string, const ClassValues*> used;
      std::vector<std::vector<std::string>> keys(parts_.size());
      for (std::size_t p = 0; p < parts_.size(); ++p) {
        const auto& classes = parts_[p]->classes[d];
        keys[p].resize(classes.size());
        for (const std::uint32_t number : parts_[p]->class_of[d]) {
          if (!keys[p][number].empty()) continue;
          keys[p][number] = "=" + key_of(classes[number]);
          used.emplace(keys[p][number], &classes[number]);
        }
      }
      std::map<std::string, std::uint32_t> numbers;
      for (const auto& [key, values] : used) {
        numbers.emplace(key, static_cast<std::uint32_t>(numbers.size()));
        result_.classes[d].push_back(*values);
      }
      for (std::size_t p = 0; p < parts_.size(); ++p) {
        std::vector<std::uint32_t> map(keys[p].size());
        for (std::size_t c = 0; c < keys[p].size(); ++c) {
          if (!keys[p][c].empty()) map[c] = numbers.at(keys[p][c]);
        }
        renumbered_[p].push_back(std::move(map));
      }
    }
  }

  void prepare() {
    result_.class_of.resize(cube_.dimensions.size());
    result_.accumulators.resize(cube_.accumulators.size());
    for (std::size_t a = 0; a < cube_.accumulators.size(); ++a) {
      for (const CubeCells* part : parts_) {
        AccumulatorColumn& column = result_.accumulators[a];
        column.scale = std::max(column.scale, part->accumulators[a].scale);
        has_lacking_ |= !part->accumulators[a].lacking.empty();
      }
    }
  }

  std::uint32_t class_of(const CellRef& ref, std::size_t dimension) const {
    const std::uint32_t number = parts_[ref.part]->class_of[dimension][ref.cell];
    return renumbered_[ref.part][dimension][number];
  }

  /// Below zero: a comes first; zero: one cell.
  int order(const CellRef& a, const CellRef& b) const {
    const CubeCells& x = *parts_[a.part];
    const CubeCells& y = *parts_[b.part];
    const auto compare = [](const auto& left, const auto& right) {
      return left < right ? -1 : static_cast<int>(right < left);
    };
    if (const int by = compare(x.stretch[a.cell], y.stretch[b.cell])) return by;
    if (cube_.per_row) {
      if (const int by = compare(x.first_day[a.cell], y.first_day[b.cell])) return by;
      if (const int by = compare(x.ids[a.cell], y.ids[b.cell])) return by;
    }
    for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
      if (const int by = compare(class_of(a, d), class_of(b, d))) return by;
    }
    return cube_.per_row ? order_by_sums(a, b) : 0;
  }

  /// Rows may share day and id (a payment against several invoices): then what they hold orders
  /// them.
  int order_by_sums(const CellRef& a, const CellRef& b) const {
    const CubeCells& x = *parts_[a.part];
    const CubeCells& y = *parts_[b.part];
    for (std::size_t i = 0; i < cube_.accumulators.size(); ++i) {
      const std::string left = held(x.accumulators[i], a.cell);
      const std::string right = held(y.accumulators[i], b.cell);
      if (left != right) return left < right ? -1 : 1;
    }
    if (x.forward_rows[a.cell] == y.forward_rows[b.cell]) return 0;
    return x.forward_rows[a.cell] < y.forward_rows[b.cell] ? -1 : 1;
  }

  static std::string held(const AccumulatorColumn& column, std::uint32_t cell) {
    std::string text = column.lacking_rows(cell) > 0 ? "-" : "+";
    text +=
        column.extremes.empty() ? to_key(column.sum(cell)) : to_key(column.extremes[cell].value);
    return text;
  }

  void add_partner(std::uint32_t partner) {
    std::vector<CellRef> refs;
    for (std::uint32_t p = 0; p < parts_.size(); ++p) {
      const auto& offsets = parts_[p]->offsets;
      if (partner + 1 >= offsets.size()) continue;
      for (std::uint32_t c = offsets[partner]; c < offsets[partner + 1]; ++c)
        refs.push_back({p, c});
    }
    std::stable_sort(refs.begin(), refs.end(),
                     [&](const CellRef& a, const CellRef& b) { return order(a, b) < 0; });
    for (std::size_t i = 0; i < refs.size(); ++i) {
      // Rows without ids stay apart even if nothing tells them from each other.
      const bool joins = i > 0 && !cube_.per_row && order(refs[i - 1], refs[i]) == 0;
      if (joins) {
        join(refs[i], result_.size() - 1);
      } else {
        append(refs[i]);
      }
    }
  }

  void append(const CellRef& ref) {
    const CubeCells& part = *parts_[ref.part];
    const std::uint32_t cell = result_.size();
    result_.stretch.push_back(part.stretch[ref.cell]);
    for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
      result_.class_of[d].push_back(class_of(ref, d));
    }
    result_.rows.push_back(part.rows[ref.cell]);
    result_.forward_rows.push_back(part.forward_rows[ref.cell]);
    result_.first_day.push_back(part.first_day[ref.cell]);
    if (cube_.per_row) result_.ids.push_back(part.ids[ref.cell]);
    for (std::size_t a = 0; a < result_.accumulators.size(); ++a) {
      AccumulatorColumn& column = result_.accumulators[a];
      const AccumulatorColumn& from = part.accumulators[a];
      if (from.extremes.empty()) {
        column.coefficients.push_back(0);
        if (from.scale == column.scale &&
            from.coefficients[ref.cell] != AccumulatorColumn::kExact) {
          column.coefficients[cell] = from.coefficients[ref.cell];
        } else {
          column.set_sum(cell, from.sum(ref.cell));
        }
      } else {
        column.extremes.push_back(from.extremes[ref.cell]);
      }
      if (has_lacking_) column.lacking.push_back(from.lacking_rows(ref.cell));
      const auto marks = from.lacking_marks.find(ref.cell);
      if (marks != from.lacking_marks.end()) column.lacking_marks[cell] = marks->second;
    }
  }

  void join(const CellRef& ref, std::uint32_t cell) {
    const CubeCells& part = *parts_[ref.part];
    result_.rows[cell] += part.rows[ref.cell];
    result_.forward_rows[cell] += part.forward_rows[ref.cell];
    result_.first_day[cell] = std::min(result_.first_day[cell], part.first_day[ref.cell]);
    for (std::size_t a = 0; a < result_.accumulators.size(); ++a) {
      AccumulatorColumn& column = result_.accumulators[a];
      const AccumulatorColumn& from = part.accumulators[a];
      if (from.extremes.empty()) {
        column.set_sum(cell, column.sum(cell) + from.sum(ref.cell));
      } else if (replaces(cube_.accumulators[a].kind, from.extremes[ref.cell],
                          column.extremes[cell])) {
        column.extremes[cell] = from.extremes[ref.cell];
      }
      if (has_lacking_) column.lacking[cell] += from.lacking_rows(ref.cell);
      const auto marks = from.lacking_marks.find(ref.cell);
      if (marks != from.lacking_marks.end()) merge_marks(column.lacking_marks[cell], marks->second);
    }
  }

  const Cube& cube_;
  const std::vector<const CubeCells*>& parts_;
  std::vector<std::vector<std::vector<std::uint32_t>>> renumbered_;  // part, dimension, old -> new
  bool has_lacking_ = false;
  CubeCells result_;
};

}  // namespace

CubeCells combine(const Cube& cube, const std::vector<const CubeCells*>& parts,
                  std::uint32_t partner_count) {
  return Combiner(cube, parts).run(partner_count);
}

}  // namespace rebate
