// SPDX-License-Identifier: Apache-2.0
//
// The quick way of scanning against the plain one: the same bytes, whatever the rows lack and the
// conditions look at.
#include "rebate/numeric/rounding.hpp"
#include "rebate/codec/tally_file.hpp"
#include "plan/plan_parts.hpp"
#include "tally/dense_cube.hpp"
#include "tally/split_ledger.hpp"

#include <gtest/gtest.h>

#include <random>

namespace rebate {
namespace {

constexpr const char* kModes[] = {"half_up", "half_even", "half_down", "up",
                                  "down",    "ceiling",   "floor"};

/// Conditions and sums of every kind that has a quick way, and some that have none.
std::string members(std::mt19937& random) {
  const auto one_of = [&](std::vector<std::string> texts) {
    return texts[random() % texts.size()];
  };
  const std::vector<std::string> conditions{
      "product.line in ['L1', 'L2']",
      "sale.date >= product.launched",
      "product.launched > sale.date",
      "sale.date <= add_days(product.launched, 30)",
      "sale.date < add_days(product.launched, 30)",
      "month(sale.date) in [1, 2, 11]",
      "sale.region != partner.region",
      "partner.tier == 'gold'",
      "(sale.region == partner.region || sale.region == partner.focus)",
      "sale.net > 100",
      "sale.net * 2 >= sale.gross - 5",
      "days(sale.date, sale.paid) <= 10",
      "!(sale.paid == sale.date) && sale.quantity != 3",
      "sale.type == 'return'",
      "sale.absent == 'x'",
      "(product.line == partner.region || partner.tier == 'gold')"};
  const std::string mode = kModes[random() % 7];
  const std::vector<std::string> sums{
      "sum(round(sale.net * (days(sale.date, sale.paid) <= 10 ? 2% : days(sale.date, sale.paid) <= "
      "20 ? 1.25% : 0%), " +
          one_of({"0.01", "0.1", "1", "0.00001", "0.05"}) + ", '" + mode + "'))",
      "sum(sale.net - sale.gross * 0.125)",
      "sum(-sale.net)",
      "sum(sale.net / sale.quantity)",
      "sum(sale.net > 50 && sale.quantity < 9 || sale.gross > 10 ? sale.net : sale.gross)",
      "sum(sale.quantity * sale.net)",
      "net_sales",
      "sum(sale.cost)"};
  std::string rules;
  for (int r = 0; r < 5; ++r) {
    rules += std::string(r == 0 ? "" : ", ") + R"({"id": "r)" + std::to_string(r) +
             R"(", "when": ")" + one_of({"year", "quarter", "month"}) + R"(", "what": ")" +
             one_of(conditions) + " && " + one_of(conditions) + R"(", "qualify": ")" +
             one_of({"units", "distinct(product.line)", "orders"}) + R"(",
             "pay": {"of": ")" +
             one_of(sums) + R"(", "mode": "retroactive", "bands": [{"from": 1, "rate": "1%"}]}})";
  }
  return R"("fields": {"partner.focus": "text", "sale.paid": "date", "sale.absent": "text", "sale.cost": "money"}, "tiers": ["silver", "gold"], "rules": [)" +
         rules + "]";
}

SplitCase random_case(unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](unsigned bound) { return random() % bound; };
  const auto day = [&] {
    const unsigned month = 1 + below(12);
    return (below(3) == 0 ? "2024-" : "2025-") + std::string(month < 10 ? "0" : "") +
           std::to_string(month) + "-" + std::to_string(10 + below(19));
  };
  SplitCase given;
  given.members = members(random);
  given.master["partners"] =
      "id,tier,region,focus\nD1,gold,R1,\nD2,silver,R2,R3\nD3,,L1,R1\nD4,silver,,\n";
  given.master["products"] =
      "id,line,launched\nA,L1,2025-03-01\nB,L2,2024-11-15\nC,L3,\nD,,2025-06-20\n";
  CsvTable& sales = given.trade["sales"];
  sales.header = "id,date,partner,product,type,region,quantity,net,gross,paid,cost";
  const bool has_gaps = below(2) == 0;
  const auto amount = [&](bool negative) {
    if (has_gaps && below(9) == 0) return std::string();
    if (has_gaps && below(40) == 0) return std::string("922337203685477580700");
    return std::string(negative ? "-" : "") + std::to_string(below(300)) + "." +
           std::to_string(10 + below(90)) + (below(20) == 0 ? "125" : "");
  };
  for (unsigned i = 0; i < 700; ++i) {
    const bool back = below(8) == 0;
    const std::string type = back            ? (below(2) == 0 ? "return" : "cancel")
                             : below(3) == 0 ? ""
                                             : "sale";
    sales.rows.push_back(
        "S" + std::to_string(i) + "," + day() + ",D" + std::to_string(1 + below(4)) + "," +
        std::string(1, static_cast<char>('A' + below(6))) + "," + type + "," +
        (below(9) == 0 ? "" : "R" + std::to_string(1 + below(3))) + "," + (back ? "-" : "") +
        std::to_string(1 + below(12)) + "," + amount(back) + "," + amount(back) + "," +
        (has_gaps && below(6) == 0 ? "" : day()) + "," + (below(50) == 0 ? "" : "1.5"));
  }
  given.compile();
  return given;
}

std::string bytes_of(const SplitCase& given, const Plan& plan, bool is_row_by_row, int threads) {
  const Dataset data = given.with(given.trade).data();
  TallyOptions options;
  options.threads = threads;
  options.is_row_by_row = is_row_by_row;
  return save_tally(*tally(plan, *data.master, data.ledger, options));
}

std::size_t dense_cubes(const SplitCase& given) {
  const Dataset data = given.with(given.trade).data();
  std::size_t dense = 0;
  for (const Cube& cube : given.plan->cubes) {
    BlockColumns columns;
    const Table* table = data.ledger.find(cube.noun);
    dense +=
        DenseCube::make(*given.plan, cube, *data.master, data.ledger, *table, columns) != nullptr;
  }
  return dense;
}

TEST(DenseScan, GivesWhatRowByRowGives) {
  std::size_t dense = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const SplitCase given = random_case(seed);
    const std::string plain = bytes_of(given, *given.plan, true, 1);
    EXPECT_EQ(bytes_of(given, *given.plan, false, 1), plain);
    EXPECT_EQ(bytes_of(given, *given.plan, false, 3), plain);
    dense += dense_cubes(given);
  }
  EXPECT_GE(dense, 40u) << "too few of these cubes took the quick way to show anything";
}

TEST(DenseScan, LeavesOutWhatIsNotKnownYet) {
  for (unsigned seed = 100; seed < 110; ++seed) {
    SCOPED_TRACE(seed);
    const SplitCase given = random_case(seed);
    PlanOptions options;
    options.as_of = Date::of(2025, 6, 15);
    const auto plan = compile(given.plan->policy, *given.data.master, options);
    ASSERT_TRUE(plan.ok());
    const std::string plain = bytes_of(given, **plan, true, 1);
    EXPECT_EQ(bytes_of(given, **plan, false, 2), plain);
    EXPECT_NE(plain, bytes_of(given, *given.plan, true, 1));
  }
}

TEST(DenseScan, RefusesWhatItCannotList) {
  SplitCase given;
  given.members = R"j("rules": [
    {"id": "a", "when": "year", "what": {"each": "sale"}, "pay": "1%"},
    {"id": "b", "when": "year", "what": {"each": "sale.document"}, "pay": {"of": "smallest(sale.net)", "rate": "1%"}}])j";
  given.master["partners"] = "id\nA\n";
  given.trade["sales"] = {"id,document,date,partner,net", {"1,X,2025-01-01,A,1"}};
  given.compile();
  const Dataset data = given.with(given.trade).data();
  std::size_t refused = 0;
  for (const Cube& cube : given.plan->cubes) {
    BlockColumns columns;
    const auto made = DenseCube::make(*given.plan, cube, *data.master, data.ledger,
                                      *data.ledger.find("sale"), columns);
    const bool keeps_rows = cube.per_row;
    const bool has_extremes =
        !cube.accumulators.empty() && cube.accumulators[0].kind != Aggregate::kSum;
    EXPECT_EQ(made == nullptr, keeps_rows || has_extremes);
    refused += made == nullptr;
  }
  EXPECT_GE(refused, 1u);
}

}  // namespace
}  // namespace rebate
