// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/policy.hpp"

namespace rebate {
namespace {

std::optional<Decimal> percentage(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto number = Decimal::parse(text.substr(0, text.size() - 1));
  if (!number) return std::nullopt;
  return *number * Decimal::from_int64(1, 2);
}

}  // namespace

std::optional<Decimal> Cell::number() const {
  if (const auto* number = std::get_if<Decimal>(&held)) return *number;
  if (const auto* text = std::get_if<std::string>(&held)) {
    if (const auto number = percentage(*text)) return number;
    return Decimal::parse(*text);
  }
  return std::nullopt;
}

std::string Cell::text() const {
  if (const auto* number = std::get_if<Decimal>(&held)) {
    return is_percent ? (*number * Decimal::from_int64(100)).to_string() + "%"
                      : number->to_string();
  }
  if (const auto* text = std::get_if<std::string>(&held)) return *text;
  if (const auto* flag = std::get_if<bool>(&held)) return *flag ? "true" : "false";
  return {};
}

Cell Cell::from_text(std::string text) {
  Cell cell;
  if (const auto number = percentage(text)) {
    cell.held = *number;
    cell.is_percent = true;
  } else {
    cell.held = std::move(text);
  }
  return cell;
}

Place Policy::place(const std::string& pointer) const {
  if (places.held) return places.held->at(pointer);
  Place place;
  place.pointer = pointer;
  return place;
}

}  // namespace rebate
