// SPDX-License-Identifier: Apache-2.0
#include "tally/dense_cube.hpp"

#include "plan/formula_tools.hpp"
#include "plan/value_text.hpp"
#include "tally/accumulate.hpp"
#include "tally/class_table.hpp"
#include "tally/row_classes.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <unordered_map>

namespace rebate {
namespace {

constexpr std::int64_t kMostDays = 1 << 16;
constexpr std::size_t kMostPartnerCodes = std::size_t{1} << 22;

const Formula& unnamed(const Formula& formula) {
  return formula.op == Op::kNamed ? unnamed(*formula.children[0]) : formula;
}

/// The largest parts of a formula that the partner alone decides.
void collect_partner_terms(const FormulaPtr& formula, std::vector<FormulaPtr>& terms) {
  const Reads reads = reads_of(formula);
  if (!reads.partner) return;
  if (!reads.row) {
    terms.push_back(formula);
    return;
  }
  for (const FormulaPtr& child : formula->children) collect_partner_terms(child, terms);
}

}  // namespace

class DenseCubeMaker {
 public:
  DenseCubeMaker(const Plan& plan, const Cube& cube, const Master& master, const Ledger& ledger,
                 const Table& table, BlockColumns& columns)
      : plan_(plan),
        cube_(cube),
        table_(table),
        columns_(columns),
        by_code_(plan, cube, master, ledger, nullptr),
        by_row_(plan, cube, master, ledger, &table),
        shared_(classes_by_code(plan, cube, master, ledger, table)) {}

  std::unique_ptr<const DenseCube> make() {
    // A row is known on its own date, whatever day it counts on.
    if (cube_.date_field != "date" && plan_.as_of) return nullptr;
    const Column* date = date_column(cube_, table_);
    if (date == nullptr || date->type() != FieldType::kDate || date->has_missing()) return nullptr;
    if (date->largest() - date->smallest() > kMostDays) return nullptr;
    result_->cube_ = &cube_;
    result_->date_slot_ = columns_.slot_of(*date);
    result_->first_day_ = static_cast<std::int32_t>(date->smallest());
    for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
      if (!describe(d)) return nullptr;
    }
    if (!number_places()) return nullptr;
    add_days(*date);
    for (const auto& fill : fillings_) fill();
    for (const Accumulator& accumulator : cube_.accumulators) add_sum(accumulator);
    add_types();
    return std::move(result_);
  }

 private:
  /// How a dimension's classes are found; its parts are filled in once places are numbered.
  bool describe(std::size_t d) {
    const Dimension& dimension = cube_.dimensions[d];
    tables_.emplace_back();
    if (dimension.is_computed) return describe_turning(d) || describe_condition(d);
    const Column* column = deciding_column(cube_, dimension, table_);
    if (dimension.partner)
      return column == nullptr ? describe_partner(d) : describe_pairs(d, *column);
    if (column == nullptr) return describe_constant(d);
    if (shared_[d] == nullptr) return describe_condition(d);
    tables_[d] = shared_[d]->table;
    if (dimension.day) {
      fillings_.push_back([this, d] {
        const auto& numbers = shared_[d]->by_code;
        for (std::size_t i = 0; i < numbers.size(); ++i) result_->by_day_[i] += part(d, numbers[i]);
      });
    } else {
      const std::size_t slot = columns_.slot_of(*column);
      fillings_.push_back([this, d, slot] { add_codes(d, slot, shared_[d]->by_code); });
    }
    return true;
  }

  /// The same on every row: a field that the table does not have.
  bool describe_constant(std::size_t d) {
    ClassValues values;
    for (const int index : cube_.dimensions[d].atoms) {
      values.push_back(by_row_.evaluate_atom(atom(index), 0, kMissingText));
    }
    tables_[d].number(std::move(values));
    return true;
  }

  bool describe_partner(std::size_t d) {
    std::vector<std::uint32_t> numbers(table_.offsets().size(), 0);
    each_partner([&](TextCode partner) {
      ClassValues values;
      for (const int index : cube_.dimensions[d].atoms) {
        values.push_back(by_code_.evaluate_for_partner(atom(index), partner));
      }
      numbers[partner] = tables_[d].number(std::move(values));
    });
    fillings_.push_back([this, d, numbers = std::move(numbers)] {
      for (std::size_t p = 0; p < numbers.size(); ++p)
        result_->by_partner_[p] += part(d, numbers[p]);
    });
    return true;
  }

  /// A code of the row and the partner. Partners of whom all that is asked is equal share a table.
  bool describe_pairs(std::size_t d, const Column& column) {
    if (!column.has_dictionary()) return false;
    std::vector<std::pair<FormulaPtr, Instant>> terms;
    for (const int index : cube_.dimensions[d].atoms) {
      std::vector<FormulaPtr> found;
      collect_partner_terms(atom(index).formula, found);
      for (FormulaPtr& term : found) terms.emplace_back(std::move(term), atom(index).instant);
    }
    DenseCube::PartnerPart made;
    made.slot = columns_.slot_of(column);
    made.table_of_partner.resize(table_.offsets().size());
    std::unordered_map<std::string, std::uint32_t> known;
    std::size_t codes = 0;
    each_partner([&](TextCode partner) {
      ClassValues asked;
      for (const auto& [term, instant] : terms) {
        asked.push_back(by_code_.evaluate_for_partner({term, instant}, partner));
      }
      const auto [place, is_new] =
          known.emplace(key_of(asked), static_cast<std::uint32_t>(made.tables.size()));
      made.table_of_partner[partner] = place->second;
      if (!is_new) return;
      codes += column.dictionary().size();
      made.tables.emplace_back();
      if (codes > kMostPartnerCodes) return;
      for (TextCode code = 0; code < column.dictionary().size(); ++code) {
        made.tables.back().push_back(tables_[d].number(
            values_for_code(by_code_, cube_, cube_.dimensions[d], column, code, partner)));
      }
    });
    if (codes > kMostPartnerCodes) return false;
    fillings_.push_back([this, d, made = std::move(made)]() mutable {
      for (auto& table : made.tables) {
        for (std::uint32_t& number : table) number = part(d, number);
      }
      result_->partner_parts_.push_back(std::move(made));
    });
    return true;
  }

  /// The row's date compared with a date that a code decides.
  bool describe_turning(std::size_t d) {
    if (cube_.dimensions[d].atoms.size() != 1) return false;
    const Atom& only = atom(cube_.dimensions[d].atoms[0]);
    const Formula& formula = unnamed(*only.formula);
    const bool is_order = formula.op == Op::kLess || formula.op == Op::kLessEqual ||
                          formula.op == Op::kGreater || formula.op == Op::kGreaterEqual;
    if (!is_order) return false;
    const auto is_date = [&](const Formula& side) {
      const Formula& field = unnamed(side);
      return field.op == Op::kField && field.noun == cube_.noun && field.field == cube_.date_field;
    };
    const bool is_left = is_date(*formula.children[0]);
    if (!is_left && !is_date(*formula.children[1])) return false;
    const FormulaPtr& other = formula.children[is_left ? 1 : 0];
    const Reads reads = reads_of(other);
    const bool has_dated = !only.instant.attributes && (reads.product || reads.customer);
    if (reads.partner || reads.invoice || reads.branch || reads.figures || has_dated) return false;
    Dimension decides;
    decides.product = reads.product;
    decides.customer = reads.customer;
    for (const std::string& field : reads.columns) {
      if (field == "product") {
        decides.product = true;
      } else if (field == "customer") {
        decides.customer = true;
      } else {
        return false;
      }
    }
    if (decides.product == decides.customer) return false;
    const Column* column = deciding_column(cube_, decides, table_);
    if (column == nullptr || !column->has_dictionary()) return false;

    const bool is_from = is_left == (formula.op == Op::kGreater || formula.op == Op::kGreaterEqual);
    // date > day and date <= day turn on the day after.
    const bool is_next = is_left ? formula.op == Op::kGreater || formula.op == Op::kLessEqual
                                 : formula.op == Op::kLess || formula.op == Op::kGreaterEqual;
    DenseCube::TurningPart made;
    made.slot = columns_.slot_of(*column);
    for (TextCode code = 0; code < column->dictionary().size(); ++code) {
      const Atom asked{other, only.instant};
      const Value value = decides.product
                              ? by_code_.evaluate_for_product(asked, code, kMissingText)
                              : by_code_.evaluate_for_customer(asked, code, kMissingText);
      DenseCube::TurningPart::Turn turn;
      if (value.is_date()) {
        turn.day = value.date().days() + (is_next ? 1 : 0);
        turn.before = tables_[d].number({Value(!is_from)});
        turn.from = tables_[d].number({Value(is_from)});
      } else if (value.is_missing()) {
        turn.before = turn.from = tables_[d].number({value});
      } else {
        return false;
      }
      made.by_code.push_back(turn);
    }
    fillings_.push_back([this, d, made = std::move(made)]() mutable {
      for (DenseCube::TurningPart::Turn& turn : made.by_code) {
        turn.before = part(d, turn.before);
        turn.from = part(d, turn.from);
      }
      result_->turning_parts_.push_back(std::move(made));
    });
    return true;
  }

  /// A condition on numbers and dates that no row lacks.
  bool describe_condition(std::size_t d) {
    if (cube_.dimensions[d].atoms.size() != 1) return false;
    auto formula = BlockFormula::condition(*atom(cube_.dimensions[d].atoms[0]).formula, cube_.noun,
                                           table_, columns_);
    if (!formula || !doubtful(formula->inputs()).empty()) return false;
    tables_[d].number({Value(false)});
    tables_[d].number({Value(true)});
    fillings_.push_back([this, d, formula = *std::move(formula)] {
      result_->condition_parts_.push_back({formula, part(d, 0), part(d, 1)});
    });
    return true;
  }

  bool number_places() {
    std::size_t places = 1;
    const std::size_t dimensions = cube_.dimensions.size();
    result_->classes_.resize(dimensions);
    result_->strides_.resize(dimensions);
    ranks_.resize(dimensions);
    for (std::size_t d = dimensions; d-- > 0;) {
      const auto& classes = tables_[d].classes();
      std::vector<std::pair<std::string, std::uint32_t>> order;
      for (const ClassValues& values : classes)
        order.emplace_back(key_of(values), static_cast<std::uint32_t>(order.size()));
      std::sort(order.begin(), order.end());
      ranks_[d].resize(order.size());
      for (std::size_t rank = 0; rank < order.size(); ++rank) {
        ranks_[d][order[rank].second] = static_cast<std::uint32_t>(rank);
        result_->classes_[d].push_back(classes[order[rank].second]);
      }
      result_->strides_[d] = places;
      places *= std::max<std::size_t>(classes.size(), 1);
      if (places > DenseCube::kMaxPlaces) return false;
    }
    result_->places_ = places;
    // Rows that are not known yet go into a stretch of their own, which nobody keeps.
    result_->stretches_ = cube_.cuts.size() + 1;
    const std::size_t all = (result_->stretches_ + 1) * places;
    result_->by_partner_.assign(table_.offsets().size(), 0);
    return all <= DenseCube::kMaxPlaces;
  }

  void add_days(const Column& date) {
    const auto places = static_cast<std::uint32_t>(result_->places_);
    for (std::int64_t number = date.smallest(); number <= date.largest(); ++number) {
      const Date day = Date::from_days(static_cast<std::int32_t>(number));
      const auto cut = std::upper_bound(cube_.cuts.begin(), cube_.cuts.end(), day);
      auto stretch = static_cast<std::uint32_t>(cut - cube_.cuts.begin());
      if (plan_.as_of && *plan_.as_of < day)
        stretch = static_cast<std::uint32_t>(result_->stretches_);
      result_->by_day_.push_back(stretch * places);
    }
  }

  void add_codes(std::size_t d, std::size_t slot, const std::vector<std::uint32_t>& numbers) {
    auto& parts = result_->code_parts_;
    auto same = std::find_if(parts.begin(), parts.end(),
                             [&](const DenseCube::CodePart& one) { return one.slot == slot; });
    if (same == parts.end()) {
      parts.push_back({slot, std::vector<std::uint32_t>(numbers.size(), 0)});
      same = parts.end() - 1;
    }
    for (std::size_t code = 0; code < numbers.size(); ++code)
      same->by_code[code] += part(d, numbers[code]);
  }

  /// The part of the place that class `number` of dimension d adds.
  std::uint32_t part(std::size_t d, std::uint32_t number) const {
    return static_cast<std::uint32_t>(ranks_[d][number] * result_->strides_[d]);
  }

  void add_sum(const Accumulator& accumulator) {
    DenseCube::Sum sum;
    const Formula& formula = unnamed(*accumulator.atom.formula);
    const std::int32_t scale = sum_scale(*accumulator.atom.formula, cube_, table_);
    auto worked = BlockFormula::number(formula, cube_.noun, table_, scale, columns_);
    if (!worked || can_outgrow(*worked)) {
      result_->sums_.push_back(std::move(sum));
      return;
    }
    sum.doubtful_slots = doubtful(worked->inputs());
    if (formula.op == Op::kField) {
      sum.slot = worked->inputs().front();
    } else {
      sum.formula = std::move(worked);
    }
    result_->sums_.push_back(std::move(sum));
  }

  /// Whether the sum of a partner's rows could leave 64 bits.
  bool can_outgrow(const BlockFormula& formula) const {
    std::int64_t most = 0;
    for (std::size_t p = 0; p + 1 < table_.offsets().size(); ++p)
      most = std::max<std::int64_t>(most, table_.offsets()[p + 1] - table_.offsets()[p]);
    std::int64_t low = 0, high = 0;
    return __builtin_mul_overflow(formula.smallest(), most, &low) ||
           __builtin_mul_overflow(formula.largest(), most, &high) ||
           low == AccumulatorColumn::kExact;
  }

  std::vector<std::size_t> doubtful(const std::vector<std::size_t>& slots) const {
    std::vector<std::size_t> found;
    for (const std::size_t slot : slots) {
      const Column& column = columns_.column(slot);
      if (column.has_missing() || column.has_wide()) found.push_back(slot);
    }
    return found;
  }

  void add_types() {
    const Column* type = table_.find("type");
    if (type == nullptr || !type->has_dictionary()) return;
    DenseCube::CodePart made;
    made.slot = columns_.slot_of(*type);
    for (TextCode code = 0; code < type->dictionary().size(); ++code) {
      const std::string_view text = type->dictionary().text(code);
      made.by_code.push_back(text == "return" || text == "cancel" ? 0 : 1);
    }
    result_->type_part_ = std::move(made);
  }

  const Atom& atom(int index) const { return cube_.atoms[static_cast<std::size_t>(index)]; }

  template <class Visit>
  void each_partner(const Visit& visit) const {
    for (TextCode partner = 0; partner + 1 < table_.offsets().size(); ++partner) {
      if (table_.rows_of(partner).size() > 0) visit(partner);
    }
  }

  const Plan& plan_;
  const Cube& cube_;
  const Table& table_;
  BlockColumns& columns_;
  RowEnvironment by_code_;
  RowEnvironment by_row_;
  SharedClasses shared_;
  std::vector<ClassTable> tables_;
  std::vector<std::vector<std::uint32_t>> ranks_;
  std::vector<std::function<void()>> fillings_;
  std::unique_ptr<DenseCube> result_ = std::make_unique<DenseCube>();
};

std::unique_ptr<const DenseCube> DenseCube::make(const Plan& plan, const Cube& cube,
                                                 const Master& master, const Ledger& ledger,
                                                 const Table& table, BlockColumns& columns) {
  const bool sums_only =
      std::all_of(cube.accumulators.begin(), cube.accumulators.end(),
                  [](const Accumulator& one) { return one.kind == Aggregate::kSum; });
  const bool has_posted = plan.as_of && table.find("posted") != nullptr;
  if (cube.per_row || !sums_only || has_posted || table.row_count() == 0) return nullptr;
  return DenseCubeMaker(plan, cube, master, ledger, table, columns).make();
}

}  // namespace rebate
