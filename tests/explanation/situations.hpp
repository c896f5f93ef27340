// SPDX-License-Identifier: Apache-2.0
//
// Lines as a settlement leaves them, made by hand: a policy with one or two rules, a trace with the
// figures of a contract's appendix.
#pragma once

#include "rebate/explanation/explain.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rebate::testing {

inline Ratio ratio(const char* text) { return Ratio(Decimal::of(text)); }
inline Title titled(const char* en, const char* zh) { return {{"en", en}, {"zh", zh}}; }

/// One line with everything that explaining it takes. Starts as a yearly rule of D017 on net sales.
class Situation {
 public:
  Situation(const char* en, const char* zh);

  CheckedRule& rule() { return policy_->rules.back(); }
  CheckedPolicy& policy() { return *policy_; }
  LineTrace& trace() { return trace_; }
  std::vector<std::string>& key() { return key_; }
  std::vector<Reason>& reasons() { return reasons_; }

  void add_rule(const char* id, const char* en, const char* zh);
  void quarter(int quarter);
  /// What qualifies: the expression, its type and value, and the figures that it read.
  void by(const char* expression, Type type, Value value, std::vector<FigureSeen> figures);
  void of(const char* expression, Type type, const char* value);
  void band(int index, Edge edge, Value bound);
  void rate_slice(int band, const char* base, const char* rate, bool replaces);
  void pays(const char* gross, const char* due);
  void step(LimitStep::Kind kind, const char* expression, const char* value, const char* before,
            const char* after, std::vector<FigureSeen> figures = {});

  ExplainContext context() const;
  std::string text(Language language) const;

 private:
  std::shared_ptr<Policy> source_;
  std::shared_ptr<CheckedPolicy> policy_;
  LineTrace trace_;
  Period period_;
  std::vector<std::string> key_;
  std::vector<Reason> reasons_;
};

FigureSeen measure(const char* expression, const char* value, std::int64_t rows = 1);
FigureSeen target(const char* name, const char* value);
FigureSeen field(const char* expression, const char* text);
FormulaPtr formula_of(Type type);
FormulaPtr key_field(const char* noun, const char* field);

}  // namespace rebate::testing
