// SPDX-License-Identifier: Apache-2.0
//
// Builds the ledger table by table: recode partners, products and customers to the shared codes,
// judge the rows, convert quantities, then deal the rows that count out to their partners.
#include "rebate/ledger/ledger.hpp"

#include "rebate/base/require.hpp"
#include "ledger/row_judge.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <numeric>
#include <string>
#include <system_error>
#include <unordered_map>

namespace rebate {

namespace {

using detail::doubt;
using detail::kUnknownPartnerCode;

/// Copies the known ids, so that those that only rows name can follow them.
std::shared_ptr<Dictionary> extended(const std::shared_ptr<const Dictionary>& known) {
  return known == nullptr ? std::make_shared<Dictionary>() : std::make_shared<Dictionary>(*known);
}

const ColumnBuilder* text_column(const TableBuilder& table, std::string_view field) {
  const ColumnBuilder* column = table.find(field);
  return column != nullptr && column->type() == FieldType::kText && !column->spec().is_unique
             ? column
             : nullptr;
}

/// All partners that any row names, in the order of their bytes.
std::shared_ptr<const Dictionary> partners_of(const std::vector<TableBuilder>& tables) {
  Dictionary named;
  for (const TableBuilder& table : tables) {
    const ColumnBuilder* column = text_column(table, "partner");
    for (TextCode code = 1; column != nullptr && code < column->dictionary().size(); ++code) {
      named.add(column->dictionary().text(code));
    }
  }
  auto sorted = std::make_shared<Dictionary>();
  for (const TextCode code : named.sorted_codes()) sorted->add(named.text(code));
  return sorted;
}

/// The ledger's code of each partner that the table names.
std::vector<TextCode> partner_codes(const TableBuilder& table, const Dictionary& partners) {
  const ColumnBuilder* column = text_column(table, "partner");
  std::vector<TextCode> codes{kMissingText};
  for (TextCode code = 1; column != nullptr && code < column->dictionary().size(); ++code) {
    codes.push_back(partners.find(column->dictionary().text(code)).value_or(kUnknownPartnerCode));
  }
  return codes;
}

/// Gives the column the codes of the shared dictionary; lists rows whose id the master does not
/// know.
void share(TableBuilder& table, std::string_view field, const std::shared_ptr<Dictionary>& shared,
           const Dictionary* known, RowDoubt why, const std::vector<bool>& counts,
           DoubtfulRows& doubtful) {
  if (text_column(table, field) == nullptr) return;
  ColumnBuilder& column = *table.find(field);
  std::vector<TextCode> codes;
  bool has_unknown = false;
  for (TextCode code = 0; code < column.dictionary().size(); ++code) {
    codes.push_back(shared->add(column.dictionary().text(code)));
    has_unknown = has_unknown || (known != nullptr && codes.back() >= known->size());
  }
  column.recode(codes, shared);
  if (!has_unknown) return;
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    if (counts[row] && column.code(row) >= known->size()) {
      doubt(table, row, why, column.text(row), doubtful);
    }
  }
}

/// Converts quantities to base units; those of an unknown unit become missing.
void convert_units(TableBuilder& table, const LedgerReference& reference,
                   const std::vector<bool>& counts, DoubtfulRows& doubtful) {
  const ColumnBuilder* unit = text_column(table, "unit");
  const ColumnBuilder* product = text_column(table, "product");
  ColumnBuilder* quantity = table.find("quantity");
  if (!reference.unit_factor || unit == nullptr || unit->dictionary().size() == 1 ||
      quantity == nullptr || quantity->type() != FieldType::kNumber) {
    return;
  }
  std::unordered_map<std::uint64_t, std::optional<Decimal>> factors;
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    if (unit->code(row) == kMissingText || !counts[row]) continue;
    const TextCode product_code = product == nullptr ? kMissingText : product->code(row);
    const std::uint64_t key = std::uint64_t{product_code} << 32 | unit->code(row);
    auto found = factors.find(key);
    if (found == factors.end()) {
      const std::string_view name = product == nullptr ? std::string_view() : product->text(row);
      found = factors.emplace(key, reference.unit_factor(name, unit->text(row))).first;
    }
    const FieldValue before = quantity->cell(row);
    if (!found->second) doubt(table, row, RowDoubt::kUnknownUnit, unit->text(row), doubtful);
    if (is_missing(before)) continue;
    quantity->set_number(row, found->second
                                  ? std::optional(std::get<Decimal>(before) * *found->second)
                                  : std::nullopt);
  }
}

/// The rows that count, grouped by partner in the order of codes, and where each partner's begin.
std::vector<RowIndex> deal_out(const TableBuilder& table, std::span<const TextCode> partners,
                               const std::vector<bool>& counts, std::vector<RowIndex>& offsets) {
  const ColumnBuilder* column = text_column(table, "partner");
  const auto partner_of = [&](RowIndex row) {
    return column == nullptr ? kMissingText : partners[column->code(row)];
  };
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    if (counts[row]) ++offsets[partner_of(row) + 1];
  }
  std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
  std::vector<RowIndex> next(offsets.begin(), offsets.end() - 1);
  std::vector<RowIndex> rows(offsets.back());
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    if (counts[row]) rows[next[partner_of(row)]++] = row;
  }
  return rows;
}

/// Calls `work` for every number below `count`, at most `threads` at once.
void for_each_at_once(std::size_t count, unsigned threads,
                      const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::future<void>> others;
  try {
    for (unsigned t = 1; t < threads; ++t) others.push_back(std::async(std::launch::async, run));
  } catch (const std::system_error&) {
    // A machine without more threads does with those it has.
  }
  run();
  for (std::future<void>& other : others) other.get();
}

/// Dates on which rows count where a return belongs to the period of its sale.
std::optional<Column> restated_dates(const Table& table, std::span<const RowIndex> reversed) {
  const Column* dates = table.find("date");
  const Column* types = table.find("type");
  if (dates == nullptr || types == nullptr || !types->has_dictionary()) return std::nullopt;
  const auto returned = types->dictionary().find("return");
  if (!returned) return std::nullopt;
  FieldSpec spec;
  spec.name = kRestatedDate;
  spec.type = FieldType::kDate;
  ColumnBuilder column(spec);
  column.reserve(table.row_count());
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    const bool moves = types->code(row) == *returned && reversed[row] != kNoRow;
    column.add(table.cell(moves ? reversed[row] : row, "date"));
  }
  return std::move(column).build();
}

/// For each row, the row of `target` whose id the field names.
std::vector<RowIndex> linked(const Table& table, const Column& field, const Table& target,
                             DoubtfulRows& doubtful) {
  std::vector<RowIndex> by_code(field.dictionary().size(), kNoRow);
  const Column* ids = target.find("id");
  for (RowIndex row = 0; ids != nullptr && row < target.row_count(); ++row) {
    const auto code = field.dictionary().find(ids->text(row));
    if (code && *code != kMissingText) by_code[*code] = row;
  }
  std::vector<RowIndex> links(table.row_count(), kNoRow);
  const Column* own_ids = table.find("id");
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    const TextCode code = field.code(row);
    links[row] = by_code[code];
    if (code == kMissingText || links[row] != kNoRow) continue;
    doubtful.add(table.noun(), table.file(), RowDoubt::kNoReference, table.source(row).line,
                 own_ids == nullptr ? std::string_view() : own_ids->text(row), field.text(row));
  }
  return links;
}

std::optional<Date> earliest(const Table& table) {
  const Column* date = table.find("date");
  if (date == nullptr || date->type() != FieldType::kDate || table.row_count() == 0)
    return std::nullopt;
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    if (!date->is_missing(row)) return Date::from_days(static_cast<std::int32_t>(date->smallest()));
  }
  return std::nullopt;
}

}  // namespace

Ledger::Ledger()
    : partners_(std::make_shared<Dictionary>()),
      products_(std::make_shared<Dictionary>()),
      customers_(std::make_shared<Dictionary>()) {}

const Table* Ledger::find(std::string_view noun) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const Table& table) { return table.noun() == noun; });
  return found == tables_.end() ? nullptr : &*found;
}

LedgerBuilder::LedgerBuilder(LedgerReference reference) : reference_(std::move(reference)) {}

void LedgerBuilder::add(TableBuilder table) {
  for (const TableBuilder& other : tables_) {
    REBATE_REQUIRE(other.noun() != table.noun(), "a noun has one table");
  }
  tables_.push_back(std::move(table));
}

Ledger LedgerBuilder::build(unsigned threads) && {
  std::sort(tables_.begin(), tables_.end(),
            [](const TableBuilder& a, const TableBuilder& b) { return a.noun() < b.noun(); });
  Ledger ledger;
  ledger.doubtful_ = std::move(doubtful_);
  ledger.partners_ = reference_.partners ? reference_.partners : partners_of(tables_);
  const auto products = extended(reference_.products);
  const auto customers = extended(reference_.customers);
  ledger.products_ = products;
  ledger.customers_ = customers;

  for (TableBuilder& from : tables_) {
    const std::vector<TextCode> partners = partner_codes(from, *ledger.partners_);
    const std::vector<bool> counts = detail::rows_that_count(from, partners, ledger.doubtful_);
    share(from, "product", products, reference_.products.get(), RowDoubt::kUnknownProduct, counts,
          ledger.doubtful_);
    share(from, "customer", customers, reference_.customers.get(), RowDoubt::kUnknownCustomer,
          counts, ledger.doubtful_);
    convert_units(from, reference_, counts, ledger.doubtful_);

    Table table;
    table.offsets_.assign(std::size_t{ledger.partners_->size()} + 1, 0);
    const std::vector<RowIndex> rows = deal_out(from, partners, counts, table.offsets_);
    if (text_column(from, "partner") != nullptr) {
      // Rows of unknown partners are gone by now; their codes only need to exist.
      std::vector<TextCode> codes(partners);
      std::replace(codes.begin(), codes.end(), kUnknownPartnerCode, kMissingText);
      from.find("partner")->recode(codes, ledger.partners_);
    }
    table.noun_ = from.noun_;
    table.file_ = from.file_;
    table.row_count_ = static_cast<RowIndex>(rows.size());
    table.partners_ = ledger.partners_;
    // The last piece of work are the lines; ids, which come first, take longest.
    table.columns_.resize(from.columns_.size());
    for_each_at_once(from.columns_.size() + 1, threads, [&](std::size_t i) {
      if (i < from.columns_.size()) {
        table.columns_[i] = std::move(from.columns_[i]).build(rows);
        return;
      }
      std::vector<std::uint32_t> lines(rows.size());
      for (std::size_t row = 0; row < rows.size(); ++row) lines[row] = from.lines_[rows[row]];
      table.lines_ = PackedNumbers(std::span<const std::uint32_t>(lines));
    });
    table.known_from_ = from.known_from_ ? from.known_from_ : earliest(table);
    ledger.tables_.push_back(std::move(table));
  }
  tables_.clear();

  for (Table& table : ledger.tables_) {
    for (const auto& [field, noun] : {std::pair("invoice", "invoice"), {"reverses", ""}}) {
      const Column* column = table.find(field);
      const Table* target = *noun == '\0' ? &table : ledger.find(noun);
      if (column == nullptr || !column->has_dictionary() || target == nullptr) continue;
      if (*noun != '\0' && target == &table) continue;
      table.links_.emplace(field, linked(table, *column, *target, ledger.doubtful_));
    }
    const auto reversed = table.links_.find("reverses");
    if (reversed == table.links_.end()) continue;
    if (auto dates = restated_dates(table, reversed->second)) {
      table.columns_.push_back(*std::move(dates));
    }
  }
  return ledger;
}

}  // namespace rebate
