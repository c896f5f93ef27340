// SPDX-License-Identifier: Apache-2.0
#include "policy/formula_walk.hpp"

namespace rebate {

void visit_nodes(const FormulaPtr& formula, const std::function<void(const Formula&)>& visit) {
  if (!formula) return;
  visit(*formula);
  for (const FormulaPtr& child : formula->children) visit_nodes(child, visit);
  const Scope& scope = formula->scope;
  for (const FormulaPtr& condition : scope.where) visit_nodes(condition, visit);
  for (const Window& window : scope.windows) {
    visit_nodes(window.first, visit);
    visit_nodes(window.last, visit);
  }
  visit_nodes(scope.within_field, visit);
}

}  // namespace rebate
