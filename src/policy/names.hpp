// SPDX-License-Identifier: Apache-2.0
//
// Names: everything a policy declares that an expression may name, with types. Measures,
// conditions, sets and tables stand bare and share one space with the words of the format; targets,
// KPIs, scores, funds and rules are named in quotes and have spaces of their own.
#pragma once

#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/policy/check_expression.hpp"
#include "policy/reads.hpp"
#include "policy/typed.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {

template <class T>
using NameTable = std::map<std::string, T, std::less<>>;

/// What a measure, condition or built-in stands for. Its formula is null where it failed.
struct Body {
  bool is_condition = false;
  Typed is;
  Reads reads;
};

struct FieldInfo {
  Kinds kinds = 0;
  const Levels* levels = nullptr;
};

struct SetInfo {
  FormulaPtr list;     ///< a constant
  Kinds elements = 0;  ///< of its values; any where they stand in a file that was not read
};

struct TableInfo {
  struct Column {
    std::string name;
    Kinds kinds = 0;
    Type type = Type::kNumber;
  };
  std::vector<Column> columns;
  bool reads_rows = false;  ///< a key is a field of rows, or made of rows
};

/// What stands in quotes: attainment('annual').
enum class Quoted { kTarget, kKpi, kScore, kFund, kRule };

class Names {
 public:
  FiscalCalendar calendar;

  NameTable<Body> bodies;  ///< measures, conditions and built-in measures
  NameTable<SetInfo> sets;
  NameTable<TableInfo> tables;

  NameTable<Kinds> targets;  ///< types of target('t')
  NameTable<FieldInfo> kpis;
  NameTable<const Levels*> scores;  ///< the grades; null: it has none
  NameTable<Kinds> funds;           ///< types of balance('f')
  NameTable<Kinds> rules;           ///< types of earned('r')

  NameTable<std::shared_ptr<const Levels>> levels;    ///< "partner.tier", "score.store"
  NameTable<NameTable<FieldInfo>> fields;             ///< noun -> further fields
  std::set<std::string, std::less<>> declared_nouns;  ///< nouns of `fields` only

  std::optional<FieldInfo> find_field(std::string_view noun, std::string_view field) const;
  bool is_noun(std::string_view name) const;
  bool is_trade_noun(std::string_view name) const;
  /// As row_leads_to(), with the columns that the policy adds.
  bool leads_to(std::string_view noun, std::string_view other) const;
  bool knows(Quoted what, std::string_view name) const;

  /// Words for "did you mean", in a fixed order.
  std::vector<std::string> field_words(std::string_view noun) const;
  std::vector<std::string> bare_words() const;
  std::vector<std::string> quoted_words(Quoted what) const;
  std::vector<std::string> trade_words() const;
};

/// "target", "KPI".
std::string_view to_string(Quoted what);

/// The types that a declared field's word stands for: "money"; 0 for an unknown word.
Kinds kinds_of_word(std::string_view word);
/// Ratios are declared as numbers, so a number of a field or a KPI may be compared with 80%.
Kinds kinds_of_field(Type type);

}  // namespace rebate
