// SPDX-License-Identifier: Apache-2.0
//
// One pass over the rows of a noun: the row's class in every dimension, and an addition into the
// cell of its partner. Partners are shared out among threads; no two threads meet in a cell. Cubes
// whose classes can be listed beforehand are scanned block by block (DenseCube), the others row by
// row.
#include "rebate/tally/tally.hpp"

#include "plan/plan_parts.hpp"
#include "tally/accumulate.hpp"
#include "tally/combine.hpp"
#include "tally/dense_scan.hpp"
#include "tally/row_classes.hpp"
#include "tally/tally_parts.hpp"
#include "tally/unused_rows.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

namespace rebate {
namespace {

/// Rows that are returned or cancelled are no orders.
class ForwardRows {
 public:
  explicit ForwardRows(const Table& table) : column_(table.find("type")) {
    if (column_ == nullptr || !column_->has_dictionary()) {
      column_ = nullptr;
      return;
    }
    back_[0] = column_->dictionary().find("return").value_or(kMissingText);
    back_[1] = column_->dictionary().find("cancel").value_or(kMissingText);
  }
  bool is_forward(RowIndex row) const {
    if (column_ == nullptr) return true;
    const TextCode code = column_->code(row);
    return code == kMissingText || (code != back_[0] && code != back_[1]);
  }

 private:
  const Column* column_;
  TextCode back_[2] = {kMissingText, kMissingText};
};

/// Finds the cell of a combination of stretch and classes among those of one partner.
class CellFinder {
 public:
  explicit CellFinder(std::size_t width) : width_(width) {}

  void clear(std::size_t rows) {
    std::size_t size = 16;
    while (size < rows * 2) size *= 2;
    slots_.assign(size, 0);
    combinations_.clear();
    count_ = 0;
  }
  /// The place of the combination among this partner's, and whether it is new.
  std::pair<std::uint32_t, bool> find(const std::uint32_t* combination) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (std::size_t i = 0; i < width_; ++i) hash = (hash ^ combination[i]) * 0xFF51AFD7ED558CCDULL;
    hash ^= hash >> 29;
    for (std::size_t slot = hash & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot] == 0) {
        slots_[slot] = ++count_;
        combinations_.insert(combinations_.end(), combination, combination + width_);
        return {count_ - 1, true};
      }
      const std::uint32_t* held = combinations_.data() + (slots_[slot] - 1) * width_;
      if (std::equal(combination, combination + width_, held)) return {slots_[slot] - 1, false};
    }
  }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> slots_;
  std::vector<std::uint32_t> combinations_;
  std::uint32_t count_ = 0;
};

/// Scans the partners [first, last) of one cube.
class CubeScan {
 public:
  CubeScan(const Plan& plan, const Cube& cube, const Master& master, const Ledger& ledger,
           const Table& table, const SharedClasses& shared)
      : plan_(plan),
        cube_(cube),
        table_(table),
        classes_(plan, cube, master, ledger, table, shared),
        finder_(cube.dimensions.size() + 1),
        forward_(table),
        dates_(date_column(cube, table)),
        known_(table.find("date")),
        posted_(table.find("posted")),
        ids_(table.find("id")) {
    for (const Accumulator& accumulator : cube.accumulators)
      adders_.emplace_back(accumulator, cube, table);
    cells_.class_of.resize(cube.dimensions.size());
  }

  CubeCells run(TextCode first, TextCode last) {
    cells_.offsets.assign(first, 0);
    for (TextCode partner = first; partner < last; ++partner) {
      cells_.offsets.push_back(cells_.size());
      const RowRange rows = table_.rows_of(partner);
      if (rows.size() == 0) continue;
      classes_.start_partner(partner);
      finder_.clear(rows.size());
      first_cell_ = cells_.size();
      for (RowIndex row = rows.first; row < rows.last; ++row) add(row, partner);
    }
    cells_.offsets.push_back(cells_.size());
    for (std::size_t d = 0; d < cube_.dimensions.size(); ++d)
      cells_.classes.push_back(classes_.classes(d));
    for (RowAdder& adder : adders_) cells_.accumulators.push_back(adder.take());
    return std::move(cells_);
  }

 private:
  /// A row is known from the day it was posted on, or else from its own date.
  bool is_known(RowIndex row, Date day) const {
    if (!plan_.as_of) return true;
    const auto posted = posted_ != nullptr ? posted_->date(row) : std::nullopt;
    const auto own = known_ != nullptr ? known_->date(row) : std::nullopt;
    return posted.value_or(own.value_or(day)) <= *plan_.as_of;
  }

  void add(RowIndex row, TextCode partner) {
    const auto day = dates_ != nullptr ? dates_->date(row) : std::nullopt;
    if (!day || !is_known(row, *day)) return;
    combination_.resize(cube_.dimensions.size() + 1);
    const auto cut = std::upper_bound(cube_.cuts.begin(), cube_.cuts.end(), *day);
    combination_[0] = static_cast<std::uint32_t>(cut - cube_.cuts.begin());
    classes_.classify(row, combination_.data() + 1);
    std::uint32_t cell = cells_.size();
    if (cube_.per_row) {
      append(*day);
      cells_.ids.push_back(id_of(row));
    } else {
      const auto [place, is_new] = finder_.find(combination_.data());
      cell = first_cell_ + place;
      if (is_new) append(*day);
    }
    ++cells_.rows[cell];
    cells_.forward_rows[cell] += forward_.is_forward(row);
    cells_.first_day[cell] = std::min(cells_.first_day[cell], day->days());
    for (RowAdder& adder : adders_) adder.add(cell, row, partner, classes_.environment());
  }

  /// Rows of a worked example may lack an id; their place tells them apart.
  std::string id_of(RowIndex row) const {
    std::string id = ids_ != nullptr ? std::string(ids_->text(row)) : std::string();
    return id.empty() ? "#" + std::to_string(table_.source(row).line) : id;
  }

  void append(Date day) {
    cells_.stretch.push_back(combination_[0]);
    for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
      cells_.class_of[d].push_back(combination_[d + 1]);
    }
    cells_.rows.push_back(0);
    cells_.forward_rows.push_back(0);
    cells_.first_day.push_back(day.days());
    for (RowAdder& adder : adders_) adder.add_cell();
  }

  const Plan& plan_;
  const Cube& cube_;
  const Table& table_;
  RowClasses classes_;
  CellFinder finder_;
  ForwardRows forward_;
  const Column* dates_;
  const Column* known_;
  const Column* posted_;
  const Column* ids_;
  std::vector<RowAdder> adders_;
  std::vector<std::uint32_t> combination_;
  std::uint32_t first_cell_ = 0;
  CubeCells cells_;
};

/// Bounds of `threads` runs of partners with about as many rows each.
std::vector<TextCode> shares(const Table& table, TextCode end, std::size_t threads) {
  std::vector<TextCode> bounds{1};
  const auto offsets = table.offsets();
  for (std::size_t t = 1; t < threads; ++t) {
    const RowIndex goal =
        static_cast<RowIndex>(static_cast<std::uint64_t>(table.row_count()) * t / threads);
    const auto found = std::lower_bound(offsets.begin(), offsets.end(), goal);
    const auto code = static_cast<TextCode>(found - offsets.begin());
    bounds.push_back(std::clamp(code, bounds.back(), end));
  }
  bounds.push_back(end);
  return bounds;
}

/// Calls `work` with 0 to `threads` - 1, each on a thread of its own as far as there are any.
void in_parallel(std::size_t threads, const std::function<void(std::size_t)>& work) {
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto guarded = [&](std::size_t t) {
    try {
      work(t);
    } catch (...) {
      const std::lock_guard<std::mutex> lock(failure_mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> workers;
  workers.reserve(threads);
  std::size_t own = 1;  // A machine without more threads leaves the rest to this one.
  for (; own < threads; ++own) {
    try {
      workers.emplace_back(guarded, own);
    } catch (const std::exception&) {
      break;
    }
  }
  guarded(0);
  for (; own < threads; ++own) guarded(own);
  for (std::thread& worker : workers) worker.join();
  if (failure) std::rethrow_exception(failure);
}

/// What every scan of a table needs.
struct Scene {
  const Plan& plan;
  const Master& master;
  const Ledger& ledger;
  const Table& table;
  std::uint32_t partner_count = 0;
  std::vector<TextCode> bounds;  ///< of the partners of each thread

  std::size_t threads() const { return bounds.size() - 1; }
};

/// Row by row: any cube.
CubeCells scan(const Scene& scene, const Cube& cube) {
  const SharedClasses shared =
      classes_by_code(scene.plan, cube, scene.master, scene.ledger, scene.table);
  std::vector<CubeCells> parts(scene.threads());
  in_parallel(scene.threads(), [&](std::size_t t) {
    CubeScan one(scene.plan, cube, scene.master, scene.ledger, scene.table, shared);
    parts[t] = one.run(scene.bounds[t], scene.bounds[t + 1]);
  });
  std::vector<const CubeCells*> pointers;
  for (const CubeCells& part : parts) pointers.push_back(&part);
  return combine(cube, pointers, scene.partner_count);
}

/// Block by block: the cubes that have dense places, all in one pass.
std::vector<CubeCells> scan(const Scene& scene, const std::vector<const DenseCube*>& cubes,
                            const BlockColumns& columns) {
  std::vector<std::vector<DenseScan>> runs(cubes.size());  // by cube, thread
  for (std::size_t c = 0; c < cubes.size(); ++c) {
    for (std::size_t t = 0; t < scene.threads(); ++t)
      runs[c].emplace_back(*cubes[c], scene.plan, scene.master, scene.ledger, scene.table);
  }
  in_parallel(scene.threads(), [&](std::size_t t) {
    Block block(columns);
    for (TextCode partner = scene.bounds[t]; partner < scene.bounds[t + 1]; ++partner) {
      const RowRange rows = scene.table.rows_of(partner);
      for (auto& run : runs) run[t].start_partner(partner);
      for (RowIndex row = rows.first; row < rows.last; row += block.count()) {
        block.read(row, std::min(kBlockRows, rows.last - row));
        for (auto& run : runs) run[t].add(block);
      }
      for (auto& run : runs) run[t].finish_partner();
    }
  });
  std::vector<CubeCells> cells(cubes.size());
  in_parallel(std::min(scene.threads(), cubes.size()), [&](std::size_t t) {
    for (std::size_t c = t; c < cubes.size(); c += scene.threads())
      cells[c] = joined_cells(*cubes[c], runs[c]);
  });
  return cells;
}

/// The cells of the plan's cubes of one table, into their places.
void scan(const Scene& scene, bool is_row_by_row, std::vector<CubeCells>& cells) {
  BlockColumns columns;
  std::vector<std::unique_ptr<const DenseCube>> dense;
  std::vector<const DenseCube*> quick;
  std::vector<std::size_t> places;
  for (std::size_t c = 0; c < scene.plan.cubes.size(); ++c) {
    const Cube& cube = scene.plan.cubes[c];
    if (cube.noun != scene.table.noun()) continue;
    auto made = is_row_by_row ? nullptr
                              : DenseCube::make(scene.plan, cube, scene.master, scene.ledger,
                                                scene.table, columns);
    if (made == nullptr) {
      cells[c] = scan(scene, cube);
      continue;
    }
    quick.push_back(made.get());
    places.push_back(c);
    dense.push_back(std::move(made));
  }
  std::vector<CubeCells> found = scan(scene, quick, columns);
  for (std::size_t i = 0; i < found.size(); ++i) cells[places[i]] = std::move(found[i]);
}

/// Rows of a noun that no rule reads have no cells, and none of them is used.
void name_unused(const Plan& plan, const Master& master, const Ledger& ledger, Tally& tally) {
  std::set<std::string> covered;
  for (std::size_t c = 0; c < plan.cubes.size(); ++c) {
    const Cube& cube = plan.cubes[c];
    const Table* table = ledger.find(cube.noun);
    if (table == nullptr || !tells_coverage(cube)) continue;
    covered.insert(cube.noun);
    merge_unused(tally.nouns[cube.noun].unused,
                 first_unused(plan, static_cast<int>(c), tally.cubes[c], master, ledger, *table));
  }
  for (const Table& table : ledger.tables()) {
    // Invoices only serve the rows that name them.
    if (covered.count(table.noun()) != 0 || table.noun() == "invoice") continue;
    tally.nouns[table.noun()].unused = first_rows(table);
  }
}

}  // namespace

std::shared_ptr<const Tally> tally(const Plan& plan, const Master& master, const Ledger& ledger,
                                   const TallyOptions& options) {
  auto result = std::make_shared<Tally>();
  result->plan_fingerprint = plan.fingerprint;
  result->is_complete = options.is_complete;
  result->partners = master.reference().partners;
  result->partner_count = result->partners->size() - 1;
  const std::size_t threads = options.threads > 0
                                  ? static_cast<std::size_t>(options.threads)
                                  : std::max(1U, std::thread::hardware_concurrency());
  for (const Table& table : ledger.tables()) {
    result->nouns[table.noun()] = {table.row_count(), table.known_from(), {}};
  }
  result->cubes.resize(plan.cubes.size());
  for (std::size_t c = 0; c < plan.cubes.size(); ++c) {
    if (ledger.find(plan.cubes[c].noun) == nullptr)
      result->cubes[c] = combine(plan.cubes[c], {}, result->partner_count);
  }
  for (const Table& table : ledger.tables()) {
    const std::uint32_t count = result->partner_count;
    scan(Scene{plan, master, ledger, table, count, shares(table, count + 1, threads)},
         options.is_row_by_row, result->cubes);
  }
  name_unused(plan, master, ledger, *result);
  return result;
}

namespace {

/// All but the cells.
Result<std::shared_ptr<Tally>> merged_totals(const Plan& plan, const Tally& a, const Tally& b) {
  if (a.plan_fingerprint != b.plan_fingerprint || a.plan_fingerprint != plan.fingerprint ||
      !a.has_partners_of(*b.partners)) {
    return run_issue(
        Code::kTallyMismatch,
        "These tallies come from different policies, settlement dates or partner files.",
        "tallies of one plan");
  }
  auto result = std::make_shared<Tally>();
  result->plan_fingerprint = a.plan_fingerprint;
  result->partner_count = a.partner_count;
  result->partners = a.partners;
  result->is_complete = a.is_complete && b.is_complete;
  result->nouns = a.nouns;
  for (const auto& [noun, totals] : b.nouns) {
    NounTotals& sum = result->nouns[noun];
    sum.rows += totals.rows;
    if (totals.known_from && (!sum.known_from || *totals.known_from < *sum.known_from)) {
      sum.known_from = totals.known_from;
    }
    merge_unused(sum.unused, totals.unused);
  }
  return result;
}

template <class T>
void copy_range(const std::vector<T>& from, std::uint32_t first, std::uint32_t last,
                std::vector<T>& to) {
  if (!from.empty()) to.insert(to.end(), from.begin() + first, from.begin() + last);
}

void copy_range(const AccumulatorColumn& from, std::uint32_t first, std::uint32_t last,
                std::uint32_t at, AccumulatorColumn& to) {
  copy_range(from.coefficients, first, last, to.coefficients);
  copy_range(from.extremes, first, last, to.extremes);
  copy_range(from.lacking, first, last, to.lacking);
  for (auto it = from.exact.lower_bound(first); it != from.exact.end() && it->first < last; ++it)
    to.exact.emplace(it->first - first + at, it->second);
  for (auto it = from.lacking_marks.lower_bound(first);
       it != from.lacking_marks.end() && it->first < last; ++it) {
    to.lacking_marks.emplace(it->first - first + at, it->second);
  }
}

/// The cells of these partners alone.
CubeCells cells_of(const CubeCells& cells, std::span<const TextCode> partners) {
  CubeCells result;
  result.classes = cells.classes;
  result.class_of.resize(cells.class_of.size());
  result.accumulators.resize(cells.accumulators.size());
  for (std::size_t a = 0; a < cells.accumulators.size(); ++a)
    result.accumulators[a].scale = cells.accumulators[a].scale;
  for (const TextCode partner : partners) {
    if (partner + 1 >= cells.offsets.size()) break;
    result.offsets.resize(partner + 1, result.size());
    const std::uint32_t first = cells.offsets[partner], last = cells.offsets[partner + 1];
    const std::uint32_t at = result.size();
    copy_range(cells.stretch, first, last, result.stretch);
    for (std::size_t d = 0; d < cells.class_of.size(); ++d)
      copy_range(cells.class_of[d], first, last, result.class_of[d]);
    copy_range(cells.rows, first, last, result.rows);
    copy_range(cells.forward_rows, first, last, result.forward_rows);
    copy_range(cells.first_day, first, last, result.first_day);
    copy_range(cells.ids, first, last, result.ids);
    for (std::size_t a = 0; a < cells.accumulators.size(); ++a)
      copy_range(cells.accumulators[a], first, last, at, result.accumulators[a]);
  }
  result.offsets.resize(cells.offsets.size(), result.size());
  return result;
}

}  // namespace

Result<std::shared_ptr<const Tally>> merge(const Plan& plan, const Tally& a, const Tally& b) {
  Result<std::shared_ptr<Tally>> result = merged_totals(plan, a, b);
  if (!result.ok()) return std::move(result).issues();
  for (std::size_t c = 0; c < plan.cubes.size(); ++c) {
    (*result)->cubes.push_back(combine(plan.cubes[c], {&a.cubes[c], &b.cubes[c]}, a.partner_count));
  }
  return std::shared_ptr<const Tally>(*std::move(result));
}

Result<std::shared_ptr<const Tally>> merge(const Plan& plan, const Tally& a, const Tally& b,
                                           std::span<const TextCode> partners) {
  Result<std::shared_ptr<Tally>> result = merged_totals(plan, a, b);
  if (!result.ok()) return std::move(result).issues();
  for (std::size_t c = 0; c < plan.cubes.size(); ++c) {
    const CubeCells of_a = cells_of(a.cubes[c], partners);
    const CubeCells of_b = cells_of(b.cubes[c], partners);
    (*result)->cubes.push_back(combine(plan.cubes[c], {&of_a, &of_b}, a.partner_count));
  }
  return std::shared_ptr<const Tally>(*std::move(result));
}

std::vector<TextCode> partners_in(const Tally& tally) {
  std::vector<TextCode> found;
  for (TextCode partner = 1; partner <= tally.partner_count; ++partner) {
    const bool has_rows =
        std::any_of(tally.cubes.begin(), tally.cubes.end(), [&](const CubeCells& cells) {
          return cells.offsets[partner] < cells.offsets[partner + 1];
        });
    if (has_rows) found.push_back(partner);
  }
  return found;
}

}  // namespace rebate
