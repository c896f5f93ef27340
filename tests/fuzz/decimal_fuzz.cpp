// SPDX-License-Identifier: Apache-2.0
//
// Decimal text of any kind: what parse accepts is exactly the grammar, prints and reads back the
// same, and computes by the laws of arithmetic. Built with clang,
// -fsanitize=fuzzer,address,undefined and the library; the input is up to three numbers, separated
// by blanks.
#include "rebate/base/limits.hpp"
#include "rebate/numeric/apportion.hpp"
#include "rebate/numeric/rounding.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace rebate;

void require(bool holds) {
  if (!holds) std::abort();
}

// The grammar a second time, letter by letter: -?(0|[1-9][0-9]*)(\.[0-9]+)?, at most 64 digits.
bool is_plain(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  const bool zero = at < text.size() && text[at] == '0';
  std::size_t count = digits();
  if (count == 0 || (zero && count > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    const std::size_t fraction = digits();
    if (fraction == 0) return false;
    count += fraction;
  }
  return at == text.size() && count <= static_cast<std::size_t>(kMaxNumberDigits);
}

Decimal read(std::string_view text) {
  const std::optional<Decimal> value = Decimal::parse(text);
  require(value.has_value() == is_plain(text));
  require(value.has_value() == fault_of_decimal(text).empty());
  if (!value) return Decimal();
  const std::string shortest = value->to_string();
  require(*Decimal::parse(shortest) == *value);
  require(Decimal::parse(shortest)->to_string() == shortest);
  require(value->normalized() == *value);
  require(std::hash<Decimal>{}(value->normalized()) == std::hash<Decimal>{}(*value));
  std::string ungrouped = value->to_grouped_string(2);
  std::erase(ungrouped, ',');
  require(ungrouped == value->to_string(2));
  return *value;
}

void check_arithmetic(const Decimal& a, const Decimal& b, const Decimal& c) {
  require(a + b == b + a && a * b == b * a);
  require((a + b) + c == a + (b + c));
  require((a * b) * c == a * (b * c));
  require(a * (b + c) == a * b + a * c);
  require((a + b) - b == a);
  require((a < b) == ((a - b).sign() < 0));
  require((a == b) == (a - b).is_zero());
  if (b.is_zero()) return;
  const Ratio quotient = Ratio(a) / Ratio(b);
  require(quotient * Ratio(b) == Ratio(a));
  require((quotient + Ratio(c)) - Ratio(c) == quotient);
  require(Ratio(quotient.floor()) <= quotient && quotient < Ratio(quotient.floor() + 1));
}

void check_rounding(const Decimal& value, const Decimal& divisor, const Decimal& step) {
  if (step.sign() <= 0 || divisor.is_zero()) return;
  const Ratio exact = Ratio(value) / Ratio(divisor);
  for (const RoundingMode mode : all_rounding_modes()) {
    const Decimal rounded = round(exact, step, mode);
    require(abs(Ratio(rounded) - exact) < Ratio(step));
    require((Ratio(rounded) / Ratio(step)).denominator() == Integer(1));
    require(round(rounded, step, mode) == rounded);
  }
  const std::vector<Ratio> weights = {Ratio(value), exact, Ratio(divisor)};
  const Apportionment split = apportion(value, weights, step);
  require(split.parts[0] + split.parts[1] + split.parts[2] + split.unassigned == value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  read(rest);
  Decimal numbers[3];
  for (Decimal& number : numbers) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    number = read(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  check_arithmetic(numbers[0], numbers[1], numbers[2]);
  check_rounding(numbers[0], numbers[1], numbers[2]);
  return 0;
}
