// SPDX-License-Identifier: Apache-2.0
//
// What a scan keeps of small ledgers, and that nobody can tell how the rows came.
#include "rebate/codec/tally_file.hpp"
#include "tally/split_ledger.hpp"
#include "tally/tally_parts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rebate {
namespace {

/// Every kind of question: conditions, keys, rows, extremes, distinct values, two nouns, prices.
SplitCase programme() {
  SplitCase given;
  given.members = R"j("fields": {"sale.margin": "number"}, "rules": [
    {"id": "line", "when": "quarter", "what": "product.line == 'L1'", "pay": "5%"},
    {"id": "by-line", "when": "year", "what": {"each": "product.line"}, "pay": "2%"},
    {"id": "row", "when": "month", "what": {"each": "sale", "where": "sale.net > 300"}, "pay": "1%"},
    {"id": "payment", "when": "month", "what": {"each": "payment"}, "qualify": "days(invoice.date, payment.date)",
     "pay": {"of": "payment.amount", "mode": "retroactive", "bands": [{"up_to": 20, "rate": "1%"}]}},
    {"id": "stretch", "when": "year", "qualify": {"require": ["smallest(sale.net) > -500", "largest(sale.quantity) < 900",
      "first(sale.net) != last(sale.net)", "orders > 1"]}, "pay": {"of": "sum(sale.net * sale.quantity)", "rate": "1%"}},
    {"id": "ratio", "when": "year", "pay": {"of": "sum(sale.net / sale.quantity)", "rate": "1%"}},
    {"id": "margin", "when": "year", "pay": {"of": "sum(sale.margin)", "rate": "1%"}},
    {"id": "price", "when": "year", "what": "price('list', product.id, sale.date) > 10", "pay": "1%"}])j";
  given.master["partners"] = "id\nD1\nD2\nD3\n";
  given.master["products"] = "id,line\nA,L1\nB,L2\nC,\n";
  given.master["prices"] =
      "list,product,valid_from,price\nlist,A,2025-01-01,12\nlist,B,2025-03-01,8\n";
  CsvTable& sales = given.trade["sales"];
  sales.header = "id,document,date,partner,product,type,quantity,net,margin";
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i);
    const std::string month = std::to_string(1 + i % 9);
    const std::string product = i % 7 == 0 ? "X" : std::string(1, static_cast<char>('A' + i % 3));
    const bool is_return = i % 11 == 5;
    sales.rows.push_back("S" + number + ",O" + std::to_string(i / 3) + ",2025-0" + month + "-1" +
                         std::to_string(i % 10) + ",D" + std::to_string(1 + i % 3) + "," + product +
                         "," + (is_return ? "return" : "sale") + "," + (is_return ? "-" : "") +
                         std::to_string(1 + i % 13) + "," + (is_return ? "-" : "") +
                         std::to_string(100 + 37 * i) + "." + std::to_string(i % 100 + 10) + "," +
                         (i % 5 == 0 ? "" : "0." + std::to_string(i + 1)));
  }
  CsvTable& invoices = given.trade["invoices"];
  invoices.header = "id,date,partner";
  CsvTable& payments = given.trade["payments"];
  payments.header = "id,date,partner,invoice,amount";
  for (int i = 0; i < 12; ++i) {
    const std::string number = std::to_string(i);
    const std::string partner = std::to_string(1 + i % 3);
    invoices.rows.push_back("I" + number + ",2025-01-0" + std::to_string(1 + i % 9) + ",D" +
                            partner);
    // One payment settles two invoices, on one day under one id.
    payments.rows.push_back("P" + std::to_string(i / 6) + "-" + partner + ",2025-01-25,D" +
                            partner + ",I" + number + "," + std::to_string(100 + i));
  }
  given.compile();
  return given;
}

std::shared_ptr<const Tally> merged(const SplitCase& given, const Tally& a, const Tally& b) {
  const auto result = merge(*given.plan, a, b);
  EXPECT_TRUE(result.ok());
  return *result;
}

TEST(Tally, KeepsOneCellForRowsThatNobodyTellsApart) {
  SplitCase given;
  given.members =
      R"j("rules": [{"id": "r", "when": "year", "what": "product.line == 'L1'", "pay": "5%"}])j";
  given.master["partners"] = "id\nA\nB\n";
  given.master["products"] = "id,line\nP,L1\nQ,L2\nR,L3\n";
  given.trade["sales"] = {
      "id,date,partner,product,type,net",
      {"1,2025-01-01,A,P,,10.5", "2,2025-12-31,A,P,sale,20", "3,2025-02-02,A,Q,sale,40",
       "4,2025-02-03,A,R,return,-1", "5,2024-12-31,A,P,sale,80", "6,2025-05-05,B,R,sale,160"}};
  given.compile();
  const auto tally = given.tally_of(given.trade);
  ASSERT_EQ(tally->cubes.size(), 1u);
  const CubeCells& cells = tally->cubes[0];
  ASSERT_EQ(cells.accumulators.size(), 1u);
  std::string text;
  for (std::uint32_t partner = 1; partner <= tally->partner_count; ++partner) {
    for (std::uint32_t c = cells.offsets[partner]; c < cells.offsets[partner + 1]; ++c) {
      text += std::string(tally->partners->text(partner)) + " stretch " +
              std::to_string(cells.stretch[c]) + " rows " + std::to_string(cells.rows[c]) +
              " forward " + std::to_string(cells.forward_rows[c]) + " from " +
              Date::from_days(cells.first_day[c]).to_string() + " net " +
              cells.accumulators[0].sum(c).to_string() + "\n";
    }
  }
  EXPECT_EQ(text,
            "A stretch 0 rows 1 forward 1 from 2024-12-31 net 80\n"
            "A stretch 1 rows 2 forward 1 from 2025-02-02 net 39\n"
            "A stretch 1 rows 2 forward 2 from 2025-01-01 net 30.5\n"
            "B stretch 1 rows 1 forward 1 from 2025-05-05 net 160\n");
}

TEST(Tally, AnyNumberOfThreadsGivesTheSameBytes) {
  const SplitCase given = programme();
  const std::string one = given.bytes_of(given.trade);
  for (const int threads : {2, 3, 16})
    EXPECT_EQ(given.bytes_of(given.trade, threads), one) << threads;
}

TEST(Tally, AnyOrderOfRowsGivesTheSameBytes) {
  const SplitCase given = programme();
  CsvTables turned = given.trade;
  for (auto& [file, table] : turned) std::reverse(table.rows.begin(), table.rows.end());
  EXPECT_EQ(given.bytes_of(turned), given.bytes_of(given.trade));
  for (auto& [file, table] : turned) {
    std::rotate(table.rows.begin(),
                table.rows.begin() + static_cast<std::ptrdiff_t>(table.rows.size() / 3),
                table.rows.end());
    std::stable_sort(
        table.rows.begin(), table.rows.end(),
        [](const std::string& a, const std::string& b) { return a.back() < b.back(); });
  }
  EXPECT_EQ(given.bytes_of(turned), given.bytes_of(given.trade));
}

TEST(Tally, AnySplitMergesToTheSameBytes) {
  const SplitCase given = programme();
  // An invoice is joined to its payments when a ledger is built: both stay together.
  const std::string whole = given.bytes_of(given.trade);
  for (const std::size_t k : {2, 3, 7}) {
    std::shared_ptr<const Tally> sum;
    for (CsvTables& part : given.parts(k)) {
      part["invoices"] = given.trade.at("invoices");
      const auto next = given.tally_of(part);
      sum = sum == nullptr ? next : merged(given, *sum, *next);
    }
    Tally without_invoices = *sum;  // They were in every part.
    without_invoices.nouns["invoice"].rows = given.trade.at("invoices").rows.size();
    EXPECT_EQ(save_tally(without_invoices), whole) << k;
  }
}

TEST(Tally, MergesInAnyOrderAndGrouping) {
  const SplitCase given = programme();
  std::vector<std::shared_ptr<const Tally>> parts;
  for (const CsvTables& part : given.parts(3)) parts.push_back(given.tally_of(part));
  const Tally &a = *parts[0], &b = *parts[1], &c = *parts[2];
  const std::string left = save_tally(*merged(given, *merged(given, a, b), c));
  EXPECT_EQ(save_tally(*merged(given, a, *merged(given, b, c))), left);
  EXPECT_EQ(save_tally(*merged(given, *merged(given, c, b), a)), left);
  EXPECT_EQ(save_tally(*merged(given, b, *merged(given, a, c))), left);
  const auto nothing = given.tally_of({});
  EXPECT_EQ(save_tally(*merged(given, *nothing, a)), save_tally(*merged(given, a, *nothing)));
}

TEST(Tally, OfOtherPartnersDoesNotMerge) {
  const SplitCase given = programme();
  SplitCase other = given;
  other.master["partners"] = "id\nD1\nD2\nD9\n";
  const Dataset data = other.whole().data();
  const auto foreign = tally(*given.plan, *data.master, data.ledger, {});
  const auto result = merge(*given.plan, *given.tally_of(given.trade), *foreign);
  ASSERT_FALSE(result.ok());
  EXPECT_TRUE(result.issues().contains(Code::kTallyMismatch));
  EXPECT_FALSE(settle(given.plan, *given.data.master, *foreign).ok());
}

TEST(Tally, OfAnotherPlanDoesNotMerge) {
  const SplitCase given = programme();
  const auto own = given.tally_of(given.trade);
  for (const char* change : {"sale.net > 300:sale.net > 301", "'L1'", "\"quarter\"",
                             "smallest(sale.net):smallest(sale.gross)"}) {
    SplitCase other = given;
    const std::string text = change;
    const auto colon = text.find(':');
    const std::string from = text.substr(0, colon);
    const std::string to = colon != std::string::npos ? text.substr(colon + 1)
                           : from == "'L1'"           ? "'L2'"
                                                      : "\"half\"";
    other.members.replace(other.members.find(from), from.size(), to);
    other.compile();
    EXPECT_FALSE(merge(*given.plan, *own, *other.tally_of(given.trade)).ok()) << change;
  }
}

TEST(Tally, OfAPolicyWithAnotherSetOrTableIsAnother) {
  const auto fingerprint = [](const std::string& set, const std::string& cell,
                              const std::string& rate) {
    SplitCase given;
    given.members = R"j("sets": {"core": [)j" + set +
                    R"j(]}, "tables": {"weights": {"by": ["product.line"], "gives": "number",
      "rows": [["L1", )j" +
                    cell + R"j(]], "otherwise": 1}}, "rules": [
      {"id": "r", "when": "year", "what": "product.line in core", "pay": {"of": "sum(sale.net * weights)", "rate": ")j" +
                    rate + R"j("}}])j";
    given.master["partners"] = "id\nA\n";
    given.compile();
    return given.tally_of({})->plan_fingerprint;
  };
  const auto one = fingerprint("\"L1\"", "2", "5%");
  EXPECT_NE(fingerprint("\"L1\", \"L2\"", "2", "5%"), one);
  EXPECT_NE(fingerprint("\"L1\"", "3", "5%"), one);
  EXPECT_EQ(fingerprint("\"L1\"", "2", "6%"), one);  // Another rate reads the same sums.
}

TEST(Tally, RowsAndTheirNegativesAreNothing) {
  SplitCase given;
  given.members = R"j("rules": [
    {"id": "a", "when": "quarter", "what": "product.line == 'L1'", "pay": "5%"},
    {"id": "b", "when": "month", "what": {"each": "product.id"}, "pay": {"of": "sum(sale.net / 3)", "rate": "5%"}},
    {"id": "c", "when": "year", "pay": {"per_unit": "2"}}])j";
  given.master["partners"] = "id\nD1\nD2\n";
  given.master["products"] = "id,line\nA,L1\nB,L2\nC,\n";
  CsvTable& sales = given.trade["sales"];
  sales.header = "id,date,partner,product,type,quantity,net";
  for (int i = 0; i < 40; ++i) {
    const std::string row = ",2025-0" + std::to_string(1 + i % 9) + "-15,D" +
                            std::to_string(1 + i % 2) + "," + static_cast<char>('A' + i % 3) + ",";
    const std::string amounts = std::to_string(i + 1) + ",";
    const std::string net = std::to_string(7 * i + 1) + ".0" + std::to_string(i % 10);
    sales.rows.push_back("S" + std::to_string(i) + row + "sale," + amounts + net);
    sales.rows.push_back("C" + std::to_string(i) + row + "correction,-" + amounts + "-" + net);
  }
  given.compile();
  const auto tally = given.tally_of(given.trade);
  std::size_t cells_seen = 0;
  for (const CubeCells& cells : tally->cubes) {
    for (const AccumulatorColumn& column : cells.accumulators) {
      for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
        EXPECT_TRUE(column.sum(cell).is_zero()) << column.sum(cell).to_string();
        ++cells_seen;
      }
    }
  }
  EXPECT_GE(cells_seen, 40u);
}

TEST(Tally, SumsBeyondSixtyFourBitsStayExact) {
  SplitCase given;
  given.members = R"j("rules": [{"id": "r", "when": "year", "pay": "1%"}])j";
  given.master["partners"] = "id\nA\n";
  given.trade["sales"] = {
      "id,date,partner,net",
      {"1,2025-01-01,A,92233720368547758.07", "2,2025-01-01,A,92233720368547758.07",
       "3,2025-01-01,A,0.01", "4,2025-01-02,A,-0.02"}};
  given.compile();
  const auto tally = given.tally_of(given.trade);
  const AccumulatorColumn& net = tally->cubes[0].accumulators[0];
  EXPECT_EQ(net.sum(0).to_string(), "184467440737095516.13");
  EXPECT_EQ(net.exact.size(), 1u);
  const auto parts = given.parts(4);
  std::shared_ptr<const Tally> sum = given.tally_of(parts[0]);
  for (std::size_t p = 1; p < 4; ++p) sum = merged(given, *sum, *given.tally_of(parts[p]));
  EXPECT_EQ(save_tally(*sum), save_tally(*tally));
  // What fits again is kept small again.
  given.trade["sales"].rows.push_back("5,2025-01-03,A,-92233720368547758.07");
  EXPECT_TRUE(given.tally_of(given.trade)->cubes[0].accumulators[0].exact.empty());
}

TEST(Tally, LongFractionsHaveOneForm) {
  SplitCase given;
  given.members = R"j("rules": [{"id": "r", "when": "quarter", "pay": "1%"}])j";
  given.master["partners"] = "id\nA\n";
  given.trade["sales"] = {"id,date,partner,net",
                          {"1,2025-01-01,A,0.000000000005", "2,2025-05-01,A,0.00000000001",
                           "3,2025-01-02,A,0.000000000005"}};
  given.compile();
  const std::string whole = given.bytes_of(given.trade);
  CsvTables first = given.trade, second = given.trade;
  first["sales"].rows = {given.trade["sales"].rows[0], given.trade["sales"].rows[2]};
  second["sales"].rows = {given.trade["sales"].rows[1]};
  EXPECT_EQ(save_tally(*merged(given, *given.tally_of(first), *given.tally_of(second))), whole);
}

TEST(Tally, KeepsTheFirstThreeRowsThatLackAValue) {
  SplitCase given;
  given.members =
      R"j("rules": [{"id": "r", "when": "year", "pay": {"of": "sum(sale.cost)", "rate": "1%"}}])j";
  given.master["partners"] = "id\nA\n";
  given.trade["sales"] = {"id,date,partner,net,cost",
                          {"9,2025-03-01,A,1,", "8,2025-01-01,A,1,", "7,2025-02-01,A,1,5",
                           "6,2025-01-01,A,1,", "5,2025-06-01,A,1,", "4,2025-05-01,A,1,"}};
  given.compile();
  const auto text_of = [](const Tally& tally) {
    std::string text;
    for (const AccumulatorColumn& column : tally.cubes[0].accumulators) {
      for (const auto& [cell, marks] : column.lacking_marks) {
        text += std::to_string(column.lacking[cell]) + ":";
        for (const RowMark& mark : marks) text += " " + mark.id;
      }
    }
    return text;
  };
  EXPECT_EQ(text_of(*given.tally_of(given.trade)), "5: 6 8 9");
  const auto parts = given.parts(2);
  EXPECT_EQ(text_of(*merged(given, *given.tally_of(parts[1]), *given.tally_of(parts[0]))),
            "5: 6 8 9");
}

TEST(Tally, CausesOfMissingValuesDoNotDependOnTheOrderOfRows) {
  SplitCase given;
  given.members = R"j("rules": [{"id": "r", "when": "year", "what": {"each": "sale.document"},
    "pay": {"amount": "price('list', product.id, sale.date)"}}])j";
  given.master["partners"] = "id\nA\n";
  given.master["products"] = "id\nP\nQ\n";
  given.trade["sales"] = {"id,document,date,partner,product,net",
                          {"1,X,2025-01-01,A,P,1", "2,Y,2025-01-01,A,Q,1"}};
  given.compile();
  CsvTables turned = given.trade;
  std::reverse(turned["sales"].rows.begin(), turned["sales"].rows.end());
  EXPECT_EQ(given.bytes_of(turned), given.bytes_of(given.trade));
  const SettledCase run = given.whole().settle();
  EXPECT_NE(run.reasons("r", "A", "", "X"), run.reasons("r", "A", "", "Y"));
}

}  // namespace
}  // namespace rebate
