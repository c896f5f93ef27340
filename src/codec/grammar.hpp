// SPDX-License-Identifier: Apache-2.0
//
// The grammar of a policy document as data: which members an object has, what each may hold, which
// need or exclude each other. The reader judges documents by it and the JSON Schema is printed from
// it, so that the two cannot differ: `limit` has the member cap, a number or an expression, "Cap",
// 封顶.
#pragma once

#include "rebate/base/issue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rebate::grammar {

struct Shape;

struct Label {
  std::string_view en, zh;
};

/// A text of a certain look, such as a date.
struct TextKind {
  std::string_view name;                   ///< In the schema's definitions: "date".
  std::string_view pattern;                ///< Regular expression (ECMA 262).
  bool (*matches)(std::string_view text);  ///< The same in code.
  /// What is wrong with a text of the right look, such as 2025-02-30; empty if nothing is.
  std::string (*fault)(std::string_view text);
  Label what;               ///< "a date such as 2025-07-01"
  std::string_view sample;  ///< 2025-07-01
};

extern const TextKind kId, kLanguage, kDate, kRange, kPeriod, kSettle, kPhased, kCurrencyCode,
    kMonthDay, kWeeks, kFieldName, kRatioGoal;

/// What a value may be.
struct Form {
  enum class Kind {
    kText,        ///< Any text.
    kFilled,      ///< A text that is not empty: a name, a level.
    kLook,        ///< A text of a certain look.
    kTitle,       ///< A text, or texts by language.
    kExpression,  ///< A text in CEL syntax.
    kValue,       ///< A number, or a text that holds a number, a percentage or an expression.
    kRate,        ///< A percentage or an expression, never a bare number.
    kInteger,
    kFlag,
    kWord,    ///< One of `words`.
    kScalar,  ///< A number, a text, true, false, null: a cell.
    kPlain,   ///< A number or a text: an element of a set.
    kObject,
    kList,
    kMap,     ///< Names of the author's own, each with a value.
    kEither,  ///< The choice whose JSON type fits; no two of them share one.
  };
  Kind kind = Kind::kText;
  const TextKind* look = nullptr;       ///< kLook; of the names of a kMap, if any
  std::vector<std::string_view> words;  ///< kWord
  long minimum = 0, maximum = 0;        ///< kInteger; maximum below minimum: unbounded
  std::size_t count_min = 0;            ///< kList and kMap
  std::size_t count_max = 0;            ///< kList; 0: unbounded
  bool is_set = false;                  ///< kList: no element twice
  const Shape* shape = nullptr;         ///< kObject
  std::vector<Form> inner;              ///< element of kList and kMap, choices of kEither
};

Form text();
Form filled();
Form look(const TextKind& kind);
Form id();
Form title();
Form expression();
Form value();
Form rate();
Form integer(long minimum);
Form integer(long minimum, long maximum);
Form flag();
Form word(std::vector<std::string_view> words);
Form scalar();
Form plain();
Form object(const Shape& shape);
Form list(Form element, std::size_t count_min = 1, std::size_t count_max = 0);
Form set_of(Form element, std::size_t count_min = 1);
Form map(const TextKind* names, Form element, std::size_t count_min = 0);
Form either(std::vector<Form> choices);

struct Member {
  std::string_view name;
  Form form;
  Label title;  ///< "Cap", "封顶"
  Label about;  ///< One sentence.
  std::string_view fallback =
      {};  ///< What holds if it is not written, as JSON; empty: nothing does.
  bool is_required = false;
};

/// What members of one object say about each other.
struct Rule {
  enum class Kind {
    kNeeds,        ///< The first needs all others.
    kNeedsUnless,  ///< Without the first, all others are needed.
    kExactlyOne,
    kAtMostOne,
    kAtLeastOne,
    kExcludes,     ///< The first goes with none of the others.
    kOneOfWith,    ///< With the first, exactly one of the others.
    kRulePays,     ///< A rule has pay, or its what names rules.
    kBandsByMode,  ///< In pay: bands hold levels with `sets`, else they pay and need a mode.
    kMatrixMode,   ///< In pay: a table with an edge word needs a mode.
  };
  Kind kind;
  std::vector<std::string_view> members;
  std::string_view why = {};  ///< A sentence for the user.
  Code code{};                ///< 0: by kind.
};

/// An object of the format.
struct Shape {
  std::string_view name;  ///< In the schema's definitions: "limit".
  Label what;             ///< "a limit": how messages call it.
  Label about;
  std::vector<Member> members;
  std::vector<Rule> rules;
  bool has_notes = true;  ///< title, note, clause and x- members may stand here.

  const Member* find(std::string_view member) const;
};

/// title, note and clause.
const std::vector<Member>& note_members();

const Shape& document_shape();
const Shape& rule_shape();
const Shape& defaults_shape();
const Shape& who_shape();
const Shape& when_shape();
const Shape& accrue_shape();
const Shape& what_shape();
const Shape& qualify_shape();
const Shape& pay_shape();
const Shape& band_shape();
const Shape& level_band_shape();
const Shape& score_band_shape();
const Shape& matrix_shape();
const Shape& form_shape();
const Shape& payee_shape();
const Shape& spread_shape();
const Shape& share_shape();
const Shape& limit_shape();
const Shape& round_shape();
const Shape& calendar_shape();
const Shape& approval_shape();
const Shape& set_file_shape();
const Shape& named_shape();
const Shape& target_shape();
const Shape& score_shape();
const Shape& score_item_shape();
const Shape& table_shape();
const Shape& table_key_shape();
const Shape& fund_shape();
const Shape& budget_shape();
const Shape& currencies_shape();
const Shape& report_shape();
const Shape& example_shape();
const Shape& expected_line_shape();

/// All of them, the document first.
const std::vector<const Shape*>& all_shapes();

/// "a whole number from 1", "one of 'carry', 'forfeit'", "a text or an object".
std::string describe(const Form& form);

}  // namespace rebate::grammar
