// SPDX-License-Identifier: Apache-2.0
#include "policy/check_tables.hpp"

#include "rebate/policy/vocabulary.hpp"
#include "policy/check_bands.hpp"
#include "policy/policy_words.hpp"

#include <algorithm>

namespace rebate {
namespace {

// What a cell must be: by the type of its key or column.
struct CellType {
  Type type = Type::kText;
  const Formula* key = nullptr;  // For the order of levels.
  bool is_rate = false;          // A number needs its percent sign.
  bool is_known = true;          // A key that could not be checked admits anything.
};

class CellReader {
 public:
  CellReader(CheckContext& context, const std::string& table) : context_(context), table_(table) {}

  // Missing, after an issue, if the cell is not of the type.
  Value read(const Cell& cell, const CellType& wanted, const std::string& pointer) {
    switch (wanted.type) {
      case Type::kNumber:
      case Type::kMoney:
      case Type::kQuantity:
      case Type::kRatio:
        return number(cell, wanted, pointer);
      case Type::kText:
        return cell.is_empty() ? refuse(cell, "a text", pointer) : Value(cell.text());
      case Type::kLevel:
        return level(cell, wanted, pointer);
      case Type::kDate:
        if (const auto date = Date::parse(cell.text())) return *date;
        return refuse(cell, "a date such as 2025-07-01", pointer);
      case Type::kFlag:
        if (cell.text() == "true") return true;
        if (cell.text() == "false") return false;
        return refuse(cell, "true or false", pointer);
      case Type::kRange:
        if (const auto days = context_.checked.calendar.range(cell.text())) return *days;
        return refuse(cell, "a range of days", pointer);
      case Type::kList:
        break;
    }
    return refuse(cell, "a single value", pointer);
  }

 private:
  Value number(const Cell& cell, const CellType& wanted, const std::string& pointer) {
    const auto value = cell.number();
    if (!value) {
      if (!wanted.is_known && !cell.is_empty()) return cell.text();
      return refuse(cell, wanted.is_rate ? "a percentage such as 5%" : "a number", pointer);
    }
    const bool is_percent = cell.is_percent || cell.text().ends_with('%');
    if (wanted.is_rate && !is_percent && !value->is_zero()) {
      const std::string percent = (*value * Decimal::from_int64(100)).to_string() + "%";
      const std::string fix =
          abs(*value) < Decimal::from_int64(1) ? percent : value->to_string() + "%";
      context_.error(Code::kRateOverWhole, pointer,
                     value->to_string() + " would be " + percent + ". Write \"" + fix + "\".");
    }
    return Ratio(*value);
  }

  Value level(const Cell& cell, const CellType& wanted, const std::string& pointer) {
    const auto order = wanted.key ? order_of(*wanted.key) : std::nullopt;
    const std::string name = cell.text();
    if (!order) return Level{name, -1};
    return context_.level(pointer, order->first, order->second, name);
  }

  Value refuse(const Cell& cell, const std::string& wanted, const std::string& pointer) {
    Issue issue;
    issue.code = Code::kTableCell;
    issue.place = context_.place(pointer);
    issue.found = cell.is_empty() ? "an empty cell" : cell.text();
    issue.expected = wanted;
    issue.message = (cell.is_empty() ? "an empty cell" : "'" + cell.text() + "'") + " should be " +
                    wanted + table_ + ".";
    context_.issues.add(std::move(issue));
    return {};
  }

  CheckContext& context_;
  std::string table_;
};

CellType type_of_key(const CheckedTable::Key& key) {
  CellType wanted;
  wanted.is_known = key.of != nullptr;
  wanted.type = key.of ? key.of->type : key.edge == Edge::kNone ? Type::kText : Type::kNumber;
  wanted.key = key.of.get();
  return wanted;
}

Type type_of_column(const TableTerms& terms, std::size_t column) {
  if (terms.gives[column] == "rate" || terms.gives[column] == "share") return Type::kRatio;
  if (terms.gives[column] == "per_unit" || terms.gives[column] == "amount") return Type::kMoney;
  return column_type(terms, column);
}

std::optional<std::vector<Value>> otherwise_of(CheckContext& context, const TableTerms& terms,
                                               const CheckedTable& table,
                                               const std::string& pointer) {
  if (!terms.otherwise.is_set()) return std::nullopt;
  Cell cell;
  if (const auto literal = literal_of(terms.otherwise)) {
    cell.held = literal->value;
    cell.is_percent = literal->is_percent;
  } else if (terms.otherwise.tree()->kind == Syntax::Kind::kText ||
             terms.otherwise.tree()->kind == Syntax::Kind::kName) {
    cell.held = terms.otherwise.tree()->text;
  } else {
    context.error(Code::kTableCell, pointer,
                  "'otherwise' is a plain value such as \"0%\": cells are constants.");
    return std::nullopt;
  }
  CellReader reader(context, "");
  std::vector<Value> values;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    values.push_back(
        reader.read(cell, {table.types[i], nullptr, table.columns[i] == "rate", true}, pointer));
  }
  return values;
}

// A key that is no value of its type has been named; comparing it would name it again.
bool has_bad_key(const CheckedTable::Row& row) {
  return std::any_of(row.keys.begin(), row.keys.end(),
                     [](const auto& key) { return key && key->is_missing(); });
}

// One declared row: keys, values and, of a dated table, its range.
void read_row(CheckContext& context, const std::vector<Cell>& cells, const std::string& pointer,
              const TableTerms& terms, CheckedTable& table, std::vector<std::string>& pointers) {
  const std::size_t wanted =
      table.keys.size() + table.columns.size() + (terms.dated.is_set() ? 1 : 0);
  if (cells.size() != wanted) {
    context.error(Code::kTableShape, pointer,
                  "the row has " + std::to_string(cells.size()) + " cells; it needs " +
                      std::to_string(wanted) + ": " + std::to_string(table.keys.size()) +
                      (table.keys.size() == 1 ? " key, " : " keys, ") +
                      std::to_string(table.columns.size()) +
                      (table.columns.size() == 1 ? " value" : " values") +
                      (terms.dated.is_set() ? " and the days it is valid." : "."));
    return;
  }
  CellReader reader(context, " in table '" + table.name + "'");
  CheckedTable::Row row;
  std::size_t at_cell = 0;
  for (const CheckedTable::Key& key : table.keys) {
    const Cell& cell = cells[at_cell];
    if (cell.is_any())
      row.keys.emplace_back(std::nullopt);
    else
      row.keys.emplace_back(reader.read(cell, type_of_key(key), at(pointer, at_cell)));
    ++at_cell;
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i, ++at_cell) {
    const bool is_rate = table.columns[i] == "rate" || table.columns[i] == "share";
    row.values.push_back(reader.read(cells[at_cell], {table.types[i], nullptr, is_rate, true},
                                     at(pointer, at_cell)));
  }
  if (terms.dated.is_set()) row.valid = context.range(cells[at_cell].text(), at(pointer, at_cell));
  if (has_bad_key(row)) return;
  table.rows.push_back(std::move(row));
  pointers.push_back(pointer);
}

}  // namespace

std::string to_text(const Value& value) {
  if (value.is_number()) return value.number().to_string();
  if (value.is_text()) return "'" + value.text() + "'";
  if (value.is_level()) return "'" + value.level().name + "'";
  if (value.is_flag()) return value.flag() ? "true" : "false";
  if (value.is_date()) return value.date().to_string();
  if (value.is_range()) return value.range().to_string();
  return "missing";
}

FormulaPtr check_key(CheckContext& context, const Expression& of, const std::string& pointer,
                     const Expected& expected) {
  Expected wanted = expected;
  const bool is_bare = of.is_set() && of.tree()->kind == Syntax::Kind::kName;
  const bool is_noun = is_bare && find_noun(of.tree()->text) != nullptr;
  wanted.position = is_noun ? Position::kKey : Position::kRate;
  return context.formula(of, pointer, wanted);
}

CheckedTable check_table(CheckContext& context, const std::string& name, const TableTerms& terms) {
  CheckedTable table;
  table.name = name;
  const std::string pointer = at("/tables", name);
  const bool has_many = terms.by.size() > 1;
  for (std::size_t i = 0; i < terms.by.size(); ++i) {
    CheckedTable::Key key;
    key.edge = terms.by[i].edge;
    const std::string place = has_many ? at(pointer + "/by", i) : pointer + "/by";
    key.of = check_key(context, terms.by[i].of, place, {});
    table.keys.push_back(std::move(key));
  }
  table.columns = terms.gives;
  for (std::size_t i = 0; i < terms.gives.size(); ++i) {
    table.types.push_back(type_of_column(terms, i));
    if (std::count(terms.gives.begin(), terms.gives.end(), terms.gives[i]) > 1) {
      context.error(Code::kRuleTwice, pointer + "/gives",
                    "the column '" + terms.gives[i] + "' is named twice.");
    }
  }
  Expected date;
  date.position = Position::kRate;
  date.types = {Type::kDate};
  table.dated = context.formula(terms.dated, pointer + "/dated", date);
  table.otherwise = otherwise_of(context, terms, table, pointer + "/otherwise");

  std::vector<std::string> pointers;
  if (!terms.file.empty() && !terms.loaded.held) {
    context.error(
        Code::kFileMissing, pointer + "/file",
        terms.file + " was not read: the policy did not come from a folder that holds it.");
    return table;
  }
  const auto& rows = terms.file.empty() ? terms.rows : *terms.loaded.held;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    read_row(context, rows[i],
             terms.file.empty() ? at(pointer + "/rows", i) : pointer + "/file:" + std::to_string(i),
             terms, table, pointers);
  }
  check_conflicts(context, table, pointers);
  return table;
}

namespace {

std::string gives_column(Matrix::Gives gives) {
  switch (gives) {
    case Matrix::Gives::kRates:
      return "rate";
    case Matrix::Gives::kPerUnits:
      return "per_unit";
    case Matrix::Gives::kAmounts:
      return "amount";
  }
  return {};
}

// The values of the second axis: bounds, or names.
std::vector<std::optional<Value>> columns_of(CheckContext& context, const Matrix& matrix,
                                             const std::string& pointer, const FormulaPtr& across) {
  std::vector<std::optional<Value>> values;
  if (matrix.edge != Edge::kNone) {
    std::vector<EdgeAt> edges;
    const std::string bounds = at(pointer, detail::to_word(matrix.edge));
    for (std::size_t i = 0; i < matrix.bounds.size(); ++i) {
      edges.push_back({matrix.edge, &matrix.bounds[i], at(bounds, i)});
    }
    for (Value& bound : check_edges(context, edges, across, false))
      values.emplace_back(std::move(bound));
    return values;
  }
  CellReader reader(context, " among the columns");
  CheckedTable::Key key;
  key.of = across;
  for (std::size_t i = 0; i < matrix.columns.size(); ++i) {
    if (matrix.columns[i].is_any())
      values.emplace_back(std::nullopt);
    else
      values.emplace_back(
          reader.read(matrix.columns[i], type_of_key(key), at(pointer + "/columns", i)));
  }
  return values;
}

void warn_alike(CheckContext& context, const Matrix& matrix, const std::string& pointer) {
  if (matrix.edge == Edge::kNone || matrix.rows.empty()) return;
  for (std::size_t i = 1; i < matrix.bounds.size(); ++i) {
    const bool is_same = std::all_of(matrix.rows.begin(), matrix.rows.end(), [&](const auto& row) {
      return i < row.second.size() && row.second[i] == row.second[i - 1];
    });
    if (is_same) {
      context.warn(Code::kBandsAlike, at(at(pointer, detail::to_word(matrix.edge)), i),
                   "columns " + std::to_string(i) + " and " + std::to_string(i + 1) +
                       " pay the same in every row; one will do.");
    }
  }
}

}  // namespace

CheckedTable check_matrix(CheckContext& context, const Matrix& matrix, const std::string& pointer,
                          const Expected& expected) {
  CheckedTable table;
  Expected measure = expected;
  table.keys.push_back({check_key(context, matrix.by, pointer + "/by", expected), Edge::kNone});
  if (matrix.across.is_set()) {
    if (matrix.edge != Edge::kNone) measure.types = measure_types();
    table.keys.push_back(
        {check_key(context, matrix.across, pointer + "/across", measure), matrix.edge});
  }
  const std::string word = gives_column(matrix.gives);
  const std::string rows_at = pointer + "/" + word + "s";
  table.columns = {word};
  table.types = {word == "rate" ? Type::kRatio : Type::kMoney};
  std::vector<std::optional<Value>> across{std::nullopt};
  if (matrix.across.is_set()) across = columns_of(context, matrix, pointer, table.keys[1].of);

  CellReader reader(context, "");
  std::vector<std::string> pointers;
  for (const auto& [name, cells] : matrix.rows) {
    const std::string row_at = at(rows_at, name);
    if (cells.size() != across.size()) {
      context.error(Code::kTableShape, row_at,
                    "row '" + name + "' has " + std::to_string(cells.size()) +
                        " values; there are " + std::to_string(across.size()) + " columns.");
      continue;
    }
    std::optional<Value> key;
    Cell row_name;
    row_name.held = name;
    if (!row_name.is_any()) key = reader.read(row_name, type_of_key(table.keys[0]), row_at);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell_at = matrix.across.is_set() ? at(row_at, i) : row_at;
      CheckedTable::Row row;
      row.keys.push_back(key);
      if (matrix.across.is_set()) row.keys.push_back(across[i]);
      row.values.push_back(
          reader.read(cells[i], {table.types[0], nullptr, word == "rate", true}, cell_at));
      if (has_bad_key(row)) continue;
      table.rows.push_back(std::move(row));
      pointers.push_back(cell_at);
    }
  }
  warn_alike(context, matrix, pointer);
  check_conflicts(context, table, pointers);
  return table;
}

}  // namespace rebate
