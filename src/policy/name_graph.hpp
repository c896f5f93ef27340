// SPDX-License-Identifier: Apache-2.0
//
// Which declared names stand for which: a measure for other measures, a table for what its keys
// read, a target for the measure it is of. Gives the order in which they can be checked, and the
// circles.
#pragma once

#include "rebate/policy/expression.hpp"
#include "rebate/policy/policy.hpp"
#include "policy/marker.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rebate {

class NameGraph {
 public:
  enum class Kind { kBody, kTable, kTarget, kScore };

  struct Node {
    Kind kind = Kind::kBody;
    std::string name;
    std::vector<const Expression*> parts;
    bool is_circular =
        false;  ///< it stands for itself, and says so at the part that closes the circle
  };

  explicit NameGraph(const Policy& policy);

  /// What others stand for comes first; otherwise as declared. Circles are reported and marked.
  /// FAILS: kNameCycle.
  std::vector<const Node*> order(Issues& issues);

 private:
  struct Edge {
    std::size_t to = 0;
    const Expression* part = nullptr;
    Span span;
  };

  void add(Kind kind, const std::string& name, std::vector<const Expression*> parts);
  void connect(std::size_t from, const Expression& part, const Syntax& node);
  void link(std::size_t from, const Expression& part, const Syntax& node, Kind kind,
            const std::string& name);
  void report(const std::vector<std::size_t>& circle, const Edge& edge, Issues& issues) const;

  std::vector<Node> nodes_;
  std::vector<std::vector<Edge>> edges_;
  std::map<std::pair<Kind, std::string>, std::size_t> places_;
};

}  // namespace rebate
