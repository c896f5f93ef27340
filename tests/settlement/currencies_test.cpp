// SPDX-License-Identifier: Apache-2.0
//
// Money of several currencies: rows at their own date or sums at the period's end, and what is
// paid in the partner's currency, rounded once.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

constexpr const char* kRates =
    "from,to,date,rate\nEUR,CNY,2025-01-01,8\nEUR,CNY,2025-02-01,7\nCNY,JPY,2025-01-01,20\n"
    "CNY,JPY,2025-03-31,21\nCNY,KWD,2025-01-01,0.0425\n";

TEST(Currencies, RowsAreConvertedAtTheRateOfTheirDate) {
  SmallCase given(R"j("currencies": {"convert": "rows", "rates": "exchange-rates.csv"},
      "rules": [{"id": "q", "when": "2025-Q1", "pay": "10%"}])j");
  given.table("exchange-rates", kRates);
  given.table("sales",
              "id,date,partner,net,currency\n1,2025-01-31,A,10,EUR\n2,2025-02-01,A,10,EUR\n"
              "3,2025-03-01,A,50,\n");
  EXPECT_EQ(given.lines(), "q A 2025-Q1: payable 20\n");
}

TEST(Currencies, SumsAreConvertedAtThePeriodsEnd) {
  SmallCase given(R"j("currencies": {"convert": "payout", "rates": "exchange-rates.csv"},
      "rules": [{"id": "q", "when": "month", "pay": "10%"}])j");
  given.table("exchange-rates", "from,to,date,rate\nEUR,CNY,2025-01-01,8\nEUR,CNY,2025-01-31,7\n");
  given.table("sales", "id,date,partner,net,currency\n1,2025-01-02,A,10,EUR\n");
  EXPECT_EQ(given.lines("2025-01"), "q A 2025-01: payable 7\n");
}

TEST(Currencies, APartnerIsPaidInItsOwnRoundedOnce) {
  SmallCase given(
      R"j("currencies": {"pay_in": "partner.currency", "convert": "rows", "rates": "exchange-rates.csv"},
      "rules": [{"id": "q", "when": "2025-Q1", "pay": "1%"}])j");
  given.table("partners",
              "id,currency,valid_from\nA,JPY,2020-01-01\nB,KWD,2020-01-01\n"
              "C,CNY,2020-01-01\nD,,2020-01-01\n");
  given.table("exchange-rates", kRates);
  given.table("sales",
              "id,date,partner,net\n1,2025-01-31,A,123.45\n2,2025-02-01,B,1234.56\n"
              "3,2025-03-01,C,50\n4,2025-03-01,D,60\n");
  const SettledCase settled = given.settle();
  // 1.2345 x 21 = 25.9245; 12.3456 x 0.0425 = 0.524688.
  EXPECT_EQ(settled.text(),
            "q A 2025-Q1: payable 26\nq B 2025-Q1: payable 0.525\n"
            "q C 2025-Q1: payable 0.5\nq D 2025-Q1: payable 0.6\n");
  const Settlement& settlement = settled.settlement;
  EXPECT_EQ(settlement.currency(settled.line("q", "A").currency), "JPY");
  EXPECT_EQ(settlement.currency(settled.line("q", "C").currency), "CNY");
  Tracer tracer(settlement, *settled.data.master, *settled.tally);
  for (std::size_t i = 0; i < settlement.lines().size(); ++i) {
    const LineTrace trace = tracer.trace(i);
    EXPECT_EQ(replay(trace), trace.due);
  }
}

TEST(Currencies, ARateThatIsNotOnFileBlocks) {
  SmallCase given(R"j("currencies": {"convert": "rows", "rates": "exchange-rates.csv"},
      "rules": [{"id": "q", "when": "2025-Q1", "pay": "10%"}])j");
  given.table("exchange-rates", kRates);
  // Rates are neither inverted nor chained.
  given.table("sales", "id,date,partner,net,currency\n1,2025-01-31,A,10,JPY\n");
  EXPECT_EQ(given.lines(), "q A 2025-Q1: blocked 0\n");
}

TEST(Currencies, ConvertTurnsThePolicysMoneyIntoAnother) {
  SmallCase given(R"j("currencies": {"convert": "rows", "rates": "exchange-rates.csv"},
      "rules": [{"id": "q", "when": "2025-Q1", "qualify": {"require": ["convert(net_sales, 'JPY', period.end) >= 210"]}, "pay": "10%"}])j");
  given.table("exchange-rates", kRates);
  given.table("sales", "id,date,partner,net\n1,2025-01-31,A,10\n2,2025-01-31,B,9.99\n");
  EXPECT_EQ(given.lines(), "q A 2025-Q1: payable 1\nq B 2025-Q1: not_qualified 0\n");
}

}  // namespace
}  // namespace rebate
