// SPDX-License-Identifier: Apache-2.0
//
// Tables: the most specific row, dated rows, otherwise, a banded axis, and rates cut by row fields.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

TEST(Tables, TheRowThatFixesMoreKeysWins) {
  SmallCase given(
      R"j("tables": {"terms": {"by": ["partner.region", "partner.kind"], "gives": "rate", "rows": [
      ["*", "*", "1%"], ["north", "*", "2%"], ["north", "shop", "3%"]]}},
    "rules": [{"id": "r", "when": "year", "pay": {"table": "terms"}}])j");
  given.table("partners", "id,region,kind\nA,south,shop\nB,north,dealer\nC,north,shop\nD,,shop\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,A,100\n2,2025-01-01,B,100\n3,2025-01-01,C,100\n4,"
              "2025-01-01,D,100\n");
  EXPECT_EQ(given.lines(),
            "r A 2025: payable 1\nr B 2025: payable 2\nr C 2025: payable 3\nr D 2025: payable 1\n");
}

TEST(Tables, NoRowIsMissingUnlessOtherwise) {
  const auto run = [](const std::string& otherwise) {
    SmallCase given(
        R"j("tables": {"terms": {"by": ["partner.region"], "gives": "rate", "rows": [["north", "2%"]])j" +
        otherwise + R"j(}}, "rules": [{"id": "r", "when": "year", "pay": {"table": "terms"}}])j");
    given.table("partners", "id,region\nA,south\nB,north\n");
    given.table("sales", "id,date,partner,net\n1,2025-01-01,A,100\n2,2025-01-01,B,100\n");
    return given.lines();
  };
  EXPECT_EQ(run(""), "r A 2025: blocked 0\nr B 2025: payable 2\n");
  EXPECT_EQ(run(R"j(, "otherwise": "0.5%")j"), "r A 2025: payable 0.5\nr B 2025: payable 2\n");
}

TEST(Tables, ABandedKeyIsTheQualifyingMeasure) {
  SmallCase given(R"j("measures": {"days_to_pay": "days(invoice.date, payment.date)"},
    "tables": {"terms": {"by": ["partner.rating", {"up_to": "days_to_pay"}], "gives": "rate",
      "rows": [["A", 10, "3%"], ["A", 20, "2%"], ["B", 10, "1%"]], "otherwise": "0%"}},
    "rules": [{"id": "r", "when": "year", "what": {"each": "payment"},
      "pay": {"of": "payment.settles", "mode": "retroactive", "table": "terms"}}])j");
  given.table("partners", "id,rating\nA,A\nB,B\n");
  given.table("invoices", "id,date,partner\nI1,2025-03-01,A\nI2,2025-03-01,B\n");
  given.table("payments",
              "id,date,partner,invoice,amount,settles\nP1,2025-03-11,A,I1,800,800\nP2,2025-03-12,A,"
              "I1,800,800\n"
              "P3,2025-03-22,A,I1,800,800\nP4,2025-03-12,B,I2,800,800\n");
  EXPECT_EQ(given.lines(),
            "r A 2025 P1: payable 24\nr A 2025 P2: payable 16\nr A 2025 P3: payable 0\nr B 2025 "
            "P4: payable 0\n");
}

TEST(Tables, DatedRowsHoldInTheirDays) {
  SmallCase given(
      R"j("tables": {"terms": {"by": ["product.line"], "dated": "sale.date", "gives": "rate", "rows": [
      ["L1", "1%", "2025-01-01..2025-06-30"], ["L1", "4%", "2025-07-01..2025-12-31"]]}},
    "rules": [{"id": "r", "when": "year", "what": {"each": "sale"}, "pay": {"table": "terms"}}])j");
  given.table("products", "id,line\nA,L1\n");
  given.table("sales", "id,date,partner,product,net\n1,2025-06-30,D,A,100\n2,2025-07-01,D,A,100\n");
  EXPECT_EQ(given.lines(), "r D 2025 1: payable 1\nr D 2025 2: payable 4\n");
}

TEST(Tables, ARateByARowFieldCutsTheEarningMeasure) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year", "pay": {"table": {"by": "product.line", "rates": {"L1": "1%", "L2": "5%", "*": "2%"}}}},
    {"id": "c", "when": "year", "qualify": "net_sales", "pay": {"mode": "retroactive", "bands": [
      {"from": 1000, "rate": "product.line == 'L1' ? 1% : 5%"}]}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\nC,L3\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,100.05\n2,2025-02-01,D,B,300\n3,2025-"
              "02-01,D,C,600\n4,2025-03-01,D,A,100.05\n");
  EXPECT_EQ(given.lines(),
            "r D 2025: payable 29\nc D 2025: payable 47\n");  // 2.001 + 15 + 12 = 29.001
}

// 110 of 150 pieces: the first 100 at 1.00, then 10 of February at 3.00; what comes back in March
// leaves room for nothing that was sold before it.
TEST(Tables, RowsFillAMeasureWithALimitInTheOrderOfTheirDays) {
  SmallCase given(R"j("fields": {"product.support": "money"},
    "rules": [{"id": "r", "when": "year", "what": {"each": "customer.id"},
      "pay": {"of": "min(units, 110)", "per_unit": "product.support"}}])j");
  given.table("products", "id,support\nA,1\nB,3\nC,0.5\n");
  given.table("customers", "id\nK1\nK2\n");
  given.table("sales",
              "id,date,partner,customer,product,quantity,net,type\n"
              "4,2025-02-02,D,K1,C,10,0,sale\n3,2025-02-01,D,K1,B,40,0,sale\n"
              "1,2025-01-01,D,K1,A,60,0,sale\n2,2025-01-01,D,K1,A,40,0,sale\n"
              "5,2025-03-01,D,K1,A,-45,0,return\n6,2025-01-01,D,K2,B,20,0,sale\n");
  // K1: 100 x 1 + 10 x 3 + 0 x 0.5 - 5 x 1
  EXPECT_EQ(given.lines(), "r D 2025 K1: payable 125\nr D 2025 K2: payable 60\n");
}

TEST(Tables, AMeasureThatDoesNotGrowWithItsRowsIsNotCut) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "year", "what": {"each": "customer.id"},
      "pay": {"of": "average(sale.net)", "rate": "product.line == 'L1' ? 1% : 2%"}}])j");
  EXPECT_NE(given.refusals().find("does not grow with the rows"), std::string::npos);
}

TEST(Tables, AnAmountByARowFieldNeedsOneValue) {
  SmallCase given(
      R"j("tables": {"bonus": {"by": ["product.line"], "gives": "amount", "rows": [["L1", "10"], ["L2", "20"]]}},
    "rules": [{"id": "r", "when": "year", "what": {"each": "sale.document"}, "pay": {"amount": "bonus"}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  given.table("sales",
              "id,document,date,partner,product,net\n1,X,2025-01-01,D,A,100\n2,X,2025-01-01,D,A,"
              "100\n3,Y,2025-01-01,D,A,100\n4,Y,2025-01-01,D,B,100\n");
  EXPECT_EQ(given.lines(), "r D 2025 X: payable 10\nr D 2025 Y: blocked 0\n");
}

TEST(Tables, AnAmountIsPaidOnceForAllRows) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "year",
    "pay": {"table": {"by": "product.line", "amounts": {"L1": "10", "L2": "20"}}}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n")
      .table("sales",
             "id,date,partner,product,net\n1,2025-01-01,D,A,100\n2,2025-01-01,D,B,100\n"
             "3,2025-01-01,E,B,100\n4,2025-02-01,E,B,100\n");
  EXPECT_EQ(given.lines(), "r D 2025: blocked 0\nr E 2025: payable 20\n");
}

TEST(Tables, ByThePartnerOfTheRowsDay) {
  SmallCase given(R"j("rules": [{"id": "r", "who": {"as_of": "row"}, "when": "year",
    "pay": {"table": {"by": "partner.tier", "rates": {"silver": "1%", "gold": "5%"}}}}],
    "tiers": ["silver", "gold"])j");
  given
      .table("partners",
             "id,tier,valid_from,valid_to\nD,silver,2025-01-01,2025-06-30\n"
             "D,gold,2025-07-01,\n")
      .table("sales", "id,date,partner,net\n1,2025-03-01,D,1000\n2,2025-09-01,D,1000\n");
  EXPECT_EQ(given.lines(), "r D 2025: payable 60\n");
}

}  // namespace
}  // namespace rebate
