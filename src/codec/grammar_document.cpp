// SPDX-License-Identifier: Apache-2.0
//
// The grammar of the document: its own members and what it declares for its rules.
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

const Shape& set_file_shape() {
  static const Shape shape{
      "set_file",
      {"a set from a file", "来自文件的集合"},
      {"A column of a CSV file.", "CSV 文件的一列。"},
      {{"file",
        filled(),
        {"File", "文件"},
        {"The file, beside the policy.", "与政策同目录的文件。"},
        {},
        true},
       {"column", filled(), {"Column", "列"}, {"Its column.", "列名。"}, {}, true}},
      {}};
  return shape;
}

const Shape& named_shape() {
  static const Shape shape{
      "named",
      {"a named expression", "命名表达式"},
      {"An expression with words of its own.", "带名称的表达式。"},
      {{"is", expression(), {"Is", "定义"}, {"The expression.", "表达式。"}, {}, true},
       {"unit", text(), {"Unit", "单位"}, {"What it is counted in.", "计量单位。"}}},
      {}};
  return shape;
}

const Shape& target_shape() {
  static const Shape shape{
      "target",
      {"a target", "目标"},
      {"A measure, a period, and how figures are given.", "目标指标、期间与目标值的给法。"},
      {{"of",
        expression(),
        {"Of", "指标"},
        {"The measure that is compared with the target.", "与目标比较的指标。"},
        "\"net_sales\""},
       {"per",
        look(kPeriod),
        {"Period", "期间"},
        {"The period of one figure.", "一个目标值的期间。"},
        {},
        true},
       {"for",
        expression(),
        {"For", "共同目标"},
        {"One figure for all partners with an equal value of this field.",
         "此字段同值的伙伴共用一个目标。"}},
       {"each",
        expression(),
        {"Each", "每一"},
        {"One figure per key, such as product.line.", "按键分别给目标,如 product.line。"}},
       {"is",
        expression(),
        {"Is", "公式"},
        {"A formula instead of a figure on file.", "以公式代替档案中的目标值。"}},
       {"phased",
        look(kPhased),
        {"Phased", "分期口径"},
        {"How the figure is cut for part periods: linear, none, or a file with figures to date.",
         "分期时目标如何折算:linear 按进度、none 不折算,或含累计值的文件。"}}},
      {}};
  return shape;
}

const Shape& score_item_shape() {
  static const Shape shape{
      "score_item",
      {"an item of a scorecard", "评分项"},
      {"One measure with its weight.", "一项指标及权重。"},
      {{"id", id(), {"Id", "编号"}, {"Its name.", "编号。"}, {}, true},
       {"weight",
        rate(),
        {"Weight", "权重"},
        {"Its part; all add up to 100%.", "权重,合计100%。"},
        {},
        true},
       {"of", expression(), {"Of", "指标"}, {"The measure.", "指标。"}, {}, true},
       {"bands",
        list(object(score_band_shape())),
        {"Bands", "评分档"},
        {"Points by bands; without them the measure is the points.", "按档给分;无则指标即得分。"}},
       {"when_missing",
        value(),
        {"When missing", "缺失时取值"},
        {"Points taken where the measure is missing.", "指标缺失时的得分。"}}},
      {}};
  return shape;
}

const Shape& score_shape() {
  static const Shape shape{"score",
                           {"a scorecard", "评分卡"},
                           {"Weighted items, vetoes and grades.", "加权评分项、否决项与等级。"},
                           {{"items",
                             list(object(score_item_shape())),
                             {"Items", "评分项"},
                             {"What is scored.", "评分项。"},
                             {},
                             true},
                            {"veto",
                             list(expression()),
                             {"Vetoes", "一票否决"},
                             {"Any of these makes the score 0.", "任一成立则得0分。"}},
                            {"grades",
                             list(object(level_band_shape())),
                             {"Grades", "等级"},
                             {"Levels by score.", "按得分评级。"}}},
                           {}};
  return shape;
}

const Shape& table_key_shape() {
  static const Shape shape{
      "table_key",
      {"a banded key", "分档键"},
      {"A key that is looked up by bands.", "按档查找的键。"},
      {{"from",
        expression(),
        {"From", "从(含)"},
        {"Rows begin at their bound.", "行从边界起(含)。"}},
       {"above",
        expression(),
        {"Above", "超过"},
        {"Rows begin above their bound.", "行超过边界。"}},
       {"up_to", expression(), {"Up to", "至(含)"}, {"Rows end at their bound.", "行至边界(含)。"}},
       {"below", expression(), {"Below", "低于"}, {"Rows end below their bound.", "行低于边界。"}}},
      {{K::kExactlyOne, {"from", "above", "up_to", "below"}, "a banded key has one edge word"}},
      false};
  return shape;
}

const Shape& table_shape() {
  static const Shape shape{
      "table",
      {"a table", "表"},
      {"A look-up by any number of keys.", "多键查找表。"},
      {{"by",
        either({expression(), list(either({expression(), object(table_key_shape())}))}),
        {"By", "键"},
        {"Its keys.", "查找键。"},
        {},
        true},
       {"gives",
        either({id(), list(id())}),
        {"Gives", "给出"},
        {"Its columns.", "给出的列。"},
        {},
        true},
       {"rows",
        list(list(scalar(), 2)),
        {"Rows", "行"},
        {"Keys, then values; \"*\" is any.", "先键后值,“*”为任意。"}},
       {"file",
        filled(),
        {"File", "文件"},
        {"A CSV file with a column per key and value.", "含各键、值列的 CSV 文件。"}},
       {"dated",
        expression(),
        {"Dated", "时点"},
        {"Each row ends with a range; this date chooses.", "各行末为有效期,以此日期选取。"}},
       {"otherwise",
        value(),
        {"Otherwise", "否则"},
        {"The value where no row is found.", "无匹配行时的值。"}}},
      {{K::kExactlyOne, {"rows", "file"}, "a table has rows, or a file that holds them"}}};
  return shape;
}

const Shape& fund_shape() {
  static const Shape shape{
      "fund",
      {"a fund", "基金"},
      {"A balance of a partner.", "伙伴的余额账户。"},
      {{"unit",
        word({"money", "points"}),
        {"Unit", "单位"},
        {"What it holds.", "金额或积分。"},
        {},
        true},
       {"expires_after_months",
        integer(1, 1200),
        {"Expires after months", "有效月数"},
        {"What is not used by then expires.", "逾期未用即失效。"}},
       {"reserve_on",
        expression(),
        {"Reserve on", "占用条件"},
        {"A claim for which this holds reserves its amount.", "满足此条件的申请占用余额。"}},
       {"at_end",
        word({"forfeit", "keep"}),
        {"At the end", "期满处理"},
        {"What happens to the rest at the policy's end.", "政策期满时余额的处理。"},
        "\"forfeit\""}},
      {}};
  return shape;
}

const Shape& budget_shape() {
  static const Shape shape{
      "budget",
      {"a budget", "预算"},
      {"A limit that lines share.", "多行共享的限额。"},
      {{"amount", value(), {"Amount", "金额"}, {"How much there is.", "额度。"}, {}, true},
       {"per", look(kPeriod), {"Period", "期间"}, {"For which period.", "额度期间。"}, {}, true},
       {"each", expression(), {"Each", "每一"}, {"One budget per key.", "按键分别设额度。"}},
       {"when_short",
        word({"pro_rata", "first_come", "by_priority"}),
        {"When short", "不足时"},
        {"Who receives what, when it is not enough.", "额度不足时的分配方式。"},
        {},
        true},
       {"whole_only",
        flag(),
        {"Whole only", "不拆分"},
        {"A line is paid whole or not at all.", "整行支付,否则不付。"},
        "false"}},
      {}};
  return shape;
}

const Shape& currencies_shape() {
  static const Shape shape{
      "currencies",
      {"the currencies", "币种"},
      {"Several currencies in one policy.", "多币种处理。"},
      {{"pay_in",
        expression(),
        {"Pay in", "支付币种"},
        {"The currency of the payee.", "收款币种。"}},
       {"convert",
        word({"rows", "payout"}),
        {"Convert", "换算时点"},
        {"Each row at its date, or sums at the period's end.", "逐笔按其日期,或按期末换算合计。"},
        {},
        true},
       {"rates",
        filled(),
        {"Rates", "汇率文件"},
        {"The file of exchange rates.", "汇率文件。"},
        {},
        true},
       {"minor_units",
        map(&kCurrencyCode, integer(0, 8)),
        {"Minor units", "最小单位位数"},
        {"Digits after the point, where they differ from ISO 4217.",
         "与 ISO 4217 不同的小数位数。"}}},
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
