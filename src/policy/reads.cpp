// SPDX-License-Identifier: Apache-2.0
#include "policy/reads.hpp"

#include "rebate/policy/check_expression.hpp"
#include "rebate/policy/vocabulary.hpp"

#include <unordered_set>

namespace rebate {
namespace {

// Fields that are the earner's or the period's, not of rows.
bool is_row_noun(const std::string& noun) {
  return noun != "partner" && noun != "period" && noun != "payee";
}

class Reader {
 public:
  Reader(Reads& reads, bool looks_into_aggregates)
      : reads_(reads), looks_into_aggregates_(looks_into_aggregates) {}

  void read(const Formula& formula) {
    if (!seen_.insert(&formula).second) return;  // named parts are shared
    switch (formula.op) {
      case Op::kField:
        if (is_row_noun(formula.noun)) reads_.fields.emplace(formula.noun, formula.field);
        return;
      case Op::kTable:
        reads_.tables.insert(formula.name);
        return;
      case Op::kAggregate:
        return read_aggregate(formula);
      case Op::kByKey:
        return read_by_key(formula);
      case Op::kKpi:
      case Op::kPrice:
      case Op::kConvert:
      case Op::kDaysIn:
        break;
      case Op::kTarget:
      case Op::kAttainment:
      case Op::kScore:
      case Op::kGrade:
      case Op::kEarned:
      case Op::kPayable:
      case Op::kBalance:
      case Op::kGrowth:
      case Op::kStreak:
      case Op::kRank:
      case Op::kOffered:
        reads_.figures.insert(formula.text);
        break;
      default:
        break;
    }
    for (const FormulaPtr& child : formula.children) read(*child);
    read_windows(formula.scope);
  }

 private:
  void read_aggregate(const Formula& formula) {
    reads_.has_aggregates = true;
    reads_.aggregate_nouns.insert(formula.noun);
    read_windows(formula.scope);
    if (formula.scope.within_field) read(*formula.scope.within_field);
    if (!looks_into_aggregates_) return;
    for (const FormulaPtr& child : formula.children) read(*child);
    for (const FormulaPtr& condition : formula.scope.where) read(*condition);
  }

  void read_windows(const Scope& scope) {
    for (const Window& window : scope.windows) {
      if (window.kind == Window::Kind::kSoFar) reads_.has_so_far = true;
      if (window.first) read(*window.first);
      if (window.last) read(*window.last);
    }
  }

  // The key is fixed by itself, for what is said of each key.
  void read_by_key(const Formula& formula) {
    read(*formula.children[0]);
    if (formula.children.size() < 3) return;
    Reads inside;
    Reader(inside, looks_into_aggregates_).read(*formula.children[2]);
    inside.fields.erase({formula.children[1]->noun, formula.children[1]->field});
    reads_.fields.merge(inside.fields);
    reads_.tables.merge(inside.tables);
    reads_.aggregate_nouns.merge(inside.aggregate_nouns);
    reads_.figures.merge(inside.figures);
    reads_.has_aggregates |= inside.has_aggregates;
    reads_.has_so_far |= inside.has_so_far;
  }

  Reads& reads_;
  bool looks_into_aggregates_;
  std::unordered_set<const Formula*> seen_;
};

std::vector<std::string> trade_nouns(const std::set<std::string>& nouns) {
  std::vector<std::string> out;
  for (const std::string& noun : nouns) {
    const NounWord* word = find_noun(noun);
    if (noun.empty() || (word != nullptr && !word->is_trade)) continue;
    if (noun == "invoice" && nouns.count("payment") != 0) continue;
    out.push_back(noun);
  }
  return out;
}

}  // namespace

void add_reads(const Formula& formula, Reads& reads) { Reader(reads, false).read(formula); }

Reads reads_of(const Formula& formula) {
  Reads reads;
  add_reads(formula, reads);
  return reads;
}

std::vector<std::string> row_nouns(const Formula& formula) {
  std::set<std::string> nouns;
  for (const auto& [noun, field] : reads_of(formula).fields) nouns.insert(noun);
  return trade_nouns(nouns);
}

std::vector<std::string> aggregate_nouns(const Formula& formula) {
  return trade_nouns(reads_of(formula).aggregate_nouns);
}

}  // namespace rebate
