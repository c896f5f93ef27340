// SPDX-License-Identifier: Apache-2.0
//
// The grammar of what a document declares for its rules: sets, measures, targets, scores, tables,
// funds, budgets, currencies.
#include "codec/grammar.hpp"

namespace rebate::grammar {

using K = Rule::Kind;

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

}  // namespace rebate::grammar
