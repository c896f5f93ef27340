// SPDX-License-Identifier: Apache-2.0
//
// Wording puts a policy's figures and names into the words of one language: 27000 is "27,000.00" or
// "27,000.00元", 2025-Q2 is "Q2" or "二季度", net_sales is "net sales" or "净销售额". It knows the
// policy's titles and currency and nothing of lines.
#pragma once

#include "rebate/numeric/ratio.hpp"
#include "rebate/policy/checked_policy.hpp"
#include "rebate/explanation/language.hpp"
#include "explanation/catalogue.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {

class Wording {
 public:
  Wording(const CheckedPolicy& policy, Language language);

  const Catalogue& catalogue() const { return catalogue_; }
  Language language() const { return language_; }
  std::string say(Message message, Placeholders figures = {}) const {
    return fill(catalogue_, message, figures);
  }

  // Figures.
  /// "27,000.00", "27,000.00元". Of an endless fraction as many digits as the currency has.
  std::string money(const Ratio& amount) const;
  /// The same in another currency: "293,546 JPY".
  std::string money_in(const Ratio& amount, const std::string& currency) const;
  /// The same of an amount that is not rounded yet, to the digits of the currency.
  std::string about(const Ratio& amount) const;
  /// All digits of a number that ends: "1,234.565"; else six of them.
  std::string number(const Ratio& value) const;
  /// A stated rate: "3%", "3.5%".
  std::string rate(const Ratio& value) const;
  /// A measured ratio: "90.00%". Where two digits would say that it is `bound` and it is not, more.
  std::string percent(const Ratio& value, const std::optional<Ratio>& bound = std::nullopt) const;
  /// As its type is written: money, percentage, number.
  std::string amount(const Ratio& value, Type type) const;
  std::string value(const Value& value, Type type) const;
  /// A band's edge: "90%", "270,000.00", "gold".
  std::string bound(const Value& value, Type type) const;

  // Time.
  std::string day(Date date) const;
  std::string day_short(Date date) const;
  /// "2025", "Q2", "May"; with the year where the policy is valid in several. Days in full for
  /// others.
  std::string period(const Period& period) const;
  /// The same of any range, always with its year: "Q2 2024".
  std::string range(const DateRange& range) const;
  bool is_whole_year(const Period& period) const;

  // Names.
  std::string title_of_rule(int rule) const;
  /// The same inside a sentence: "growth rebate".
  std::string rule_inside(int rule) const;
  std::string level(const std::string& name) const;
  std::string noun(std::string_view noun) const;
  std::string rows_of(std::string_view noun) const;
  std::string field(std::string_view noun, std::string_view field) const;
  /// The expression in words as far as there are any: "2% of net sales".
  std::string phrase(std::string_view expression) const;
  /// What paying on the whole of a measure is called: "all sales".
  std::string whole(std::string_view expression) const;
  /// What kind of figure the expression gives; kNumber where that is not known.
  Type type_of(std::string_view expression) const;

  /// With a capital letter where the language has them: "limit 5" -> "Limit 5".
  std::string sentence(std::string text) const;
  /// Without the capital a title begins with, unless it is an abbreviation: "Growth" -> "growth".
  std::string inside(std::string text) const;

 private:
  std::string phrase(const Syntax& tree) const;
  std::string title_of_measure(const Syntax& tree) const;
  std::string phrase_of_name(const std::string& name) const;
  std::string phrase_of_binary(const Syntax& tree) const;
  std::string phrase_of_call(const Syntax& tree) const;
  std::string phrase_of_method(const Syntax& tree) const;
  Type type_of(const Syntax& tree) const;
  Type type_of_call(const Syntax& tree) const;
  std::string named_period(std::string_view name, bool with_year) const;

  const CheckedPolicy& policy_;
  Language language_;
  const Catalogue& catalogue_;
  bool is_of_one_year_ = false;
};

/// The tree of an expression's text; null if it is none.
SyntaxPtr parsed(std::string_view expression);

/// A comparison, taken apart: left, "<" "<=" ">" ">=" "==" "!=", right. Nothing for other
/// expressions.
struct Comparison {
  std::string left, sign, right;
  std::optional<Ratio> right_number;
};
std::optional<Comparison> comparison_in(std::string_view expression);

}  // namespace rebate
