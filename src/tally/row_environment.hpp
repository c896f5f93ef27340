// SPDX-License-Identifier: Apache-2.0
//
// What formulas read on a row of the ledger: its cells, its product, customer and invoice, its
// partner.
#pragma once

#include "rebate/ledger/ledger.hpp"
#include "rebate/master/master.hpp"
#include "rebate/policy/evaluate.hpp"
#include "plan/cube.hpp"
#include "plan/plan_parts.hpp"

#include <unordered_map>

namespace rebate {

class RowEnvironment : public Environment {
 public:
  /// `table` may be null: then only the master is read, for classes of a code rather than of a row.
  RowEnvironment(const Plan& plan, const Cube& cube, const Master& master, const Ledger& ledger,
                 const Table* table);

  Value evaluate_atom(const Atom& atom, RowIndex row, TextCode partner);

  // Codes in place of a row, for dimensions that one code decides.
  Value evaluate_for_partner(const Atom& atom, TextCode partner);
  Value evaluate_for_product(const Atom& atom, TextCode product, TextCode partner);
  Value evaluate_for_customer(const Atom& atom, TextCode customer, TextCode partner);
  Value evaluate_for_day(const Atom& atom, Date day, TextCode partner);
  Value evaluate_for_text(const Atom& atom, const std::string& text, TextCode partner);

  Value read(const Formula& leaf) override;
  const FiscalCalendar& calendar() const override { return plan_.policy->calendar; }

 private:
  Value read_field(const Formula& field);
  Value read_attribute(const Register& bearers, TextCode bearer, const Formula& field);
  Value read_invoice(const Formula& field);
  Value read_own(const Formula& field);
  RowIndex reversed_row() const;
  Value read_reversed_day(const Formula& field);
  Value read_reversed(const Formula& field);
  void move_to(RowIndex row);
  Value typed(Value value, const Formula& field) const;
  Value read_price(const Formula& price);
  Value with(const Atom& atom);

  const Plan& plan_;
  const Cube& cube_;
  const Master& master_;
  const Ledger& ledger_;
  const Table* table_;
  const Column* date_column_ = nullptr;
  const Column* product_column_ = nullptr;
  const Column* customer_column_ = nullptr;
  std::unordered_map<const Formula*, const Column*> columns_;

  const Instant* instant_ = nullptr;
  RowIndex row_ = kNoRow;
  TextCode partner_ = kMissingText;
  TextCode product_ = kMissingText;
  TextCode customer_ = kMissingText;
  std::optional<Date> day_;
  const std::string* text_ = nullptr;
};

}  // namespace rebate
