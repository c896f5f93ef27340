// SPDX-License-Identifier: Apache-2.0
#include "tally/row_environment.hpp"

#include "plan/compile_rule.hpp"
#include "plan/lookup.hpp"
#include "tally/row_classes.hpp"

#include <algorithm>

namespace rebate {

RowEnvironment::RowEnvironment(const Plan& plan, const Cube& cube, const Master& master,
                               const Ledger& ledger, const Table* table)
    : plan_(plan), cube_(cube), master_(master), ledger_(ledger), table_(table) {
  if (table_ == nullptr) return;
  date_column_ = date_column(cube, *table_);
  product_column_ = table_->find("product");
  customer_column_ = table_->find("customer");
}

Value RowEnvironment::with(const Atom& atom) {
  instant_ = &atom.instant;
  return evaluate(*atom.formula, *this);
}

Value RowEnvironment::evaluate_atom(const Atom& atom, RowIndex row, TextCode partner) {
  partner_ = partner;
  text_ = nullptr;
  move_to(row);
  return with(atom);
}

void RowEnvironment::move_to(RowIndex row) {
  row_ = row;
  product_ = product_column_ != nullptr ? product_column_->code(row) : kMissingText;
  customer_ = customer_column_ != nullptr ? customer_column_->code(row) : kMissingText;
  day_ = date_column_ != nullptr ? date_column_->date(row) : std::nullopt;
}

Value RowEnvironment::evaluate_for_partner(const Atom& atom, TextCode partner) {
  row_ = kNoRow;
  partner_ = partner;
  return with(atom);
}

Value RowEnvironment::evaluate_for_product(const Atom& atom, TextCode product, TextCode partner) {
  row_ = kNoRow;
  product_ = product;
  partner_ = partner;
  return with(atom);
}

Value RowEnvironment::evaluate_for_customer(const Atom& atom, TextCode customer, TextCode partner) {
  row_ = kNoRow;
  customer_ = customer;
  partner_ = partner;
  return with(atom);
}

Value RowEnvironment::evaluate_for_day(const Atom& atom, Date day, TextCode partner) {
  row_ = kNoRow;
  day_ = day;
  partner_ = partner;
  return with(atom);
}

Value RowEnvironment::evaluate_for_text(const Atom& atom, const std::string& text,
                                        TextCode partner) {
  row_ = kNoRow;
  text_ = &text;
  partner_ = partner;
  return with(atom);
}

Value RowEnvironment::read(const Formula& leaf) {
  switch (leaf.op) {
    case Op::kField:
      return read_field(leaf);
    case Op::kPeriod:
      return instant_->period ? period_field(*instant_->period, leaf.field, calendar())
                              : Value(Missing{MissingKind::kField, "period"});
    case Op::kAsOf:
      return instant_->as_of ? Value(*instant_->as_of)
                             : Value(Missing{MissingKind::kField, "as_of"});
    case Op::kTable: {
      const CheckedTable* table = find_table(*plan_.policy, leaf.name);
      std::vector<Value> keys;
      for (const FormulaPtr& key : leaf.children) keys.push_back(evaluate(*key, *this));
      return look_up(*table, keys, leaf.field);
    }
    case Op::kPrice:
      return read_price(leaf);
    case Op::kConvert:
      return converted(leaf, *plan_.policy->source, master_.exchange_rates(), *this);
    default:
      return Missing{MissingKind::kField, leaf.text};
  }
}

Value RowEnvironment::read_field(const Formula& field) {
  if (field.noun == "partner") return read_attribute(master_.partners(), partner_, field);
  if (field.noun == "product") return read_attribute(master_.products(), product_, field);
  if (field.noun == "customer") return read_attribute(master_.customers(), customer_, field);
  if (field.noun == "invoice" && cube_.noun != "invoice") return read_invoice(field);
  return read_own(field);
}

Value RowEnvironment::read_attribute(const Register& bearers, TextCode bearer,
                                     const Formula& field) {
  if (bearer == kMissingText) return missing_field(field);
  if (field.field == "id") {
    const Dictionary& ids = &bearers == &master_.partners()   ? ledger_.partners()
                            : &bearers == &master_.products() ? ledger_.products()
                                                              : ledger_.customers();
    return std::string(ids.text(bearer));
  }
  std::optional<Date> day = day_;
  if (instant_->attributes) day = bearers.last_valid_day(bearer, *instant_->attributes);
  if (!day) return missing_field(field);
  return to_value(bearers.attribute(bearer, field.field, *day), field, *plan_.policy->source);
}

Value RowEnvironment::read_invoice(const Formula& field) {
  const Table* invoices = ledger_.find("invoice");
  const auto links = table_ != nullptr ? table_->link("invoice") : std::span<const RowIndex>{};
  if (invoices == nullptr || row_ >= links.size() || links[row_] == kNoRow)
    return missing_field(field);
  return to_value(invoices->cell(links[row_], field.field), field, *plan_.policy->source);
}

Value RowEnvironment::read_own(const Formula& field) {
  if (row_ == kNoRow) {
    if (field.field == "product" && product_ != kMissingText) {
      return std::string(ledger_.products().text(product_));
    }
    if (field.field == "customer" && customer_ != kMissingText) {
      return std::string(ledger_.customers().text(customer_));
    }
    if (field.field == "partner" && partner_ != kMissingText) {
      return std::string(ledger_.partners().text(partner_));
    }
    if (field.field == cube_.date_field && day_) return *day_;
    if (text_ == nullptr) return missing_field(field);
    return typed(to_value(FieldValue(*text_), field, *plan_.policy->source), field);
  }
  if (field.field == kReversesDate) return read_reversed_day(field);
  if (field.field == kReversesRow || field.field == kReversesDocument) return read_reversed(field);
  const auto [place, is_new] = columns_.emplace(&field, nullptr);
  if (is_new) {
    place->second = field.field == kRestatedDate ? date_column_ : table_->find(field.field);
  }
  if (place->second == nullptr) return typed(missing_field(field), field);
  return typed(to_value(place->second->cell(row_), field, *plan_.policy->source), field);
}

RowIndex RowEnvironment::reversed_row() const {
  const auto links = table_->link("reverses");
  return row_ < links.size() ? links[row_] : kNoRow;
}

Value RowEnvironment::read_reversed_day(const Formula& field) {
  const RowIndex reversed = reversed_row();
  if (reversed == kNoRow) return missing_field(field);
  return to_value(table_->cell(reversed, "date"), field, *plan_.policy->source);
}

/// The day and the id or document of the row that this one reverses, behind a sign that says
/// whether that is a row of the rule.
Value RowEnvironment::read_reversed(const Formula& field) {
  const RowIndex reversed = reversed_row();
  if (reversed == kNoRow) return std::string();
  const RowIndex row = row_;
  move_to(reversed);
  const auto holds_there = [&](const FormulaPtr& condition) {
    return holds(evaluate(*condition, *this));
  };
  const bool is_of_rule = std::all_of(field.children.begin(), field.children.end(), holds_there);
  const char* column = field.field == kReversesRow ? "id" : "document";
  const Value key = to_value(table_->cell(row_, column), field, *plan_.policy->source);
  // Without a day of its own it is in no line.
  std::string line = is_of_rule && day_ ? "+" : "-";
  line += (day_ ? day_->to_string() : std::string(10, '-')) + " ";
  if (key.is_text()) line += key.text();
  move_to(row);
  return line;
}

/// A sale without a type is a sale.
Value RowEnvironment::typed(Value value, const Formula& field) const {
  if (value.is_missing() && field.noun == "sale" && field.field == "type")
    return std::string("sale");
  return value;
}

Value RowEnvironment::read_price(const Formula& price) {
  const Value list = evaluate(*price.children[0], *this);
  const Value product = evaluate(*price.children[1], *this);
  const Value day = evaluate(*price.children[2], *this);
  if (!list.is_text() || !product.is_text() || !day.is_date()) {
    return Missing{MissingKind::kNoFigure, price.text};
  }
  const Price* found = master_.prices().find(list.text(), product.text(), day.date());
  if (found == nullptr) {
    return Missing{MissingKind::kNoFigure, "price '" + list.text() + "' of " + product.text() +
                                               " on " + day.date().to_string()};
  }
  return Ratio(found->price);
}

}  // namespace rebate
