// SPDX-License-Identifier: Apache-2.0
//
// Modifiers of measures (.where, .during, .among, .within, unfiltered) and the windows of .during.
#include "rebate/base/nearest_word.hpp"
#include "policy/checker.hpp"

#include <array>
#include <utility>

namespace rebate {
namespace {

constexpr Kinds kDateKind = kinds_of(Type::kDate);
constexpr int kMaxPeriodsBack = 1000;

struct ModifierWord {
  std::string_view name;
  Modifier::Kind kind;
};
constexpr auto kModifiers = std::to_array<ModifierWord>({
    {"where", Modifier::Kind::kWhere},
    {"during", Modifier::Kind::kDuring},
    {"among", Modifier::Kind::kAmong},
    {"within", Modifier::Kind::kWithin},
    {"unfiltered", Modifier::Kind::kUnfiltered},
});

struct WindowName {
  std::string_view name;
  Window::Kind kind;
  int count;
};
constexpr auto kWindows = std::to_array<WindowName>({
    {"period", Window::Kind::kPeriod, 0},
    {"last_year", Window::Kind::kYearsAgo, 1},
    {"years_ago", Window::Kind::kYearsAgo, 0},
    {"prior", Window::Kind::kPrevious, 1},
    {"previous", Window::Kind::kPrevious, 0},
    {"to_date", Window::Kind::kToDate, 0},
    {"trailing", Window::Kind::kTrailing, 0},
    {"lifetime", Window::Kind::kLifetime, 0},
    {"so_far", Window::Kind::kSoFar, 0},
    {"between", Window::Kind::kBetween, 0},
});

const WindowName* find_window(std::string_view name) {
  for (const WindowName& window : kWindows) {
    if (window.name == name) return &window;
  }
  return nullptr;
}

Modifier::Kind kind_of(std::string_view name) {
  for (const ModifierWord& word : kModifiers) {
    if (word.name == name) return word.kind;
  }
  return Modifier::Kind::kWhere;
}

std::vector<std::string> window_words() {
  std::vector<std::string> words;
  for (const WindowName& window : kWindows) words.emplace_back(window.name);
  return words;
}

bool is_partner_field(const Syntax& node) {
  return node.kind == Syntax::Kind::kMember && node.children[0]->kind == Syntax::Kind::kName &&
         node.children[0]->text == "partner";
}

}  // namespace

Typed Checker::check_method(const Syntax& node, Context& context) {
  const Syntax& base = *node.children[0];
  if (base.kind == Syntax::Kind::kMethod && base.text == "by") return check_reduced(node, context);
  if (const FunctionWord* word = find_function(node.text, WordKind::kModifier);
      word != nullptr && word->name != "unfiltered") {
    return check_modifier(node, *word, context);
  }
  if (const FunctionWord* word = find_function(node.text, WordKind::kText)) {
    return check_text_function(node, *word, context);
  }
  report_unknown_function(node, true);
  return failed(node);
}

Typed Checker::check_modifier(const Syntax& node, const FunctionWord& word, Context& context) {
  if (word.name == "by") {
    report(Code::kWrongModifier, node,
           "by(key) gives one value per key; what becomes of them? .count(condition), "
           ".all(condition), .sum(x), "
           ".smallest(), .largest() or .top(n)");
    return failed(node);
  }
  if (!count_arguments(node, word, 1)) return failed(node);
  Typed base = check(*node.children[0], context);
  if (!base.ok()) return failed(node);
  Modifier modifier;
  modifier.kind = kind_of(word.name);
  modifier.suffix = "." + std::string(word.name) + "(" + to_text(*node.children[1]) + ")";
  if (!read_modifier(*node.children[1], base, context, modifier)) return failed(node);
  return modified(std::move(base), modifier, node, word.name);
}

bool Checker::read_modifier(const Syntax& node, const Typed& base, Context& context,
                            Modifier& modifier) {
  switch (modifier.kind) {
    case Modifier::Kind::kWhere:
      return read_where(node, base, modifier);
    case Modifier::Kind::kDuring:
      return read_window(node, context, modifier.window);
    case Modifier::Kind::kAmong:
      return read_among(node, modifier);
    case Modifier::Kind::kWithin:
      return read_within(node, base, context, modifier);
    case Modifier::Kind::kUnfiltered:
      break;
  }
  return true;
}

Typed Checker::check_unfiltered(const Syntax& node, Context& context) {
  Typed base = check(*node.children[0], context);
  if (!base.ok()) return failed(node);
  Modifier modifier;
  modifier.kind = Modifier::Kind::kUnfiltered;
  return modified(std::move(base), modifier, node, "unfiltered");
}

Typed Checker::modified(Typed base, const Modifier& modifier, const Syntax& node,
                        std::string_view word) {
  if (const Formula* rigid = find_unmodifiable(*base.formula, modifier.kind)) {
    report(Code::kWrongModifier, node,
           std::string(word) + " changes which rows a measure sees, and " + rigid->text +
               " is no measure over rows");
    return failed(node);
  }
  if (!is_modifiable(*base.formula, modifier.kind)) {
    const bool has_rows = is_modifiable(*base.formula, Modifier::Kind::kUnfiltered);
    report(Code::kWrongModifier, node,
           has_rows
               ? std::string(word) + " is said already of " + base.formula->text
               : base.formula->text + " sees no rows that " + std::string(word) + " could change");
    return failed(node);
  }
  return remade(modify(base.formula, modifier), base, node);
}

// --- which rows --------------------------------------------------------------------------------

bool Checker::read_where(const Syntax& condition, const Typed& base, Modifier& modifier) {
  Context row;
  row.position = Position::kRow;
  row.inside = "where";
  const auto nouns = aggregate_nouns(*base.formula);
  if (nouns.size() == 1) {
    row.noun = nouns.front();
    row.is_noun_given = true;
  }
  const Typed typed = check(condition, row);
  if (!be_condition(typed, condition, "where takes")) return false;
  for (const std::string& noun : nouns) {
    const bool is_other = !row.noun.empty() && !names_.leads_to(noun, row.noun);
    for (const std::string& joined : row.joined) {
      if (names_.leads_to(noun, joined) && !is_other) continue;
      report(Code::kTwoNouns, condition,
             base.formula->text + " reads rows of " + noun + ", which have no " + joined);
      return false;
    }
    if (!is_other) continue;
    report(Code::kTwoNouns, condition,
           base.formula->text + " reads rows of " + noun +
               " too, and the condition is on rows of " + row.noun);
    return false;
  }
  modifier.condition = typed.formula;
  modifier.noun = row.noun;
  return true;
}

bool Checker::read_among(const Syntax& node, Modifier& modifier) {
  if (node.kind == Syntax::Kind::kName && (node.text == "below" || node.text == "all")) {
    modifier.among = node.text == "all" ? Scope::Among::kAll : Scope::Among::kBelow;
    return true;
  }
  if (is_partner_field(node)) {
    Context anywhere;
    anywhere.position = Position::kWho;
    if (!check(node, anywhere).ok()) return false;
    modifier.among = Scope::Among::kSameField;
    modifier.among_field = node.text;
    return true;
  }
  report(Code::kWrongArguments, node,
         "among says whose rows: below (the earner and everyone under it), all, or a field such as "
         "partner.group",
         "below, all or a partner field");
  return false;
}

bool Checker::read_within(const Syntax& node, const Typed& base, Context& context,
                          Modifier& modifier) {
  if (node.kind == Syntax::Kind::kName && node.text == "all") {
    modifier.within = Scope::Within::kAll;
    return true;
  }
  if (node.kind != Syntax::Kind::kMember || is_partner_field(node)) {
    report(Code::kWrongArguments, node,
           "within takes a field that the rows share with the line, such as product.id, or all",
           "a field of rows, or all");
    return false;
  }
  const Typed field = check(node, context);
  if (!field.ok()) return false;
  for (const std::string& noun : aggregate_nouns(*base.formula)) {
    if (field.formula->op == Op::kField && names_.leads_to(noun, field.formula->noun)) continue;
    report(Code::kTwoNouns, node, "rows of " + noun + " have no " + to_text(node));
    return false;
  }
  modifier.within = Scope::Within::kField;
  modifier.within_field = field.formula;
  return true;
}

// --- when --------------------------------------------------------------------------------------

bool Checker::read_window(const Syntax& node, Context& context, Window& window) {
  if (node.kind == Syntax::Kind::kText) {
    Typed range = check(node, context);
    if (!range.ok() || !to_range(range, "the window of during")) return false;
    window.kind = Window::Kind::kRange;
    window.range = node.text;
    return true;
  }
  const bool is_word = node.kind == Syntax::Kind::kName || node.kind == Syntax::Kind::kCall;
  const WindowName* found = is_word ? find_window(node.text) : nullptr;
  if (found == nullptr) {
    const std::string nearest = is_word ? nearest_word(node.text, window_words()) : std::string();
    report(Code::kWrongArguments, node,
           "during takes a window: period, last_year, years_ago(n), prior, previous(n), "
           "to_date('year'), "
           "trailing(6, 'month'), lifetime, so_far, between(a, b) or a range such as '2024'" +
               did_you_mean(nearest),
           "a window", nearest);
    return false;
  }
  const FunctionWord& word = *find_function(found->name, WordKind::kWindow);
  const bool is_call = node.kind == Syntax::Kind::kCall;
  if (is_call != (word.arguments_max > 0)) {
    report(Code::kWrongArguments, node,
           std::string(word.name) + " is written " + std::string(word.signature),
           std::string(word.signature));
    return false;
  }
  if (is_call && !count_arguments(node, word, 0)) return false;
  window.kind = found->kind;
  window.count = found->count;
  if (window.kind == Window::Kind::kSoFar) return admit_so_far(node, context);
  return !is_call || read_window_call(node, context, window);
}

bool Checker::read_window_call(const Syntax& node, Context& context, Window& window) {
  const Syntax& first = *node.children[0];
  switch (window.kind) {
    case Window::Kind::kYearsAgo:
    case Window::Kind::kPrevious: {
      const auto count = whole_number(first, 1, kMaxPeriodsBack, "the argument of " + node.text);
      window.count = count.value_or(0);
      return count.has_value();
    }
    case Window::Kind::kToDate: {
      const auto unit = read_unit(first, "the argument of to_date");
      window.unit = unit.value_or(PeriodUnit::kYear);
      return unit.has_value();
    }
    case Window::Kind::kTrailing: {
      const auto count = whole_number(first, 1, kMaxPeriodsBack, "the first argument of trailing");
      const auto unit = read_unit(*node.children[1], "the second argument of trailing");
      window.count = count.value_or(0);
      window.unit = unit.value_or(PeriodUnit::kMonth);
      return count && unit;
    }
    case Window::Kind::kBetween:
      return read_between(node, context, window);
    case Window::Kind::kPeriod:
    case Window::Kind::kLifetime:
    case Window::Kind::kSoFar:
    case Window::Kind::kRange:
      break;
  }
  return true;
}

bool Checker::read_between(const Syntax& node, Context& context, Window& window) {
  Typed first = check(*node.children[0], context);
  Typed last = check(*node.children[1], context);
  if (!become(first, kDateKind, "the first argument of between") ||
      !become(last, kDateKind, "the second argument of between")) {
    return false;
  }
  const auto is_constant = [](const Typed& typed) { return typed.formula->op == Op::kConstant; };
  if (is_constant(first) && is_constant(last) &&
      last.formula->value.date() < first.formula->value.date()) {
    report(Code::kUnknownDay, node, "the last day lies before the first");
    return false;
  }
  window.first = first.formula;
  window.last = last.formula;
  return true;
}

std::optional<PeriodUnit> Checker::read_unit(const Syntax& node, std::string_view role) {
  std::vector<std::string> words;
  std::string all;
  for (const std::string& word : period_unit_words()) {
    if (word == to_text(PeriodUnit::kPolicy)) continue;
    words.push_back(word);
    all += (all.empty() ? "'" : ", '") + word + "'";
  }
  if (node.kind == Syntax::Kind::kText) {
    for (const std::string& word : words) {
      if (word == node.text) return period_unit_from_text(word);
    }
  }
  const bool is_word = node.kind == Syntax::Kind::kText || node.kind == Syntax::Kind::kName;
  const std::string nearest = is_word ? nearest_word(node.text, words) : std::string();
  report(Code::kWrongArguments, node,
         std::string(role) + " is one of " + all + did_you_mean(nearest), all, nearest);
  return std::nullopt;
}

bool Checker::admit_so_far(const Syntax& node, const Context& context) {
  if (context.is_body) return true;
  if (context.fixed != nullptr) {
    for (const std::string& key : *context.fixed) {
      const std::size_t point = key.find('.');
      const bool is_row = point == std::string::npos || key.substr(point) == ".id";
      if (is_row && names_.is_trade_noun(std::string_view(key).substr(0, point))) return true;
    }
  }
  report(Code::kWrongPlace, node,
         "so_far counts up to the line's own row, and the lines here are no rows; `each` is to be "
         "a noun");
  return false;
}

}  // namespace rebate
