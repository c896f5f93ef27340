// SPDX-License-Identifier: Apache-2.0
//
// The explainer of one line: each of the five texts is one question, answered from the trace.
#pragma once

#include "rebate/explanation/explain.hpp"
#include "explanation/wording.hpp"

#include <string>
#include <vector>

namespace rebate {

/// Sentences one after the other, with what the language puts between them.
class Sentences {
 public:
  explicit Sentences(const Wording& words) : words_(words) {}
  void add(std::string sentence);
  bool empty() const { return text_.empty(); }
  std::string text() && { return std::move(text_); }

 private:
  const Wording& words_;
  std::string text_;
};

class Explainer {
 public:
  Explainer(const LineTrace& trace, const ExplainContext& context, Language language);

  std::string name() const;
  std::string result() const;
  std::string why() const;
  std::string not_more() const;
  std::string limits() const;
  std::string next() const;
  std::string clause() const;
  std::string figures(FigureDetail detail) const;

 private:
  // explain_why.cpp
  void say_no_target(Sentences& sentences) const;
  void say_no_baseline(Sentences& sentences) const;
  void say_missing(Sentences& sentences) const;
  void say_measured(Sentences& sentences) const;
  void say_growth(Sentences& sentences, const FigureSeen& measured) const;
  void say_payment(Sentences& sentences) const;
  bool is_under_bands() const;
  void say_outside_bands(Sentences& sentences) const;
  void say_members(Sentences& sentences) const;

  // explain_pay.cpp
  void say_pay(Sentences& sentences) const;
  void say_nothing_measured(Sentences& sentences) const;
  void say_band(Sentences& sentences, const Slice& slice) const;
  void say_level(Sentences& sentences) const;
  void say_taken_back(Sentences& sentences) const;
  void say_flat(Sentences& sentences, const Slice& slice) const;
  void say_slices(Sentences& sentences, std::span<const Slice> slices) const;
  std::string band_name() const;
  std::string attributes() const;
  std::vector<std::string> slice_texts(const Slice& slice) const;

  // explain_conditions.cpp
  void say_condition(Sentences& sentences, const ConditionSeen& condition) const;
  std::optional<Ratio> attained_of(const ConditionSeen& condition, const FigureSeen& target) const;
  bool say_comparison(Sentences& sentences, const ConditionSeen& condition) const;
  std::string limit_text(const ConditionSeen& condition, const std::string& left,
                         const std::string& sign, const std::string& right) const;
  void say_superseded(Sentences& sentences) const;

  // explain_limits.cpp
  void say_step(Sentences& sentences, const LimitStep& step) const;
  /// Money in the currency that is paid.
  std::string paid(const Ratio& amount) const;
  void say_budget(Sentences& sentences, const LimitStep& step) const;
  void say_cap(Sentences& sentences, const LimitStep& step) const;

  // explain_next.cpp
  std::string beyond(const NextBand& next, const std::string& missing,
                     const std::string& amount) const;

  const FigureSeen* figure(std::span<const FigureSeen> figures, std::string_view expression) const;
  /// The measure that qualifies: the first one read for `by`.
  const FigureSeen* measured() const;
  Type by_type() const;
  Type of_type() const;
  bool is_row_of_payment() const;

  const LineTrace& trace_;
  const ExplainContext& context_;
  const CheckedRule& rule_;
  Wording words_;
};

}  // namespace rebate
