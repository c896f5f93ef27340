// SPDX-License-Identifier: Apache-2.0
//
// Reading a decimal, strictly: "1234.50" is a number; "1,234.50", "1e5", "+1", ".5", "010" and " 1"
// are not, because each of them means something else somewhere.
#include "rebate/base/limits.hpp"
#include "rebate/numeric/decimal.hpp"

#include <algorithm>

namespace rebate {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

std::size_t count_digits(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  return static_cast<std::size_t>(end - text.begin());
}

// "-12.50" cut into its parts, or why it cannot be.
struct Parts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::string_view fault;
};

std::string_view fault_at(std::string_view rest, bool at_begin) {
  if (rest.empty()) return at_begin ? "it is empty" : "its digits are missing";
  const char letter = rest.front();
  if (letter == '.') return at_begin ? "no digit stands before its point" : "it has a second point";
  if (letter == '+') return "it has a plus sign";
  if (letter == '-') return "it has a minus sign where a digit belongs";
  if (letter == ',' || letter == '\'' || letter == '_')
    return "it has a separator or a comma between its digits";
  if (letter == '%') return "it has a percent sign";
  if (letter == ' ' || letter == '\t') return "it has a blank";
  if (!at_begin && (letter == 'e' || letter == 'E')) return "it has an exponent";
  if (static_cast<unsigned char>(letter) >= 0x80)
    return "it has signs other than the digits 0 to 9";
  return "it has something that is no digit";
}

Parts split(std::string_view text) {
  Parts parts;
  std::string_view rest = text;
  parts.negative = rest.starts_with('-');
  if (parts.negative) rest.remove_prefix(1);

  parts.whole = rest.substr(0, count_digits(rest));
  rest.remove_prefix(parts.whole.size());
  if (parts.whole.empty()) {
    parts.fault = fault_at(rest, !parts.negative || !rest.empty());
    return parts;
  }
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    parts.fraction = rest.substr(0, count_digits(rest));
    rest.remove_prefix(parts.fraction.size());
    if (parts.fraction.empty()) {
      parts.fault = rest.empty() ? "no digit stands after its point" : fault_at(rest, false);
      return parts;
    }
  }
  if (!rest.empty()) {
    parts.fault = fault_at(rest, false);
  } else if (parts.whole.size() > 1 && parts.whole.front() == '0') {
    parts.fault = "it begins with a zero";
  } else if (parts.whole.size() + parts.fraction.size() >
             static_cast<std::size_t>(kMaxNumberDigits)) {
    parts.fault = "it has more than 64 digits";
  }
  return parts;
}
static_assert(kMaxNumberDigits == 64, "the fault above names the limit");

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const Parts parts = split(text);
  if (!parts.fault.empty()) return std::nullopt;
  const auto scale = static_cast<std::int32_t>(parts.fraction.size());
  if (parts.whole.size() + parts.fraction.size() <= 18) {  // Always fits in 64 bits.
    std::int64_t coefficient = 0;
    for (const char digit : parts.whole) coefficient = coefficient * 10 + (digit - '0');
    for (const char digit : parts.fraction) coefficient = coefficient * 10 + (digit - '0');
    return from_int64(parts.negative ? -coefficient : coefficient, scale);
  }
  std::string digits = parts.negative ? "-" : "";
  digits.append(parts.whole).append(parts.fraction);
  return Decimal(*Integer::parse(digits), scale);
}

std::string_view fault_of_decimal(std::string_view text) { return split(text).fault; }

}  // namespace rebate
