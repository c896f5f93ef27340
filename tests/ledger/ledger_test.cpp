// SPDX-License-Identifier: Apache-2.0
#include "rebate/ledger/ledger.hpp"

#include "rebate/base/require.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace rebate {
namespace {

using Texts = std::vector<std::string>;

FieldType type_of(const std::string& field) {
  if (field == "quantity" || field == "net" || field == "gross" || field == "amount")
    return FieldType::kNumber;
  return field == "date" ? FieldType::kDate : FieldType::kText;
}

/// Rows as texts under the fields' names; "" is missing. Row i stands on line i + 2.
TableBuilder rows(const std::string& noun, const Texts& fields, const std::vector<Texts>& table) {
  std::vector<FieldSpec> specs;
  for (const std::string& field : fields) {
    specs.emplace_back();
    specs.back().name = field;
    specs.back().type = type_of(field);
    specs.back().is_unique = field == "id";
  }
  TableBuilder builder(noun, noun + "s.csv", specs);
  std::uint64_t line = 2;
  for (const Texts& row : table) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      ColumnBuilder& column = builder.column(i);
      if (row[i].empty()) {
        column.add_missing();
      } else if (column.type() == FieldType::kNumber) {
        column.add_number(Decimal::of(row[i]));
      } else if (column.type() == FieldType::kDate) {
        column.add_date(Date::parse(row[i]).value());
      } else {
        column.add_text(row[i]);
      }
    }
    builder.end_row(line++);
  }
  return builder;
}

std::shared_ptr<const Dictionary> ids(const Texts& texts) {
  auto dictionary = std::make_shared<Dictionary>();
  for (const std::string& text : texts) dictionary->add(text);
  return dictionary;
}

Ledger ledger_of(std::vector<TableBuilder> tables, LedgerReference reference = {}) {
  LedgerBuilder builder(std::move(reference));
  for (TableBuilder& table : tables) builder.add(std::move(table));
  return std::move(builder).build();
}

/// The ids of the rows that count, in the order of the table.
std::string counted(const Ledger& ledger, std::string_view noun) {
  std::string text;
  const Table* table = ledger.find(noun);
  for (RowIndex row = 0; table != nullptr && row < table->row_count(); ++row) {
    text += to_text(table->cell(row, "id")) + " ";
  }
  return text;
}

const Texts kSale{"id", "date", "partner", "product", "quantity", "net", "type"};

TEST(Ledger, GroupsRowsByPartnerAndKeepsTheirOrder) {
  const Ledger ledger = ledger_of({rows("sale", {"id", "date", "partner", "net"},
                                        {{"S1", "2025-01-03", "P2", "10"},
                                         {"S2", "2025-01-02", "P1", "20"},
                                         {"S3", "2025-01-01", "P2", "30"},
                                         {"S4", "2025-01-04", "P1", "40.5"}})});
  const Table& sales = *ledger.find("sale");
  EXPECT_EQ(counted(ledger, "sale"), "S2 S4 S1 S3 ");
  EXPECT_EQ(ledger.partners().text(1), "P1");
  EXPECT_EQ(sales.rows_of(1), (RowRange{0, 2}));
  EXPECT_EQ(sales.rows_of(2), (RowRange{2, 4}));
  EXPECT_EQ(sales.rows_of(kMissingText).size(), 0u);
  EXPECT_EQ(sales.rows_of(99).size(), 0u);
  EXPECT_EQ(sales.cell(1, "net"), FieldValue(Decimal::of("40.5")));
  EXPECT_EQ(sales.cell(1, "partner"), FieldValue("P1"));
  EXPECT_TRUE(is_missing(sales.cell(1, "cost")));
  EXPECT_EQ(sales.source(2).line, 2u);
  EXPECT_EQ(sales.source(2).file, "sales.csv");
  EXPECT_EQ(sales.known_from(), Date::of(2025, 1, 1));
  EXPECT_TRUE(ledger.doubtful_rows().empty());
  EXPECT_EQ(ledger.find("claim"), nullptr);
}

TEST(Ledger, SharesPartnersProductsAndCustomersWithTheMaster) {
  LedgerReference reference;
  reference.partners = ids({"P1", "P2", "P3"});
  reference.products = ids({"A", "B"});
  reference.customers = ids({"C1"});
  const Ledger ledger = ledger_of(
      {rows("sale", {"id", "date", "partner", "product", "customer"},
            {{"S1", "2025-01-01", "P3", "B", "C1"}, {"S2", "2025-01-01", "P2", "X", "C9"}}),
       rows("claim", {"id", "date", "partner", "product"}, {{"K1", "2025-01-01", "P2", "X"}})},
      reference);
  EXPECT_EQ(&ledger.partners(), reference.partners.get());
  const Table& sales = *ledger.find("sale");
  EXPECT_EQ(sales.rows_of(3), (RowRange{1, 2}));
  EXPECT_EQ(sales.find("product")->code(1), *reference.products->find("B"));
  EXPECT_EQ(ledger.products().text(sales.find("product")->code(0)), "X");
  EXPECT_EQ(ledger.find("claim")->find("product")->code(0), sales.find("product")->code(0));
  EXPECT_EQ(ledger.doubtful_rows().count("sale", RowDoubt::kUnknownProduct), 1u);
  EXPECT_EQ(ledger.doubtful_rows().count("sale", RowDoubt::kUnknownCustomer), 1u);
  EXPECT_EQ(ledger.doubtful_rows().count("claim", RowDoubt::kUnknownProduct), 1u);
  EXPECT_EQ(counted(ledger, "sale"), "S2 S1 ");
}

TEST(Ledger, UnknownPartnersCountNowhere) {
  LedgerReference reference;
  reference.partners = ids({"P1"});
  const Ledger ledger = ledger_of(
      {rows("sale", {"id", "date", "partner"},
            {{"S1", "2025-01-01", "P1"}, {"S2", "2025-01-01", "P9"}, {"S3", "2025-01-01", ""}})},
      reference);
  EXPECT_EQ(counted(ledger, "sale"), "S1 ");
  const auto& group = ledger.doubtful_rows().groups().at({"sale", RowDoubt::kUnknownPartner});
  EXPECT_EQ(group.count, 2u);
  EXPECT_EQ(group.file, "sales.csv");
  EXPECT_EQ(group.first[0].line, 3u);
  EXPECT_EQ(group.first[0].id, "S2");
  EXPECT_EQ(group.first[0].text, "P9");
  EXPECT_EQ(group.first[1].text, "none");
  EXPECT_TRUE(ledger.doubtful_rows().issues().contains(Code::kRowPartner));
}

TEST(Ledger, EqualRowsCountOnceAndDifferentOnesOfOneIdNowhere) {
  const Ledger ledger = ledger_of({rows("sale", {"id", "date", "partner", "net"},
                                        {{"S1", "2025-01-01", "P1", "10"},
                                         {"S2", "2025-01-01", "P1", "20"},
                                         {"S1", "2025-01-01", "P1", "10.00"},
                                         {"S3", "2025-01-01", "P1", "30"},
                                         {"S3", "2025-01-01", "P1", "31"},
                                         {"S3", "2025-01-01", "P1", "30"},
                                         {"", "2025-01-01", "P1", "5"},
                                         {"", "2025-01-01", "P1", "5"}})});
  EXPECT_EQ(counted(ledger, "sale"), "S1 S2   ");
  EXPECT_EQ(ledger.doubtful_rows().count("sale", RowDoubt::kDuplicate), 1u);
  EXPECT_EQ(ledger.doubtful_rows().count("sale", RowDoubt::kConflict), 3u);
  const auto& group = ledger.doubtful_rows().groups().at({"sale", RowDoubt::kConflict});
  EXPECT_EQ(group.first[0].line, 5u);
  EXPECT_EQ(group.first[2].line, 7u);
}

TEST(Ledger, OnePaymentAgainstThreeInvoicesIsThreeRows) {
  const Ledger ledger = ledger_of({rows("payment", {"id", "date", "partner", "invoice", "amount"},
                                        {{"B1", "2025-01-01", "P1", "I1", "10"},
                                         {"B1", "2025-01-01", "P1", "I2", "20"},
                                         {"B1", "2025-01-01", "P1", "I3", "20"},
                                         {"B1", "2025-01-01", "P1", "I3", "20"},
                                         {"B1", "2025-01-01", "P1", "I2", "21"}})});
  EXPECT_EQ(ledger.find("payment")->row_count(), 2u);
  EXPECT_EQ(ledger.doubtful_rows().count("payment", RowDoubt::kDuplicate), 1u);
  EXPECT_EQ(ledger.doubtful_rows().count("payment", RowDoubt::kConflict), 2u);
}

TEST(Ledger, SignsStandAgainstTypes) {
  const struct {
    const char* type;
    const char* quantity;
    const char* net;
    bool counts;
  } cases[] = {
      {"", "1", "10", true},         {"", "-1", "-10", true},         {"sale", "1", "10", true},
      {"sale", "-1", "10", false},   {"sale", "1", "-10", false},     {"sale", "0", "0", true},
      {"sale", "", "-10", false},    {"return", "-1", "-10", true},   {"return", "1", "-10", false},
      {"return", "-1", "10", false}, {"return", "0", "0", true},      {"cancel", "-1", "-10", true},
      {"cancel", "1", "10", false},  {"correction", "-1", "5", true}, {"demo", "-1", "-1", true},
      {"return", "", "", true},
  };
  for (const auto& row : cases) {
    const Ledger ledger = ledger_of(
        {rows("sale", kSale, {{"S1", "2025-01-01", "P1", "A", row.quantity, row.net, row.type}})});
    SCOPED_TRACE(std::string(row.type) + " " + row.quantity + " " + row.net);
    EXPECT_EQ(ledger.find("sale")->row_count(), row.counts ? 1u : 0u);
    EXPECT_EQ(ledger.doubtful_rows().count(RowDoubt::kSign), row.counts ? 0u : 1u);
  }
}

TEST(Ledger, ConvertsQuantitiesToTheBaseUnit) {
  LedgerReference reference;
  reference.unit_factor = [](std::string_view product,
                             std::string_view unit) -> std::optional<Decimal> {
    if (product == "A" && unit == "box") return Decimal::of("12");
    if (product == "B" && unit == "g") return Decimal::of("0.001");
    return std::nullopt;
  };
  const Ledger ledger =
      ledger_of({rows("sale", {"id", "date", "partner", "product", "quantity", "unit"},
                      {{"S1", "2025-01-01", "P1", "A", "2", "box"},
                       {"S2", "2025-01-01", "P1", "A", "3", ""},
                       {"S3", "2025-01-01", "P1", "B", "2.5", "g"},
                       {"S4", "2025-01-01", "P1", "B", "1", "box"},
                       {"S5", "2025-01-01", "P1", "A", "", "box"}})},
                reference);
  const Table& sales = *ledger.find("sale");
  const char* expected[] = {"24", "3", "0.0025", "", ""};
  for (RowIndex row = 0; row < 5; ++row)
    EXPECT_EQ(to_text(sales.cell(row, "quantity")), expected[row]);
  EXPECT_EQ(ledger.doubtful_rows().count("sale", RowDoubt::kUnknownUnit), 1u);
}

TEST(Ledger, JoinsPaymentsToInvoicesAndReturnsToSales) {
  const Ledger ledger = ledger_of({rows("payment", {"id", "date", "partner", "invoice"},
                                        {{"B1", "2025-02-01", "P2", "I1"},
                                         {"B2", "2025-02-01", "P1", ""},
                                         {"B3", "2025-02-01", "P1", "I9"}}),
                                   rows("invoice", {"id", "date", "partner"},
                                        {{"I2", "2025-01-01", "P2"}, {"I1", "2025-01-05", ""}}),
                                   rows("sale", {"id", "date", "partner", "net", "reverses"},
                                        {{"S1", "2025-01-01", "P1", "10", ""},
                                         {"R1", "2025-01-02", "P1", "-10", "S1"},
                                         {"R2", "2025-01-02", "P1", "-1", "S9"}})});
  const Table& payments = *ledger.find("payment");
  const Table& invoices = *ledger.find("invoice");
  const auto links = payments.link("invoice");
  ASSERT_EQ(links.size(), 3u);
  EXPECT_EQ(links[0], kNoRow);  // B2
  EXPECT_EQ(links[1], kNoRow);  // B3
  ASSERT_NE(links[2], kNoRow);
  EXPECT_EQ(invoices.cell(links[2], "date"), FieldValue(Date::of(2025, 1, 5)));
  const auto reversed = ledger.find("sale")->link("reverses");
  EXPECT_EQ(reversed[1], 0u);
  EXPECT_EQ(reversed[2], kNoRow);
  EXPECT_TRUE(ledger.find("sale")->link("invoice").empty());
  EXPECT_EQ(ledger.doubtful_rows().count("payment", RowDoubt::kNoReference), 1u);
  EXPECT_EQ(ledger.doubtful_rows().count("sale", RowDoubt::kNoReference), 1u);
  // An invoice without partner belongs to nobody and is still found.
  EXPECT_EQ(invoices.rows_of(kMissingText).size(), 1u);
  EXPECT_EQ(ledger.doubtful_rows().count(RowDoubt::kUnknownPartner), 0u);
}

TEST(Ledger, OrderOfRowsDoesNotDecideWhichCount) {
  std::mt19937 random(7);
  std::vector<Texts> table;
  for (int i = 0; i < 3000; ++i) {
    // Few ids, so that many stand there twice, the same or different.
    table.push_back({"S" + std::to_string(random() % 1500), "2025-01-01",
                     "P" + std::to_string(random() % 7), std::to_string(random() % 2)});
  }
  const auto keys = [&] {
    const Ledger ledger = ledger_of({rows("sale", {"id", "date", "partner", "net"}, table)});
    std::set<std::string> counts;
    const Table& sales = *ledger.find("sale");
    for (RowIndex row = 0; row < sales.row_count(); ++row) {
      const std::string id = to_text(sales.cell(row, "id"));
      EXPECT_TRUE(counts
                      .insert(id + " " + to_text(sales.cell(row, "partner")) + " " +
                              to_text(sales.cell(row, "net")))
                      .second)
          << id;
    }
    return counts;
  };
  // Slow and obvious: a row counts if all rows of its id are the same.
  std::map<std::string, std::set<Texts>> by_id;
  for (const Texts& row : table) by_id[row[0]].insert(row);
  std::set<std::string> expected;
  for (const auto& [id, same] : by_id) {
    if (same.size() == 1) expected.insert(id + " " + (*same.begin())[2] + " " + (*same.begin())[3]);
  }
  EXPECT_EQ(keys(), expected);
  std::shuffle(table.begin(), table.end(), random);
  EXPECT_EQ(keys(), expected);
}

TEST(Ledger, ListsTheFirstDoubtfulRowsAndCountsTheRest) {
  LedgerReference reference;
  reference.partners = ids({"P1"});
  std::vector<Texts> table;
  for (int i = 0; i < 250; ++i) table.push_back({"S" + std::to_string(i), "2025-01-01", "P9"});
  const Ledger ledger = ledger_of({rows("sale", {"id", "date", "partner"}, table)}, reference);
  const auto& group = ledger.doubtful_rows().groups().at({"sale", RowDoubt::kUnknownPartner});
  EXPECT_EQ(group.count, 250u);
  EXPECT_EQ(group.first.size(), DoubtfulRows::kMaxListed);
  const Issues issues = ledger.doubtful_rows().issues();
  EXPECT_EQ(issues.size(), DoubtfulRows::kMaxListed + 1);
  EXPECT_FALSE(issues.has_errors());
  EXPECT_NE(to_string(issues[issues.size() - 1]).find("150 more"), std::string::npos);
}

TEST(Ledger, ANounHasOneTable) {
  LedgerBuilder builder;
  builder.add(rows("sale", {"id", "date", "partner"}, {}));
  EXPECT_THROW(builder.add(rows("sale", {"id", "date", "partner"}, {})), ContractViolation);
}

TEST(Ledger, TakesNoMoreThan32BytesForABenchmarkRow) {
  std::vector<Texts> table;
  for (int i = 0; i < 20'000; ++i) {
    table.push_back({std::to_string(i), "2025-0" + std::to_string(1 + i % 9) + "-11",
                     "P" + std::to_string(i % 997), "SKU" + std::to_string(i % 4999),
                     std::to_string(i % 20), std::to_string(i * 7) + ".25", ""});
  }
  const Ledger ledger = ledger_of({rows("sale", kSale, table)});
  const Table& sales = *ledger.find("sale");
  EXPECT_LE(sales.bytes(), 32u * sales.row_count());
}

TEST(TableBuilder, WantsACellForEachColumn) {
  TableBuilder builder = rows("sale", {"id", "net"}, {});
  builder.column(0).add_text("S1");
  EXPECT_THROW(builder.end_row(2), ContractViolation);
}

}  // namespace
}  // namespace rebate
