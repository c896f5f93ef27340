// SPDX-License-Identifier: Apache-2.0
//
// A line that is worked out the plain way is, number by number, the line of its formulas.
#include "settlement/plain_lines.hpp"

#include "laws/random_case.hpp"
#include "settlement/tally_source.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace rebate {
namespace {

/// With the places that each number is kept with: reports print them.
std::string text(const Ratio& value) {
  const std::string places = value.is_decimal() ? std::to_string(value.decimal().scale()) : "-";
  return value.to_string() + "/" + places;
}

std::string text(const LineResult& result) {
  std::string line = std::string(to_text(result.status)) + " band " + std::to_string(result.band);
  for (const auto& value : {result.qualifying, result.earning, result.rate, result.cap}) {
    line += " " + (value ? text(*value) : "none");
  }
  line += " " + text(result.gross) + " " + text(result.after_limits) + " " + result.level;
  for (const Reason& reason : result.reasons) {
    line += " " + std::string(to_text(reason.kind)) + " " + reason.expression;
  }
  return line + " worth " + std::to_string(result.worth.size());
}

/// Rule periods with a plain line, by rule, of all partners; `differing` gets the lines of which
/// the two ways say different things.
std::map<std::string, int> plain_lines(const Plan& plan, const Master& master, const Tally& tally,
                                       std::string& differing) {
  const CellReader reader(plan, tally);
  const RunFacts facts(plan, master, reader);
  const PlainLines plain(plan, master, reader);
  const Dictionary& ids = master.partners().ids();
  std::map<std::string, int> counts;
  for (TextCode partner = 1; partner < ids.size(); ++partner) {
    const Earner earner{std::string(ids.text(partner)), partner};
    const TextCode members[] = {partner};
    for (std::size_t p = 0; p < plan.rule_periods.size(); ++p) {
      const RulePeriod& period = plan.rule_periods[p];
      const auto line = plain.line(static_cast<int>(p), earner);
      if (!line) continue;
      const std::string& rule = period.compiled->rule->source.id;
      ++counts[rule];
      TallySource source(facts, period, earner, members, members, nothing_earned);
      source.find_terms();
      const std::string expected =
          text(compute_line(*period.compiled, source, std::nullopt, nullptr));
      if (text(*line) != expected || !source.take_missed().empty() || source.first_day()) {
        differing += rule + " " + earner.id + " " + period.period.name + ": " + text(*line) +
                     " for " + expected + "\n";
      }
    }
  }
  return counts;
}

RC_GTEST_PROP(PlainLines, AreThoseOfTheirFormulas, ()) {
  const SplitCase given = random_case();
  std::ostringstream shown;
  showValue(given, shown);
  RC_LOG() << shown.str() << std::endl;
  std::string differing;
  const auto counts =
      plain_lines(*given.plan, *given.data.master, *given.tally_of(given.trade), differing);
  RC_CLASSIFY(!counts.empty());
  RC_LOG() << differing << std::endl;
  RC_ASSERT(differing.empty());
}

TEST(PlainLines, AreMostRulesOfAUsualProgramme) {
  SmallCase usual(R"j(
    "targets": {"annual": {"of": "net_sales", "per": "year"}},
    "fields": {"sale.kind": "text"},
    "rules": [
      {"id": "flat", "when": "quarter", "what": "product.line == 'L1'", "pay": "3%"},
      {"id": "target", "when": "year", "qualify": "attainment('annual')", "pay": {
        "mode": "retroactive", "bands": [{"from": "80%", "rate": "2%"}, {"from": "100%", "rate": "5%"}]}},
      {"id": "growth", "when": "quarter", "qualify": "growth(net_sales)", "pay": {
        "mode": "retroactive", "bands": [{"from": "10%", "rate": "1%"}]}},
      {"id": "slices", "when": "year", "pay": {"of": "units", "mode": "marginal", "bands": [
        {"from": 10, "per_unit": "1.50"}, {"from": 30, "per_unit": "2.50"}]}},
      {"id": "breadth", "when": "year", "qualify": "distinct(product.line)", "pay": {
        "of": "net_sales", "mode": "retroactive", "bands": [{"from": 2, "rate": "1%"}]}},
      {"id": "capped", "when": "year", "pay": "5%", "limit": {"cap": "2% * net_sales"}}
    ])j");
  usual.table("products", "id,line\nA,L1\nB,L2\n");
  usual.table("targets", "target,partner,period,value\nannual,D1,2025,1000\nannual,D3,2025,0\n");
  usual.table("sales",
              "id,date,partner,product,quantity,net\n"
              "1,2024-02-01,D1,A,5,400\n2,2025-02-01,D1,A,35,500.10\n3,2025-03-01,D1,B,2,433.33\n"
              "4,2025-03-02,D2,A,9,17\n5,2025-03-03,D3,B,1,-3.01\n");
  const SettledCase settled = usual.settle();
  std::string differing;
  const auto counts = plain_lines(*settled.plan, *settled.data.master, *settled.tally, differing);
  EXPECT_EQ(differing, "");
  // A growth needs a year before, an attainment a target; a cap is a formula.
  const std::map<std::string, int> expected = {
      {"breadth", 3}, {"flat", 12}, {"growth", 1}, {"slices", 3}, {"target", 1}};
  EXPECT_EQ(counts, expected);
}

}  // namespace
}  // namespace rebate
