// SPDX-License-Identifier: Apache-2.0
//
// The values of a policy as JSON on its way out, part by part; the counterpart of PolicyBuilder.
#pragma once

#include "rebate/policy/policy.hpp"
#include "codec/json_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate::detail {

/// An object whose members are added only if there is something to say.
class ObjectWriter {
 public:
  ObjectWriter() : object_(JsonText::object()) {}

  void text(std::string_view name, const std::string& value);
  void texts(std::string_view name, const std::vector<std::string>& list);
  void integer(std::string_view name, std::optional<int> value);
  void word(std::string_view name, std::string_view value);
  void title(std::string_view name, const Title& title);
  /// An expression, always as a text.
  void expression(std::string_view name, const Expression& value);
  void expressions(std::string_view name, const std::vector<Expression>& list);
  /// A number or an expression.
  void value(std::string_view name, const Expression& value);
  void add(std::string_view name, JsonText value) { object_.add(name, std::move(value)); }
  /// title, note and clause; the x- members follow in finish().
  void notes(const Notes& notes);
  JsonText finish(const Notes& notes);
  JsonText finish() { return std::move(object_); }

 private:
  JsonText object_;
};

JsonText json_of(const Title& title);
JsonText json_of_value(const Expression& value);
JsonText json_of(const Cell& cell);
JsonText json_of(const Rule& rule);
JsonText json_of(const Limit& limit);
/// A bound: a number, a percentage or a level.
JsonText literal_json(const Expression& bound);
JsonText json_of(const Band& band);
JsonText json_of_bands(const std::vector<Band>& bands);

}  // namespace rebate::detail
