// SPDX-License-Identifier: Apache-2.0
//
// One test a situation, with the figures of a contract's appendix, in both languages.
#include "rebate/explanation/explain.hpp"

#include "explanation/situations.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

using testing::field;
using testing::formula_of;
using testing::key_field;
using testing::measure;
using testing::ratio;
using testing::Situation;
using testing::target;
using testing::titled;

void expect_texts(const Situation& situation, const char* en, const char* zh) {
  EXPECT_EQ(situation.text(Language::kEnglish), en);
  EXPECT_EQ(situation.text(Language::kChinese), zh);
}

Situation annual_target(const char* attained, const char* sales) {
  Situation it("Annual target rebate", "年度目标达成返点");
  it.rule().source.notes.clause = {{"", "3.1"}};
  it.by("attainment('annual')", Type::kRatio, ratio(attained),
        {measure("net_sales", sales, 31), target("annual", "1000000")});
  it.of("net_sales", Type::kMoney, sales);
  it.trace().target = ratio("1000000");
  it.trace().mode = PayMode::kRetroactive;
  return it;
}

NextBand next_band(int band, Value bound, const char* rate, const char* missing, const char* pays) {
  NextBand next;
  next.band = band;
  next.edge = Edge::kFrom;
  next.bound = std::move(bound);
  next.rate = ratio(rate);
  next.missing_earning = ratio(missing);
  next.would_pay = ratio(pays);
  return next;
}

TEST(Explanation, TellsTheBandThatIsReachedAndTheNext) {
  Situation it = annual_target("0.9", "900000");
  it.band(1, Edge::kFrom, ratio("0.9"));
  it.rate_slice(0, "900000", "0.02", true);
  it.rate_slice(1, "900000", "0.03", true);
  it.trace().next = next_band(2, ratio("1"), "0.05", "100000", "50000");
  it.pays("27000", "27000.00");
  expect_texts(
      it,
      "Annual target rebate 2025: 27,000.00. Net sales 900,000.00 of a target of 1,000,000.00: "
      "90.00%. The 90% band pays 3% on all sales. 100,000.00 more would reach 100% and pay 5%: "
      "50,000.00 in total. (cl. 3.1)",
      "2025年度目标达成返点:27,000.00元。净销售额900,000.00元,目标1,000,000.00元,达成率90.00%。"
      "落入90%档,按全部销售额的3%计返。再销售100,000.00元即达100%档,按5%计返,合计50,000.00元。"
      "(第3.1条)");
}

TEST(Explanation, TellsThatABoundItselfIsNotPassed) {
  Situation it = annual_target("1.2", "1200000");
  it.rule().source.notes.clause.clear();
  it.band(1, Edge::kFrom, ratio("1"));
  it.rate_slice(1, "1200000", "0.05", true);
  it.trace().next = next_band(2, ratio("1.2"), "0.08", "0", "96000");
  it.trace().next->edge = Edge::kAbove;
  it.pays("60000", "60000.00");
  expect_texts(
      it,
      "Annual target rebate 2025: 60,000.00. Net sales 1,200,000.00 of a target of 1,000,000.00: "
      "120.00%. The 100% band pays 5% on all sales. Anything more would pass 120% and pay 8%: over "
      "96,000.00 in total.",
      "2025年度目标达成返点:60,000.00元。净销售额1,200,000.00元,目标1,000,000.00元,达成率120.00%。"
      "落入100%档,按全部销售额的5%计返。再有任何增加即超过120%,按8%计返,合计超过96,000.00元。");
}

TEST(Explanation, TellsWhatAReturnTakesBack) {
  Situation it("Quantity discount", "数量折扣");
  it.rule().each_row = true;
  it.key() = {"S8"};
  it.of("net_sales", Type::kMoney, "-5000");
  it.trace().takes_back = "S4";
  it.rate_slice(-1, "200", "-0.5", false);
  it.pays("-100", "-100.00");
  expect_texts(it,
               "Quantity discount, sale S8: −100.00. Sale S4 was paid 200.00; 50% of it is taken "
               "back: −100.00.",
               "数量折扣(销售S8):−100.00元。销售S4曾计返200.00元,退回其中的50%:−100.00元。");
}

TEST(Explanation, TellsAPayeeItsPart) {
  Situation it("Ring pool", "众筹目标奖池");
  it.of("net_sales", Type::kMoney, "200000");
  Slice fixed;
  fixed.amount = ratio("25000");
  fixed.pays = ratio("25000");
  it.trace().slices = {fixed};
  it.step(LimitStep::Kind::kCombine, "pay.to", "8333.33", "25000", "8333.33", {});
  it.pays("25000", "8333.33");
  expect_texts(it,
               "Ring pool 2025: 8,333.33. The rule pays a fixed 25,000.00. The part of this payee: "
               "8,333.33.",
               "2025年众筹目标奖池:8,333.33元。按政策定额25,000.00元。本收款方所得8,333.33元。");
}

TEST(Explanation, TellsWhatTheFirstBandLacks) {
  Situation it = annual_target("0.7999", "799900");
  it.rule().source.notes.clause.clear();
  it.trace().line.status = Status::kNotQualified;
  it.trace().next = next_band(0, ratio("0.8"), "0.02", "100", "16000");
  it.pays("0", "0.00");
  expect_texts(
      it,
      "Annual target rebate 2025: 0.00, not qualified. Attainment 79.99%; the first band begins "
      "at 80%. 100.00 more would have paid 16,000.00.",
      "2025年度目标达成返点:0.00元,未达标。达成率79.99%,起返线80%。再销售100.00元可得16,000."
      "00元。");
}

TEST(Explanation, NeverShowsAFigureOnTheBoundThatItMissed) {
  Situation it = annual_target("0.799999", "799999");
  it.trace().line.status = Status::kNotQualified;
  it.trace().next = next_band(0, ratio("0.8"), "0.02", "1", "16000");
  EXPECT_NE(it.text(Language::kEnglish).find("Attainment 79.9999%; the first band begins at 80%."),
            std::string::npos)
      << it.text(Language::kEnglish);
}

TEST(Explanation, TellsThatThereIsNoTarget) {
  Situation it("Annual target rebate", "年度目标达成返点");
  it.trace().line.status = Status::kNoTarget;
  it.by("attainment('annual')", Type::kRatio, Missing{MissingKind::kNoTarget, ""}, {});
  expect_texts(
      it,
      "Annual target rebate 2025: no target. No 2025 target named 'annual' is on file for D017, "
      "so nothing was calculated.",
      "2025年度目标达成返点:无目标。档案中没有D017的2025年“annual”目标,未予计算。");
}

TEST(Explanation, TellsATargetOfZeroFromNone) {
  Situation it("Annual target rebate", "年度目标达成返点");
  it.trace().line.status = Status::kNoTarget;
  it.trace().target = Ratio();
  it.by("attainment('annual')", Type::kRatio, Missing{MissingKind::kNoTarget, ""}, {});
  expect_texts(
      it,
      "Annual target rebate 2025: no target. The 2025 target 'annual' of D017 is zero, so nothing "
      "was calculated.",
      "2025年度目标达成返点:无目标。D017的2025年“annual”目标为零,未予计算。");
}

TEST(Explanation, TellsWhatIsMissingAndGuessesNothing) {
  Situation it("Profit share", "利润分享");
  it.trace().line.status = Status::kBlocked;
  it.trace().missing = {
      {"sale.cost", MissingKind::kField, "", 1, 2, {{"P2", Date::of(2025, 5, 2), {}}}}};
  expect_texts(it,
               "Profit share 2025: amount unknown. 1 of 2 sales has no cost (P2, 2 May). Nothing "
               "was guessed.",
               "2025年利润分享:金额未知。2笔销售中1笔缺少成本(P2,5月2日),未作推定。");
  it.trace().missing[0].times = 5;
  it.trace().missing[0].rows = 9;
  expect_texts(it,
               "Profit share 2025: amount unknown. 5 of 9 sales have no cost (P2, 2 May and 4 "
               "more). Nothing "
               "was guessed.",
               "2025年利润分享:金额未知。9笔销售中5笔缺少成本(P2,5月2日等,另有4笔),未作推定。");
}

TEST(Explanation, ListsTheSlices) {
  Situation it("Volume rebate", "阶梯返利");
  it.of("net_sales", Type::kMoney, "310000");
  it.trace().mode = PayMode::kMarginal;
  it.band(2, Edge::kFrom, ratio("270000"));
  it.rate_slice(0, "90000", "0.01", false);
  it.rate_slice(1, "180000", "0.02", false);
  it.rate_slice(2, "40000", "0.035", false);
  it.pays("5900", "5900.00");
  expect_texts(
      it,
      "Volume rebate 2025: 5,900.00. 90,000.00 at 1% = 900.00; 180,000.00 at 2% = 3,600.00; "
      "40,000.00 at 3.5% = 1,400.00.",
      "2025年阶梯返利(超额累进):5,900.00元。90,000.00元×1%=900.00元;180,000.00元×2%=3,600.00元;"
      "40,000.00元×3.5%=1,400.00元。");
}

TEST(Explanation, LeavesOutSlicesThatALaterBandReplaced) {
  Situation it("Volume rebate", "阶梯返利");
  it.of("net_sales", Type::kMoney, "310000");
  it.trace().mode = PayMode::kMarginal;
  it.band(2, Edge::kFrom, ratio("270000"));
  it.rate_slice(0, "90000", "0.01", false);
  it.rate_slice(1, "270000", "0.025", true);
  it.rate_slice(2, "40000", "0.05", false);
  it.pays("8750", "8750.00");
  EXPECT_EQ(
      it.text(Language::kEnglish),
      "Volume rebate 2025: 8,750.00. 270,000.00 at 2.5% = 6,750.00; 40,000.00 at 5% = 2,000.00.");
}

Situation growth() {
  Situation it("Growth rebate", "增长返点");
  it.quarter(2);
  it.rule().each = {key_field("product", "line")};
  it.key() = {"core"};
  it.of("net_sales", Type::kMoney, "192000");
  it.trace().mode = PayMode::kRetroactive;
  it.trace().baseline = ratio("160000");
  return it;
}

TEST(Explanation, TellsGrowthAgainstTheYearBefore) {
  Situation it = growth();
  it.by("growth(net_sales)", Type::kRatio, ratio("0.2"), {measure("net_sales", "192000")});
  it.band(1, Edge::kFrom, ratio("0.2"));
  it.rate_slice(1, "192000", "0.02", true);
  it.pays("3840", "3840.00");
  expect_texts(
      it,
      "Q2 growth rebate, line core: 3,840.00. Net sales 192,000.00 against 160,000.00 in Q2 2024: "
      "+20.00%. The 20% band pays 2% on all sales of the line.",
      "二季度增长返点(core线):3,840.00元。净销售额192,000.00元,上年同期160,000.00元,增长20.00%。"
      "落入20%档,按本线全部销售额的2%计返。");
}

TEST(Explanation, TellsThatThereIsNothingToCompareWith) {
  Situation it = growth();
  it.by("growth(net_sales)", Type::kRatio, Missing{MissingKind::kNoBaseline, ""}, {});
  it.trace().line.status = Status::kNoBaseline;
  it.trace().baseline.reset();
  expect_texts(it,
               "Q2 growth rebate, line core: nothing to compare with. Net sales of Q2 2024 is not "
               "on file, so "
               "nothing was calculated.",
               "二季度增长返点(core线):无基期。档案中没有2024年二季度的净销售额,未予计算。");
  it.trace().baseline = ratio("-20");
  expect_texts(
      it,
      "Q2 growth rebate, line core: nothing to compare with. Net sales of Q2 2024 was −20.00; "
      "growth "
      "needs a figure above zero.",
      "二季度增长返点(core线):无基期。2024年二季度净销售额为−20.00元,不大于零,无法计算增长。");
}

TEST(Explanation, TellsWhichRuleWasBetter) {
  Situation it("Growth on growth", "增量返点");
  it.add_rule("growth-on-all", "Growth rebate on all sales", "增长返点");
  it.quarter(2);
  it.trace().line.status = Status::kSuperseded;
  it.trace().line.is_paid = false;
  it.pays("1200", "0.00");
  it.reasons() = {{Reason::Kind::kSuperseded, "growth-on-all", ratio("3840"), ratio("1200")}};
  expect_texts(
      it,
      "Q2 growth on growth: 1,200.00 superseded. Growth rebate on all sales (3,840.00) is higher; "
      "the policy pays the better one.",
      "二季度增量返点:1,200.00元,未采用。增长返点3,840.00元更高;按政策就高不重复享受。");
}

TEST(Explanation, TellsAPaymentAsItsClerkSeesIt) {
  Situation it("Cash discount", "现金折扣");
  it.rule().noun = "payment";
  it.rule().each_row = true;
  it.rule().per.unit = PeriodUnit::kMonth;
  it.key() = {"P-88"};
  it.by("days_to_pay", Type::kNumber, ratio("11"), {});
  it.of("payment.settles", Type::kMoney, "800");
  it.trace().by_figures = {field("invoice.id", "I2")};
  it.trace().pay_figures = {field("partner.rating", "A")};
  it.trace().mode = PayMode::kRetroactive;
  it.band(1, Edge::kUpTo, ratio("20"));
  it.rate_slice(1, "800", "0.02", true);
  it.pays("16", "16.00");
  NextBand next;
  next.edge = Edge::kUpTo;
  next.bound = ratio("10");
  next.missing_qualifying = ratio("-1");
  next.would_pay = ratio("24");
  it.trace().next = next;
  expect_texts(
      it,
      "Cash discount: 16.00. Payment P-88 of 800.00 against invoice I2 arrived on day 11. The band "
      "up "
      "to 20 (A) pays 2%. One day earlier: 24.00.",
      "现金折扣:16.00元。收款P-88(800.00元,发票I2)于开票后第11天到账。落入20以内档(A),按2%计返。"
      "早到1天可得24.00元。");
}

TEST(Explanation, TellsTheCapAndWhatItTook) {
  Situation it("Co-marketing", "联合市场推广");
  it.rule().noun = "claim";
  it.rule().per.unit = PeriodUnit::kPolicy;
  it.of("approved_claims", Type::kMoney, "64000");
  it.trace().pay_figures = {field("partner.tier", "diamond")};
  it.rate_slice(-1, "64000", "0.7", false);
  it.trace().line.status = Status::kReduced;
  it.pays("44800", "42000.00");
  it.step(LimitStep::Kind::kCap, "2% * net_sales", "42000", "44800", "42000",
          {measure("net_sales", "2100000", 410)});
  expect_texts(
      it,
      "Co-marketing: 42,000.00. Approved claims 64,000.00 × 70% (diamond) = 44,800.00. Limit 2% of "
      "net "
      "sales 2,100,000.00 = 42,000.00; 2,800.00 not paid.",
      "联合市场推广:42,000.00元。核销费用64,000.00元×70%(钻石级)=44,800.00元。封顶:净销售额"
      "2,100,000.00元的2%,即42,000.00元,未付2,800.00元。");
}

TEST(Explanation, TellsAVetoAndWhatItCost) {
  Situation it("Year rebate", "年度返利");
  it.rule().per.unit = PeriodUnit::kPolicy;
  it.trace().line.status = Status::kVetoed;
  it.trace().without = ratio("18300");
  ConditionSeen veto;
  veto.expression = "diversions >= 3";
  veto.is_veto = true;
  veto.result = true;
  FigureSeen count = measure("diversions", "3", 3);
  count.title = titled("Sold outside the territory", "全年窜货");
  for (const int month : {3, 7, 9}) count.row_list.push_back({"S", Date::of(2025, month, 5), {}});
  veto.figures = {count};
  it.trace().conditions = {veto};
  expect_texts(it,
               "Year rebate: 0.00, vetoed. Sold outside the territory 3 times (5 Mar, 5 Jul, 5 "
               "Sep); fewer than "
               "3 required. Without it: 18,300.00.",
               "年度返利:0.00元,一票否决。全年窜货3次(3月5日、7月5日、9月5日),"
               "须少于3次。否则应得18,300.00元。");
}

TEST(Explanation, TellsARequirementThatFailed) {
  Situation it("Quarter rebate", "季度返利");
  it.quarter(1);
  it.trace().line.status = Status::kNotQualified;
  it.trace().without = ratio("2000");
  ConditionSeen failed;
  failed.expression = "collected >= 90% * gross_sales";
  failed.result = false;
  failed.figures = {measure("collected", "80000"), measure("gross_sales", "100000")};
  it.trace().conditions = {failed};
  expect_texts(it,
               "Q1 quarter rebate: 0.00, not qualified. Payments received 80,000.00; at least 90% "
               "of gross sales "
               "(90,000.00) required. With it: 2,000.00.",
               "一季度返利:0.00元,未达标。回款额80,000.00元,须不低于含税销售额的90%(90,000.00元)。"
               "满足后可得2,000.00元。");
}

TEST(Explanation, TellsAnInstalmentWithWhatWasSettled) {
  Situation it("Annual target rebate", "年度目标达成返点");
  it.of("net_sales", Type::kMoney, "900000");
  it.rate_slice(-1, "900000", "0.03", false);
  it.trace().line.kind = LineKind::kTrueUp;
  it.pays("27000", "-3800.00");
  it.step(LimitStep::Kind::kSettled, "", "30800", "27000", "-3800");
  expect_texts(
      it,
      "Annual target rebate 2025: −3,800.00. Net sales 900,000.00 × 3% = 27,000.00. Already "
      "settled "
      "30,800.00.",
      "2025年度目标达成返点:−3,800.00元。净销售额900,000.00元×3%=27,000.00元。已结30,800.00元。");
}

TEST(Explanation, TellsWhatRoundingMoved) {
  Situation it("Core line", "核心产品线");
  it.quarter(3);
  it.of("net_sales", Type::kMoney, "1000.30");
  it.rate_slice(-1, "1000.30", "0.05", false);
  it.pays("50.015", "50.02");
  it.step(LimitStep::Kind::kRound, "half_up 0.01", "0.01", "50.015", "50.02");
  expect_texts(
      it,
      "Q3 core line: 50.02. Net sales 1,000.30 × 5% = 50.015. 50.015 is rounded half up to a "
      "multiple "
      "of 0.01.",
      "三季度核心产品线:50.02元。净销售额1,000.30元×5%=50.015元。50.015按四舍五入取到0.01的倍数。");
}

TEST(Explanation, TellsTheBestOfItsRules) {
  Situation it("The best of the two", "就高不重复");
  it.add_rule("all", "Growth rebate", "增长返点");
  it.add_rule("part", "Growth on growth", "增量返点");
  it.quarter(2);
  it.policy().rules[0].source.what.combine = Combine::kBestOf;
  it.trace().members = {{1, Status::kPayable, ratio("3840"), ratio("3840"), true},
                        {2, Status::kSuperseded, ratio("1200"), ratio("0"), false}};
  it.pays("3840", "3840.00");
  expect_texts(
      it, "Q2 the best of the two: 3,840.00. The best of its rules is growth rebate: 3,840.00.",
      "二季度就高不重复:3,840.00元。各项中最高者为增长返点:3,840.00元。");
}

TEST(Explanation, NamesACurrencyOtherThanTheYuan) {
  Situation it("Per unit", "单台奖励");
  auto source = std::make_shared<Policy>(*it.policy().source);
  source->currency = "KWD";
  it.policy().source = source;
  it.policy().minor_unit = 3;
  it.of("units", Type::kQuantity, "130");
  Slice slice;
  slice.band = -1;
  slice.base = ratio("130");
  slice.per_unit = ratio("12.5");
  slice.pays = ratio("1625");
  it.trace().slices = {slice};
  it.pays("1625", "1625.000");
  expect_texts(it, "Per unit 2025: 1,625.000 KWD. Units sold 130 × 12.500 KWD = 1,625.000 KWD.",
               "2025年单台奖励:1,625.000 KWD。销售数量130×12.500 KWD=1,625.000 KWD。");
}

TEST(Explanation, PutsTheTextsOnLinesOfTheirOwn) {
  Situation it = annual_target("0.9", "900000");
  it.band(1, Edge::kFrom, ratio("0.9"));
  it.rate_slice(1, "900000", "0.03", true);
  it.pays("27000", "27000.00");
  const Explanation explanation = explain_line(it.trace(), it.context(), Language::kEnglish);
  EXPECT_EQ(to_lines(explanation, Language::kEnglish),
            "Annual target rebate 2025: 27,000.00.\n"
            "  Net sales 900,000.00 of a target of 1,000,000.00: 90.00%. The 90% band pays 3% on "
            "all sales. "
            "(cl. 3.1)\n");
}

TEST(Explanation, ListsFiguresWithWhatTheySawAndTheirRows) {
  Situation it = annual_target("0.9", "900000");
  FigureSeen& seen = it.trace().by_figures[0];
  seen.sees = {"product.line == 'L01'"};
  seen.row_list = {{"S-1", Date::of(2025, 5, 2), ratio("899000")},
                   {"S-2", Date::of(2025, 6, 2), ratio("1000")}};
  EXPECT_EQ(figures_text(it.trace(), it.context(), Language::kEnglish, FigureDetail::kRows),
            "  Net sales, line is L01: 900,000.00 (31 rows)\n"
            "    2025-05-02  S-1  899,000.00\n"
            "    2025-06-02  S-2  1,000.00\n"
            "  Target: 1,000,000.00\n");
  EXPECT_EQ(figures_text(it.trace(), it.context(), Language::kChinese, FigureDetail::kTotals),
            "  净销售额,产品线为L01:900,000.00元(31行)\n"
            "  目标:1,000,000.00元\n");
}

}  // namespace
}  // namespace rebate
