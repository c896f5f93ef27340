// SPDX-License-Identifier: Apache-2.0
//
// The grammar of the document: its own members, its examples and reports.
#include "codec/grammar.hpp"

namespace rebate::grammar {

using K = Rule::Kind;

const std::vector<Member>& note_members() {
  static const std::vector<Member> members{
      {"title", title(), {"Title", "名称"}, {"Its name for people.", "显示名称。"}},
      {"note", title(), {"Note", "备注"}, {"A remark.", "备注。"}},
      {"clause",
       title(),
       {"Clause", "条款"},
       {"Its place in the contract, printed in explanations.", "合同条款号,用于说明。"}}};
  return members;
}

const Shape& approval_shape() {
  static const Shape shape{
      "approval",
      {"an approval", "审批"},
      {"Who approved, and when.", "谁在何时审批。"},
      {{"by", text(), {"By", "审批人"}, {"The person.", "审批人。"}, {}, true},
       {"role", text(), {"Role", "职务"}, {"Their role.", "职务。"}},
       {"on",
        look(kDate),
        {"On", "日期"},
        {"The day; the version is known from then on.", "审批日,自此日起版本为已知。"},
        {},
        true}},
      {}};
  return shape;
}

const Shape& calendar_shape() {
  static const Shape shape{"calendar",
                           {"the calendar", "日历"},
                           {"Where years, months and weeks begin.", "年、月、周的起点。"},
                           {{"year_starts",
                             look(kMonthDay),
                             {"Year starts", "年度开始"},
                             {"First day of the year, as month and day.", "年度首日(月-日)。"},
                             "\"01-01\""},
                            {"month_closes",
                             integer(1, 31),
                             {"Month closes", "月结日"},
                             {"Last day of a month.", "每月最后一日。"}},
                            {"weeks",
                             look(kWeeks),
                             {"Weeks", "周制"},
                             {"Weeks of a quarter's months.", "季度内各月周数。"}}},
                           {}};
  return shape;
}

const Shape& report_shape() {
  static const Shape shape{
      "report",
      {"a report", "评估报告"},
      {"Two ranges compared.", "比较两个时段。"},
      {{"compare",
        list(look(kRange), 2, 2),
        {"Compare", "对比"},
        {"Before and after.", "之前与之后。"},
        {},
        true},
       {"by", list(expression()), {"By", "分组"}, {"Groups.", "分组依据。"}, {}, true},
       {"gain", expression(), {"Gain", "收益"}, {"What counts as gain.", "收益口径。"}, {}, true},
       {"show",
        list(word({"cost", "sales_before", "sales_after", "growth", "gain", "return"})),
        {"Show", "展示"},
        {"Columns.", "展示列。"},
        {},
        true},
       {"goal",
        look(kRatioGoal),
        {"Goal", "目标"},
        {"Gain per cost that is aimed at.", "目标收益成本比。"}}},
      {}};
  return shape;
}

const Shape& expected_line_shape() {
  static const Shape shape{
      "expected_line",
      {"an expected line", "期望行"},
      {"What a line is expected to be; only what is written is compared.",
       "期望的行,只比较写出的成员。"},
      {{"partner", text(), {"Partner", "伙伴"}, {"The earner.", "获返方。"}},
       {"payee", text(), {"Payee", "收款方"}, {"Who is paid.", "收款方。"}},
       {"each", value(), {"Key", "键"}, {"The line's key.", "行键。"}},
       {"period", look(kRange), {"Period", "期间"}, {"The line's period.", "行期间。"}},
       {"kind",
        text(),
        {"Kind", "类型"},
        {"accrual, instalment, final, true_up, ...", "accrual、instalment、final、true_up 等。"}},
       {"due", value(), {"Due", "应付"}, {"The amount newly due.", "本次应付。"}},
       {"gross", value(), {"Gross", "毛额"}, {"Before limits.", "限制前金额。"}},
       {"took", value(), {"Took", "扣减"}, {"What limits took.", "限制扣减额。"}},
       {"status", text(), {"Status", "状态"}, {"The line's status.", "行状态。"}},
       {"level", text(), {"Level", "等级"}, {"The level reached.", "所达等级。"}}},
      {},
      false};
  return shape;
}

const Shape& example_shape() {
  static const Form rows = list(map(nullptr, scalar()), 0);
  static const Form due =
      either({value(), map(nullptr, value(), 1), list(object(expected_line_shape()))});
  static const Shape shape{
      "example",
      {"an example", "示例"},
      {"The contract's appendix: given these figures, the rules pay this.",
       "合同附例:给定数据,应付结果。"},
      {{"given",
        map(nullptr, either({scalar(), rows}), 1),
        {"Given", "给定"},
        {"Names with their value, or small tables of rows.", "名称与取值,或小表数据。"},
        {},
        true},
       {"period",
        look(kRange),
        {"Period", "期间"},
        {"Lines whose period ends in it are meant.", "期末落入其中的行。"}},
       {"as_of", look(kDate), {"As of", "截至"}, {"The settlement's date.", "结算日。"}},
       {"expect",
        map(nullptr, due, 1),
        {"Expect", "期望"},
        {"By rule: an amount, a level, a status; by partner; or lines.",
         "按规则:金额、等级、状态;按伙伴;或逐行。"},
        {},
        true}},
      {}};
  return shape;
}

const Shape& document_shape() {
  static const Shape shape{
      "document",
      {"the policy", "政策"},
      {"A policy: what is paid to whom, when and on what.", "渠道激励政策。"},
      {{"librebate",
        integer(1, 1),
        {"Format", "格式版本"},
        {"Version of this format.", "格式版本,固定为1。"},
        {},
        true},
       {"policy",
        id(),
        {"Policy", "政策编号"},
        {"Its id; all versions share it.", "政策编号,各版本相同。"},
        {},
        true},
       {"version",
        integer(1, 1000000),
        {"Version", "版本"},
        {"A whole number that rises.", "递增的整数版本号。"},
        "1"},
       {"contract", text(), {"Contract", "合同号"}, {"Number of the contract.", "合同编号。"}},
       {"status",
        word({"draft", "approved"}),
        {"Status", "状态"},
        {"A draft simulates and never settles.", "草案只可模拟,不可结算。"},
        "\"draft\""},
       {"approved",
        list(object(approval_shape())),
        {"Approvals", "审批"},
        {"Who approved it.", "审批记录。"}},
       {"currency",
        look(kCurrencyCode),
        {"Currency", "币种"},
        {"Of every amount in the policy.", "政策内所有金额的币种。"}},
       {"tax",
        word({"before", "after"}),
        {"Tax", "含税口径"},
        {"A label of the amounts; no tax is computed.", "金额口径标注,不计算税款。"},
        "\"before\""},
       {"valid",
        look(kRange),
        {"Valid", "有效期"},
        {"Its days, both included.", "有效期,首尾两日均含。"}},
       {"calendar",
        object(calendar_shape()),
        {"Calendar", "日历"},
        {"Where years and months begin.", "年与月的起点。"}},
       {"tiers",
        set_of(filled(), 2),
        {"Tiers", "级别"},
        {"Levels of partner.tier, lowest first.", "partner.tier 的级别,由低到高。"}},
       {"fields",
        map(&kFieldName, either({word({"text", "number", "money", "quantity", "date", "flag"}),
                                 set_of(filled(), 2)})),
        {"Fields", "扩展字段"},
        {"Further columns and their type, or their levels, lowest first.",
         "扩展字段的类型,或等级(由低到高)。"}},
       {"sets",
        map(&kId, either({list(plain()), object(set_file_shape())})),
        {"Sets", "集合"},
        {"Named lists.", "命名列表。"}},
       {"conditions",
        map(&kId, either({expression(), object(named_shape())})),
        {"Conditions", "条件"},
        {"Named conditions.", "命名条件。"}},
       {"measures",
        map(&kId, either({expression(), object(named_shape())})),
        {"Measures", "指标"},
        {"Named numbers.", "命名指标。"}},
       {"targets",
        map(&kId, object(target_shape())),
        {"Targets", "目标"},
        {"What is aimed at.", "目标。"}},
       {"scores",
        map(&kId, object(score_shape())),
        {"Scorecards", "评分卡"},
        {"Weighted scores.", "加权评分。"}},
       {"tables", map(&kId, object(table_shape())), {"Tables", "表"}, {"Look-ups.", "查找表。"}},
       {"funds",
        map(&kId, object(fund_shape())),
        {"Funds", "基金"},
        {"Balances of a partner.", "伙伴余额。"}},
       {"budgets",
        map(&kId, object(budget_shape())),
        {"Budgets", "预算"},
        {"Shared limits.", "共享限额。"}},
       {"currencies",
        object(currencies_shape()),
        {"Currencies", "多币种"},
        {"Several currencies.", "多币种处理。"}},
       {"defaults",
        object(defaults_shape()),
        {"Defaults", "默认值"},
        {"Parts that every rule takes where it does not state the member.",
         "规则未写明时采用的部分。"}},
       {"rules",
        list(object(rule_shape())),
        {"Rules", "规则"},
        {"The rules; their order has no meaning.", "规则,次序无意义。"}},
       {"limit",
        object(limit_shape()),
        {"Limit", "总限制"},
        {"Limit of all money lines of a partner in a settlement.", "每伙伴每次结算的总限制。"}},
       {"examples",
        list(object(example_shape()), 0),
        {"Examples", "示例"},
        {"Checked when the policy is loaded.", "载入时核对的示例。"}},
       {"reports",
        map(&kId, object(report_shape())),
        {"Reports", "评估"},
        {"Evaluations.", "效果评估。"}},
       {"amends",
        integer(1, 1000000),
        {"Amends", "修订"},
        {"The version that this amends.", "所修订的版本。"}},
       {"effective",
        look(kDate),
        {"Effective", "生效日"},
        {"From when the amendment holds.", "修订生效日。"}},
       {"reason", text(), {"Reason", "原因"}, {"Why it was amended.", "修订原因。"}},
       {"running_periods",
        word({"keep", "restate", "split"}),
        {"Running periods", "进行中期间"},
        {"What holds in periods that span the date.", "跨生效日期间的处理。"}},
       {"remove", list(id()), {"Remove", "删除"}, {"Rules that no longer hold.", "删除的规则。"}}},
      {{K::kNeedsUnless, {"amends", "currency", "valid", "rules"}},
       {K::kNeeds,
        {"amends", "version", "effective", "reason"},
        "an amendment states its version, from when it holds, and why"},
       {K::kNeeds,
        {"effective", "amends"},
        "only an amendment has 'effective': say which version it amends"},
       {K::kNeeds,
        {"reason", "amends"},
        "only an amendment has 'reason': say which version it amends"},
       {K::kNeeds,
        {"running_periods", "amends"},
        "only an amendment has 'running_periods': say which version it amends"},
       {K::kNeeds,
        {"remove", "amends"},
        "only an amendment has 'remove': say which version it amends"}}};
  return shape;
}

const std::vector<const Shape*>& all_shapes() {
  static const std::vector<const Shape*> shapes{
      &document_shape(),   &calendar_shape(),     &approval_shape(), &set_file_shape(),
      &named_shape(),      &target_shape(),       &score_shape(),    &score_item_shape(),
      &table_shape(),      &table_key_shape(),    &fund_shape(),     &budget_shape(),
      &currencies_shape(), &defaults_shape(),     &rule_shape(),     &who_shape(),
      &when_shape(),       &accrue_shape(),       &what_shape(),     &share_shape(),
      &qualify_shape(),    &pay_shape(),          &band_shape(),     &level_band_shape(),
      &score_band_shape(), &matrix_shape(),       &form_shape(),     &payee_shape(),
      &spread_shape(),     &limit_shape(),        &round_shape(),    &report_shape(),
      &example_shape(),    &expected_line_shape()};
  return shapes;
}

}  // namespace rebate::grammar
