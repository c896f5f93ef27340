// SPDX-License-Identifier: Apache-2.0
//
// Texts of a certain look, the makers of forms, and forms in words.
#include "codec/grammar.hpp"

#include "rebate/calendar/date.hpp"
#include "rebate/calendar/fiscal_calendar.hpp"

#include <algorithm>

namespace rebate::grammar {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// "0000-00-00": 0 stands for a digit, anything else for itself.
bool fits(std::string_view text, std::string_view mask) {
  return text.size() == mask.size() &&
         std::equal(text.begin(), text.end(), mask.begin(),
                    [](char c, char m) { return m == '0' ? is_digit(c) : c == m; });
}

bool is_id(std::string_view text) {
  return !text.empty() && (is_small(text[0]) || is_digit(text[0])) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_small(c) || is_capital(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
         });
}

bool is_language(std::string_view text) {
  if (text.size() != 2 && text.size() != 5) return false;
  if (!is_small(text[0]) || !is_small(text[1])) return false;
  return text.size() == 2 || (text[2] == '-' && is_capital(text[3]) && is_capital(text[4]));
}

bool is_date(std::string_view text) { return fits(text, "0000-00-00"); }

bool is_range(std::string_view text) {
  if (fits(text, "0000") || fits(text, "0000-00") || is_date(text)) return true;
  if (fits(text, "0000-Q0")) return text[6] >= '1' && text[6] <= '4';
  if (fits(text, "0000-H0")) return text[6] == '1' || text[6] == '2';
  return fits(text, "0000-00-00..0000-00-00");
}

// "month" or "2 month"
bool is_unit(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank != std::string_view::npos) {
    const std::string_view count = text.substr(0, blank);
    if (count.empty() || count[0] == '0' || !std::all_of(count.begin(), count.end(), is_digit))
      return false;
    text.remove_prefix(blank + 1);
  }
  constexpr std::string_view kUnits[] = {"day",     "week", "half_month", "month",
                                         "quarter", "half", "year"};
  return std::find(std::begin(kUnits), std::end(kUnits), text) != std::end(kUnits);
}

bool is_period(std::string_view text) {
  return is_unit(text) || text == "policy" || is_range(text);
}
bool is_settle(std::string_view text) { return is_unit(text) || text == "start"; }
bool is_phased(std::string_view text) {
  return text == "linear" || text == "none" || text.ends_with(".csv");
}
bool is_currency(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), is_capital);
}
bool is_month_day(std::string_view text) { return fits(text, "00-00"); }
bool is_weeks(std::string_view text) { return fits(text, "0-0-0"); }

bool is_field(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size()) return false;
  const std::string_view noun = text.substr(0, dot), name = text.substr(dot + 1);
  const auto is_name = [](char c) { return is_small(c) || c == '_'; };
  return std::all_of(noun.begin(), noun.end(), is_name) && is_name(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_name(c) || is_digit(c); });
}

bool is_goal(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const auto is_part = [](char c) { return is_digit(c) || c == '.'; };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_part) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(colon) + 1, text.end(), is_part);
}

std::string no_fault(std::string_view) { return {}; }

std::string fault_of_date(std::string_view text) {
  return Date::parse(text) ? std::string() : "there is no day " + std::string(text);
}

std::string fault_of_range(std::string_view text) {
  std::string problem;
  if (FiscalCalendar().range(text, &problem)) return {};
  return problem.empty() ? "there are no such days: " + std::string(text) : problem;
}

std::string fault_of_period(std::string_view text) {
  if (is_range(text)) return fault_of_range(text);
  return PeriodSpec::parse(text)
             ? std::string()
             : "a period has at most " + std::to_string(PeriodSpec::kMaxCount) + " units";
}

std::string fault_of_settle(std::string_view text) {
  return text == "start" ? std::string() : fault_of_period(text);
}

}  // namespace

const TextKind kId{
    "id",
    "^[a-z0-9][A-Za-z0-9._-]*$",
    is_id,
    no_fault,
    {"a name of letters, digits, '.', '_' and '-' that begins with a small letter or a digit",
     "名称:字母、数字、“.”、“_”、“-”,以小写字母或数字开头"},
    "annual-target"};
const TextKind kLanguage{"language",
                         "^[a-z]{2}(-[A-Z]{2})?$",
                         is_language,
                         no_fault,
                         {"a language such as en or zh", "语言代码,如 en、zh"},
                         "zh"};
const TextKind kDate{"date",
                     "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                     is_date,
                     fault_of_date,
                     {"a date such as 2025-07-01", "日期,如 2025-07-01"},
                     "2025-07-01"};
const TextKind kRange{
    "range",
    "^[0-9]{4}(-(Q[1-4]|H[12]|[0-9]{2}(-[0-9]{2})?))?$|^[0-9]{4}-[0-9]{2}-[0-9]{2}\\.\\.[0-9]{4}-["
    "0-9]{2}-[0-9]{2}$",
    is_range,
    fault_of_range,
    {"days such as 2025, 2025-Q3, 2025-06 or 2025-01-01..2025-12-31, both included",
     "时间范围,如 2025、2025-Q3、2025-06、2025-01-01..2025-12-31(首尾两日均含)"},
    "2025-Q3"};
const TextKind kPeriod{"period",
                       "^(([1-9][0-9]* )?(day|week|half_month|month|quarter|half|year)|policy)$"
                       "|^[0-9]{4}(-(Q[1-4]|H[12]|[0-9]{2}(-[0-9]{2})?))?$"
                       "|^[0-9]{4}-[0-9]{2}-[0-9]{2}\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                       is_period,
                       fault_of_period,
                       {"a period: day, week, half_month, month, quarter, half, year or policy, "
                        "several such as '2 week', or "
                        "one range of days such as 2025-Q4",
                        "期间:day、week、half_month、month、quarter、half、year、policy,或“2 "
                        "week”,或单一时间范围如 2025-Q4"},
                       "quarter"};
const TextKind kSettle{"settle",
                       "^(([1-9][0-9]* )?(day|week|half_month|month|quarter|half|year)|start)$",
                       is_settle,
                       fault_of_settle,
                       {"the period of an instalment, such as quarter, or start",
                        "分期周期,如 quarter;或 start(期初一次)"},
                       "quarter"};
const TextKind kPhased{"phased",
                       "^(linear|none|.*\\.csv)$",
                       is_phased,
                       no_fault,
                       {"linear, none or the name of a .csv file", "linear、none 或 .csv 文件名"},
                       "linear"};
const TextKind kCurrencyCode{"currency",
                             "^[A-Z]{3}$",
                             is_currency,
                             no_fault,
                             {"a currency of ISO 4217 such as CNY", "ISO 4217 币种代码,如 CNY"},
                             "CNY"};
const TextKind kMonthDay{"month_day",
                         "^[0-9]{2}-[0-9]{2}$",
                         is_month_day,
                         no_fault,
                         {"a month and a day such as 04-01", "月-日,如 04-01"},
                         "04-01"};
const TextKind kWeeks{"weeks",
                      "^[0-9]-[0-9]-[0-9]$",
                      is_weeks,
                      no_fault,
                      {"the weeks of a quarter's months such as 4-4-5", "季度内各月周数,如 4-4-5"},
                      "4-4-5"};
const TextKind kFieldName{"field",
                          "^[a-z_]+\\.[a-z_][a-z0-9_]*$",
                          is_field,
                          no_fault,
                          {"a field such as visit.store", "字段,如 visit.store"},
                          "visit.store"};
const TextKind kRatioGoal{
    "goal", "^[0-9.]+:[0-9.]+$", is_goal, no_fault, {"a proportion such as 5:1", "比例,如 5:1"},
    "5:1"};

namespace {

Form form(Form::Kind kind) {
  Form made;
  made.kind = kind;
  return made;
}

}  // namespace

Form text() { return form(Form::Kind::kText); }
Form filled() { return form(Form::Kind::kFilled); }
Form look(const TextKind& kind) {
  Form made = form(Form::Kind::kLook);
  made.look = &kind;
  return made;
}
Form id() { return look(kId); }
Form title() { return form(Form::Kind::kTitle); }
Form expression() { return form(Form::Kind::kExpression); }
Form value() { return form(Form::Kind::kValue); }
Form rate() { return form(Form::Kind::kRate); }
Form integer(long minimum) { return integer(minimum, minimum - 1); }
Form integer(long minimum, long maximum) {
  Form made = form(Form::Kind::kInteger);
  made.minimum = minimum;
  made.maximum = maximum;
  return made;
}
Form flag() { return form(Form::Kind::kFlag); }
Form word(std::vector<std::string_view> words) {
  Form made = form(Form::Kind::kWord);
  made.words = std::move(words);
  return made;
}
Form scalar() { return form(Form::Kind::kScalar); }
Form plain() { return form(Form::Kind::kPlain); }
Form object(const Shape& shape) {
  Form made = form(Form::Kind::kObject);
  made.shape = &shape;
  return made;
}
Form list(Form element, std::size_t count_min, std::size_t count_max) {
  Form made = form(Form::Kind::kList);
  made.count_min = count_min;
  made.count_max = count_max;
  made.inner.push_back(std::move(element));
  return made;
}
Form set_of(Form element, std::size_t count_min) {
  Form made = list(std::move(element), count_min);
  made.is_set = true;
  return made;
}
Form map(const TextKind* names, Form element, std::size_t count_min) {
  Form made = form(Form::Kind::kMap);
  made.look = names;
  made.count_min = count_min;
  made.inner.push_back(std::move(element));
  return made;
}
Form either(std::vector<Form> choices) {
  Form made = form(Form::Kind::kEither);
  made.inner = std::move(choices);
  return made;
}

const Member* Shape::find(std::string_view member) const {
  for (const Member& known : members) {
    if (known.name == member) return &known;
  }
  if (!has_notes) return nullptr;
  for (const Member& known : note_members()) {
    if (known.name == member) return &known;
  }
  return nullptr;
}

std::string describe(const Form& form) {
  switch (form.kind) {
    case Form::Kind::kText:
      return "a text";
    case Form::Kind::kFilled:
      return "a text that is not empty";
    case Form::Kind::kLook:
      return std::string(form.look->what.en);
    case Form::Kind::kTitle:
      return "a text, or texts by language such as {\"en\": \"…\", \"zh\": \"…\"}";
    case Form::Kind::kExpression:
      return "an expression, as a text";
    case Form::Kind::kValue:
      return "a number or an expression";
    case Form::Kind::kRate:
      return "a percentage such as \"5%\", or an expression";
    case Form::Kind::kInteger:
      if (form.maximum < form.minimum) return "a whole number from " + std::to_string(form.minimum);
      return "a whole number from " + std::to_string(form.minimum) + " to " +
             std::to_string(form.maximum);
    case Form::Kind::kFlag:
      return "true or false";
    case Form::Kind::kWord: {
      std::string text = form.words.size() == 1 ? "" : "one of ";
      for (std::size_t i = 0; i < form.words.size(); ++i) {
        text += (i == 0 ? "'" : ", '") + std::string(form.words[i]) + "'";
      }
      return text;
    }
    case Form::Kind::kScalar:
      return "a number, a text, true, false or null";
    case Form::Kind::kPlain:
      return "a number or a text";
    case Form::Kind::kObject:
      return std::string(form.shape->what.en) + " (an object)";
    case Form::Kind::kList:
      return "a list";
    case Form::Kind::kMap:
      return "an object";
    case Form::Kind::kEither: {
      std::string text;
      for (std::size_t i = 0; i < form.inner.size(); ++i) {
        text += (i == 0                       ? ""
                 : i + 1 == form.inner.size() ? ", or "
                                              : ", ") +
                describe(form.inner[i]);
      }
      return text;
    }
  }
  return {};
}

}  // namespace rebate::grammar
