// SPDX-License-Identifier: Apache-2.0
#include "rebate/master/master.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rebate {
namespace {

using Texts = std::vector<std::string>;

Date day(const char* text) { return Date::parse(text).value(); }
DateRange range(const char* text) { return FiscalCalendar().range(text).value(); }

FieldType type_of(const std::string& field) {
  for (const char* date :
       {"valid_from", "valid_to", "date", "on", "expires", "launched", "value_date"}) {
    if (field == date) return FieldType::kDate;
  }
  for (const char* number : {"value", "price", "rate", "factor", "amount"}) {
    if (field == number) return FieldType::kNumber;
  }
  return FieldType::kText;
}

/// Rows as texts; row i stands on line i + 2.
Table table(const std::string& noun, const Texts& fields, const std::vector<Texts>& rows) {
  std::vector<FieldSpec> specs;
  for (const std::string& field : fields) {
    specs.emplace_back();
    specs.back().name = field;
    specs.back().type = type_of(field);
    specs.back().is_unique = field == "id";
  }
  TableBuilder builder(noun, noun + ".csv", specs);
  std::uint64_t line = 2;
  for (const Texts& row : rows) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      ColumnBuilder& column = builder.column(i);
      if (row[i].empty()) {
        column.add_missing();
      } else if (column.type() == FieldType::kNumber) {
        column.add_number(Decimal::of(row[i]));
      } else if (column.type() == FieldType::kDate) {
        column.add_date(day(row[i].c_str()));
      } else {
        column.add_text(row[i]);
      }
    }
    builder.end_row(line++);
  }
  return std::move(builder).build();
}

const Texts kPartner{"id", "tier", "parent", "valid_from", "valid_to"};

Register partners(const std::vector<Texts>& rows) {
  Result<Register> made = Register::make(table("partner", kPartner, rows));
  EXPECT_TRUE(made.ok()) << to_string(made.issues());
  return std::move(made).value();
}

TEST(Register, KnowsWhatWasTrueOnADay) {
  const Register known = partners({{"P2", "gold", "", "2025-07-01", ""},
                                   {"P1", "gold", "", "2024-01-01", "2024-12-31"},
                                   {"P2", "silver", "", "2025-01-01", "2025-06-30"},
                                   {"P1", "bronze", "", "2025-03-01", ""}});
  const TextCode p1 = *known.ids().find("P1"), p2 = *known.ids().find("P2");
  EXPECT_LT(p1, p2);
  const struct {
    TextCode partner;
    const char* day;
    const char* tier;
  } rows[] = {
      {p2, "2025-01-01", "silver"}, {p2, "2025-06-30", "silver"}, {p2, "2025-07-01", "gold"},
      {p2, "2999-01-01", "gold"},   {p2, "2024-12-31", ""},       {p1, "2024-12-31", "gold"},
      {p1, "2025-01-01", ""},       {p1, "2025-02-28", ""},       {p1, "2025-03-01", "bronze"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(to_text(known.attribute(row.partner, "tier", day(row.day))), row.tier);
  EXPECT_EQ(known.attribute(p1, "id", day("2025-01-15")), FieldValue("P1"));
  EXPECT_TRUE(is_missing(known.attribute(p1, "region", day("2025-03-01"))));
  EXPECT_TRUE(is_missing(known.attribute(99, "tier", day("2025-03-01"))));
  EXPECT_TRUE(is_missing(known.attribute(kMissingText, "id", day("2025-03-01"))));
}

TEST(Register, IsValidOnAtLeastOneDay) {
  const Register known = partners({{"P1", "gold", "", "2024-01-01", "2024-12-31"},
                                   {"P1", "bronze", "", "2025-03-01", "2025-03-31"}});
  const TextCode p1 = 1;
  EXPECT_TRUE(known.is_valid_within(p1, range("2025-Q1")));
  EXPECT_FALSE(known.is_valid_within(p1, range("2025-01-01..2025-02-28")));
  EXPECT_FALSE(known.is_valid_within(p1, range("2025-Q2")));
  EXPECT_TRUE(known.is_valid_within(p1, range("2025-03-31..2025-12-31")));
  EXPECT_EQ(known.last_valid_day(p1, range("2025")), day("2025-03-31"));
  EXPECT_EQ(known.first_valid_day(p1, range("2025")), day("2025-03-01"));
  EXPECT_EQ(known.last_valid_day(p1, range("2024-12-15..2025-03-15")), day("2025-03-15"));
  EXPECT_EQ(known.first_valid_day(p1, range("2024-12-15..2025-03-15")), day("2024-12-15"));
  EXPECT_EQ(known.last_valid_day(p1, range("2025-Q2")), std::nullopt);
}

TEST(Register, SaysWhenAnythingChanges) {
  const Register known = partners({{"P1", "gold", "", "2024-01-01", "2024-12-31"},
                                   {"P1", "bronze", "", "2025-03-01", ""},
                                   {"P2", "bronze", "", "2025-01-01", "2025-06-30"}});
  EXPECT_EQ(known.changes_within(range("2024-06-01..2025-12-31")),
            (std::vector<Date>{day("2025-01-01"), day("2025-03-01"), day("2025-07-01")}));
  EXPECT_EQ(known.changes_within(range("2025-01-01..2025-03-01")),
            std::vector<Date>{day("2025-03-01")});
  EXPECT_TRUE(known.changes_within(range("2025-01-01..2025-02-28")).empty());
}

TEST(Register, RefusesOverlapsAndRangesThatEndBeforeTheyBegin) {
  const Result<Register> made =
      Register::make(table("partner", kPartner,
                           {{"P1", "gold", "", "2025-01-01", ""},
                            {"P1", "silver", "", "2025-07-01", ""},
                            {"P2", "gold", "", "2025-01-01", "2025-06-30"},
                            {"P2", "gold", "", "2025-06-30", ""},
                            {"P3", "gold", "", "2025-07-01", "2025-06-30"},
                            {"", "gold", "", "2025-07-01", ""},
                            {"P4", "gold", "", "2025-01-01", "2025-06-30"},
                            {"P4", "gold", "", "2025-07-01", ""}}));
  ASSERT_FALSE(made.ok());
  const Issues& issues = made.issues();
  ASSERT_EQ(issues.size(), 4u) << to_string(issues);
  EXPECT_EQ(issues[0].code, Code::kMasterOverlap);
  EXPECT_EQ(issues[0].place.line, 3);
  EXPECT_NE(issues[0].message.find("line 2"), std::string::npos);
  EXPECT_EQ(issues[1].place.line, 5);
  EXPECT_EQ(issues[2].code, Code::kMasterRange);
  EXPECT_EQ(issues[3].code, Code::kFieldEmpty);
}

TEST(Register, OfIdsIsAlwaysValid) {
  const std::vector<std::string> names{"P2", "P1", "P2", ""};
  const Register known = Register::of_ids(names);
  EXPECT_EQ(known.ids().size(), 3u);
  EXPECT_TRUE(known.is_valid_within(1, range("0001")));
  EXPECT_EQ(known.attribute(2, "id", day("2025-01-01")), FieldValue("P2"));
}

TEST(Hierarchy, FollowsParentsOfItsDay) {
  const Register known = partners({{"HQ", "", "", "2024-01-01", ""},
                                   {"D1", "", "HQ", "2024-01-01", ""},
                                   {"D2", "", "HQ", "2024-01-01", ""},
                                   {"R1", "", "D1", "2024-01-01", "2025-06-30"},
                                   {"R1", "", "D2", "2025-07-01", ""},
                                   {"R2", "", "D1", "2024-01-01", "2025-03-31"}});
  EXPECT_TRUE(Hierarchy::check(known).empty());
  const auto code = [&](const char* id) { return *known.ids().find(id); };
  const Hierarchy before(known, day("2025-03-31")), after(known, day("2025-07-01"));
  EXPECT_EQ(before.parent(code("R1")), code("D1"));
  EXPECT_EQ(after.parent(code("R1")), code("D2"));
  EXPECT_EQ(after.parent(code("R2")), kMissingText);  // Not valid any more.
  EXPECT_EQ(before.parent(code("HQ")), kMissingText);
  EXPECT_EQ(before.children(code("D1")).size(), 2u);
  EXPECT_TRUE(after.children(code("D1")).empty());
  EXPECT_EQ(before.below(code("D1")), (std::vector<TextCode>{code("D1"), code("R1"), code("R2")}));
  EXPECT_EQ(before.below(code("HQ")).size(), 5u);
  EXPECT_TRUE(before.is_below(code("R1"), code("HQ")));
  EXPECT_TRUE(before.is_below(code("HQ"), code("HQ")));
  EXPECT_FALSE(before.is_below(code("HQ"), code("R1")));
  EXPECT_EQ(before.branch(code("HQ"), code("R1")), code("D1"));
  EXPECT_EQ(after.branch(code("HQ"), code("R1")), code("D2"));
  EXPECT_EQ(before.branch(code("HQ"), code("D1")), code("D1"));
  EXPECT_EQ(before.branch(code("D2"), code("R1")), kMissingText);
  EXPECT_EQ(before.branch(code("HQ"), code("HQ")), kMissingText);
}

TEST(Hierarchy, RefusesCircles) {
  const Register known = partners({{"A", "", "B", "2024-01-01", ""},
                                   {"B", "", "C", "2024-01-01", "2024-12-31"},
                                   {"B", "", "A", "2025-01-01", ""},
                                   {"C", "", "", "2024-01-01", ""},
                                   {"D", "", "A", "2024-01-01", ""},
                                   {"S", "", "S", "2024-01-01", ""},
                                   {"T", "", "nobody", "2024-01-01", ""}});
  const Issues issues = Hierarchy::check(known);
  ASSERT_EQ(issues.size(), 3u) << to_string(issues);
  EXPECT_EQ(issues[0].code, Code::kMasterCycle);
  EXPECT_EQ(issues[0].place.line, 4);  // The row of B that closes the circle.
  EXPECT_NE(issues[0].message.find("2025-01-01"), std::string::npos);
  EXPECT_EQ(issues[1].code, Code::kMasterCycle);
  EXPECT_NE(issues[1].message.find("S < S"), std::string::npos);
  EXPECT_EQ(issues[2].code, Code::kMasterParent);
  EXPECT_EQ(issues[2].severity, Severity::kWarning);
}

TEST(Hierarchy, HasALimitOfLevels) {
  std::vector<Texts> rows;
  for (int i = 0; i <= kMaxHierarchyDepth; ++i) {
    const std::string parent = i == 0 ? "" : "P" + std::to_string(999 - i + 1);
    rows.push_back({"P" + std::to_string(999 - i), "", parent, "2024-01-01", ""});
  }
  const Issues issues = Hierarchy::check(partners(rows));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, Code::kLimitExceeded);
  rows.pop_back();
  EXPECT_TRUE(Hierarchy::check(partners(rows)).empty());
}

TEST(Figures, AreFoundByNamePartnerPeriodAndKeys) {
  const Table targets = table("target", {"target", "partner", "period", "value", "product.line"},
                              {{"annual", "P1", "2025", "1000", ""},
                               {"annual", "P1", "2025", "600", "L01"},
                               {"annual", "P1", "2025-Q1", "200", ""},
                               {"annual", "P2", "2025-01-01..2025-12-31", "50", ""},
                               {"line", "P1", "2025", "9", ""}});
  const Result<Figures> made = Figures::make(targets, "target", FiscalCalendar());
  ASSERT_TRUE(made.ok()) << to_string(made.issues());
  const auto value = [&](const char* partner, const char* period,
                         const FigureKeys& keys) -> std::string {
    const Figure* figure = made->find("annual", partner, range(period), keys);
    return figure == nullptr ? "none" : figure->number().to_string();
  };
  EXPECT_EQ(value("P1", "2025", {}), "1000");
  EXPECT_EQ(value("P1", "2025", {{"product.line", "L01"}}), "600");
  EXPECT_EQ(value("P1", "2025", {{"product.line", "L02"}}), "none");
  EXPECT_EQ(value("P1", "2025-Q1", {}), "200");
  EXPECT_EQ(value("P1", "2025-Q2", {}), "none");
  EXPECT_EQ(value("P2", "2025", {}), "50");
  EXPECT_EQ(value("P3", "2025", {}), "none");
  EXPECT_EQ(made->covering("annual", "P1", range("2025-02"), {})->number(), Decimal::of("200"));
  EXPECT_EQ(made->covering("annual", "P1", range("2025-04"), {})->number(), Decimal::of("1000"));
  EXPECT_EQ(made->covering("annual", "P1", range("2024-04"), {}), nullptr);
  EXPECT_EQ(made->of("annual", "P1").size(), 3u);
  EXPECT_TRUE(made->of("annual", "P0").empty());
  EXPECT_TRUE(made->has("line"));
  EXPECT_FALSE(made->has("lin"));
}

TEST(Figures, NamePeriodsInTheCalendarOfThePolicy) {
  const FiscalCalendar april = FiscalCalendar::make({"04-01", {}, ""}).value();
  const Result<Figures> made = Figures::make(
      table("kpi", {"kpi", "partner", "period", "value"}, {{"nps", "P1", "2025-Q4", "71"}}), "kpi",
      april);
  ASSERT_TRUE(made.ok());
  EXPECT_NE(made->find("nps", "P1", range("2026-Q1")), nullptr);
}

TEST(Figures, RefuseTwoValuesOfOneFigure) {
  const Result<Figures> made =
      Figures::make(table("target", {"target", "partner", "period", "value"},
                          {{"annual", "P1", "2025", "1000"},
                           {"annual", "P1", "2025-01-01..2025-12-31", "1001"},
                           {"annual", "P2", "2025", "7"},
                           {"annual", "P2", "2025", "7.0"},
                           {"annual", "P2", "2025-13", "7"}}),
                    "target", FiscalCalendar());
  ASSERT_FALSE(made.ok());
  ASSERT_EQ(made.issues().size(), 3u) << to_string(made.issues());
  EXPECT_EQ(made.issues()[0].code, Code::kMasterDuplicate);
  EXPECT_EQ(made.issues()[0].severity, Severity::kError);
  EXPECT_EQ(made.issues()[0].place.line, 3);
  EXPECT_EQ(made.issues()[1].severity, Severity::kWarning);
  EXPECT_EQ(made.issues()[2].code, Code::kMasterPeriod);
}

TEST(Prices, HoldUntilTheNext) {
  const Result<PriceBook> book = PriceBook::make(
      table("price", {"list", "product", "valid_from", "valid_to", "price", "currency"},
            {{"dealer", "P2", "2025-06-01", "", "2150", ""},
             {"dealer", "P2", "2025-01-01", "", "2315", "EUR"},
             {"special", "P2", "2025-03-01", "2025-03-31", "2000", ""}}));
  ASSERT_TRUE(book.ok()) << to_string(book.issues());
  const auto price = [&](const char* list, const char* on) -> std::string {
    const Price* found = book->find(list, "P2", day(on));
    return found == nullptr ? "none" : found->price.to_string() + found->currency;
  };
  EXPECT_EQ(price("dealer", "2024-12-31"), "none");
  EXPECT_EQ(price("dealer", "2025-01-01"), "2315EUR");
  EXPECT_EQ(price("dealer", "2025-05-31"), "2315EUR");
  EXPECT_EQ(price("dealer", "2025-06-01"), "2150");
  EXPECT_EQ(price("special", "2025-03-31"), "2000");
  EXPECT_EQ(price("special", "2025-04-01"), "none");
  EXPECT_EQ(price("deal", "2025-04-01"), "none");
  EXPECT_TRUE(book->has_list("special"));
  EXPECT_FALSE(book->has_list("spec"));
  const Result<PriceBook> twice = PriceBook::make(
      table("price", {"list", "product", "valid_from", "price"},
            {{"dealer", "P2", "2025-06-01", "1"}, {"dealer", "P2", "2025-06-01", "2"}}));
  EXPECT_TRUE(twice.issues().contains(Code::kMasterDuplicate));
}

TEST(ExchangeRates, AreThoseOfTheDayOrTheLastBefore) {
  const Result<ExchangeRates> rates = ExchangeRates::make(
      table("exchange_rate", {"from", "to", "date", "rate"},
            {{"USD", "CNY", "2025-01-31", "7.2"}, {"USD", "CNY", "2025-02-28", "7.3"}}));
  ASSERT_TRUE(rates.ok());
  EXPECT_EQ(rates->find("USD", "CNY", day("2025-01-30")), std::nullopt);
  EXPECT_EQ(rates->find("USD", "CNY", day("2025-02-27")), Decimal::of("7.2"));
  EXPECT_EQ(rates->find("USD", "CNY", day("2025-12-31")), Decimal::of("7.3"));
  EXPECT_EQ(rates->find("CNY", "USD", day("2025-12-31")), std::nullopt);
  EXPECT_EQ(rates->find("CNY", "CNY", day("2025-12-31")), Decimal::of("1"));
  EXPECT_TRUE(ExchangeRates::make(table("exchange_rate", {"from", "to", "date", "rate"},
                                        {{"USD", "CNY", "2025-01-31", "0"}}))
                  .issues()
                  .contains(Code::kWrongValue));
}

TEST(Master, IsMadeOfItsTables) {
  MasterTables tables;
  tables["partner"] = table("partner", kPartner, {{"P1", "gold", "", "2025-01-01", ""}});
  tables["unit"] = table("unit", {"product", "unit", "factor"}, {{"A", "box", "12"}});
  tables["enrolment"] =
      table("enrolment", {"partner", "policy", "choice", "valid_from", "valid_to"},
            {{"P1", "menu", "cash", "2025-01-01", "2025-06-30"},
             {"P1", "menu", "points", "2025-07-01", ""}});
  tables["settled"] =
      table("settled", {"partner", "rule", "period", "kind", "amount", "run", "on", "payee"},
            {{"P1", "annual", "2025-Q1", "instalment", "100.5", "r1", "2025-04-10", "P1"}});
  tables["balance"] = table("balance", {"partner", "fund", "date", "amount", "expires"},
                            {{"P1", "mdf", "2025-01-01", "800", "2025-12-31"}});
  const Result<Master> master = Master::make(std::move(tables), FiscalCalendar());
  ASSERT_TRUE(master.ok()) << to_string(master.issues());
  EXPECT_EQ(master->unit_factor("A", "box"), Decimal::of("12"));
  EXPECT_EQ(master->unit_factor("A", "crate"), std::nullopt);
  EXPECT_EQ(master->choice("menu", "P1", day("2025-06-30")), "cash");
  EXPECT_EQ(master->choice("menu", "P1", day("2025-07-01")), "points");
  EXPECT_EQ(master->choice("menu", "P1", day("2024-07-01")), std::nullopt);
  EXPECT_EQ(master->choice("other", "P1", day("2025-07-01")), std::nullopt);
  EXPECT_TRUE(master->has_settled());
  ASSERT_EQ(master->settled().size(), 1u);
  EXPECT_EQ(master->settled()[0].amount, Decimal::of("100.5"));
  EXPECT_EQ(master->settled()[0].on, day("2025-04-10"));
  ASSERT_EQ(master->balances().size(), 1u);
  EXPECT_EQ(master->balances()[0].expires, day("2025-12-31"));
  const LedgerReference reference = master->reference();
  EXPECT_EQ(reference.partners->size(), 2u);
  EXPECT_EQ(reference.products, nullptr);  // No products on file: every code is taken.
  EXPECT_FALSE(Master().has_settled());
}

TEST(Master, TellsAllMistakesOfAllTables) {
  MasterTables tables;
  tables["partner"] = table("partner", kPartner,
                            {{"P1", "", "", "2025-01-01", ""}, {"P1", "", "", "2025-01-01", ""}});
  tables["unit"] = table("unit", {"product", "unit", "factor"},
                         {{"A", "box", "-1"}, {"A", "bag", "2"}, {"A", "bag", "3"}});
  tables["target"] =
      table("target", {"target", "partner", "period", "value"}, {{"annual", "P1", "Q1", "5"}});
  tables["enrolment"] =
      table("enrolment", {"partner", "policy", "choice", "valid_from", "valid_to"},
            {{"P1", "menu", "cash", "2025-01-01", ""}, {"P1", "menu", "points", "2025-07-01", ""}});
  const Result<Master> master = Master::make(std::move(tables), FiscalCalendar());
  ASSERT_FALSE(master.ok());
  EXPECT_EQ(master.issues().size(), 5u) << to_string(master.issues());
  for (const Code code :
       {Code::kMasterOverlap, Code::kWrongValue, Code::kMasterDuplicate, Code::kMasterPeriod}) {
    EXPECT_TRUE(master.issues().contains(code));
  }
}

}  // namespace
}  // namespace rebate
