// SPDX-License-Identifier: Apache-2.0
#include "policy/check_bands.hpp"

#include "policy/policy_words.hpp"

#include <algorithm>

namespace rebate {
namespace {

bool is_beginning(Edge edge) { return edge == Edge::kFrom || edge == Edge::kAbove; }
bool is_ending(Edge edge) { return edge == Edge::kUpTo || edge == Edge::kBelow; }

// "Band 2 (line 30)": what a message calls the band at `index`.
std::string name_of_band(const CheckContext& context, const std::vector<EdgeAt>& edges,
                         std::size_t index) {
  std::string text = "band " + std::to_string(index + 1);
  const int line = context.policy.place(edges[index].pointer).line;
  if (line > 0) text += " (line " + std::to_string(line) + ")";
  return text;
}

std::string bound_text(const EdgeAt& edge) {
  if (const auto literal = literal_of(*edge.bound)) return to_text(*literal);
  const Syntax& tree = *edge.bound->tree();
  if (tree.kind == Syntax::Kind::kText || tree.kind == Syntax::Kind::kName) return tree.text;
  return edge.bound->text();
}

// Where a bound stands: of the member in a band, of the element in a matrix.
std::string pointer_of_bound(const EdgeAt& edge) {
  const std::string& own = edge.bound->place().pointer;
  return own.empty() ? edge.pointer : own;
}

// One side, and no edge left out but at the open end.
void check_sides(CheckContext& context, const std::vector<EdgeAt>& edges, bool is_line) {
  std::size_t first = edges.size();  // The first band with an edge.
  for (std::size_t i = 0; i < edges.size() && first == edges.size(); ++i) {
    if (edges[i].edge != Edge::kNone) first = i;
  }
  if (first == edges.size()) {
    if (edges.size() > 1) {
      context.error(
          Code::kBandEdges, edges[1].pointer,
          "two bands without an edge: say where each begins (from, above) or ends (up_to, below).");
    } else if (is_line) {
      context.error(Code::kBandEdges, edges[0].pointer,
                    "the points of an interpolated line are written with 'at'.");
    }
    return;
  }
  const Edge kind = edges[first].edge;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Edge edge = edges[i].edge;
    if (is_line != (edge == Edge::kAt) && (is_line || edge != Edge::kNone)) {
      context.error(Code::kBandEdges, edges[i].pointer,
                    is_line ? "the points of an interpolated line are written with 'at'."
                            : "'at' is a point of an interpolated line; a band begins with from or "
                              "above, or ends "
                              "with up_to or below.");
      return;
    }
    if (edge == Edge::kNone) {
      const bool is_open_end = is_ending(kind) ? i + 1 == edges.size() : i == 0;
      if (is_open_end) continue;
      context.error(Code::kBandEdges, edges[i].pointer,
                    name_of_band(context, edges, i) + " has no edge; only the " +
                        (is_ending(kind) ? "last of bands that end (up_to, below)"
                                         : "first of bands that begin (from, above)") +
                        " may have none.");
    } else if (is_beginning(edge) != is_beginning(kind) && edge != Edge::kAt) {
      context.error(Code::kBandEdges, edges[i].pointer,
                    "'" + std::string(detail::to_word(edge)) + "' after '" +
                        std::string(detail::to_word(kind)) +
                        "': a list of bands says where they begin (from, above) or where they end "
                        "(up_to, below). " +
                        "The first edge stands in " + name_of_band(context, edges, first) + ".");
      return;
    }
  }
}

// The level that a bound names, in the measure's order.
Value level_bound(CheckContext& context, const EdgeAt& edge, const Formula& measure) {
  const auto order = order_of(measure);
  const std::string name = bound_text(edge);
  if (!order) return Level{name, -1};
  return context.level(pointer_of_bound(edge), order->first, order->second, name);
}

Value bound_of(CheckContext& context, const EdgeAt& edge, const FormulaPtr& measure) {
  if (!edge.bound || !edge.bound->is_set()) return {};
  const auto literal = literal_of(*edge.bound);
  const bool is_level = measure && measure->type == Type::kLevel;
  if (is_level && !literal) return level_bound(context, edge, *measure);
  if (is_level) {
    context.error(Code::kBandBound, pointer_of_bound(edge),
                  to_text(*literal) + " is no level; the measure is one.");
    return {};
  }
  if (!literal) {
    context.error(Code::kBandBound, pointer_of_bound(edge),
                  "a bound is a plain number or a percentage; '" + bound_text(edge) + "' is " +
                      (measure ? "neither." : "neither, and no level is compared here."));
    return {};
  }
  const bool is_share = measure && (measure->op == Op::kAttainment || measure->op == Op::kGrowth);
  if (is_share && !literal->is_percent && abs(literal->value) >= Decimal::from_int64(5)) {
    context.warn(Code::kBandPercent, pointer_of_bound(edge),
                 to_text(*literal) + " is " +
                     (literal->value * Decimal::from_int64(100)).to_string() + "%. If " +
                     to_text(*literal) + "% is meant, write \"" + to_text(*literal) + "%\".");
  }
  return Ratio(literal->value);
}

// The cut that an edge makes: `from 60` cuts before 60, `above 60` behind it.
struct Cut {
  Ratio value;
  int side;
};
bool operator<(const Cut& a, const Cut& b) {
  return a.value != b.value ? a.value < b.value : a.side < b.side;
}

std::optional<Cut> cut_of(Edge edge, const Value& bound) {
  const int side = edge == Edge::kAbove || edge == Edge::kUpTo ? 1 : 0;
  if (bound.is_number()) return Cut{bound.number(), side};
  if (bound.is_level() && bound.level().position >= 0) {
    return Cut{Ratio(Decimal::from_int64(bound.level().position)), side};
  }
  return std::nullopt;
}

void check_ascending(CheckContext& context, const std::vector<EdgeAt>& edges,
                     const std::vector<Value>& bounds) {
  std::optional<Cut> last;
  std::size_t last_index = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const auto cut = edges[i].edge == Edge::kNone ? std::nullopt : cut_of(edges[i].edge, bounds[i]);
    if (!cut) continue;
    if (last && !(*last < *cut)) {
      const bool is_equal = cut->value == last->value;
      Issue issue;
      issue.code = Code::kBandNotAscending;
      issue.place = context.policy.place(pointer_of_bound(edges[i]));
      issue.message = "\"" + bound_text(edges[i]) + "\" after \"" + bound_text(edges[last_index]) +
                      "\": " + (is_equal ? "two bands have one edge" : "bands ascend") + ". See " +
                      name_of_band(context, edges, last_index) + " and " +
                      name_of_band(context, edges, i) + ".";
      issue.found = bound_text(edges[i]);
      context.issues.add(std::move(issue));
    }
    last = cut;
    last_index = i;
  }
}

// The least value that a measure of whole numbers can have; nothing for other measures.
std::optional<int> least_whole(const Formula& measure) {
  switch (measure.op) {
    case Op::kNamed:
      return measure.children.empty() ? std::nullopt : least_whole(*measure.children[0]);
    case Op::kRank:
      return 1;
    case Op::kStreak:
      return 0;
    case Op::kAggregate:
      if (measure.aggregate == Aggregate::kCount || measure.aggregate == Aggregate::kDistinct)
        return 0;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

// Bands between whole numbers, and below the least one: `above 3, from 4` leaves nothing in
// between.
void warn_unreachable(CheckContext& context, const std::vector<EdgeAt>& edges,
                      const std::vector<Value>& bounds, const FormulaPtr& measure) {
  const auto least = measure ? least_whole(*measure) : std::nullopt;
  if (!least) return;
  // The first whole number behind a cut.
  const auto first_behind = [](const Cut& cut) {
    const Integer whole = cut.value.ceil();
    const bool is_on = Ratio(whole) == cut.value;
    return is_on && cut.side == 1 ? whole + Integer(1) : whole;
  };
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const std::size_t begin_at = is_ending(edges[i].edge) ? i - 1 : i;
    const std::size_t end_at = is_ending(edges[i].edge) ? i : i + 1;
    if (end_at >= edges.size() || edges[end_at].edge == Edge::kNone) continue;
    const auto end = cut_of(edges[end_at].edge, bounds[end_at]);
    if (!end) continue;
    Integer first(*least);
    if (begin_at < edges.size() && edges[begin_at].edge != Edge::kNone) {
      const auto begin = cut_of(edges[begin_at].edge, bounds[begin_at]);
      if (!begin) continue;
      first = std::max(first, first_behind(*begin));
    }
    if (first < first_behind(*end)) continue;
    context.warn(Code::kBandUnreachable, edges[i].pointer,
                 "no value reaches " + name_of_band(context, edges, i) +
                     ": the measure is a whole number from " + std::to_string(*least) + " on.");
  }
}

}  // namespace

std::optional<std::pair<std::string, std::string>> order_of(const Formula& measure) {
  switch (measure.op) {
    case Op::kField:
      return std::make_pair(measure.noun, measure.field);
    case Op::kGrade:
      return std::make_pair(std::string("score"), measure.name);
    case Op::kAggregate:
    case Op::kNamed:
      return measure.children.empty() ? std::nullopt : order_of(*measure.children[0]);
    case Op::kConditional:
    case Op::kDefault:
      return measure.children.size() < 2 ? std::nullopt
                                         : order_of(*measure.children[measure.children.size() - 2]);
    default:
      return std::nullopt;
  }
}

std::vector<EdgeAt> edges_of(const std::vector<Band>& bands, const std::string& pointer) {
  std::vector<EdgeAt> edges;
  for (std::size_t i = 0; i < bands.size(); ++i)
    edges.push_back({bands[i].edge, &bands[i].bound, at(pointer, i)});
  return edges;
}

bool is_alike(const Band& a, const Band& b) {
  return a.payout == b.payout && a.mode == b.mode && a.level == b.level && a.score == b.score;
}

std::vector<Value> check_edges(CheckContext& context, const std::vector<EdgeAt>& edges,
                               const FormulaPtr& measure, bool is_line) {
  std::vector<Value> bounds;
  if (edges.empty()) return bounds;
  check_sides(context, edges, is_line);
  for (const EdgeAt& edge : edges) {
    bounds.push_back(edge.edge == Edge::kNone ? Value() : bound_of(context, edge, measure));
  }
  check_ascending(context, edges, bounds);
  warn_unreachable(context, edges, bounds, measure);
  return bounds;
}

}  // namespace rebate
