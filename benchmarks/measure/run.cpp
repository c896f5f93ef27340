// SPDX-License-Identifier: Apache-2.0
#include "measure/run.hpp"

#include <chrono>
#include <cstdlib>
#include <iostream>

namespace rebate::bench {
namespace {

double since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T or_end(Result<T> result) {
  if (!result.ok()) {
    std::cerr << to_string(result.issues());
    std::exit(1);
  }
  return *std::move(result);
}

/// The values in an order in which neighbours lay far apart.
template <class T>
std::vector<T> scattered(std::span<const T> values) {
  constexpr std::size_t kStep = 2'654'435'761;  // A prime: no row comes twice.
  std::vector<T> result;
  result.reserve(values.size());
  for (std::size_t r = 0; r < values.size(); ++r) {
    result.push_back(values[r * kStep % values.size()]);
  }
  return result;
}

}  // namespace

Loaded load(const std::string& policy_path, const std::string& data_folder, int threads) {
  Loaded run;
  run.threads = threads;
  run.policy = or_end(load_policy_file(policy_path));
  EvaluateOptions options;
  options.threads = threads;
  const auto start = std::chrono::steady_clock::now();
  run.data = or_end(read_data(*run.policy, data_folder, options));
  run.reading = since(start);
  return run;
}

Settled settle_all(Loaded& run) {
  Settled settled;
  auto start = std::chrono::steady_clock::now();
  run.plan = or_end(plan_for(run.policy, run.data));
  settled.compile = since(start);
  start = std::chrono::steady_clock::now();
  run.sums = tally(*run.plan, *run.data.master, run.data.ledger, TallyOptions{run.threads});
  settled.tally = since(start);
  SettleOptions options;
  options.threads = run.threads;
  start = std::chrono::steady_clock::now();
  const Settlement settlement = or_end(settle(run.plan, *run.data.master, *run.sums, options));
  settled.settle = since(start);
  run.settler.emplace(or_end(Settler::make(run.plan, run.data.master, run.sums)));
  settled.lines = settlement.lines().size();
  std::map<std::string, Decimal> due;
  for (const Line& line : settlement.lines()) {
    due[run.policy->rules[static_cast<std::size_t>(line.rule)].source.id] += line.due;
  }
  for (const auto& [rule, sum] : due) settled.due[rule] = sum.to_string();
  return settled;
}

SaleColumns::SaleColumns(const Table& sales) : rows_(sales.row_count()) {
  for (const Column& column : sales.columns()) {
    One one;
    one.spec.name = column.name();
    one.spec.type = column.type();
    one.spec.is_unique = column.name() == "id";
    one.scale = column.scale();
    if (column.has_dictionary()) {
      for (TextCode code = 0; code < column.dictionary().size(); ++code) {
        one.words.emplace_back(code == kMissingText ? "" : column.dictionary().text(code));
      }
    }
    const auto count = static_cast<RowIndex>(rows_);
    if (column.has_dictionary()) {
      std::vector<TextCode> codes(rows_);
      one.texts = scattered<TextCode>(column.codes(0, count, codes));
    } else if (column.type() == FieldType::kDate) {
      std::vector<std::int32_t> days(rows_);
      one.days = scattered<std::int32_t>(column.days(0, count, days));
    } else if (column.type() == FieldType::kNumber) {
      std::vector<std::int64_t> numbers(rows_);
      one.numbers = scattered<std::int64_t>(column.coefficients(0, count, numbers));
    }
    columns_.push_back(std::move(one));
  }
}

TableBuilder SaleColumns::table(std::size_t first, std::size_t last,
                                const std::string& id_prefix) const {
  std::vector<FieldSpec> specs;
  for (const One& one : columns_) specs.push_back(one.spec);
  TableBuilder table("sale", "columns", specs);
  table.reserve(last - first);
  for (std::size_t row = first; row < last; ++row) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      add_cell(columns_[c], row, id_prefix, table.column(c));
    }
    table.end_row(row - first + 1);
  }
  return table;
}

void SaleColumns::add_cell(const One& one, std::size_t row, const std::string& id_prefix,
                           ColumnBuilder& column) {
  if (one.spec.is_unique) {
    column.add_text(id_prefix + std::to_string(row));
  } else if (!one.texts.empty()) {
    column.add_text(one.words[one.texts[row]]);
  } else if (one.spec.type != FieldType::kDate) {
    column.add_number(one.numbers[row], one.scale);
  } else if (one.days[row] == kMissingDay) {
    column.add_missing();
  } else {
    column.add_date(Date::from_days(one.days[row]));
  }
}

double SaleColumns::build(const Master& master, int threads) const {
  const auto start = std::chrono::steady_clock::now();
  LedgerBuilder builder(master.reference());
  builder.add(table(0, rows_, ""));
  const Ledger ledger = std::move(builder).build(static_cast<unsigned>(threads));
  const double seconds = since(start);
  if (ledger.find("sale")->row_count() != rows_) std::exit(1);
  return seconds;
}

Ledger SaleColumns::batch(const Master& master, std::size_t first, std::size_t last) const {
  LedgerBuilder builder(master.reference());
  builder.add(table(first, last, "again-"));
  return std::move(builder).build();
}

double append(const Loaded& run, const Ledger& batch) {
  const auto start = std::chrono::steady_clock::now();
  const auto more = tally(*run.plan, *run.data.master, batch, TallyOptions{run.threads});
  const std::vector<TextCode> touched = partners_in(*more);
  const auto sums = or_end(merge(*run.plan, *run.sums, *more, touched));
  const Settler settler = or_end(Settler::make(run.plan, run.data.master, sums));
  const Settlement fresh = or_end(settler.settle(touched));
  return since(start) + (fresh.lines().empty() ? 1e9 : 0);
}

double settle_one(const Loaded& run, const std::string& partner) {
  const std::optional<TextCode> code = run.data.master->partners().ids().find(partner);
  if (!code) {
    std::cerr << "there is no partner " << partner << "\n";
    std::exit(1);
  }
  const auto start = std::chrono::steady_clock::now();
  const Settlement settlement = or_end(run.settler->settle({&*code, 1}));
  const double seconds = since(start);
  if (settlement.lines().empty()) {
    std::cerr << "partner " << partner << " has no line\n";
    std::exit(1);
  }
  return seconds;
}

double bytes_per_row(const Ledger& ledger) {
  const Table* sales = ledger.find("sale");
  return static_cast<double>(sales->bytes()) / static_cast<double>(sales->row_count());
}

}  // namespace rebate::bench
