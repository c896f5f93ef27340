// SPDX-License-Identifier: Apache-2.0
//
// The functions of expressions, by what they are for. `sum`, `count`, `smallest` and `largest` are
// aggregates over rows and reducers over the values of .by(key).
#include "rebate/policy/vocabulary.hpp"

#include <array>

namespace rebate {
namespace {

using enum WordKind;

constexpr auto kFunctions = std::to_array<FunctionWord>({
    {"sum", "sum(x)", "sum over rows", "各行之和", kAggregate, Op::kAggregate, 1, 1},
    {"count", "count(noun)", "number of rows", "行数", kAggregate, Op::kAggregate, 1, 1},
    {"distinct", "distinct(x)", "number of different values", "不同值个数", kAggregate,
     Op::kAggregate, 1, 1},
    {"average", "average(x)", "mean over rows", "各行平均", kAggregate, Op::kAggregate, 1, 1},
    {"smallest", "smallest(x)", "smallest over rows", "各行最小值", kAggregate, Op::kAggregate, 1,
     1},
    {"largest", "largest(x)", "largest over rows", "各行最大值", kAggregate, Op::kAggregate, 1, 1},
    {"first", "first(x)", "of the first row by date, then id", "首行的值(按日期、编号)", kAggregate,
     Op::kAggregate, 1, 1},
    {"last", "last(x)", "of the last row by date, then id", "末行的值(按日期、编号)", kAggregate,
     Op::kAggregate, 1, 1},

    {"where", "m.where(condition)", "of the rows that meet a condition", "仅计符合条件的行",
     kModifier, Op::kConstant, 1, 1},
    {"during", "m.during(window)", "over another time", "另一期间", kModifier, Op::kConstant, 1, 1},
    {"among", "m.among(below, all or a partner field)", "of other partners' rows", "其他伙伴的行",
     kModifier, Op::kConstant, 1, 1},
    {"within", "m.within(field, or all)", "of rows that share a field with the line",
     "与本行同一字段值的行", kModifier, Op::kConstant, 1, 1},
    {"by", "m.by(key)", "one value per key", "按键分别计", kModifier, Op::kByKey, 1, 1},
    {"unfiltered", "unfiltered(m)", "of all rows of the partner and the period",
     "不受本规则条件限制", kModifier, Op::kConstant, 1, 1},

    {"period", "period", "the current period", "本期", kWindow, Op::kConstant, 0, 0},
    {"last_year", "last_year", "the same period of last year", "上年同期", kWindow, Op::kConstant,
     0, 0},
    {"years_ago", "years_ago(n)", "the same period n years ago", "n年前同期", kWindow,
     Op::kConstant, 1, 1},
    {"prior", "prior", "the period before", "上期", kWindow, Op::kConstant, 0, 0},
    {"previous", "previous(n)", "n periods before", "前第n期", kWindow, Op::kConstant, 1, 1},
    {"to_date", "to_date('year')", "from the start of the year, quarter, … to the period's end",
     "年初(季初…)至今", kWindow, Op::kConstant, 1, 1},
    {"trailing", "trailing(6, 'month')", "the last months, … up to the period's end",
     "截至期末的最近若干月", kWindow, Op::kConstant, 2, 2},
    {"lifetime", "lifetime", "from the first known day to the period's end", "自有记录至期末",
     kWindow, Op::kConstant, 0, 0},
    {"so_far", "so_far", "of the period, up to and with this row", "本期截至本行", kWindow,
     Op::kConstant, 0, 0},
    {"between", "between(a, b)", "from day a to day b, both included", "自a日至b日(含)", kWindow,
     Op::kConstant, 2, 2},

    {"count", "m.by(key).count(condition)", "number of keys that meet a condition",
     "符合条件的键数", kReducer, Op::kByKey, 1, 1},
    {"all", "m.by(key).all(condition)", "whether all keys meet a condition", "是否每个键都符合条件",
     kReducer, Op::kByKey, 1, 1},
    {"sum", "m.by(key).sum(x)", "sum over keys", "各键之和", kReducer, Op::kByKey, 1, 1},
    {"smallest", "m.by(key).smallest()", "smallest of the keys", "各键最小值", kReducer, Op::kByKey,
     0, 0},
    {"largest", "m.by(key).largest()", "largest of the keys", "各键最大值", kReducer, Op::kByKey, 0,
     0},
    {"top", "m.by(key).top(n)", "sum of the n largest keys", "最大的n个键之和", kReducer,
     Op::kByKey, 1, 1},

    {"target", "target('t')", "figure of a target", "目标值", kFigure, Op::kTarget, 1, 1},
    {"attainment", "attainment('t')", "part of a target that is reached", "目标达成率", kFigure,
     Op::kAttainment, 1, 1},
    {"growth", "growth(m)", "growth over the same period of last year", "同比增长率", kFigure,
     Op::kGrowth, 1, 1},
    {"streak", "streak(condition, n)", "periods in a row that meet a condition, at most n",
     "连续达标期数", kFigure, Op::kStreak, 2, 2},
    {"rank", "rank(m, tie…)", "place among the rule's lines, 1 is the largest", "排名", kFigure,
     Op::kRank, 1, kAnyNumber},
    {"offered", "offered(product.line)", "different values on offer", "在售品种数", kFigure,
     Op::kOffered, 1, 1},
    {"earned", "earned('r')", "what another rule earned here", "另一规则的应得额", kFigure,
     Op::kEarned, 1, 1},
    {"payable", "payable('r')", "what another rule pays here", "另一规则的应付额", kFigure,
     Op::kPayable, 1, 1},
    {"kpi", "kpi('k')", "value of a KPI", "指标值", kFigure, Op::kKpi, 1, 1},
    {"score", "score('s')", "points of a scorecard", "绩效评分", kFigure, Op::kScore, 1, 1},
    {"grade", "grade('s')", "grade of a scorecard", "绩效等级", kFigure, Op::kGrade, 1, 1},
    {"price", "price(list, product, date)", "price on a list", "价格表价格", kFigure, Op::kPrice, 3,
     3},
    {"convert", "convert(amount, currency, date)", "amount from another currency", "折算金额",
     kFigure, Op::kConvert, 3, 3},
    {"balance", "balance('fund')", "balance of a fund", "基金余额", kFigure, Op::kBalance, 1, 1},
    {"days_in", "days_in(range)", "days of a range inside the period", "范围内落在本期的天数",
     kFigure, Op::kDaysIn, 1, 1},

    {"days", "days(a, b)", "days from a to b", "a到b的天数", kDate, Op::kDays, 2, 2},
    {"months", "months(a, b)", "whole months from a to b", "a到b的整月数", kDate, Op::kMonths, 2,
     2},
    {"add_days", "add_days(date, n)", "the day n days later", "n天后的日期", kDate, Op::kAddDays, 2,
     2},
    {"add_months", "add_months(date, n)", "the day n months later", "n个月后的日期", kDate,
     Op::kAddMonths, 2, 2},
    {"year", "year(date)", "year of a day", "年度", kDate, Op::kYear, 1, 1},
    {"month", "month(date)", "month of a day", "月份", kDate, Op::kMonth, 1, 1},
    {"quarter", "quarter(date)", "quarter of a day", "季度", kDate, Op::kQuarter, 1, 1},
    {"weekday", "weekday(date)", "day of the week, Monday is 1", "星期几(星期一为1)", kDate,
     Op::kWeekday, 1, 1},

    {"min", "min(a, b, …)", "the smaller", "较小者", kNumber, Op::kMin, 2, kAnyNumber},
    {"max", "max(a, b, …)", "the larger", "较大者", kNumber, Op::kMax, 2, kAnyNumber},
    {"abs", "abs(x)", "size without sign", "绝对值", kNumber, Op::kAbs, 1, 1},
    {"clamp", "clamp(x, low, high)", "x, at least low and at most high", "限于low与high之间",
     kNumber, Op::kClamp, 3, 3},
    {"floor", "floor(x)", "the whole number not above", "向下取整", kNumber, Op::kFloor, 1, 1},
    {"ceil", "ceil(x)", "the whole number not below", "向上取整", kNumber, Op::kCeil, 1, 1},
    {"round", "round(x, step, mode)", "rounded to a step", "按步长舍入", kNumber, Op::kRound, 3, 3},
    {"mod", "mod(a, b)", "remainder of a ÷ b", "余数", kNumber, Op::kMod, 2, 2},

    {"startsWith", "x.startsWith('text')", "begins with a text", "以…开头", kText, Op::kStartsWith,
     1, 1},
    {"endsWith", "x.endsWith('text')", "ends with a text", "以…结尾", kText, Op::kEndsWith, 1, 1},
    {"contains", "x.contains('text')", "holds a text", "包含", kText, Op::kContains, 1, 1},
    {"has", "has(x)", "is there", "有值", kText, Op::kHas, 1, 1},
    {"default", "default(x, y)", "x, or y where x is missing", "缺失时取y", kText, Op::kDefault, 2,
     2},
});

}  // namespace

std::span<const FunctionWord> functions() { return kFunctions; }

}  // namespace rebate
