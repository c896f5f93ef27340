// SPDX-License-Identifier: Apache-2.0
#include "policy/name_graph.hpp"

#include "rebate/policy/vocabulary.hpp"

#include <algorithm>
#include <cstdint>

namespace rebate {
namespace {

// What the argument of a function in quotes names.
struct QuotedWord {
  std::string_view function;
  NameGraph::Kind kind;
};
constexpr QuotedWord kQuoted[] = {{"target", NameGraph::Kind::kTarget},
                                  {"attainment", NameGraph::Kind::kTarget},
                                  {"score", NameGraph::Kind::kScore},
                                  {"grade", NameGraph::Kind::kScore}};

}  // namespace

NameGraph::NameGraph(const Policy& policy) {
  for (const auto* bodies : {&policy.measures, &policy.conditions}) {
    for (const auto& [name, named] : *bodies) {
      if (find_measure(name) == nullptr) add(Kind::kBody, name, {&named.is});
    }
  }
  for (const auto& [name, table] : policy.tables) {
    std::vector<const Expression*> parts;
    for (const TableKey& key : table.by) parts.push_back(&key.of);
    add(Kind::kTable, name, std::move(parts));
  }
  for (const auto& [name, target] : policy.targets) add(Kind::kTarget, name, {&target.of});
  for (const auto& [name, score] : policy.scores) {
    std::vector<const Expression*> parts;
    for (const ScoreItem& item : score.items) parts.push_back(&item.of);
    for (const Expression& veto : score.veto) parts.push_back(&veto);
    add(Kind::kScore, name, std::move(parts));
  }
  edges_.resize(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    for (const Expression* part : nodes_[i].parts) {
      if (part->is_set()) connect(i, *part, *part->tree());
    }
  }
}

void NameGraph::add(Kind kind, const std::string& name, std::vector<const Expression*> parts) {
  places_.emplace(std::pair{kind, name}, nodes_.size());
  nodes_.push_back({kind, name, std::move(parts), false});
}

void NameGraph::connect(std::size_t from, const Expression& part, const Syntax& node) {
  if (node.kind == Syntax::Kind::kName) {
    link(from, part, node, Kind::kBody, node.text);
    link(from, part, node, Kind::kTable, node.text);
  }
  const bool is_quoted = node.kind == Syntax::Kind::kCall && node.children.size() == 1 &&
                         node.children[0]->kind == Syntax::Kind::kText;
  for (const QuotedWord& word : kQuoted) {
    if (is_quoted && word.function == node.text)
      link(from, part, node, word.kind, node.children[0]->text);
  }
  for (const SyntaxPtr& child : node.children) connect(from, part, *child);
}

void NameGraph::link(std::size_t from, const Expression& part, const Syntax& node, Kind kind,
                     const std::string& name) {
  const auto found = places_.find({kind, name});
  if (found != places_.end()) edges_[from].push_back({found->second, &part, span_of(node)});
}

// Depth first with a stack of its own: names may stand for each other in long rows.
std::vector<const NameGraph::Node*> NameGraph::order(Issues& issues) {
  enum class Mark : std::uint8_t { kNew, kOpen, kDone };
  std::vector<Mark> marks(nodes_.size(), Mark::kNew);
  std::vector<std::size_t> path, next(nodes_.size(), 0);
  std::vector<const Node*> ordered;
  for (std::size_t root = 0; root < nodes_.size(); ++root) {
    if (marks[root] != Mark::kNew) continue;
    marks[root] = Mark::kOpen;
    path.push_back(root);
    while (!path.empty()) {
      const std::size_t at = path.back();
      if (next[at] == edges_[at].size()) {
        marks[at] = Mark::kDone;
        ordered.push_back(&nodes_[at]);
        path.pop_back();
        continue;
      }
      const Edge& edge = edges_[at][next[at]++];
      if (marks[edge.to] == Mark::kNew) {
        marks[edge.to] = Mark::kOpen;
        path.push_back(edge.to);
      } else if (marks[edge.to] == Mark::kOpen) {
        const auto begin = std::find(path.begin(), path.end(), edge.to);
        report({begin, path.end()}, edge, issues);
        nodes_[at].is_circular = true;
      }
    }
  }
  return ordered;
}

void NameGraph::report(const std::vector<std::size_t>& circle, const Edge& edge,
                       Issues& issues) const {
  constexpr std::size_t kMaxShown = 8;
  std::string chain;
  for (std::size_t i = 0; i < circle.size() && i < kMaxShown; ++i)
    chain += nodes_[circle[i]].name + " -> ";
  if (circle.size() > kMaxShown) chain += "... -> ";
  chain += nodes_[edge.to].name;
  Marker marker(edge.part->text(), edge.part->place(), issues);
  marker.add(Code::kNameCycle, edge.span, nodes_[edge.to].name + " stands for itself: " + chain);
}

}  // namespace rebate
