// SPDX-License-Identifier: Apache-2.0
#include "policy/modify.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace rebate {
namespace {

bool is_figure_of_a_rule(Op op) { return op == Op::kEarned || op == Op::kPayable; }

bool takes(Op op, Modifier::Kind kind) {
  if (op == Op::kAggregate) return true;
  return is_figure_of_a_rule(op) &&
         (kind == Modifier::Kind::kDuring || kind == Modifier::Kind::kAmong);
}

// Figures that no rows stand behind, or whose rows are not the line's.
bool is_rigid(Op op) {
  switch (op) {
    case Op::kTarget:
    case Op::kAttainment:
    case Op::kKpi:
    case Op::kScore:
    case Op::kGrade:
    case Op::kBalance:
    case Op::kStreak:
    case Op::kRank:
      return true;
    default:
      return false;
  }
}

// Row formulas and keys hold no aggregates.
std::size_t first_row_child(const Formula& formula) {
  return formula.op == Op::kAggregate ? 0 : formula.children.size();
}

class Search {
 public:
  explicit Search(Modifier::Kind kind) : kind_(kind) {}

  const Formula* unmodifiable(const Formula& formula) {
    if (!seen_.insert(&formula).second) return nullptr;
    if (is_rigid(formula.op)) return &formula;
    if (is_figure_of_a_rule(formula.op) && !takes(formula.op, kind_)) return &formula;
    for (std::size_t i = 0; i < first_row_child(formula); ++i) {
      if (const Formula* found = unmodifiable(*formula.children[i])) return found;
    }
    return nullptr;
  }

  bool modifiable(const Formula& formula) {
    if (takes(formula.op, kind_) && is_open(formula.scope)) return true;
    if (!seen_.insert(&formula).second) return false;
    for (std::size_t i = 0; i < first_row_child(formula); ++i) {
      if (modifiable(*formula.children[i])) return true;
    }
    return false;
  }

 private:
  // Whose rows and which key are said once; conditions and windows add up.
  bool is_open(const Scope& scope) const {
    if (kind_ == Modifier::Kind::kAmong) return scope.among == Scope::Among::kEarner;
    if (kind_ == Modifier::Kind::kWithin) return scope.within == Scope::Within::kLine;
    return true;
  }

  Modifier::Kind kind_;
  std::unordered_set<const Formula*> seen_;
};

// Rebuilds the path to each aggregate. `Change` says what becomes of a leaf (null: it stays).
template <class Change, class Spell>
class Rebuilder {
 public:
  Rebuilder(Change change, Spell spell) : change_(std::move(change)), spell_(std::move(spell)) {}

  FormulaPtr rebuild(const FormulaPtr& formula) {
    const auto [at, is_new] = done_.try_emplace(formula.get(), formula);
    if (!is_new) return at->second;
    FormulaPtr result = rebuild_new(formula);
    done_[formula.get()] = result;
    return result;
  }

 private:
  FormulaPtr rebuild_new(const FormulaPtr& formula) {
    std::shared_ptr<Formula> copy = change_(*formula);
    for (std::size_t i = 0; i < first_row_child(*formula); ++i) {
      FormulaPtr child = rebuild(formula->children[i]);
      if (child == formula->children[i]) continue;
      if (!copy) copy = std::make_shared<Formula>(*formula);
      copy->children[i] = std::move(child);
    }
    if (!copy) return formula;
    copy->text = spell_(*formula);
    return copy;
  }

  Change change_;
  Spell spell_;
  std::unordered_map<const Formula*, FormulaPtr> done_;
};

void apply(const Modifier& modifier, Scope& scope) {
  switch (modifier.kind) {
    case Modifier::Kind::kWhere:
      scope.where.push_back(modifier.condition);
      return;
    case Modifier::Kind::kDuring:
      scope.windows.insert(scope.windows.begin(), modifier.window);  // the outer one is taken first
      return;
    case Modifier::Kind::kAmong:
      if (scope.among != Scope::Among::kEarner) return;  // what stands nearer to the rows wins
      scope.among = modifier.among;
      scope.among_field = modifier.among_field;
      return;
    case Modifier::Kind::kWithin:
      if (scope.within != Scope::Within::kLine) return;
      scope.within = modifier.within;
      scope.within_field = modifier.within_field;
      return;
    case Modifier::Kind::kUnfiltered:
      scope.is_unfiltered = true;
      return;
  }
}

// Whether its canonical text can be followed by .during(…) as it is.
bool is_postfix(const Formula& formula) {
  switch (formula.op) {
    case Op::kAggregate:
    case Op::kByKey:
    case Op::kNamed:
    case Op::kEarned:
    case Op::kPayable:
    case Op::kGrowth:
    case Op::kMin:
    case Op::kMax:
    case Op::kAbs:
    case Op::kClamp:
    case Op::kFloor:
    case Op::kCeil:
    case Op::kRound:
    case Op::kMod:
    case Op::kDefault:
    case Op::kHas:
      return true;
    default:
      return false;
  }
}

std::string spelling(const Formula& formula, const Modifier& modifier) {
  if (modifier.suffix.empty()) return "unfiltered(" + formula.text + ")";
  if (is_postfix(formula)) return formula.text + modifier.suffix;
  return "(" + formula.text + ")" + modifier.suffix;
}

class Sizer {
 public:
  FormulaSize size(const Formula& formula) {
    const auto found = done_.find(&formula);
    if (found != done_.end()) return found->second;
    FormulaSize total;
    for (const FormulaPtr& child : formula.children) add(total, child);
    for (const FormulaPtr& condition : formula.scope.where) add(total, condition);
    for (const Window& window : formula.scope.windows) {
      add(total, window.first);
      add(total, window.last);
    }
    add(total, formula.scope.within_field);
    done_.emplace(&formula, total);
    return total;
  }

 private:
  void add(FormulaSize& total, const FormulaPtr& part) {
    if (!part) return;
    constexpr std::int64_t kMost = std::int64_t{1} << 40;  // doubling names would overflow
    const FormulaSize inner = size(*part);
    total.depth = std::max(total.depth, inner.depth + 1);
    total.nodes = std::min(total.nodes + inner.nodes, kMost);
  }

  std::unordered_map<const Formula*, FormulaSize> done_;
};

}  // namespace

FormulaPtr modify(const FormulaPtr& formula, const Modifier& modifier) {
  const bool narrows =
      modifier.kind != Modifier::Kind::kDuring && modifier.kind != Modifier::Kind::kUnfiltered;
  const auto change = [&](const Formula& leaf) -> std::shared_ptr<Formula> {
    const bool is_renamed = narrows && leaf.op == Op::kNamed && is_modifiable(leaf, modifier.kind);
    if (!is_renamed && !takes(leaf.op, modifier.kind)) return nullptr;
    auto copy = std::make_shared<Formula>(leaf);
    if (is_renamed) {
      copy->name.clear();  // net_sales of some rows is not what the name says
      return copy;
    }
    apply(modifier, copy->scope);
    if (copy->op == Op::kAggregate && copy->noun.empty()) copy->noun = modifier.noun;
    return copy;
  };
  const auto spell = [&](const Formula& old) { return spelling(old, modifier); };
  return Rebuilder(change, spell).rebuild(formula);
}

FormulaPtr with_noun(const FormulaPtr& formula, const std::string& noun) {
  const auto change = [&](const Formula& leaf) -> std::shared_ptr<Formula> {
    if (leaf.op != Op::kAggregate || !leaf.noun.empty()) return nullptr;
    auto copy = std::make_shared<Formula>(leaf);
    copy->noun = noun;
    return copy;
  };
  const auto spell = [](const Formula& old) { return old.text; };
  return Rebuilder(change, spell).rebuild(formula);
}

const Formula* find_unmodifiable(const Formula& formula, Modifier::Kind kind) {
  return Search(kind).unmodifiable(formula);
}

bool is_modifiable(const Formula& formula, Modifier::Kind kind) {
  return Search(kind).modifiable(formula);
}

FormulaSize size_of(const Formula& formula) { return Sizer().size(formula); }

}  // namespace rebate
