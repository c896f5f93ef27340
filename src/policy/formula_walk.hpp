// SPDX-License-Identifier: Apache-2.0
//
// Every node of a formula, with what its scopes hold: net_sales.where(product.line == 'L01') is the
// aggregate, sale.net, and the comparison with its two sides.
#pragma once

#include "rebate/policy/formula.hpp"

#include <functional>

namespace rebate {

/// Parents before children; null formulas are skipped. Formulas are not deeper than their checker
/// allows.
void visit_nodes(const FormulaPtr& formula, const std::function<void(const Formula&)>& visit);

}  // namespace rebate
