// SPDX-License-Identifier: Apache-2.0
//
// A policy as its author wrote it, as immutable values: what the JSON says, what the C++ builders
// say. Every scalar that may be an expression is one ("5%", "2% * net_sales", 500000). Equality is
// by value; places in a document are no part of it, so that read(write(policy)) == policy.
//
//   rule "annual-target": when year, qualify attainment('annual'), pay retroactive from 80% 2%, ...
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/numeric/rounding.hpp"
#include "rebate/calendar/date.hpp"
#include "rebate/calendar/period.hpp"
#include "rebate/policy/expression.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rebate {

/// Something carried beside a value that is no part of it: all asides are equal.
template <class T>
struct Aside {
  T held{};
  bool operator==(const Aside&) const { return true; }
};

/// Where the members of a document stand, by JSON pointer. A policy built in C++ has none.
class Places {
 public:
  virtual ~Places() = default;
  /// File, pointer, line and column of `pointer`; line and column of what stands nearest above it
  /// where the document does not have it (a part that came from `defaults`).
  virtual Place at(const std::string& pointer) const = 0;
};

/// A text by language ("en", "zh"); a plain text stands under "".
using Title = std::map<std::string, std::string>;

/// What anything in a policy may carry: words for people, and x- members kept as JSON text, in
/// order.
struct Notes {
  Title title;
  Title note;
  Title clause;
  std::vector<std::pair<std::string, std::string>> extra;
  bool operator==(const Notes&) const = default;
};

enum class AsOf { kEnd, kStart, kRow };

struct Who {
  Expression where;
  Expression together;
  std::optional<AsOf> as_of;  ///< not stated: kEnd
  Notes notes;
  bool operator==(const Who&) const = default;
};

/// How an unfinished period is provided for.
struct Accrue {
  enum class Kind { kActual, kForecast, kRate, kBand } kind = Kind::kActual;
  Expression rate;
  int band = 0;  ///< 1 is the first
  Notes notes;
  bool operator==(const Accrue&) const = default;
};

struct When {
  std::string per;              ///< "quarter", "2 week", "policy", "2025-Q4"; empty: not stated
  std::vector<std::string> in;  ///< ranges as written
  int first_months = 0;         ///< 0: none
  Expression since;
  std::string settle;  ///< "", "start", or a unit such as "quarter"
  Expression advance;
  std::optional<Accrue> accrue;
  std::optional<int> close_after_days;
  Expression dated_by;
  Notes notes;
  bool operator==(const When&) const = default;
};

struct Share {
  Expression to;
  Expression share;
  Notes notes;
  bool operator==(const Share&) const = default;
};

enum class Returns { kNet, kRestate, kAtOriginalRate, kIgnore };
enum class Combine { kNone, kSumOf, kBestOf, kFirstOf };

struct What {
  Expression where;
  std::vector<Expression> each;
  Expression among;
  Expression credit;  ///< a field or a table's value
  std::vector<Share> credit_shares;
  std::optional<Returns> returns;
  Combine combine = Combine::kNone;
  std::vector<std::string> members;  ///< rule ids, in the order written
  Notes notes;
  bool operator==(const What&) const = default;
};

struct Qualify {
  Expression by;
  std::vector<Expression> require;
  std::vector<Expression> veto;
  Expression when_missing;
  enum class Ties { kNone, kSame, kShare } ties = Ties::kNone;
  Notes notes;
  bool operator==(const Qualify&) const = default;
};

enum class PayMode { kNone, kRetroactive, kMarginal, kExcess, kInterpolated };
enum class Edge { kNone, kFrom, kAbove, kUpTo, kBelow, kAt };

/// What a band, or a rule without bands, pays; the parts that are set add up.
struct Payout {
  Expression rate;
  Expression per_unit;
  Expression amount;
  Expression every;  ///< with amount: so much for each `every` of the base
  bool started_steps = false;
  bool operator==(const Payout&) const = default;
};

struct Band {
  Edge edge = Edge::kNone;
  Expression bound;  ///< a number, a percentage, or a level's name; unset with kNone
  Payout payout;
  PayMode mode = PayMode::kNone;  ///< of its own; kNone: the list's
  std::string level;              ///< of pay.sets and grades
  Expression score;               ///< of scorecards
  Place place;
  Notes notes;
  bool operator==(const Band& other) const {
    return edge == other.edge && bound == other.bound && payout == other.payout &&
           mode == other.mode && level == other.level && score == other.score &&
           notes == other.notes;
  }
};

/// A cell of a table: a number, a text, a flag, nothing; a range of days and "*" keep their text. A
/// text such as "24.50" stays a text, since "0117" may be an id: who knows the column's type asks
/// number().
struct Cell {
  std::variant<std::monostate, Decimal, std::string, bool> held;
  bool is_percent = false;  ///< a Decimal written "5%": held is 0.05
  bool operator==(const Cell&) const = default;

  bool is_empty() const { return std::holds_alternative<std::monostate>(held); }
  bool is_text() const { return std::holds_alternative<std::string>(held); }
  bool is_any() const { return is_text() && std::get<std::string>(held) == "*"; }
  /// What it holds as a number, also where it is written as a text: 5, "24.50", "5%" (0.05).
  std::optional<Decimal> number() const;
  /// As a document writes it: "5%", "24.50", "gold", "true", "".
  std::string text() const;
  /// A percentage from "5%", else the text itself.
  static Cell from_text(std::string text);
};

/// A table printed in the rule: one axis, or two with an edge word or column names.
struct Matrix {
  enum class Gives { kRates, kPerUnits, kAmounts } gives = Gives::kRates;
  Expression by;
  Expression across;
  Edge edge = Edge::kNone;         ///< kNone with `across`: columns are names
  std::vector<Expression> bounds;  ///< of the edge word
  std::vector<Cell> columns;
  std::vector<std::pair<std::string, std::vector<Cell>>> rows;  ///< "*" is any other
  Place place;
  Notes notes;
  bool operator==(const Matrix& other) const {
    return gives == other.gives && by == other.by && across == other.across && edge == other.edge &&
           bounds == other.bounds && columns == other.columns && rows == other.rows &&
           notes == other.notes;
  }
};

struct Spread {  ///< {"each", "by", "at_most"}: every key by its measure
  Expression each;
  Expression by;
  Expression at_most;
  Notes notes;
  bool operator==(const Spread&) const = default;
};

struct Payee {
  enum class Kind { kEarner, kField, kShares, kSpread, kTable } kind = Kind::kEarner;
  Expression field;
  std::vector<Share> shares;
  Spread spread;
  std::string table;
  Notes notes;
  bool operator==(const Payee&) const = default;
};

struct Form {
  enum class Kind { kNone, kCreditNote, kPayment, kOnInvoice, kOffset, kFund, kGoods };
  Kind kind = Kind::kNone;
  std::string fund;
  std::string goods;
  std::string at;
  Notes notes;
  bool operator==(const Form&) const = default;
};

struct Pay {
  Expression of;
  Payout payout;  ///< without bands
  PayMode mode = PayMode::kNone;
  Expression baseline;
  std::vector<Band> bands;
  std::string table;  ///< a declared table
  std::optional<Matrix> matrix;
  std::vector<Expression> times;
  Form as;
  Payee to;
  std::optional<Spread> book;
  std::string sets;  ///< "partner.tier": the outcome is a level
  Notes notes;
  bool is_set = false;  ///< a combination may leave `pay` out
  bool operator==(const Pay&) const = default;
};

enum class Negative { kCarryForward, kPayBack, kHoldAtZero };

struct Limit {
  Expression cap;
  Expression floor;
  Expression lines;
  std::string fund;
  std::string budget;
  std::optional<int> priority;
  Expression round_to;
  std::optional<RoundingMode> round_mode;
  Expression minimum;
  enum class Under { kNone, kCarry, kForfeit } under = Under::kNone;
  std::optional<Negative> negative;
  Expression ignore_under;
  std::optional<int> steps_down;
  std::optional<int> steps_up;
  Notes notes;
  Notes round_notes;
  bool operator==(const Limit&) const = default;
};

struct Rule {
  std::string id;
  Who who;
  When when;
  What what;
  Qualify qualify;
  Pay pay;
  Limit limit;
  Notes notes;
  Place place;
  bool operator==(const Rule& other) const {
    return id == other.id && who == other.who && when == other.when && what == other.what &&
           qualify == other.qualify && pay == other.pay && limit == other.limit &&
           notes == other.notes;
  }
};

struct Approval {
  std::string by, role;
  Date on;
  Notes notes;
  bool operator==(const Approval&) const = default;
};

struct CalendarTerms {
  std::string year_starts;  ///< "04-01"; empty: 1 January
  int month_closes = 0;     ///< last day of a month; 0: the month's end
  std::string weeks;        ///< "4-4-5"; empty: calendar months
  Notes notes;
  bool operator==(const CalendarTerms&) const = default;
};

struct FieldTerms {
  std::string type;                 ///< text number money quantity date flag; empty: levels
  std::vector<std::string> levels;  ///< lowest first
  bool operator==(const FieldTerms&) const = default;
};

struct SetTerms {
  std::vector<Cell> values;
  std::string file, column;
  Aside<std::optional<std::vector<Cell>>> loaded;  ///< what `file` holds, once read
  Notes notes;
  bool operator==(const SetTerms&) const = default;
};

struct Named {
  Expression is;
  std::string unit;
  Notes notes;
  bool operator==(const Named&) const = default;
};

struct Target {
  Expression of;
  std::string per;
  Expression one_for;  ///< member "for": one figure per value of this partner field
  Expression each;
  Expression is;
  std::string phased;  ///< "", "linear", "none" or a file
  Notes notes;
  bool operator==(const Target&) const = default;
};

struct ScoreItem {
  std::string id;
  Expression weight;
  Expression of;
  std::vector<Band> bands;
  Expression when_missing;
  Notes notes;
  bool operator==(const ScoreItem&) const = default;
};

struct Score {
  std::vector<ScoreItem> items;
  std::vector<Expression> veto;
  std::vector<Band> grades;
  Notes notes;
  bool operator==(const Score&) const = default;
};

struct TableKey {
  Edge edge = Edge::kNone;
  Expression of;
  bool operator==(const TableKey&) const = default;
};

struct TableTerms {
  std::vector<TableKey> by;
  std::vector<std::string> gives;
  std::vector<std::vector<Cell>> rows;
  std::string file;
  Expression dated;
  Expression otherwise;
  Aside<std::optional<std::vector<std::vector<Cell>>>> loaded;  ///< what `file` holds, once read
  Aside<std::vector<Place>> loaded_places;                      ///< of those rows, one a row
  Notes notes;
  bool operator==(const TableTerms&) const = default;
};

struct Fund {
  std::string unit;
  int expires_after_months = 0;
  Expression reserve_on;
  std::string at_end;
  Notes notes;
  bool operator==(const Fund&) const = default;
};

struct Budget {
  Expression amount;
  std::string per;
  Expression each;
  std::string when_short;
  bool whole_only = false;
  Notes notes;
  bool operator==(const Budget&) const = default;
};

struct Currencies {
  Expression pay_in;
  std::string convert;
  std::string rates;
  std::vector<std::pair<std::string, int>> minor_units;
  Notes notes;
  bool operator==(const Currencies&) const = default;
};

/// Members of a name -> terms object, in the order written; names are unique.
template <class T>
using NameMap = std::vector<std::pair<std::string, T>>;

/// One row of an example's small tables: column -> cell, in the order written.
using ExampleRow = std::vector<std::pair<std::string, Cell>>;

/// What an example expects of one line or sum; members left out are not looked at.
struct ExpectedLine {
  std::optional<std::string> partner, payee, each, period, kind, due, gross, took, status, level;
  bool operator==(const ExpectedLine&) const = default;
};

struct Expectation {
  std::string rule;
  /// An amount, a level or a status; by partner or payee; or lines.
  std::variant<std::string, std::vector<std::pair<std::string, std::string>>,
               std::vector<ExpectedLine>>
      is;
  Place place;
  bool operator==(const Expectation& other) const { return rule == other.rule && is == other.is; }
};

struct Example {
  std::vector<std::pair<std::string, Cell>> pins;  ///< name as the rules write it -> value
  std::vector<std::pair<std::string, std::vector<ExampleRow>>> tables;  ///< "sales" -> rows
  std::string period;
  std::string as_of;
  std::vector<Expectation> expect;
  Place place;
  Notes notes;
  bool operator==(const Example& other) const {
    return pins == other.pins && tables == other.tables && period == other.period &&
           as_of == other.as_of && expect == other.expect && notes == other.notes;
  }
};

struct Report {
  std::vector<std::string> compare;
  std::vector<Expression> by;
  Expression gain;
  std::vector<std::string> show;
  std::string goal;
  Notes notes;
  bool operator==(const Report&) const = default;
};

/// Members only an amendment has.
struct Amendment {
  int amends = 0;
  std::string effective;
  std::string reason;
  std::string running_periods;
  std::vector<std::string> remove;
  bool operator==(const Amendment&) const = default;
};

struct Policy {
  int format = 1;
  std::string id;
  int version = 1;
  std::string contract;
  std::string status;  ///< "", "draft", "approved"
  std::vector<Approval> approved;
  std::string currency;
  std::string tax;  ///< "", "before", "after"
  std::string valid;
  CalendarTerms calendar;
  std::vector<std::string> tiers;
  NameMap<FieldTerms> fields;
  NameMap<SetTerms> sets;
  NameMap<Named> conditions;
  NameMap<Named> measures;
  NameMap<Target> targets;
  NameMap<Score> scores;
  NameMap<TableTerms> tables;
  NameMap<Fund> funds;
  NameMap<Budget> budgets;
  std::optional<Currencies> currencies;
  std::optional<Rule> defaults;  ///< its id is empty
  std::vector<Rule> rules;
  std::optional<Limit> limit;
  std::vector<Example> examples;
  NameMap<Report> reports;
  std::optional<Amendment> amendment;
  Notes notes;
  Aside<std::shared_ptr<const Places>> places;
  bool operator==(const Policy&) const = default;

  /// Where `pointer` stands in the document this came from; else the pointer alone.
  Place place(const std::string& pointer) const;
};

}  // namespace rebate
