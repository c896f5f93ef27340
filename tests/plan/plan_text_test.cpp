// SPDX-License-Identifier: Apache-2.0
//
// The compiled plan as text: which cells a scan keeps, and that what two rules share is kept once.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

/// The types of a sale that count, as the atom of that number.
std::string types(int atom) {
  return "  by type:\n    atom " + std::to_string(atom) +
         ": !(has(sale.type)) || sale.type in ['sale', 'return', 'cancel', 'correction']\n";
}

TEST(PlanText, RulesOnOneNounShareACube) {
  SmallCase given(R"j("sets": {"core": ["L1", "L2"]}, "rules": [
    {"id": "flat", "when": "quarter", "pay": "3%"},
    {"id": "core", "when": "year", "what": "product.line in core && sale.net > 100", "pay": "5%"},
    {"id": "units", "when": "year", "what": "product.line in core", "pay": {"per_unit": "2"}}])j");
  EXPECT_EQ(to_text(*given.plan()), std::string("plan of case version 1\n"
                                                "cube 0 of sale, 5 cuts\n") +
                                        types(0) +
                                        "  by product:\n"
                                        "    atom 1: product.line in core\n"
                                        "  by net:\n"
                                        "    atom 2: sale.net > 100\n"
                                        "  keeps 0: sum of sale.net\n"
                                        "  keeps 1: sum of sale.quantity\n"
                                        "rule flat, 4 periods, cube 0, 1 measure\n"
                                        "rule core, 1 period, cube 0, 1 measure\n"
                                        "rule units, 1 period, cube 0, 1 measure\n");
}

TEST(PlanText, KeysAndRowsHaveCubesOfTheirOwn) {
  SmallCase given(R"j("valid": "2025-Q2", "rules": [
    {"id": "key", "when": "month", "what": {"each": "product.line"}, "pay": "1%"},
    {"id": "row", "when": "quarter", "what": {"each": "payment"}, "qualify": "days(invoice.date, payment.date)",
     "pay": {"of": "payment.amount", "mode": "retroactive", "bands": [{"up_to": 10, "rate": "2%"}]}},
    {"id": "orders", "when": "quarter", "qualify": "orders", "pay": {"mode": "retroactive", "bands": [{"from": 2, "amount": "5"}]}}])j");
  EXPECT_EQ(to_text(*given.plan()), std::string("plan of case version 1\n"
                                                "cube 0 of sale, 1 key, 4 cuts\n") +
                                        types(0) +
                                        "  by product:\n"
                                        "    atom 1: product.line\n"
                                        "  keeps 0: sum of sale.net\n"
                                        "cube 1 of sale, 4 cuts\n" +
                                        types(0) +
                                        "  keeps 0: sum of sale.net\n"
                                        "cube 2 of payment, a cell per row, 2 cuts\n"
                                        "  by row:\n"
                                        "    atom 0: days(invoice.date, payment.date)\n"
                                        "  by amount:\n"
                                        "    atom 1: payment.amount\n"
                                        "cube 3 of payment, 2 cuts\n"
                                        "  keeps 0: sum of payment.amount\n"
                                        "cube 4 of sale, 1 key, 2 cuts\n" +
                                        types(0) +
                                        "  by document:\n"
                                        "    atom 1: sale.document\n"
                                        "rule key, 3 periods, cube 0, 1 measure\n"
                                        "rule row, 1 period, cube 2, 0 measures\n"
                                        "rule orders, 1 period, cube 1, 1 measure\n");
}

TEST(PlanText, DatedAttributesCutOnlyWhereTheyChange) {
  const char* policy = R"j("valid": "2025-H1", "rules": [
    {"id": "r", "when": "quarter", "what": "product.line == 'L1'", "pay": "1%"}])j";
  SmallCase still(policy);
  still.table("products", "id,line,valid_from,valid_to\nA,L1,2024-01-01,\n");
  SmallCase moving(policy);
  moving.table("products",
               "id,line,valid_from,valid_to\nA,L1,2024-01-01,2025-04-30\nA,L2,2025-05-01,\n");
  const std::string head = "plan of case version 1\ncube 0 of sale, 3 cuts\n";
  const std::string tail = "  keeps 0: sum of sale.net\nrule r, 2 periods, cube 0, 1 measure\n";
  EXPECT_EQ(to_text(*still.plan()),
            head +
                "  by product:\n    atom 0: product.line == 'L1' as of 2024-01-01..9999-12-31\n" +
                types(1) + tail);
  EXPECT_EQ(to_text(*moving.plan()),
            head +
                "  by product:\n    atom 0: product.line == 'L1' as of 2024-01-01..2025-04-30\n"
                "    atom 2: product.line == 'L1' as of 2025-04-01..2025-06-30\n" +
                types(1) + tail);
}

TEST(PlanText, WhatHasNotBegunIsNotInIt) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "quarter", "pay": "1%"}])j");
  given.as_of("2025-05-01");
  EXPECT_EQ(to_text(*given.plan()),
            std::string("plan of case version 1 as of 2025-05-01\ncube 0 of sale, 3 cuts\n") +
                types(0) +
                "  keeps 0: sum of sale.net\n"
                "rule r, 2 periods, cube 0, 1 measure\n");
}

TEST(PlanText, AThousandRulesOnOneConditionAreOneAtom) {
  std::string rules;
  for (int i = 0; i < 1000; ++i) {
    rules += (i > 0 ? ", " : "") + std::string("{\"id\": \"r") + std::to_string(i) +
             R"j(", "when": "year", "what": "product.line == 'L1'", "pay": "1%"})j";
  }
  const std::string text = to_text(*SmallCase("\"rules\": [" + rules + "]").plan());
  EXPECT_NE(text.find("    atom 0: product.line == 'L1'\n"), std::string::npos)
      << text.substr(0, 400);
  EXPECT_EQ(text.find("atom 2"), std::string::npos);
  EXPECT_EQ(text.find("cube 1"), std::string::npos);
}

}  // namespace
}  // namespace rebate
