// SPDX-License-Identifier: Apache-2.0
//
// How bands pay, as tables: one row a case. Figures marked "contract" are worked examples of the
// format.
#include "settlement/pay.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rebate {
namespace {

constexpr PayMode kRetro = PayMode::kRetroactive;
constexpr PayMode kMarginal = PayMode::kMarginal;
constexpr PayMode kExcess = PayMode::kExcess;
constexpr PayMode kLine = PayMode::kInterpolated;

Ratio ratio(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return Ratio(Decimal::of(text.c_str()));
  return Ratio(Decimal::of(text.substr(0, slash).c_str())) /
         Ratio(Decimal::of(text.substr(slash + 1).c_str()));
}

struct TestBand {
  Edge edge = Edge::kNone;
  std::string bound;
  std::string rate, per_unit, amount, every;
  bool started = false;
  PayMode mode = PayMode::kNone;
};

TestBand band(Edge edge, std::string bound, std::string rate) {
  TestBand result;
  result.edge = edge;
  result.bound = std::move(bound);
  result.rate = std::move(rate);
  return result;
}
TestBand from(std::string bound, std::string rate) { return band(Edge::kFrom, bound, rate); }
TestBand above(std::string bound, std::string rate) { return band(Edge::kAbove, bound, rate); }
TestBand up_to(std::string bound, std::string rate) { return band(Edge::kUpTo, bound, rate); }
TestBand below(std::string bound, std::string rate) { return band(Edge::kBelow, bound, rate); }
TestBand at(std::string bound, std::string rate) { return band(Edge::kAt, bound, rate); }
TestBand rest(std::string rate) { return band(Edge::kNone, "", rate); }

TestBand with_amount(TestBand band, std::string amount) {
  band.amount = std::move(amount);
  return band;
}
TestBand with_per_unit(TestBand band, std::string per_unit) {
  band.per_unit = std::move(per_unit);
  return band;
}
TestBand with_every(TestBand band, std::string amount, std::string every, bool started) {
  band.amount = std::move(amount);
  band.every = std::move(every);
  band.started = started;
  return band;
}
TestBand in_mode(TestBand band, PayMode mode) {
  band.mode = mode;
  return band;
}

std::optional<Value> value(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<Value>(ratio(text));
}

std::vector<PayBand> bands_of(PayMode mode, const std::vector<TestBand>& given) {
  std::vector<PayBand> bands;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const PayMode own = given[i].mode == PayMode::kNone ? mode : given[i].mode;
    bands.push_back({given[i].edge, given[i].bound.empty() ? Value() : Value(ratio(given[i].bound)),
                     own, static_cast<int>(i)});
  }
  return bands;
}

PayoutValues payout_of(const TestBand& band) {
  return {value(band.rate), value(band.per_unit), value(band.amount), value(band.every),
          band.started};
}

/// What the line has in the end; "none" if no band is reached.
std::string pay(PayMode mode, const std::vector<TestBand>& given, const Value& q,
                const std::string& m, const std::string& baseline = "") {
  const std::vector<PayBand> bands = bands_of(mode, given);
  const int reached = reached_band(bands, q);
  if (reached < 0) return "none";
  const auto base = baseline.empty() ? std::nullopt : std::optional<Ratio>(ratio(baseline));
  std::vector<Slice> slices;
  const PayResult paid = pay_bands(
      bands, reached, q, ratio(m), base,
      [&](int i) { return payout_of(given[static_cast<std::size_t>(i)]); }, &slices);
  if (paid.amount.is_missing()) return "missing " + paid.amount.missing().cause;
  Ratio sum;
  for (const Slice& slice : slices) sum = slice.replaces ? slice.pays : sum + slice.pays;
  EXPECT_EQ(sum.to_string(), paid.amount.number().to_string()) << "the slices tell another story";
  return paid.amount.number().to_string();
}

/// The measure qualifies by itself.
std::string pay_own(PayMode mode, const std::vector<TestBand>& given, const std::string& both,
                    const std::string& baseline = "") {
  return pay(mode, given, Value(ratio(both)), both, baseline);
}

TEST(PayBands, TheWordIsTheSide) {
  struct Row {
    const char* q;
    const char *from, *above, *up_to, *below;  // Of 1% before 100, 5% after.
  };
  const Row rows[] = {
      {"99.99", "none", "none", "1%", "1%"}, {"100", "5%", "none", "1%", "5%"},
      {"100.00", "5%", "none", "1%", "5%"},  {"100.01", "5%", "5%", "5%", "5%"},
      {"-5", "none", "none", "1%", "1%"},    {"0", "none", "none", "1%", "1%"},
  };
  const auto word = [](const std::string& amount) -> std::string {
    return amount == "none" ? amount : amount == "10" ? "1%" : amount == "50" ? "5%" : amount;
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.q);
    const Value q(ratio(row.q));
    EXPECT_EQ(word(pay(kRetro, {from("100", "0.05")}, q, "1000")), row.from);
    EXPECT_EQ(word(pay(kRetro, {above("100", "0.05")}, q, "1000")), row.above);
    EXPECT_EQ(word(pay(kRetro, {up_to("100", "0.01"), rest("0.05")}, q, "1000")), row.up_to);
    EXPECT_EQ(word(pay(kRetro, {below("100", "0.01"), rest("0.05")}, q, "1000")), row.below);
  }
}

TEST(PayBands, TheLastEndingIsTheEnd) {
  const std::vector<TestBand> days = {up_to("10", "0.02"), up_to("20", "0.01")};
  EXPECT_EQ(pay(kRetro, days, Value(ratio("0")), "800"), "16");  // Paid on the first day.
  EXPECT_EQ(pay(kRetro, days, Value(ratio("-3")), "800"), "16");
  EXPECT_EQ(pay(kRetro, days, Value(ratio("10")), "800"), "16");
  EXPECT_EQ(pay(kRetro, days, Value(ratio("11")), "800"), "8");
  EXPECT_EQ(pay(kRetro, days, Value(ratio("20")), "800"), "8");
  EXPECT_EQ(pay(kRetro, days, Value(ratio("20.5")), "800"), "none");
}

TEST(PayBands, BeginningsMayMixWords) {
  const std::vector<TestBand> mixed = {from("0", "0.01"), above("60", "0.02"), from("90", "0.03")};
  EXPECT_EQ(pay(kRetro, mixed, Value(ratio("60")), "1000"), "10");
  EXPECT_EQ(pay(kRetro, mixed, Value(ratio("60.5")), "1000"), "20");
  EXPECT_EQ(pay(kRetro, mixed, Value(ratio("90")), "1000"), "30");
}

TEST(PayBands, ARatioIsComparedExactly) {
  const std::vector<TestBand> third = {from("1/3", "0.01")};
  EXPECT_EQ(pay(kRetro, third, Value(ratio("1/3")), "300"), "3");
  EXPECT_EQ(pay(kRetro, third, Value(ratio("0.3333333333333333")), "300"), "none");
}

TEST(PayBands, ModesOnOneVolume) {
  const std::vector<TestBand> volume = {from("0", "0.01"), from("90000", "0.02"),
                                        from("270000", "0.035")};
  struct Row {
    const char* q;
    const char *retroactive, *marginal, *excess;
  };
  const Row rows[] = {
      {"0", "0", "0", "0"},
      {"89999.99", "899.9999", "899.9999", "899.9999"},
      {"90000", "1800", "900", "1800"},
      {"90000.01", "1800.0002", "900.0002", "1800.0002"},
      {"270000", "9450", "4500", "9450"},
      {"310000", "10850", "5900", "10850"},  // contract: 900 + 3,600 + 1,400
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.q);
    EXPECT_EQ(pay_own(kRetro, volume, row.q), row.retroactive);
    EXPECT_EQ(pay_own(kMarginal, volume, row.q), row.marginal);
    EXPECT_EQ(pay_own(kExcess, volume, row.q), row.excess);  // No baseline: the first edge, 0.
  }
}

TEST(PayBands, ExcessPaysAboveItsBaseline) {
  const std::vector<TestBand> growth = {from("100", "0.05"), from("120", "0.1")};
  EXPECT_EQ(pay_own(kExcess, growth, "110"), "0.5");       // 10 x 5%, from the first edge
  EXPECT_EQ(pay_own(kExcess, growth, "130"), "3");         // 30 x 10%, by the band reached
  EXPECT_EQ(pay_own(kExcess, growth, "130", "90"), "4");   // 40 x 10%
  EXPECT_EQ(pay_own(kExcess, growth, "110", "115"), "0");  // nothing above it
  EXPECT_EQ(pay_own(kExcess, growth, "100"), "0");
  EXPECT_EQ(pay_own(kExcess, growth, "99"), "none");
  // 590,000 of 500,000 are 118%: what lies above 105% are 13 of 118 parts.
  EXPECT_EQ(pay(kExcess, {from("1.05", "0.02")}, Value(ratio("1.18")), "590000"), "1300");
}

TEST(PayBands, MarginalOnARatioSpreadsTheEarningMeasure) {
  const std::vector<TestBand> steps = {from("1.05", "0.02"), from("1.12", "0.04")};
  EXPECT_EQ(pay(kMarginal, steps, Value(ratio("1.18")), "590000"),
            "1900");  // contract: 700 + 1,200
  EXPECT_EQ(pay(kMarginal, steps, Value(ratio("1.05")), "525000"), "0");
  EXPECT_EQ(pay(kMarginal, steps, Value(ratio("1.04")), "520000"), "none");
}

TEST(PayBands, ABandMayHaveAModeOfItsOwn) {
  const std::vector<TestBand> bands = {from("0", "0.01"), in_mode(from("90000", "0.025"), kRetro),
                                       from("270000", "0.05")};
  EXPECT_EQ(pay_own(kMarginal, bands, "310000"),
            "8750");  // contract: 900, replaced by 6,750, + 2,000
  EXPECT_EQ(pay_own(kMarginal, bands, "89000"), "890");
  EXPECT_EQ(pay_own(kMarginal, bands, "90000"), "2250");
  EXPECT_EQ(pay_own(kMarginal, bands, "270000"), "6750");
  // The other way round: slices from a band on that replaced.
  const std::vector<TestBand> last = {from("0", "0.01"), in_mode(from("100", "0.02"), kMarginal)};
  EXPECT_EQ(pay_own(kRetro, last, "150"), "2");  // 100 x 1% + 50 x 2%
}

TEST(PayBands, FixedAndCumulativeFixedAmounts) {
  const std::vector<TestBand> prizes = {with_amount(from("100", ""), "50"),
                                        with_amount(from("200", ""), "80"),
                                        with_amount(from("300", ""), "100")};
  EXPECT_EQ(pay_own(kRetro, prizes, "250"), "80");
  EXPECT_EQ(pay_own(kMarginal, prizes, "250"), "130");
  EXPECT_EQ(pay_own(kMarginal, prizes, "300"), "230");
  EXPECT_EQ(pay_own(kMarginal, prizes, "99"), "none");
}

TEST(PayBands, MembersOfABandAddUp) {
  const std::vector<TestBand> both = {with_per_unit(with_amount(from("0", "0.01"), "7"), "2")};
  EXPECT_EQ(pay_own(kRetro, both, "100"), "208");
  EXPECT_EQ(pay_own(kRetro, {with_per_unit(from("0", ""), "12.5")}, "3"), "37.5");
}

TEST(PayBands, EveryStepFullOrStarted) {
  struct Row {
    const char* m;
    const char *full, *started;
  };
  const Row rows[] = {
      {"0", "0", "0"},          {"999.99", "0", "50"},     {"1000", "50", "50"},
      {"1000.01", "50", "100"}, {"3500", "150", "200"},    {"-999.99", "0", "-50"},
      {"-1000", "-50", "-50"},  {"-3500", "-150", "-200"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.m);
    const Value q(ratio("1"));
    EXPECT_EQ(pay(kRetro, {with_every(rest(""), "50", "1000", false)}, q, row.m), row.full);
    EXPECT_EQ(pay(kRetro, {with_every(rest(""), "50", "1000", true)}, q, row.m), row.started);
  }
}

TEST(PayBands, EveryCountsWithinTheBandsBase) {
  const std::vector<TestBand> steps = {with_every(from("0", ""), "10", "300", false),
                                       with_every(from("1000", ""), "20", "300", false)};
  EXPECT_EQ(pay_own(kMarginal, steps, "1700"), "70");  // 3 steps in 1,000, then 2 in 700
  EXPECT_EQ(pay_own(kRetro, steps, "1700"), "100");    // 5 steps in 1,700
  EXPECT_EQ(pay_own(kRetro, {with_every(from("0", ""), "10", "0", false)}, "50"),
            "missing every 0");
}

TEST(PayBands, InterpolationBetweenPoints) {
  const std::vector<TestBand> line = {at("0.8", "0.02"), at("1", "0.04"), at("1.2", "0.1")};
  struct Row {
    const char* q;
    const char* paid;  // Of 1,000,000.
  };
  const Row rows[] = {
      {"0.79", "none"}, {"0.8", "20000"}, {"0.85", "25000"}, {"0.9", "30000"},
      {"1", "40000"},   {"1.1", "70000"}, {"1.2", "100000"}, {"5", "100000"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.q);
    EXPECT_EQ(pay(kLine, line, Value(ratio(row.q)), "1000000"), row.paid);
  }
  EXPECT_EQ(pay(kLine, line, Value(ratio("2.6/3")), "1000000"), "80000/3");
  const std::vector<TestBand> amounts = {with_amount(at("0", ""), "100"),
                                         with_amount(at("10", ""), "300")};
  EXPECT_EQ(pay(kLine, amounts, Value(ratio("4")), "1"), "180");
}

TEST(PayBands, NothingIsSpreadOverZero) {
  const Value zero(ratio("0"));
  // The band that holds q pays on all of m, where it pays on the whole.
  EXPECT_EQ(pay(kRetro, {up_to("10", "0.02")}, zero, "800"), "16");
  EXPECT_EQ(pay(kLine, {at("0", "0.02"), at("10", "0.01")}, zero, "800"), "16");
  EXPECT_EQ(pay(kMarginal, {with_amount(from("0", "0.02"), "5")}, zero, "800"), "5");
  EXPECT_EQ(pay(kExcess, {with_amount(from("0", "0.02"), "5")}, zero, "800"), "5");
}

TEST(PayBands, ALevelPaysItsBandOnTheWhole) {
  const auto level = [](const char* name, int position) { return Value(Level{name, position}); };
  std::vector<PayBand> bands = {{Edge::kFrom, level("silver", 1), kRetro, 0},
                                {Edge::kFrom, level("gold", 2), kRetro, 1}};
  EXPECT_EQ(reached_band(bands, level("bronze", 0)), -1);
  EXPECT_EQ(reached_band(bands, level("silver", 1)), 0);
  EXPECT_EQ(reached_band(bands, level("diamond", 3)), 1);
  const auto payout = [](int i) {
    PayoutValues values;
    values.rate = Value(ratio(i == 0 ? "0.02" : "0.05"));
    values.amount = Value(ratio("1"));
    return values;
  };
  const PayResult whole =
      pay_bands(bands, 1, level("gold", 2), ratio("1000"), std::nullopt, payout, nullptr);
  EXPECT_EQ(whole.amount.number().to_string(), "51");
  // Slices of a level have no size: only amounts pay.
  for (PayBand& one : bands) one.mode = kMarginal;
  const PayResult slices =
      pay_bands(bands, 1, level("gold", 2), ratio("1000"), std::nullopt, payout, nullptr);
  EXPECT_EQ(slices.amount.number().to_string(), "2");
}

TEST(PayBands, ReturnsPayBack) {
  // No lower bound is minus infinity: a negative q is in the band without an edge.
  EXPECT_EQ(pay_own(kRetro, {rest("0.01"), from("100", "0.05")}, "-500"), "-5");
  EXPECT_EQ(pay_own(kRetro, {up_to("100", "0.01"), up_to("200", "0.02")}, "-500"), "-5");
  EXPECT_EQ(pay_own(kRetro, {from("0", "0.01")}, "-500"), "none");
  // A negative m over a positive q keeps its sign.
  EXPECT_EQ(pay(kMarginal, {from("0", "0.01"), from("100", "0.05")}, Value(ratio("200")), "-1000"),
            "-30");
}

TEST(PayBands, AMissingPartIsAMissingAmount) {
  std::vector<PayBand> bands = {{Edge::kNone, Value(), kRetro, 0}};
  const PayResult paid = pay_bands(
      bands, 0, Value(ratio("1")), ratio("1"), std::nullopt,
      [](int) {
        PayoutValues values;
        values.rate = Value(Missing{MissingKind::kNoTableRow, "terms of A"});
        return values;
      },
      nullptr);
  ASSERT_TRUE(paid.amount.is_missing());
  EXPECT_EQ(paid.amount.missing().cause, "terms of A");
}

TEST(PayBands, OneRateIsNamedWhereItPaysAll) {
  const std::vector<TestBand> volume = {from("0", "0.01"), from("100", "0.02")};
  const auto rate = [&](PayMode mode, const char* q) -> std::string {
    const PayResult paid = pay_bands(
        bands_of(mode, volume), reached_band(bands_of(mode, volume), Value(ratio(q))),
        Value(ratio(q)), ratio(q), std::nullopt,
        [&](int i) { return payout_of(volume[static_cast<std::size_t>(i)]); }, nullptr);
    return paid.rate ? paid.rate->to_string() : "several";
  };
  EXPECT_EQ(rate(kRetro, "150"), "0.02");
  EXPECT_EQ(rate(kMarginal, "150"), "several");
  EXPECT_EQ(rate(kMarginal, "50"), "0.01");
}

}  // namespace
}  // namespace rebate
