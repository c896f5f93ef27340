// SPDX-License-Identifier: Apache-2.0
//
// Names of a policy: levels and fields first, then sets, tables, funds and what stands in quotes,
// then the bodies of measures and conditions in an order in which each finds what it stands for.
#include "rebate/base/nearest_word.hpp"
#include "rebate/calendar/date.hpp"
#include "policy/checker.hpp"
#include "policy/name_graph.hpp"
#include "policy/names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rebate {
namespace {

constexpr Kinds kBareKinds = kNumericKinds;

// A name is copied where a modifier changes it; a policy of a few kilobytes shall not take all
// memory.
constexpr std::int64_t kMaxNodesOfNames = 1'000'000;

// Words of expressions that no declared name may take.
constexpr std::array<std::string_view, 14> kReserved = {
    "as_of", "it",        "payee", "kpi",      "true",   "false", "in",
    "null",  "last_year", "prior", "lifetime", "so_far", "below", "all"};

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

// What a cell can be; blanks say nothing. A number may be written as a text: "24.50".
Kinds kinds_of_cell(const Cell& cell) {
  if (cell.is_empty()) return kAnyKinds;
  if (std::holds_alternative<bool>(cell.held)) return kinds_of(Type::kFlag);
  const Kinds text = cell.is_text() ? kinds_of(Type::kText) : Kinds{0};
  if (cell.number()) {
    const bool is_percent = cell.is_percent || cell.text().ends_with('%');
    return text | (is_percent ? kinds_of(Type::kRatio) : kBareKinds);
  }
  return text | (Date::parse(cell.text()) ? kinds_of(Type::kDate) : Kinds{0});
}

// What a column is called is only asked where no row is there to see.
Kinds kinds_of_column_name(std::string_view name) {
  if (name == "rate" || name == "share") return kinds_of(Type::kRatio);
  if (name == "amount" || name == "per_unit" || name == "price" || name == "count")
    return kBareKinds;
  return kAnyKinds;
}

Kinds column_kinds(const TableTerms& table, std::size_t column) {
  Kinds kinds = kAnyKinds;
  for (const std::vector<Cell>& row : table.rows) {
    const std::size_t cell = table.by.size() + column;
    if (cell < row.size()) kinds &= kinds_of_cell(row[cell]);
  }
  if (kinds == kAnyKinds) return kinds_of_column_name(table.gives[column]);
  // What could be a number or a date is one; the name tells a rate of 0 from a number.
  const Kinds more = kinds & static_cast<Kinds>(~kinds_of(Type::kText));
  if (more == 0) return kinds;
  const Kinds named = more & kinds_of_column_name(table.gives[column]);
  return named != 0 ? named : more;
}

Type natural_of_column(Kinds kinds, std::string_view name) {
  const bool is_amount = name == "amount" || name == "price" || name == "cost";
  if (kinds == kAnyKinds) return Type::kText;
  return natural(kinds, is_amount ? Type::kMoney : Type::kNumber);
}

class Declarer {
 public:
  Declarer(const Policy& policy, Names& names, Issues& issues)
      : policy_(policy), names_(names), issues_(issues) {}

  void run() {
    CalendarSpec spec{policy_.calendar.year_starts, std::nullopt, policy_.calendar.weeks};
    if (policy_.calendar.month_closes != 0) spec.month_closes = policy_.calendar.month_closes;
    if (auto calendar = FiscalCalendar::make(spec))
      names_.calendar = *calendar;  // reported with the policy
    declare_fields();
    declare_quoted();
    declare_sets();
    declare_tables();
    for (const MeasureWord& word : built_in_measures()) names_.bodies[std::string(word.name)] = {};
    declare_bodies(policy_.measures, "measures", false);
    declare_bodies(policy_.conditions, "conditions", true);
    check_built_ins();
    check_declared();
  }

 private:
  Place place_of(std::string_view section, std::string_view name) const {
    return policy_.place("/" + std::string(section) + "/" + escaped(name));
  }

  void report(Code code, Place place, std::string message, std::string suggestion = {}) {
    Issue issue;
    issue.code = code;
    issue.place = std::move(place);
    issue.message = std::move(message);
    issue.suggestion = std::move(suggestion);
    issues_.add(std::move(issue));
  }

  // --- fields ----------------------------------------------------------------------------------

  const Levels* declare_levels(const std::string& name, const std::vector<std::string>& levels) {
    auto order = std::make_shared<Levels>();
    order->name = name;
    order->levels = levels;
    return (names_.levels[name] = std::move(order)).get();
  }

  void declare_fields() {
    if (!policy_.tiers.empty()) {
      names_.fields["partner"]["tier"] = {kinds_of(Type::kLevel),
                                          declare_levels("partner.tier", policy_.tiers)};
    }
    for (const auto& [name, terms] : policy_.fields) declare_field(name, terms);
  }

  void declare_field(const std::string& name, const FieldTerms& terms) {
    const Place place = place_of("fields", name);
    const std::size_t point = name.find('.');
    if (point == std::string::npos || point == 0 || point + 1 == name.size()) {
      return report(Code::kUnknownField, place,
                    "'" + name + "' is no field; write noun.field, such as visit.store");
    }
    const std::string noun = name.substr(0, point);
    const std::string field = name.substr(point + 1);
    FieldInfo info{kinds_of_word(terms.type), nullptr};
    if (!terms.levels.empty()) info = {kinds_of(Type::kLevel), declare_levels(name, terms.levels)};
    if (info.kinds == 0) {
      const std::vector<std::string> words = {"text",     "number", "money",
                                              "quantity", "date",   "flag"};
      return report(Code::kWrongValue, place,
                    "'" + terms.type +
                        "' is no type; a field is text, number, money, quantity, date, flag or a "
                        "list of levels",
                    nearest_word(terms.type, words));
    }
    if (noun == "kpi") {
      names_.kpis[field] = info;
      return;
    }
    if (!admit_field(noun, field, info, place)) return;
    if (find_noun(noun) == nullptr) {
      if (is_reserved(noun)) {
        return report(Code::kNameTaken, place, noun + " is a word of expressions and no noun");
      }
      names_.declared_nouns.insert(noun);
    }
    names_.fields[noun][field] = info;
  }

  // A field of the format may get levels, or be named again as what it is.
  bool admit_field(const std::string& noun, const std::string& field, const FieldInfo& info,
                   const Place& place) {
    const bool is_open = noun != "period" && noun != "branch";
    const FieldWord* word = find_field(noun, field);
    const bool fits = word == nullptr || kinds_of_field(word->type) == info.kinds ||
                      (word->type == Type::kText && info.levels != nullptr);
    const auto own = names_.fields.find(noun);
    const bool is_twice = own != names_.fields.end() && own->second.count(field) != 0;
    if (is_open && fits && !is_twice) return true;
    std::string message = noun + "." + field + " is " +
                          (word != nullptr ? std::string(to_string(word->type)) : "taken") +
                          " by the format";
    if (!is_open) message = noun + " takes no further fields";
    if (is_twice) message = "the levels of " + noun + "." + field + " stand in `tiers` already";
    report(Code::kNameTaken, place, std::move(message));
    return false;
  }

  // --- what stands in quotes, and sets and tables ----------------------------------------------

  void declare_quoted() {
    for (const auto& [name, target] : policy_.targets) names_.targets[name] = kNumericKinds;
    for (const auto& [name, score] : policy_.scores) {
      std::vector<std::string> levels;
      for (const Band& band : score.grades) levels.push_back(band.level);
      names_.scores[name] = levels.empty() ? nullptr : declare_levels("score." + name, levels);
    }
    for (const auto& [name, fund] : policy_.funds) {
      const Kinds points = kinds_of(Type::kNumber) | kinds_of(Type::kQuantity);
      names_.funds[name] = fund.unit == "points" ? points : kinds_of(Type::kMoney);
    }
    for (const Rule& rule : policy_.rules) {
      const auto fund = names_.funds.find(rule.pay.as.fund);
      const bool pays_points = rule.pay.as.kind == Form::Kind::kFund && fund != names_.funds.end();
      names_.rules[rule.id] = pays_points ? fund->second : kinds_of(Type::kMoney);
    }
  }

  static bool is_reserved(std::string_view name) {
    return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
  }

  bool claim(const std::string& name, std::string_view section) {
    std::string taken;
    if (is_reserved(name)) taken = "a word of expressions";
    if (names_.is_noun(name)) taken = "a noun";
    if (find_measure(name) != nullptr) taken = "a measure of the format";
    if (const auto other = claimed_.find(name); other != claimed_.end()) {
      taken = "declared in `" + other->second + "`";
    }
    if (taken.empty()) {
      claimed_.emplace(name, section);
      return true;
    }
    report(Code::kNameTaken, place_of(section, name),
           "'" + name + "' is " + taken + " already; choose another name");
    return false;
  }

  void declare_sets() {
    for (const auto& [name, terms] : policy_.sets) {
      if (!claim(name, "sets")) continue;
      SetInfo info{nullptr, kAnyKinds};
      ValueList values;
      for (const Cell& cell : terms.values) {
        info.elements &= kinds_of_cell(cell);  // a text stays one: '1001' may be a product
        if (const auto* number = std::get_if<Decimal>(&cell.held))
          values.push_back(Value(Ratio(*number)));
        if (const auto* text = std::get_if<std::string>(&cell.held)) values.push_back(Value(*text));
      }
      if (has(info.elements, Type::kText)) info.elements = kinds_of(Type::kText);
      if (info.elements == 0) {
        report(Code::kTypeMismatch, place_of("sets", name),
               "a set holds texts or numbers, not both");
        info.elements = kAnyKinds;
      } else if (!values.empty()) {
        auto list = std::make_shared<Formula>();
        list->type = Type::kList;
        list->value = Value(std::move(values));
        list->text = name;
        info.list = std::move(list);
      }
      names_.sets[name] = std::move(info);
    }
  }

  void declare_tables() {
    for (const auto& [name, terms] : policy_.tables) {
      if (!claim(name, "tables")) continue;
      TableInfo info;
      for (std::size_t i = 0; i < terms.gives.size(); ++i) {
        Kinds kinds = column_kinds(terms, i);
        if (kinds == 0) {
          report(Code::kTypeMismatch, place_of("tables", name),
                 "a column has one type, and '" + terms.gives[i] + "' mixes several");
          kinds = kAnyKinds;
        }
        info.columns.push_back({terms.gives[i], kinds, natural_of_column(kinds, terms.gives[i])});
      }
      names_.tables[name] = std::move(info);
    }
  }

  // --- measures and conditions -----------------------------------------------------------------

  void declare_bodies(const NameMap<Named>& bodies, std::string_view section, bool is_condition) {
    for (const auto& [name, named] : bodies) {
      if (!claim(name, section)) continue;
      names_.bodies[name].is_condition = is_condition;
    }
  }

  // Levels that a policy gives a field of the format may lack one that a built-in measure asks for.
  void check_built_ins() {
    for (const MeasureWord& word : built_in_measures()) {
      const Expression is = Expression::parse(word.is, policy_.place("/fields"), issues_);
      check_body(names_.bodies[std::string(word.name)], is, issues_);
    }
  }

  void check_body(Body& body, const Expression& is, Issues& issues) {
    if (!is.is_set()) return;
    Marker marker(is.text(), is.place(), issues);
    Context context;
    context.position = Position::kRate;
    context.is_body = true;
    body.is = Checker(names_, marker).check(*is.tree(), context);
    if (body.is.ok()) body.reads = reads_of(*body.is.formula);
  }

  void check_declared() {
    NameGraph graph(policy_);
    std::map<std::string, const Expression*> bodies;
    for (const NameGraph::Node* node : graph.order(issues_)) {
      switch (node->kind) {
        case NameGraph::Kind::kBody:
          check_declared_body(*node);
          break;
        case NameGraph::Kind::kTable:
          read_keys(*node);
          break;
        case NameGraph::Kind::kTarget:
          type_target(*node);
          break;
        case NameGraph::Kind::kScore:
          break;
      }
    }
  }

  void check_declared_body(const NameGraph::Node& node) {
    const auto found = names_.bodies.find(node.name);
    const bool is_own = claimed_.count(node.name) != 0 && found != names_.bodies.end();
    if (!is_own || node.is_circular || found->second.is.ok()) return;
    Body& body = found->second;
    const Expression& is = *node.parts.front();
    if (nodes_ > kMaxNodesOfNames) return;  // reported
    check_body(body, is, issues_);
    if (!body.is.ok()) return;
    nodes_ += body.is.weight;
    if (nodes_ > kMaxNodesOfNames) {
      Marker(is.text(), is.place(), issues_)
          .add(Code::kLimitExceeded, span_of(*is.tree()),
               "measures and conditions together have at most " + std::to_string(kMaxNodesOfNames) +
                   " parts, those of the names they use counted");
    }
    const bool is_flag = body.is.is(Type::kFlag);
    const bool is_whole = body.is.is(Type::kList) || body.is.is(Type::kRange);
    if (body.is_condition == is_flag && !is_whole) return;
    Marker marker(is.text(), is.place(), issues_);
    const std::string message =
        body.is_condition
            ? "a condition is true or false, and '" + node.name + "' is " + describe(body.is)
        : is_flag ? "'" + node.name + "' is a condition; measures are numbers"
                  : "'" + node.name + "' is " + describe(body.is) + "; measures are numbers";
    marker.add(Code::kTypeMismatch, span_of(*is.tree()), message);
    body.is = {};
  }

  // Mistakes in keys and targets are reported where the policy's parts are checked.
  Typed check_quietly(const Expression& expression) {
    Issues unseen;
    Marker marker(expression.text(), expression.place(), unseen);
    Context context;
    context.position = Position::kRate;
    context.is_body = true;
    return Checker(names_, marker).check(*expression.tree(), context);
  }

  void read_keys(const NameGraph::Node& node) {
    const auto found = names_.tables.find(node.name);
    if (found == names_.tables.end() || node.is_circular) return;
    for (const Expression* key : node.parts) {
      if (!key->is_set()) continue;
      const Typed typed = check_quietly(*key);
      if (!typed.ok()) continue;
      const Reads reads = reads_of(*typed.formula);
      found->second.reads_rows |=
          !reads.fields.empty() || reads.has_aggregates || !reads.figures.empty();
      for (const std::string& table : reads.tables) {
        const auto inner = names_.tables.find(table);
        if (inner != names_.tables.end()) found->second.reads_rows |= inner->second.reads_rows;
      }
    }
  }

  void type_target(const NameGraph::Node& node) {
    Kinds& kinds = names_.targets.find(node.name)->second;
    const Expression& of = *node.parts.front();
    if (!of.is_set()) {
      kinds = kinds_of(Type::kMoney);  // net_sales
    } else if (!node.is_circular) {
      const Typed typed = check_quietly(of);
      if (typed.ok() && typed.is_numeric()) kinds = typed.kinds & kNumericKinds;
    }
  }

  const Policy& policy_;
  Names& names_;
  Issues& issues_;
  std::int64_t nodes_ = 0;                      ///< of all bodies so far
  std::map<std::string, std::string> claimed_;  ///< bare name -> the section that declares it
};

}  // namespace

Type column_type(const TableTerms& table, std::size_t column) {
  const Kinds kinds = column_kinds(table, column);
  return natural_of_column(kinds == 0 ? kAnyKinds : kinds, table.gives[column]);
}

std::shared_ptr<const Names> declare(const Policy& policy, Issues& issues) {
  auto names = std::make_shared<Names>();
  Declarer(policy, *names, issues).run();
  return names;
}

}  // namespace rebate
