// SPDX-License-Identifier: Apache-2.0
//
// A volume policy with every way of paying by bands, from rows to lines.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

constexpr const char* kVolume = R"j(
  "measures": {"tonnes": "sum(sale.quantity * product.weight) / 1000"},
  "rules": [
    {"id": "whole", "when": "year", "pay": {"mode": "retroactive", "bands": [
      {"from": 0, "rate": "1%"}, {"from": 90000, "rate": "2%"}, {"from": 270000, "rate": "3.5%"}]}},
    {"id": "slices", "when": "year", "pay": {"mode": "marginal", "bands": [
      {"from": 0, "rate": "1%"}, {"from": 90000, "rate": "2%"}, {"from": 270000, "rate": "3.5%"}]}},
    {"id": "excess", "when": "year", "pay": {"mode": "excess", "baseline": 90000, "bands": [
      {"from": 0, "rate": "1%"}, {"from": 90000, "rate": "2%"}, {"from": 270000, "rate": "3.5%"}]}},
    {"id": "lump", "when": "year", "qualify": "units", "pay": {"mode": "retroactive", "bands": [
      {"from": 150, "amount": "700"}, {"from": 640, "amount": "4300"}]}},
    {"id": "every-lump", "when": "year", "qualify": "units", "pay": {"mode": "marginal", "bands": [
      {"from": 150, "amount": "700"}, {"from": 640, "amount": "4300"}]}},
    {"id": "line", "when": "year", "qualify": "tonnes", "pay": {"mode": "interpolated", "bands": [
      {"at": 4, "rate": "1%"}, {"at": 12, "rate": "3%"}]}},
    {"id": "step", "when": "year", "pay": {"every": 12000, "amount": "170"}},
    {"id": "started", "when": "year", "pay": {"of": "units", "every": 36, "steps": "started", "amount": "8"}},
    {"id": "more-than", "when": "year", "qualify": "units", "pay": {"mode": "retroactive", "bands": [
      {"above": 150, "per_unit": "2"}, {"above": 640, "per_unit": "3"}]}},
    {"id": "up-to", "when": "year", "qualify": "units", "pay": {"mode": "retroactive", "bands": [
      {"up_to": 150, "per_unit": "9"}, {"up_to": 640, "per_unit": "8"}, {"per_unit": "7.5"}]}},
    {"id": "under", "when": "year", "qualify": "units", "pay": {"mode": "retroactive", "bands": [
      {"below": 150, "amount": "0"}, {"below": 640, "amount": "350"}, {"amount": "900"}]}},
    {"id": "weight", "when": "year", "qualify": "tonnes", "pay": {"mode": "retroactive", "bands": [
      {"from": 2, "rate": "0.4%"}, {"from": 8, "rate": "0.9%"}]}},
    {"id": "mixed", "when": "year", "pay": {"mode": "marginal", "bands": [
      {"from": 0, "rate": "1%"}, {"from": 90000, "rate": "2.5%", "mode": "retroactive"},
      {"from": 270000, "rate": "5%"}]}}
  ])j";

/// What each rule pays on one row of these sales.
std::string volume(const std::string& net, const std::string& units, const std::string& kilograms) {
  SmallCase given(kVolume);
  given.table("products", "id,weight\nA," + kilograms + "\n");
  given.table("sales", "id,date,partner,product,quantity,net\nS1,2025-02-01,P1,A," + units + "," +
                           net + "\n");
  return given.lines();
}

TEST(Bands, AVolumeInsideEveryBand) {
  EXPECT_EQ(volume("310000", "640", "12.5"),
            "whole P1 2025: payable 10850\n"
            "slices P1 2025: payable 5900\n"
            "excess P1 2025: payable 7700\n"
            "lump P1 2025: payable 4300\n"
            "every-lump P1 2025: payable 5000\n"
            "line P1 2025: payable 6200\n"
            "step P1 2025: payable 4250\n"
            "started P1 2025: payable 144\n"
            "more-than P1 2025: payable 1280\n"
            "up-to P1 2025: payable 5120\n"
            "under P1 2025: payable 900\n"
            "weight P1 2025: payable 2790\n"
            "mixed P1 2025: payable 8750\n");
}

TEST(Bands, AVolumeOnEveryBound) {
  EXPECT_EQ(volume("90000", "150", "80"),  // 12 tonnes
            "whole P1 2025: payable 1800\n"
            "slices P1 2025: payable 900\n"
            "excess P1 2025: payable 0\n"
            "lump P1 2025: payable 700\n"
            "every-lump P1 2025: payable 700\n"
            "line P1 2025: payable 2700\n"
            "step P1 2025: payable 1190\n"
            "started P1 2025: payable 40\n"
            "more-than P1 2025: not_qualified 0\n"
            "up-to P1 2025: payable 1350\n"
            "under P1 2025: payable 350\n"
            "weight P1 2025: payable 810\n"
            "mixed P1 2025: payable 2250\n");
}

TEST(Bands, OnlyReturns) {
  EXPECT_EQ(volume("-5000", "-10", "1"),
            "whole P1 2025: not_qualified 0\n"
            "slices P1 2025: not_qualified 0\n"
            "excess P1 2025: not_qualified 0\n"
            "lump P1 2025: not_qualified 0\n"
            "every-lump P1 2025: not_qualified 0\n"
            "line P1 2025: not_qualified 0\n"
            "step P1 2025: payable 0\n"
            "started P1 2025: payable -8\n"
            "more-than P1 2025: not_qualified 0\n"
            "up-to P1 2025: payable -90\n"
            "under P1 2025: payable 0\n"
            "weight P1 2025: not_qualified 0\n"
            "mixed P1 2025: not_qualified 0\n");
}

TEST(Bands, GrowthIsASliceOfThisYear) {
  SmallCase given(
      R"j("rules": [{"id": "growth", "when": "year", "qualify": "net_sales / net_sales.during(last_year)",
    "pay": {"mode": "marginal", "bands": [{"from": "105%", "rate": "2%"}, {"from": "112%", "rate": "4%"}]}}])j");
  given.table("sales", "id,date,partner,net\nA,2024-06-01,D1,500000\nB,2025-06-01,D1,590000\n");
  EXPECT_EQ(given.lines(), "growth D1 2025: payable 1900\n");  // 35,000 x 2% + 30,000 x 4%
}

TEST(Bands, AMatrixOfTierAndAttainment) {
  SmallCase given(
      R"j("tiers": ["silver", "gold"], "targets": {"annual": {"of": "net_sales", "per": "year"}},
    "rules": [{"id": "m", "when": "year", "pay": {"mode": "retroactive", "table": {
      "by": "partner.tier", "across": "attainment('annual')", "from": ["80%", "90%", "100%", "120%"],
      "rates": {"silver": ["1%", "2%", "4%", "6%"], "gold": ["2%", "3%", "5%", "8%"]}}}}])j");
  given.table("partners", "id,tier\nA,silver\nB,gold\nC,gold\nD,\n");
  given.table(
      "targets",
      "target,partner,period,value\nannual,A,2025,1000\nannual,B,2025,1000\nannual,C,2025,1000\n"
      "annual,D,2025,1000\n");
  given.table(
      "sales",
      "id,date,partner,net\n1,2025-01-01,A,900\n2,2025-01-01,B,1200\n3,2025-01-01,C,799.99\n"
      "4,2025-01-01,D,900\n");
  EXPECT_EQ(given.lines(),
            "m A 2025: payable 18\nm B 2025: payable 96\nm C 2025: not_qualified 0\nm D 2025: "
            "blocked 0\n");
}

}  // namespace
}  // namespace rebate
