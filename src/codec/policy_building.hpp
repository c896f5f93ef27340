// SPDX-License-Identifier: Apache-2.0
//
// Building a Policy from a document that the grammar has judged. Whatever is ill-formed has been
// named already and is skipped here, so that the rest can be built and checked too; only
// expressions add issues.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/policy/policy.hpp"
#include "rebate/codec/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate::detail {

class PolicyBuilder {
 public:
  explicit PolicyBuilder(Issues& issues) : issues_(issues) {}

  Policy policy(const JsonValue& document);

 private:
  // Scalars.
  static std::string text(const JsonValue& value);
  static std::vector<std::string> texts(const JsonValue& value);
  static std::optional<int> integer(const JsonValue& value);
  static bool flag(const JsonValue& value);
  static Title title(const JsonValue& value);
  static Notes notes(const JsonValue& object);
  static Cell cell(const JsonValue& value);
  static std::vector<Cell> cells(const JsonValue& value);
  Expression expression(const JsonValue& value);
  std::vector<Expression> expressions(const JsonValue& value);
  Expression bound(const JsonValue& value);

  // Parts of a rule.
  Rule rule(const JsonValue& object);
  Who who(const JsonValue& value);
  When when(const JsonValue& value);
  std::optional<Accrue> accrue(const JsonValue& value);
  What what(const JsonValue& value);
  Qualify qualify(const JsonValue& value);
  Pay pay(const JsonValue& value);
  Payout payout(const JsonValue& object);
  Band band(const JsonValue& object);
  std::vector<Band> bands(const JsonValue& value);
  Matrix matrix(const JsonValue& object);
  Form form(const JsonValue& value);
  Payee payee(const JsonValue& value);
  Spread spread(const JsonValue& object);
  std::vector<Share> shares(const JsonValue& value);
  Limit limit(const JsonValue& object);

  // Declarations.
  CalendarTerms calendar(const JsonValue& object);
  FieldTerms field(const JsonValue& value);
  SetTerms set(const JsonValue& value);
  Named named(const JsonValue& value);
  Target target(const JsonValue& object);
  Score score(const JsonValue& object);
  TableTerms table(const JsonValue& object);
  Fund fund(const JsonValue& object);
  Budget budget(const JsonValue& object);
  Currencies currencies(const JsonValue& object);
  Example example(const JsonValue& object);
  Expectation expectation(const JsonValue& value);
  Report report(const JsonValue& object);
  void declarations(const JsonValue& document, Policy& policy);

  template <class T, class Read>
  NameMap<T> map(const JsonValue& value, Read read) {
    NameMap<T> names;
    if (!value.is(JsonValue::Kind::kObject)) return names;
    for (const JsonValue member : value)
      names.emplace_back(std::string(member.key()), read(member));
    return names;
  }

  Issues& issues_;
};

/// The value without blanks: {"a":[1,"x"]}.
std::string compact_json(const JsonValue& value);

}  // namespace rebate::detail
