// SPDX-License-Identifier: Apache-2.0
//
// A ledger is what happened: a table for each trade noun (sale, payment, invoice, claim, ... and
// nouns of the user), all grouped by the same partners, with doubtful rows set aside.
//
//   LedgerBuilder builder(reference);
//   builder.add(std::move(sales));        // a TableBuilder
//   const Ledger ledger = std::move(builder).build();
//   ledger.find("sale")->rows_of(partner)
//
// Which rows count:
//  - Of rows that are the same in all fields one counts. Different rows with one id count nowhere.
//  What
//    identifies a row is `id`; of a payment, `id` with `invoice`, since one payment against three
//    invoices is three rows. A row without an id is never a duplicate.
//  - A row of type "return" or "cancel" must not have a quantity, net or gross above zero, one of
//  type
//    "sale" none below zero; else it counts nowhere. A row without a type, a correction and any
//    other type may have any sign: exports without a type column write returns as negative rows.
//  - A row of a partner that the master does not know, or without partner, counts nowhere. A
//  product or
//    customer that it does not know counts under its code.
//  - A quantity is converted to the product's base unit; with a unit that the product does not know
//  it
//    is missing.
#pragma once

#include "rebate/ledger/doubtful_rows.hpp"
#include "rebate/ledger/table.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rebate {

/// What the ledger must know of the master. A dictionary that is not set knows every id.
struct LedgerReference {
  std::shared_ptr<const Dictionary> partners;
  std::shared_ptr<const Dictionary> products;
  std::shared_ptr<const Dictionary> customers;
  /// How many base units one `unit` of `product` is; nothing if unknown. Not asked for a blank
  /// unit.
  std::function<std::optional<Decimal>(std::string_view product, std::string_view unit)>
      unit_factor;
};

class Ledger {
 public:
  /// No rows, no partners.
  Ledger();

  /// nullptr if the ledger has no such table.
  [[nodiscard]] const Table* find(std::string_view noun) const;
  /// By noun, bytewise ascending.
  [[nodiscard]] std::span<const Table> tables() const { return tables_; }

  /// Shared by all tables. The codes of the master's ids come first and are the master's; partners
  /// has no others.
  [[nodiscard]] const Dictionary& partners() const { return *partners_; }
  [[nodiscard]] const Dictionary& products() const { return *products_; }
  [[nodiscard]] const Dictionary& customers() const { return *customers_; }

  [[nodiscard]] const DoubtfulRows& doubtful_rows() const { return doubtful_; }

 private:
  friend class LedgerBuilder;

  std::vector<Table> tables_;
  std::shared_ptr<const Dictionary> partners_;
  std::shared_ptr<const Dictionary> products_;
  std::shared_ptr<const Dictionary> customers_;
  DoubtfulRows doubtful_;
};

class LedgerBuilder {
 public:
  explicit LedgerBuilder(LedgerReference reference = {});

  /// The rows of a noun. REQUIRES: columns "date" (a date) and "partner" (a text); another noun
  /// than those added before.
  void add(TableBuilder table);
  /// Rows set aside while reading, to be listed with the others.
  void add(const DoubtfulRows& doubtful) { doubtful_.merge(doubtful); }

  /// COST: two passes over the rows, one over each column, and a hash of each id unless the ids
  /// ascend. At most `threads` columns are worked on at once; the result is the same.
  [[nodiscard]] Ledger build(unsigned threads = 1) &&;

 private:
  LedgerReference reference_;
  std::vector<TableBuilder> tables_;
  DoubtfulRows doubtful_;
};

}  // namespace rebate
