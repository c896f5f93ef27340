// SPDX-License-Identifier: Apache-2.0
#include "tally/row_classes.hpp"

#include "plan/formula_tools.hpp"

#include <algorithm>

namespace rebate {

const Column* date_column(const Cube& cube, const Table& table) {
  const Column* column = table.find(cube.date_field);
  return column == nullptr && cube.date_field == kRestatedDate ? table.find("date") : column;
}

const Column* deciding_column(const Cube& cube, const Dimension& dimension, const Table& table) {
  if (dimension.product) return table.find("product");
  if (dimension.customer) return table.find("customer");
  if (dimension.day) return date_column(cube, table);
  if (!dimension.column.empty()) return table.find(dimension.column);
  return nullptr;
}

namespace {

bool is_partner_only(const Dimension& dimension) {
  return dimension.partner && !dimension.is_computed && !dimension.product && !dimension.customer &&
         !dimension.day && dimension.column.empty();
}

}  // namespace

ClassValues values_for_code(RowEnvironment& environment, const Cube& cube,
                            const Dimension& dimension, const Column& column, TextCode code,
                            TextCode partner) {
  ClassValues values;
  const std::string text =
      dimension.column.empty() ? "" : std::string(column.dictionary().text(code));
  for (const int index : dimension.atoms) {
    const Atom& atom = cube.atoms[static_cast<std::size_t>(index)];
    if (dimension.product) {
      values.push_back(environment.evaluate_for_product(atom, code, partner));
    } else if (dimension.customer) {
      values.push_back(environment.evaluate_for_customer(atom, code, partner));
    } else {
      values.push_back(environment.evaluate_for_text(atom, text, partner));
    }
  }
  return values;
}

namespace {

void classify_days(RowEnvironment& environment, const Cube& cube, const Dimension& dimension,
                   const Column& column, CodeClasses& result) {
  result.first_day = static_cast<std::int32_t>(column.smallest());
  for (std::int64_t day = column.smallest(); day <= column.largest(); ++day) {
    ClassValues values;
    for (const int index : dimension.atoms) {
      values.push_back(environment.evaluate_for_day(cube.atoms[static_cast<std::size_t>(index)],
                                                    Date::from_days(static_cast<std::int32_t>(day)),
                                                    kMissingText));
    }
    result.by_code.push_back(result.table.number(std::move(values)));
  }
}

}  // namespace

SharedClasses classes_by_code(const Plan& plan, const Cube& cube, const Master& master,
                              const Ledger& ledger, const Table& table) {
  RowEnvironment environment(plan, cube, master, ledger, nullptr);
  SharedClasses shared(cube.dimensions.size());
  for (std::size_t d = 0; d < cube.dimensions.size(); ++d) {
    const Dimension& dimension = cube.dimensions[d];
    const Column* column = deciding_column(cube, dimension, table);
    if (dimension.is_computed || dimension.partner || column == nullptr) continue;
    auto result = std::make_shared<CodeClasses>();
    if (dimension.day) {
      if (column->type() != FieldType::kDate || column->has_missing()) continue;
      classify_days(environment, cube, dimension, *column, *result);
    } else {
      if (!column->has_dictionary()) continue;
      for (std::uint32_t code = 0; code < column->dictionary().size(); ++code) {
        result->by_code.push_back(result->table.number(
            values_for_code(environment, cube, dimension, *column, code, kMissingText)));
      }
    }
    shared[d] = std::move(result);
  }
  return shared;
}

RowClasses::RowClasses(const Plan& plan, const Cube& cube, const Master& master,
                       const Ledger& ledger, const Table& table, const SharedClasses& shared)
    : cube_(cube), shared_(shared), environment_(plan, cube, master, ledger, &table) {
  own_.resize(cube.dimensions.size());
  of_partner_.resize(cube.dimensions.size());
  for (std::size_t d = 0; d < cube.dimensions.size(); ++d) {
    columns_.push_back(shared[d] ? deciding_column(cube, cube.dimensions[d], table) : nullptr);
    computed_.push_back(shared[d] || is_partner_only(cube.dimensions[d])
                            ? Computed{}
                            : computed_of(cube.dimensions[d], table));
  }
}

RowClasses::Computed RowClasses::computed_of(const Dimension& dimension, const Table& table) const {
  Computed computed;
  computed.is_remembered = true;
  const auto input_column = [&](const Column* column) {
    if (column == nullptr) return;  // missing on every row
    if (!column->has_dictionary() && column->type() != FieldType::kDate)
      computed.is_remembered = false;
    auto& inputs = computed.inputs;
    if (std::find(inputs.begin(), inputs.end(), column) == inputs.end()) inputs.push_back(column);
  };
  const auto input = [&](const std::string& name) {
    input_column(name == cube_.date_field ? date_column(cube_, table) : table.find(name));
  };
  for (const int index : dimension.atoms) {
    const Atom& atom = cube_.atoms[static_cast<std::size_t>(index)];
    const Reads reads = reads_of(atom.formula);
    if (reads.invoice || reads.branch) computed.is_remembered = false;
    for (const std::string& column : reads.columns) input(column);
    if (reads.product) input("product");
    if (reads.customer) input("customer");
    // Attributes as of the row's own date.
    if ((reads.partner || reads.product || reads.customer) && !atom.instant.attributes) {
      input(cube_.date_field);
    }
  }
  if (computed.inputs.size() > 2) computed.is_remembered = false;
  return computed;
}

void RowClasses::start_partner(TextCode partner) {
  partner_ = partner;
  for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
    if (cube_.dimensions[d].partner) computed_[d].memo.clear();
    if (shared_[d] || !is_partner_only(cube_.dimensions[d])) continue;
    ClassValues values;
    for (const int index : cube_.dimensions[d].atoms) {
      values.push_back(
          environment_.evaluate_for_partner(cube_.atoms[static_cast<std::size_t>(index)], partner));
    }
    of_partner_[d] = own_[d].number(std::move(values));
  }
}

std::uint32_t RowClasses::by_value(std::size_t dimension, RowIndex row) {
  Computed& computed = computed_[dimension];
  if (!computed.is_remembered) return worked_out(dimension, row);
  std::uint64_t pair = 0;
  for (const Column* input : computed.inputs) {
    std::uint32_t code = std::uint32_t{1}
                         << 31;  // no day: neither a code nor a day number gets there
    if (input->has_dictionary()) {
      code = input->code(row);
    } else if (const auto day = input->date(row)) {
      code = static_cast<std::uint32_t>(day->days());
    }
    pair = (pair << 32) | code;
  }
  std::uint32_t number = computed.memo.find(pair);
  if (number == ClassMemo::kUnknown) {
    number = worked_out(dimension, row);
    computed.memo.keep(pair, number);
  }
  return number;
}

std::uint32_t RowClasses::worked_out(std::size_t dimension, RowIndex row) {
  const std::vector<int>& atoms = cube_.dimensions[dimension].atoms;
  if (atoms.size() == 1) {
    Value value =
        environment_.evaluate_atom(cube_.atoms[static_cast<std::size_t>(atoms[0])], row, partner_);
    if (!value.is_flag()) return own_[dimension].number({std::move(value)});
    std::uint32_t& number = computed_[dimension].of_flag[value.flag()];
    if (number == ClassMemo::kUnknown) number = own_[dimension].number({std::move(value)});
    return number;
  }
  ClassValues values;
  for (const int index : cube_.dimensions[dimension].atoms) {
    values.push_back(
        environment_.evaluate_atom(cube_.atoms[static_cast<std::size_t>(index)], row, partner_));
  }
  return own_[dimension].number(std::move(values));
}

void RowClasses::classify(RowIndex row, std::uint32_t* out) {
  for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
    if (const CodeClasses* classes = shared_[d].get()) {
      const std::size_t place =
          cube_.dimensions[d].day
              ? static_cast<std::size_t>(columns_[d]->date(row)->days() - classes->first_day)
              : columns_[d]->code(row);
      out[d] = classes->by_code[place];
    } else {
      out[d] = is_partner_only(cube_.dimensions[d]) ? of_partner_[d] : by_value(d, row);
    }
  }
}

const std::vector<ClassValues>& RowClasses::classes(std::size_t dimension) const {
  return shared_[dimension] ? shared_[dimension]->table.classes() : own_[dimension].classes();
}

}  // namespace rebate
