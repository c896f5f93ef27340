// SPDX-License-Identifier: Apache-2.0
//
// Values judged one by one; what members of an object say about each other is in grammar_rules.cpp.
#include "codec/grammar_check.hpp"

#include "rebate/numeric/decimal.hpp"
#include "codec/grammar_rules.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace rebate::grammar {
namespace {

using JsonKind = JsonValue::Kind;

// What a value looks like in a message: itself if it is short, else its kind.
std::string shown(const JsonValue& value) {
  const std::string_view source = value.source();
  if (source.size() <= 40 && source.find('\n') == std::string_view::npos)
    return std::string(source);
  return std::string(to_string(value.kind()));
}

Issue issue_at(Code code, const JsonValue& value, std::string message) {
  Issue issue;
  issue.code = code;
  issue.place = value.place();
  issue.message = std::move(message);
  issue.found = shown(value);
  return issue;
}

std::string name_of_place(const JsonValue& value) {
  const std::string_view key = value.key();
  return key.empty() ? "this" : "'" + std::string(key) + "'";
}

void wrong_type(const JsonValue& value, const Form& form, Issues& issues) {
  const std::string wanted = describe(form);
  Issue issue = issue_at(Code::kWrongType, value,
                         name_of_place(value) + " is " + std::string(to_string(value.kind())) +
                             "; it should be " + wanted + ".");
  issue.found = shown(value);
  issue.expected = wanted;
  issues.add(std::move(issue));
}

void wrong_value(const JsonValue& value, const std::string& wanted, std::string suggestion,
                 Issues& issues, Code code = Code::kWrongValue) {
  Issue issue = issue_at(
      code, value,
      shown(value) + " is not allowed here: " + name_of_place(value) + " is " + wanted + ".");
  if (!suggestion.empty()) issue.message += " Did you mean '" + suggestion + "'?";
  issue.expected = wanted;
  issue.suggestion = std::move(suggestion);
  issues.add(std::move(issue));
}

void judge_number(const JsonValue& value, Issues& issues) {
  if (Decimal::parse(value.text())) return;
  if (value.text() == "-0") return;
  issues.add(
      issue_at(Code::kNotANumber, value,
               "a number is written plainly, such as 1500000 or 0.05, without an exponent."));
}

// "5" and 0.05 where a rate belongs: the percent sign decides a factor of a hundred.
void judge_bare_rate(const JsonValue& value, Issues& issues) {
  const auto number = Decimal::parse(value.text());
  if (!number) {
    judge_number(value, issues);
    return;
  }
  const Decimal hundred = Decimal::from_int64(100);
  const bool is_fraction = number->sign() != 0 && abs(*number) < Decimal::from_int64(1);
  const std::string percent = (*number * hundred).to_string() + "%";
  const std::string fix = is_fraction ? percent : number->to_string() + "%";
  const std::string text(value.text());
  Issue issue = issue_at(
      Code::kRateOverWhole, value,
      is_fraction
          ? text + " could be meant as " + percent + " or as " + text + "%. Write \"" + fix + "\"."
      : number->is_zero() ? "a literal rate carries its percent sign. Write \"0%\"."
                          : text + " would be " + percent + ". Write \"" + fix + "\".");
  issue.suggestion = fix;
  issues.add(std::move(issue));
}

// People say how often: "quarterly", "half-year", "annual".
std::string nearest_period(std::string_view text) {
  static const std::vector<std::string> said{
      "day",    "week",      "half_month", "month",      "quarter", "half",      "year",
      "policy", "daily",     "weekly",     "half-month", "monthly", "quarterly", "half-year",
      "yearly", "half_year", "semester",   "annual",     "annually"};
  static const std::map<std::string, std::string, std::less<>> meant{
      {"daily", "day"},      {"weekly", "week"},       {"half-month", "half_month"},
      {"monthly", "month"},  {"quarterly", "quarter"}, {"half-year", "half"},
      {"half_year", "half"}, {"semester", "half"},     {"yearly", "year"},
      {"annual", "year"},    {"annually", "year"}};
  const std::string nearest = nearest_word(text, said);
  const auto found = meant.find(nearest);
  return found == meant.end() ? nearest : found->second;
}

void judge_look(const JsonValue& value, const TextKind& look, Issues& issues) {
  const std::string_view text = value.text();
  const bool is_date = &look == &kDate;
  if (!look.matches(text)) {
    std::string suggestion;
    if (&look == &kPeriod || &look == &kSettle) {
      suggestion = nearest_period(text);
    } else if (&look == &kPhased) {
      static const std::vector<std::string> words{"linear", "none"};
      suggestion = nearest_word(text, words);
    }
    wrong_value(value, std::string(look.what.en), std::move(suggestion), issues,
                is_date ? Code::kNotADate : Code::kWrongValue);
    return;
  }
  std::string fault = look.fault(text);
  if (fault.empty()) return;
  const bool about_days = is_date || &look == &kRange || &look == &kPeriod;
  issues.add(
      issue_at(about_days ? Code::kNotADate : Code::kWrongValue, value, std::move(fault) + "."));
}

void judge_word(const JsonValue& value, const Form& form, Issues& issues) {
  if (std::find(form.words.begin(), form.words.end(), value.text()) != form.words.end()) return;
  const std::vector<std::string> known(form.words.begin(), form.words.end());
  wrong_value(value, describe(form), nearest_word(value.text(), known), issues);
}

void judge_title(const JsonValue& value, Issues& issues) {
  for (const JsonValue text : value) {
    if (!kLanguage.matches(text.key())) {
      Issue issue = issue_at(Code::kWrongValue, text,
                             "'" + std::string(text.key()) + "' is no language; write " +
                                 std::string(kLanguage.what.en) + ".");
      issue.place = text.key_place();
      issue.found = text.key();
      issues.add(std::move(issue));
    }
    if (!text.is(JsonKind::kText)) wrong_type(text, grammar::text(), issues);
  }
  if (value.size() == 0) wrong_value(value, describe(title()), {}, issues);
}

void judge_integer(const JsonValue& value, const Form& form, Issues& issues) {
  const auto number = Decimal::parse(value.text());
  if (!number) {
    judge_number(value, issues);
    return;
  }
  const bool fits = number->is_integer() && *number >= Decimal::from_int64(form.minimum) &&
                    (form.maximum < form.minimum || *number <= Decimal::from_int64(form.maximum));
  if (fits) return;
  if (value.key() == "librebate") {
    issues.add(issue_at(Code::kUnknownVersion, value,
                        "format " + std::string(value.text()) +
                            " is not known to this program; it reads format 1."));
    return;
  }
  wrong_value(value, describe(form), {}, issues);
}

void judge_list(const JsonValue& value, const Form& form, Issues& issues) {
  if (value.size() < form.count_min) {
    wrong_value(value,
                form.count_min == 1
                    ? "a list of at least one element"
                    : "a list of at least " + std::to_string(form.count_min) + " elements",
                {}, issues);
  }
  if (form.count_max > 0 && value.size() > form.count_max) {
    wrong_value(value, "a list of " + std::to_string(form.count_max) + " elements", {}, issues);
  }
  std::set<std::string_view> seen;
  for (const JsonValue element : value) {
    judge(element, form.inner.front(), issues);
    if (!form.is_set || !element.is(JsonKind::kText) || seen.insert(element.text()).second)
      continue;
    issues.add(issue_at(Code::kWrongValue, element,
                        "'" + std::string(element.text()) + "' stands here twice."));
  }
}

void judge_map(const JsonValue& value, const Form& form, Issues& issues) {
  if (value.size() < form.count_min) {
    wrong_value(value, "an object with at least one member", {}, issues);
  }
  for (const JsonValue member : value) {
    if (form.look && !form.look->matches(member.key())) {
      Issue issue = issue_at(
          Code::kWrongValue, member,
          "'" + std::string(member.key()) + "' is not " + std::string(form.look->what.en) + ".");
      issue.place = member.key_place();
      issue.found = member.key();
      issue.expected = form.look->what.en;
      issues.add(std::move(issue));
    }
    judge(member, form.inner.front(), issues);
  }
}

bool fits_type(const JsonValue& value, const Form& form) {
  const JsonKind kind = value.kind();
  const bool is_scalar = kind != JsonKind::kArray && kind != JsonKind::kObject;
  switch (form.kind) {
    case Form::Kind::kText:
    case Form::Kind::kFilled:
    case Form::Kind::kLook:
    case Form::Kind::kExpression:
    case Form::Kind::kWord:
      return kind == JsonKind::kText;
    case Form::Kind::kTitle:
      return kind == JsonKind::kText || kind == JsonKind::kObject;
    case Form::Kind::kValue:
    case Form::Kind::kRate:
    case Form::Kind::kPlain:
      return kind == JsonKind::kText || kind == JsonKind::kNumber;
    case Form::Kind::kInteger:
      return kind == JsonKind::kNumber;
    case Form::Kind::kFlag:
      return kind == JsonKind::kFlag;
    case Form::Kind::kScalar:
      return is_scalar;
    case Form::Kind::kObject:
    case Form::Kind::kMap:
      return kind == JsonKind::kObject;
    case Form::Kind::kList:
      return kind == JsonKind::kArray;
    case Form::Kind::kEither:
      return std::any_of(form.inner.begin(), form.inner.end(),
                         [&](const Form& choice) { return fits_type(value, choice); });
  }
  return false;
}

}  // namespace

const Form* choice_of(const Form& form, const JsonValue& value) {
  if (form.kind != Form::Kind::kEither) return &form;
  for (const Form& choice : form.inner) {
    if (fits_type(value, choice)) return &choice;
  }
  return nullptr;
}

void judge(const JsonValue& value, const Form& form, Issues& issues) {
  if (!fits_type(value, form)) {
    wrong_type(value, form, issues);
    return;
  }
  if (value.is(JsonKind::kNumber) && form.kind != Form::Kind::kRate &&
      form.kind != Form::Kind::kInteger && form.kind != Form::Kind::kEither) {
    judge_number(value, issues);
  }
  switch (form.kind) {
    case Form::Kind::kText:
    case Form::Kind::kFlag:
    case Form::Kind::kScalar:
    case Form::Kind::kPlain:
      return;
    case Form::Kind::kFilled:
    case Form::Kind::kExpression:
    case Form::Kind::kValue:
      if (value.text().empty()) wrong_value(value, describe(form), {}, issues);
      return;
    case Form::Kind::kRate:
      if (value.text().empty())
        wrong_value(value, describe(form), {}, issues);
      else if (value.is(JsonKind::kNumber) || Decimal::parse(value.text()))
        judge_bare_rate(value, issues);
      return;
    case Form::Kind::kLook:
      return judge_look(value, *form.look, issues);
    case Form::Kind::kWord:
      return judge_word(value, form, issues);
    case Form::Kind::kTitle:
      if (value.is(JsonKind::kObject)) judge_title(value, issues);
      return;
    case Form::Kind::kInteger:
      return judge_integer(value, form, issues);
    case Form::Kind::kObject:
      return judge(value, *form.shape, issues);
    case Form::Kind::kList:
      return judge_list(value, form, issues);
    case Form::Kind::kMap:
      return judge_map(value, form, issues);
    case Form::Kind::kEither:
      return judge(value, *choice_of(form, value), issues);
  }
}

namespace {

// A member that exists, but elsewhere: "cap" in pay belongs in limit.
const Shape* home_of(std::string_view member) {
  for (const Shape* shape : {&rule_shape(), &who_shape(), &when_shape(), &what_shape(),
                             &qualify_shape(), &pay_shape(), &limit_shape(), &document_shape()}) {
    for (const Member& known : shape->members) {
      if (known.name == member) return shape;
    }
  }
  return nullptr;
}

void unknown_member(const JsonValue& member, const Shape& shape, Issues& issues) {
  std::vector<std::string> known;
  for (const Member& m : shape.members) known.emplace_back(m.name);
  if (shape.has_notes) {
    for (const Member& m : note_members()) known.emplace_back(m.name);
  }
  Issue issue;
  issue.code = Code::kUnknownMember;
  issue.place = member.key_place();
  issue.found = member.key();
  issue.message = std::string(shape.what.en) + " has no member '" + issue.found + "'.";
  if (const Shape* home = home_of(member.key()); home && home != &shape) {
    issue.message += " It belongs in " + std::string(home->what.en) + ".";
  } else if (issue.suggestion = nearest_word(member.key(), known); !issue.suggestion.empty()) {
    issue.message += " Did you mean '" + issue.suggestion + "'?";
  } else {
    for (std::size_t i = 0; i < known.size(); ++i)
      issue.expected += (i == 0 ? "" : ", ") + known[i];
  }
  issues.add(std::move(issue));
}

}  // namespace

void judge(const JsonValue& value, const Shape& shape, Issues& issues) {
  for (const JsonValue member : value) {
    if (shape.has_notes && member.key().starts_with("x-")) continue;
    const Member* known = shape.find(member.key());
    if (!known) {
      unknown_member(member, shape, issues);
    } else if (!is_judged_by_rules(shape, *known)) {
      judge(member, known->form, issues);
    }
  }
  for (const Member& member : shape.members) {
    if (!member.is_required || value.find(member.name)) continue;
    Issue issue = issue_at(Code::kMissingMember, value,
                           std::string(shape.what.en) + " needs '" + std::string(member.name) +
                               "': " + in_sentence(member.about.en));
    issue.found.clear();
    issues.add(std::move(issue));
  }
  for (const Rule& rule : shape.rules) judge_rule(value, shape, rule, issues);
}

}  // namespace rebate::grammar
