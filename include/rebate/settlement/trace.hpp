// SPDX-License-Identifier: Apache-2.0
//
// The trace of a line: every figure that decided its amount, in the order in which it was decided.
// Traces are built on request by trace_line(); replay() recomputes the amount from the trace alone.
//
//   measure net_sales 900,000.00 (31 rows) · target 1,000,000.00 · ratio 90% · band 2 "from 90%",
//   3% · slice 900,000.00 x 3% = 27,000.00 · round half_up 0.01 = 27,000.00
#pragma once

#include "rebate/numeric/rounding.hpp"
#include "rebate/calendar/period.hpp"
#include "rebate/policy/policy.hpp"
#include "rebate/policy/value.hpp"
#include "rebate/settlement/line.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rebate {

/// One figure that was read: a measure over rows, a target, a KPI, an attribute.
struct FigureSeen {
  enum class Kind {
    kMeasure,
    kTarget,
    kKpi,
    kField,
    kTable,
    kEarned,
    kScore
  } kind = Kind::kMeasure;
  std::string expression;  ///< canonical text: "net_sales", "target('annual')"
  Title title;             ///< of a named measure; empty: none
  Value value;
  std::int64_t rows = 0;            ///< rows that were added up
  std::vector<std::string> sees;    ///< conditions it saw: "product.line == 'L01'"; key values
  std::optional<DateRange> window;  ///< first to last day it looked at
  /// The rows, when trace_line() was asked for them: id and date, in (date, id) order.
  struct Row {
    std::string id;
    Date date;
    Value value;  ///< what the row added
  };
  std::vector<Row> row_list;
};

/// A condition of require, veto or who, with the figures it read.
struct ConditionSeen {
  std::string expression;
  Title title;
  bool is_veto = false;
  Value result;  ///< true, false, or missing with its cause
  std::vector<FigureSeen> figures;
};

/// One band's part of the amount: amount + rate x base + per_unit x base, or amount x steps.
struct Slice {
  int band = 0;  ///< from 0; -1: the rule has no bands
  Ratio base;
  std::optional<Ratio> rate, per_unit, amount, every;
  std::optional<Integer> steps;  ///< full or started steps of `every`
  bool replaces = false;         ///< what bands before it gave is dropped
  Ratio pays;
  std::vector<std::pair<std::string, Value>> part;  ///< cut by a row field: product.line = L01
};

/// What the next better band needs: "100,000.00 more would reach 100% and pay 5%: 50,000.00 in
/// total".
struct NextBand {
  int band = 0;
  Edge edge = Edge::kNone;
  Value bound;
  std::optional<Ratio> rate;  ///< what it pays, where one rate pays all
  std::optional<Ratio>
      missing_qualifying;  ///< how much of the qualifying measure is missing; below
                           ///< zero: too much (a payment one day too late is -1)
  std::optional<Ratio>
      missing_earning;             ///< in money of the earning measure, where the two move together
  std::optional<Ratio> would_pay;  ///< the line's gross there, in total
};

/// One limit or coefficient applied, in order.
struct LimitStep {
  enum class Kind {
    kTimes,
    kCap,
    kFloor,
    kLines,
    kReturned,  ///< returns charged at the rate of their sale
    kCombine,
    kPartnerCap,
    kFund,
    kBudget,
    kConvert,
    kRound,
    kMinimum,
    kSettled
  };
  Kind kind = Kind::kCap;
  std::string expression;  ///< "2% * net_sales"; "half_up 0.01" of kRound
  std::optional<Ratio>
      value;  ///< the cap, the coefficient, the rate, the step, what was settled before
  Ratio before, after;
  std::optional<Ratio> claims = std::nullopt;  ///< of kBudget: what all lines asked of it
  std::vector<FigureSeen> figures;
};

/// A member of a combination, as the combination saw it.
struct MemberSeen {
  int rule = 0;
  Status status = Status::kPayable;
  Ratio earned;  ///< inside this line, exact
  Ratio kept;    ///< its share of the paid, rounded result
  bool is_winner = false;
};

/// What is missing on rows, counted: "1 of 2 sales has no cost (P2, 2 May)".
struct MissingSeen {
  std::string expression;  ///< "sale.cost"
  MissingKind kind = MissingKind::kField;
  std::string cause;                   ///< of the first, in words
  std::int64_t times = 0;              ///< rows that lack it; 0: it is no value of rows
  std::int64_t rows = 0;               ///< rows looked at
  std::vector<FigureSeen::Row> first;  ///< the first three by date and id
};

struct LineTrace {
  Line line;
  std::string level;  ///< of a rule that sets one
  std::vector<ConditionSeen> conditions;
  std::string by_expression, of_expression;
  Value by, of;
  std::vector<FigureSeen> by_figures, of_figures, pay_figures;
  std::optional<Ratio> target;    ///< of attainment
  std::optional<Ratio> baseline;  ///< of growth: the prior period's figure
  PayMode mode = PayMode::kNone;
  Edge edge = Edge::kNone;  ///< of the band reached, or of the table's banded key
  Value bound;
  std::vector<MissingSeen> missing;
  std::optional<Ratio> without;  ///< the gross amount had no veto held, no requirement failed
  std::vector<Slice> slices;
  std::optional<NextBand> next;
  Ratio gross;  ///< before times and limits: the slices' sum
  std::vector<LimitStep> steps;
  std::vector<MemberSeen> members;
  std::string takes_back;  ///< Of a return: the row or document it reverses, whose payment it
                           ///< takes back in part; the only slice says how much. "": none.
  Decimal due;
};

/// The amount that a trace's slices and steps lead to; equals trace.due for every trace made.
Decimal replay(const LineTrace& trace);

}  // namespace rebate
