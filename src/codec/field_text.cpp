// SPDX-License-Identifier: Apache-2.0
#include "codec/field_text.hpp"

#include "rebate/base/limits.hpp"

#include <algorithm>

namespace rebate::detail {

namespace {

constexpr std::size_t kQuickDigits = 18;  // Fit 64 bits whatever they are.

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

/// Plain decimals of at most 18 digits. Nothing says no more than that the slow way has to decide.
std::optional<NumberText> read_quick(std::string_view text) {
  const bool is_negative = !text.empty() && text[0] == '-';
  std::size_t at = is_negative ? 1 : 0;
  const std::size_t first = at;
  if (text.size() - at > kQuickDigits + 1 || at == text.size()) return std::nullopt;
  std::uint64_t number = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    number = number * 10 + static_cast<std::uint64_t>(text[at] - '0');
  }
  const std::size_t whole = at - first;
  if (whole == 0 || (whole > 1 && text[first] == '0')) return std::nullopt;
  std::size_t scale = 0;
  if (at < text.size() && text[at] == '.') {
    const std::size_t point = at++;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      number = number * 10 + static_cast<std::uint64_t>(text[at] - '0');
    }
    scale = at - point - 1;
    if (scale == 0) return std::nullopt;
  }
  if (at != text.size() || whole + scale > kQuickDigits) return std::nullopt;
  NumberText result;
  result.coefficient =
      is_negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
  result.scale = static_cast<std::int32_t>(scale);
  return result;
}

/// The number as plain decimal text; nothing if separators stand where they must not.
std::optional<std::string> plain_number(std::string_view text, const FieldFormat& format) {
  const std::size_t point = text.find(format.decimal);
  std::string_view whole = text.substr(0, point);
  std::string plain;
  if (whole.starts_with('-')) {
    plain = "-";
    whole.remove_prefix(1);
  }
  if (format.group != '\0' && whole.find(format.group) != std::string_view::npos) {
    // One to three digits, then groups of exactly three.
    std::size_t group = whole.find(format.group);
    if (group == 0 || group > 3) return std::nullopt;
    for (; group < whole.size(); group += 4) {
      if (whole[group] != format.group || whole.size() - group < 4) return std::nullopt;
    }
    if (group != whole.size()) return std::nullopt;
    for (const char c : whole) {
      if (c != format.group) plain += c;
    }
  } else {
    plain += whole;
  }
  if (plain.find('.') != std::string::npos) return std::nullopt;
  if (point != std::string_view::npos) {
    const std::string_view rest = text.substr(point + 1);
    if (rest.find('.') != std::string_view::npos) return std::nullopt;
    plain += '.';
    plain += rest;
  }
  return plain;
}

// Most dates that are refused are right and written another way: a spreadsheet's, a country's.
FieldFault date_fault(std::string_view text, const DatePattern& pattern) {
  const std::string shown = "\"" + std::string(text.substr(0, 40)) + "\"";
  const std::string written = "a day written " + pattern.text();
  if (pattern.fits(text)) {
    return {Code::kNotADate, shown + " is no day of the calendar.", written, ""};
  }
  const bool is_standard = pattern.text() == DatePattern().text();
  return {
      Code::kNotADate, shown + " is not written " + pattern.text() + ".",
      is_standard ? "a day such as 2025-03-31; data.json says how other files write them" : written,
      ""};
}

FieldFault number_fault(std::string_view text, const FieldFormat& format, bool allows_percent) {
  FieldFault fault{Code::kNotANumber, "", "", ""};
  const auto plain =
      format.is_plain_number() ? std::optional(std::string(text)) : plain_number(text, format);
  const std::string_view why = plain ? fault_of_decimal(*plain) : std::string_view();
  if (std::count_if(text.begin(), text.end(), is_digit) > kMaxNumberDigits) {
    fault.code = Code::kLimitExceeded;
    fault.message = "has more than " + std::to_string(kMaxNumberDigits) + " digits.";
    return fault;
  }
  fault.message = "\"" + std::string(text.substr(0, 40)) + "\" is no number" +
                  (why.empty() ? "." : ": " + std::string(why) + ".");
  const std::string example = "1234" + std::string(1, format.decimal) + "50";
  fault.expected = "a plain number such as " + example + (allows_percent ? " or 90%" : "") +
                   (format.is_plain_number() ? "; data.json says how other files write them" : "");
  return fault;
}

}  // namespace

std::optional<DatePattern> DatePattern::parse(std::string_view pattern) {
  DatePattern made;
  made.pattern_ = pattern;
  made.year_ = pattern.find("YYYY");
  made.month_ = pattern.find("MM");
  made.day_ = pattern.find("DD");
  if (made.year_ == std::string_view::npos || made.month_ == std::string_view::npos ||
      made.day_ == std::string_view::npos) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool is_part = (i >= made.year_ && i < made.year_ + 4) ||
                         (i >= made.month_ && i < made.month_ + 2) ||
                         (i >= made.day_ && i < made.day_ + 2);
    const auto c = static_cast<unsigned char>(pattern[i]);
    const bool is_letter_or_digit =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (!is_part && (is_letter_or_digit || c < 0x20)) return std::nullopt;
  }
  return made;
}

std::optional<Date> DatePattern::read(std::string_view text) const {
  if (text.size() != pattern_.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = pattern_[i];
    const bool is_part = c == 'Y' || c == 'M' || c == 'D';
    if (!is_part && text[i] != c) return std::nullopt;
  }
  return Date::make(digits_at(text, year_, 4), digits_at(text, month_, 2),
                    digits_at(text, day_, 2));
}

bool DatePattern::fits(std::string_view text) const {
  if (text.size() != pattern_.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = pattern_[i];
    const bool is_part = c == 'Y' || c == 'M' || c == 'D';
    if (is_part ? !is_digit(text[i]) : text[i] != c) return false;
  }
  return true;
}

void NumberText::negate() {
  if (wide) wide = -*wide;
  coefficient = -coefficient;
}

std::optional<NumberText> read_number(std::string_view text, const FieldFormat& format,
                                      bool allows_percent) {
  const bool is_percent = allows_percent && text.ends_with('%');
  if (is_percent) text.remove_suffix(1);
  std::string plain;
  if (!format.is_plain_number()) {
    std::optional<std::string> made = plain_number(text, format);
    if (!made) return std::nullopt;
    plain = *std::move(made);
    text = plain;
  }
  std::optional<NumberText> number = read_quick(text);
  if (!number) {
    const std::optional<Decimal> wide = Decimal::parse(text);
    if (!wide) return std::nullopt;
    number.emplace();
    number->wide = *wide;
  }
  if (!is_percent) return number;
  NumberText hundredth;
  hundredth.wide = number->decimal() * Decimal::from_int64(1, 2);
  return hundredth;
}

bool add_field(std::string_view text, const FieldFormat& format, bool negate, ColumnBuilder& column,
               FieldFault& fault) {
  const FieldSpec& spec = column.spec();
  if (text.empty()) {
    column.add_missing();
    if (!spec.is_filled) return true;
    fault = {Code::kFieldEmpty, "The field " + spec.name + " is empty.", "", ""};
    return false;
  }
  switch (spec.type) {
    case FieldType::kText: {
      column.add_text(text);
      if (spec.levels.empty() ||
          std::find(spec.levels.begin(), spec.levels.end(), text) != spec.levels.end()) {
        return true;
      }
      std::string all;
      for (const std::string& level : spec.levels) all += (all.empty() ? "" : ", ") + level;
      fault = {Code::kWrongValue, "\"" + std::string(text) + "\" is no level of " + spec.name + ".",
               all, nearest_word(text, spec.levels)};
      return false;
    }
    case FieldType::kNumber: {
      std::optional<NumberText> number = read_number(text, format, spec.allows_percent);
      if (number) {
        if (negate && spec.is_amount) number->negate();
        if (number->wide) {
          column.add_number(*number->wide);
        } else {
          column.add_number(number->coefficient, number->scale);
        }
        return true;
      }
      fault = number_fault(text, format, spec.allows_percent);
      break;
    }
    case FieldType::kDate: {
      if (const std::optional<Date> date = format.dates.read(text)) {
        column.add_date(*date);
        return true;
      }
      fault = date_fault(text, format.dates);
      break;
    }
    case FieldType::kFlag: {
      if (text == "true" || text == "false") {
        column.add_flag(text == "true");
        return true;
      }
      fault = {Code::kNotAFlag,
               "\"" + std::string(text.substr(0, 40)) + "\" is neither true nor false.",
               "true or false", ""};
      break;
    }
  }
  fault.message = spec.name + " " + fault.message;  // date "2025-02-29" is no day of the calendar.
  column.add_missing();
  return false;
}

}  // namespace rebate::detail
