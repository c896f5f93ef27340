// SPDX-License-Identifier: Apache-2.0
//
// The grammar of a rule's parts who, when, what, qualify and limit; pay is in grammar_pay.cpp.
#include "codec/grammar.hpp"

namespace rebate::grammar {

using K = Rule::Kind;

const Shape& who_shape() {
  static const Shape shape{
      "who", {"the part 'who'", "“谁”"}, {"Who may earn, and who earns together.", "谁可获返利,谁合并计算。"},
      {{"where", expression(), {"Condition", "条件"},
        {"A condition on the partner. The short form of 'who' is this text.", "对伙伴的条件;简写即此文本。"}},
       {"together", expression(), {"Earn together", "合并计算"},
        {"Partners with an equal value of this field earn as one; 'pay.to' then says who is paid.",
         "此字段取值相同的伙伴合并为一;须以 pay.to 指明收款方。"}},
       {"as_of", word({"end", "start", "row"}), {"Attributes as of", "属性时点"},
        {"At which date the attributes of partner and product count.", "伙伴与产品属性按哪一时点取值。"},
        "\"end\""}},
      {}};
  return shape;
}

const Shape& accrue_shape() {
  static const Shape shape{
      "accrue", {"an accrual", "预提"}, {"How an unfinished period is provided for.", "未结束期间如何预提。"},
      {{"rate", rate(), {"Rate", "比率"}, {"A fixed rate of the earning measure.", "按计返基数的固定比率。"}},
       {"band", integer(1), {"Band", "档"}, {"The band taken, the first is 1.", "按第几档,首档为1。"}}},
      {{K::kExactlyOne, {"rate", "band"}, "an accrual states a rate or a band"}}};
  return shape;
}

const Shape& when_shape() {
  static const Shape shape{
      "when", {"the part 'when'", "“何时”"}, {"Over which time, and how it is settled.", "期间与结算方式。"},
      {{"per", look(kPeriod), {"Period", "期间"},
        {"The period of a line. The short form of 'when' is this text.", "计返期间;简写即此文本。"}},
       {"in", list(look(kRange)), {"Only in", "仅限时段"},
        {"Rows outside these days are not seen.", "时段以外的记录不计。"}},
       {"first_months", integer(1, 1200), {"First months", "最初月数"},
        {"A window of so many months from 'since' on.", "自 since 起的若干个月。"}},
       {"since", expression(), {"Since", "起算日"},
        {"The date from which first_months count: a field of the product or the partner.",
         "first_months 的起算日:产品或伙伴的日期字段。"}},
       {"settle", look(kSettle), {"Settled per", "分期结算"},
        {"The period is settled in instalments of this length, or at its start.",
         "按此周期分期结算,或期初一次结算。"}},
       {"advance", rate(), {"Advance", "预付比例"},
        {"The part that is paid before the final settlement.", "最终结算前支付的部分。"}},
       {"accrue", either({word({"actual", "forecast"}), object(accrue_shape())}), {"Accrual", "预提方式"},
        {"How an unfinished period is provided for.", "未结束期间如何预提。"}, "\"actual\""},
       {"close_after_days", integer(0, 36500), {"Close after days", "结账宽限天数"},
        {"Rows known so many days after the end still count in the first settlement.",
         "期末后若干天内入账的记录仍计入首次结算。"}},
       {"dated_by", expression(), {"Dated by", "归期日期"},
        {"Another date of the row that decides its period.", "以记录的另一日期归入期间。"}}},
      {{K::kNeeds, {"first_months", "since"}, "first_months count from a date: say 'since', such as product.launched"},
       {K::kNeeds, {"since", "first_months"}, "'since' is the beginning of a window: say 'first_months'"},
       {K::kNeeds, {"advance", "settle"}, "an advance is paid at instalments: say 'settle', such as \"quarter\""}}};
  return shape;
}

const Shape& share_shape() {
  static const Shape shape{
      "share", {"a share", "份额"}, {"A receiver and its part.", "接收方及其份额。"},
      {{"to", expression(), {"To", "归属"}, {"A field that holds a partner.", "指向伙伴的字段。"}, {}, true},
       {"share", value(), {"Share", "份额"}, {"Its part, such as 60%.", "所占比例,如 60%。"}, {}, true}},
      {}};
  return shape;
}

const Shape& what_shape() {
  static const Form members = set_of(id());
  static const Shape shape{
      "what", {"the part 'what'", "“对什么”"},
      {"On which rows, with a line of its own for each key; or on which other rules.",
       "对哪些记录、按何键分行;或对哪些规则。"},
      {{"where", expression(), {"Condition", "条件"},
        {"A condition on rows. The short form of 'what' is this text.", "对记录的条件;简写即此文本。"}},
       {"each", either({expression(), list(expression())}), {"A line for each", "每一"},
        {"The key of a line: a noun (each sale), a field, or several.", "分行的键:业务名(逐笔)、字段或多个字段。"}},
       {"among", expression(), {"Rows of", "谁的记录"},
        {"Whose rows: below, all, or a partner field in which they equal the earner.",
         "谁的记录:below(下级)、all(全部),或与获返方同值的伙伴字段。"}},
       {"credit", either({expression(), list(object(share_shape()))}), {"Credited to", "归属"},
        {"For whom a row counts: a field, a table's value, or shares.", "记录计入谁:字段、表值或按份额。"}},
       {"returns", word({"net", "restate", "at_original_rate", "ignore"}), {"Returns", "退货"},
        {"How a return counts: in its own period, in the sale's, at the sale's rate, or not.",
         "退货如何计:计入当期、追溯原期、按原费率、不计。"}, "\"net\""},
       {"sum_of", members, {"Sum of", "合计"}, {"Rules whose amounts are added.", "规则金额相加。"}},
       {"best_of", members, {"Best of", "就高"}, {"Rules of which the larger amount counts.", "规则中取金额较高者。"}},
       {"first_of", members, {"First of", "取先"},
        {"Rules of which the first that qualified counts.", "取排列在前且达标者。"}}},
      {{K::kAtMostOne, {"sum_of", "best_of", "first_of"}, "a rule combines others in one way"},
       {K::kExcludes, {"where", "sum_of", "best_of", "first_of"},
        "a rule on other rules has no condition on rows; write it in its members"},
       {K::kExcludes, {"credit", "sum_of", "best_of", "first_of"},
        "a rule on other rules credits nobody; write it in its members"}}};
  return shape;
}

const Shape& qualify_shape() {
  static const Shape shape{
      "qualify", {"the part 'qualify'", "“达到多少”"},
      {"How far the line got, and what must hold or must not.", "达到的程度,以及必须满足与不得发生的条件。"},
      {{"by", expression(), {"Measure", "定档依据"},
        {"The qualifying measure, a number or a level. The short form of 'qualify' is this text.",
         "定档指标(数或等级);简写即此文本。"}},
       {"require", list(expression()), {"Requirements", "必须满足"},
        {"Conditions that must all hold.", "须全部满足的条件。"}},
       {"veto", list(expression()), {"Vetoes", "一票否决"},
        {"Conditions of which none may hold.", "任一成立即否决。"}},
       {"when_missing", value(), {"When missing", "缺失时取值"},
        {"The value taken where the measure is missing.", "指标缺失时采用的值。"}},
       {"ties", word({"same", "share"}), {"Ties", "并列"},
        {"Equal ranks: each the same prize, or the mean of the places filled. Required with rank.",
         "并列名次:同奖,或平分所占名次奖金;用 rank 时必填。"}}},
      {}};
  return shape;
}

const Shape& round_shape() {
  static const Shape shape{
      "round", {"a rounding", "取整"}, {"To which step, and in which direction.", "取整的步长与方向。"},
      {{"to", value(), {"Step", "步长"}, {"A multiple of this, such as 0.05.", "取整到此数的倍数,如 0.05。"}},
       {"mode", word({"half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"}), {"Mode", "方式"},
        {"Which multiple; up and down are seen from zero.", "取整方式;up、down 以零为参照。"}, "\"half_up\""}},
      {}};
  return shape;
}

const Shape& limit_shape() {
  static const Shape shape{
      "limit", {"the part 'limit'", "“限制”"}, {"Within which limits the line is paid.", "支付的上下限与取整。"},
      {{"cap", value(), {"Cap", "封顶"}, {"Not more than this.", "不超过此数。"}},
       {"floor", value(), {"Floor", "保底"}, {"Not less than this, if the line qualified.", "达标时不低于此数。"}},
       {"lines", value(), {"Lines", "行数上限"},
        {"At most so many lines per earner and period, by first date.", "每获返方每期最多计若干行,按最早日期。"}},
       {"fund", id(), {"Fund", "基金"}, {"The fund that the line draws on.", "从此基金支取。"}},
       {"budget", id(), {"Budget", "预算"}, {"The shared budget that limits the line.", "受此共享预算限制。"}},
       {"priority", integer(0, 1000000), {"Priority", "优先级"},
        {"Place in the budget's order, 1 before 2.", "在预算中的先后,1先于2。"}},
       {"round", object(round_shape()), {"Rounding", "取整"},
        {"Another rounding than half up to the currency's minor unit.", "取整方式;默认四舍五入到币种最小单位。"}},
       {"minimum", value(), {"Minimum payout", "起付额"}, {"Less than this is not paid out.", "低于此数不支付。"}},
       {"under", word({"carry", "forfeit"}), {"Under the minimum", "不足起付额时"},
        {"What happens to less than the minimum.", "不足起付额时的处理:结转或作废。"}, "\"carry\""},
       {"negative", word({"carry_forward", "pay_back", "hold_at_zero"}), {"Below zero", "负数"},
        {"What happens to an amount below zero.", "负数的处理:结转、退还、暂挂。"}, "\"carry_forward\""},
       {"ignore_under", value(), {"Small differences", "小额差异"},
        {"Differences under this stay open.", "低于此数的差异暂不结算。"}},
       {"steps_down", integer(0, 1000), {"Steps down", "最多降级"},
        {"A level falls at most so far.", "等级最多下降几级。"}},
       {"steps_up", integer(0, 1000), {"Steps up", "最多升级"},
        {"A level rises at most so far.", "等级最多上升几级。"}}},
      {{K::kNeeds, {"priority", "budget"}, "a priority is a place in a budget: say 'budget'"},
       {K::kNeeds, {"under", "minimum"}, "'under' speaks of a minimum: say 'minimum'"}}};
  return shape;
}

}  // namespace rebate::grammar
