// SPDX-License-Identifier: Apache-2.0
//
// The small tables of an example go the same way as files do: as texts under names of columns.
#include "rebate/codec/dataset.hpp"
#include "codec/row_table.hpp"

#include <algorithm>

namespace rebate {

namespace {

std::string text_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell.held)) return *text;
  if (const auto* number = std::get_if<Decimal>(&cell.held)) return number->to_string();
  if (const auto* flag = std::get_if<bool>(&cell.held)) return *flag ? "true" : "false";
  return "";
}

/// "/examples/0/given/sales/2/net".
class ExamplePlaces : public detail::RowPlaces {
 public:
  explicit ExamplePlaces(std::string pointer) : pointer_(std::move(pointer)) {}

  std::vector<std::string_view> names;
  std::size_t row = 0;

  Place place(std::size_t column) const override {
    Place place;
    place.pointer = pointer_ + "/" + std::to_string(row);
    if (column < names.size()) place.pointer += "/" + std::string(names[column]);
    return place;
  }

 private:
  std::string pointer_;
};

class ExampleReader {
 public:
  ExampleReader(const DataSchema& schema, const FiscalCalendar& calendar, std::string pointer)
      : schema_(schema), calendar_(calendar), pointer_(std::move(pointer)) {}

  Result<Dataset> read(const ExampleTables& tables) {
    for (const auto& [file, rows] : tables) read_table(file, rows);
    if (issues_.has_errors()) return std::move(issues_);
    if (!master_tables_.contains("partner")) add_partners();
    Result<Master> master = Master::make(std::move(master_tables_), calendar_);
    issues_.merge(master.issues());
    if (issues_.has_errors()) return std::move(issues_);
    Dataset dataset;
    auto held = std::make_shared<Master>(std::move(master).value());
    LedgerBuilder builder(held->reference());
    for (TableBuilder& table : trade_tables_) builder.add(std::move(table));
    dataset.ledger = std::move(builder).build();
    dataset.master = std::move(held);
    issues_.merge(dataset.ledger.doubtful_rows().issues());
    return {std::move(dataset), std::move(issues_)};
  }

 private:
  void read_table(const std::string& file, const std::vector<ExampleRow>& rows) {
    const DataFileSchema* schema = schema_.find_file(file);
    if (schema == nullptr) return refuse_file(file);
    ExamplePlaces places(pointer_ + "/" + file);
    for (const ExampleRow& row : rows) {
      for (const auto& [name, cell] : row) {
        if (std::find(places.names.begin(), places.names.end(), name) == places.names.end()) {
          places.names.push_back(name);
        }
      }
    }
    detail::FileMapping mapping;
    mapping.known_from = DateRange::all().begin;  // The given rows are all there is.
    detail::RowTable table(schema_, *schema, mapping, file, detail::Strictness::kExample, places);
    if (table.set_header(places.names)) {
      for (const ExampleRow& row : rows) add_row(row, places, table);
    }
    const bool has_errors = table.issues().has_errors();
    issues_.merge(std::move(table.issues()).take(""));
    if (has_errors) return;
    if (schema->is_trade) {
      trade_tables_.push_back(std::move(table).take_table());
    } else {
      master_tables_[schema->table.noun] = std::move(table).take_table().build();
    }
  }

  static void add_row(const ExampleRow& row, ExamplePlaces& places, detail::RowTable& table) {
    std::vector<std::string> held(places.names.size());
    for (const auto& [name, cell] : row) {
      const auto at = std::find(places.names.begin(), places.names.end(), name);
      held[static_cast<std::size_t>(at - places.names.begin())] = text_of(cell);
    }
    const std::vector<std::string_view> texts(held.begin(), held.end());
    table.add(places.row + 1, texts);
    ++places.row;
  }

  void refuse_file(const std::string& file) {
    std::vector<std::string> known;
    for (const DataFileSchema& schema : schema_.files()) known.push_back(schema.file);
    Issue issue;
    issue.code = Code::kUnknownMember;
    issue.place.pointer = pointer_ + "/" + file;
    issue.message = "There is no table '" + file + "'.";
    issue.suggestion = nearest_word(file, known);
    issues_.add(std::move(issue));
  }

  /// Everybody whom a row of trade or a figure names.
  void add_partners() {
    std::vector<std::string> ids;
    for (const TableBuilder& table : trade_tables_) {
      const ColumnBuilder* column = table.find("partner");
      for (RowIndex row = 0; column != nullptr && row < column->size(); ++row)
        ids.emplace_back(column->text(row));
    }
    for (const auto& [noun, table] : master_tables_) {
      const Column* column = table.find("partner");
      for (RowIndex row = 0; column != nullptr && row < column->size(); ++row)
        ids.emplace_back(column->text(row));
    }
    master_tables_["partner"] = Register::of_ids(ids).table();
  }

  const DataSchema& schema_;
  const FiscalCalendar& calendar_;
  std::string pointer_;
  std::vector<TableBuilder> trade_tables_;
  MasterTables master_tables_;
  Issues issues_;
};

}  // namespace

Result<Dataset> make_dataset(const ExampleTables& tables, const DataSchema& schema,
                             const FiscalCalendar& calendar, const std::string& pointer) {
  return ExampleReader(schema, calendar, pointer).read(tables);
}

}  // namespace rebate
