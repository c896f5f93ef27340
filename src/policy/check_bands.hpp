// SPDX-License-Identifier: Apache-2.0
//
// Edges of bands: one a band, beginnings or endings, ascending strictly. "from 80%, from 90%, above
// 100%" is a list of beginnings; "from 90%, up_to 100%" is refused, for the next band ends a band.
#pragma once

#include "policy/check_context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rebate {

struct EdgeAt {
  Edge edge = Edge::kNone;
  const Expression* bound = nullptr;  ///< Null or unset with kNone.
  std::string pointer;                ///< Of the band or the bound.
};

/// The bounds as values, one an edge; missing where there is none or it cannot be read. `measure`
/// is compared with them: its type and, for levels, its order count; null where it is not known.
/// `is_line`: the bands are points of an interpolated line. FAILS: kBandEdges, kBandBound,
/// kBandNotAscending. WARNS: kBandPercent, kBandUnreachable.
std::vector<Value> check_edges(CheckContext& context, const std::vector<EdgeAt>& edges,
                               const FormulaPtr& measure, bool is_line);

/// The edges of bands at `pointer`.
std::vector<EdgeAt> edges_of(const std::vector<Band>& bands, const std::string& pointer);

/// The order that a measure of levels is of: ("stage", "name") for largest(stage.name).
std::optional<std::pair<std::string, std::string>> order_of(const Formula& measure);

/// Whether payouts are the same, expression by expression.
bool is_alike(const Band& a, const Band& b);

}  // namespace rebate
