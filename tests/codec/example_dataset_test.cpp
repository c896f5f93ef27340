// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/dataset.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace rebate {
namespace {

Cell text(const char* value) { return Cell{std::string(value), false}; }
Cell number(const char* value) { return Cell{Decimal::of(value), false}; }
Cell flag(bool value) { return Cell{value, false}; }

TEST(ExampleDataset, IsReadLikeFiles) {
  const ExampleTables tables{
      {"sales",
       {{{"partner", text("P2")}, {"date", text("2025-03-31")}, {"net", number("20.5")}},
        {{"partner", text("P1")},
         {"date", text("2025-01-31")},
         {"net", text("10")},
         {"product", text("A")}}}},
      {"targets",
       {{{"target", text("annual")},
         {"partner", text("P3")},
         {"period", text("2025")},
         {"value", number("100")}}}},
      {"invoices", {{{"id", text("I1")}, {"date", text("2025-01-01")}}}},
      {"activities",
       {{{"partner", text("P1")}, {"date", text("2025-01-01")}, {"passed", flag(true)}}}}};
  const Result<Dataset> data = make_dataset(tables, DataSchema::standard(), FiscalCalendar());
  ASSERT_TRUE(data.ok()) << to_string(data.issues());
  EXPECT_TRUE(data.issues().empty());
  const Table& sales = *data->ledger.find("sale");
  ASSERT_EQ(sales.row_count(), 2u);
  EXPECT_EQ(to_text(sales.cell(0, "partner")), "P1");
  EXPECT_EQ(to_text(sales.cell(1, "net")), "20.5");
  EXPECT_TRUE(is_missing(sales.cell(1, "product")));
  EXPECT_EQ(sales.find("id"), nullptr);
  EXPECT_EQ(sales.source(1).line, 1u);
  EXPECT_EQ(sales.known_from(), Date::of(1, 1, 1));
  EXPECT_EQ(data->ledger.find("activity")->cell(0, "passed"), FieldValue(true));
  EXPECT_EQ(data->ledger.find("invoice")->row_count(), 1u);
  // Nobody is listed, so everybody whom a row names is a partner, at all times.
  EXPECT_EQ(data->master->partners().ids().size(), 4u);
  EXPECT_TRUE(data->master->partners().is_valid_within(3, FiscalCalendar().year(1999)));
}

TEST(ExampleDataset, KnowsOnlyListedPartners) {
  const ExampleTables tables{
      {"partners", {{{"id", text("P1")}, {"tier", text("gold")}}}},
      {"sales", {{{"partner", text("P2")}, {"date", text("2025-03-31")}, {"net", number("20")}}}}};
  const Result<Dataset> data = make_dataset(tables, DataSchema::standard(), FiscalCalendar());
  ASSERT_TRUE(data.ok());
  EXPECT_EQ(data->ledger.find("sale")->row_count(), 0u);
  EXPECT_TRUE(data.issues().contains(Code::kRowPartner));
  EXPECT_EQ(to_text(data->master->partners().attribute(1, "tier", Date::of(1980, 1, 1))), "gold");
}

TEST(ExampleDataset, SaysWhereAMistakeStands) {
  const ExampleTables tables{{"sale", {{{"partner", text("P1")}}}},
                             {"sales",
                              {{{"partner", text("P1")}, {"net", number("1")}},
                               {{"nett", number("1")}, {"net", text("1,5")}}}},
                             {"partners", {{{"id", text("P1")}, {"joined", text("2025-02-30")}}}}};
  const Result<Dataset> data =
      make_dataset(tables, DataSchema::standard(), FiscalCalendar(), "/examples/3/given");
  ASSERT_FALSE(data.ok());
  std::string places;
  for (const Issue& issue : data.issues())
    places += issue.place.pointer + " " + issue.suggestion + "\n";
  EXPECT_EQ(places,
            "/examples/3/given/sale sales\n"
            "/examples/3/given/sales/0/nett net\n"
            "/examples/3/given/sales/1/net \n"
            "/examples/3/given/partners/0/joined \n");
}

}  // namespace
}  // namespace rebate
