// SPDX-License-Identifier: Apache-2.0
//
// marginal and excess spread the earning measure over the qualifying one. That makes sense where
// the two grow together: by the measure itself, by a part of it, by its attainment, by growth where
// the increment pays. Sales of 590,000 paid by slices of days to pay would be nonsense, and are
// refused.
#include "rebate/base/limits.hpp"
#include "rebate/policy/vocabulary.hpp"
#include "policy/check_rule.hpp"

#include <algorithm>

namespace rebate {
namespace {

// Trees with named measures written out, so that `increment` compares with what it stands for.
class Expander {
 public:
  explicit Expander(const Policy& policy) : policy_(policy) {}

  SyntaxPtr expand(const SyntaxPtr& node, int depth = 0) const {
    if (!node || depth > kMaxDepth) return node;
    if (node->kind == Syntax::Kind::kName) return expand_name(node, depth);
    auto copy = std::make_shared<Syntax>(*node);
    for (SyntaxPtr& child : copy->children) child = expand(child, depth + 1);
    return copy;
  }

 private:
  SyntaxPtr expand_name(const SyntaxPtr& node, int depth) const {
    for (const auto& [name, named] : policy_.measures) {
      if (name == node->text && named.is.is_set()) return expand(named.is.tree(), depth + 1);
    }
    const MeasureWord* word = find_measure(node->text);
    if (!word) return node;
    Issues quiet;
    const Expression is = Expression::parse(word->is, {}, quiet);
    return is.is_set() && is.tree()->kind != Syntax::Kind::kName ? expand(is.tree(), depth + 1)
                                                                 : node;
  }

  const Policy& policy_;
};

bool is_same(const SyntaxPtr& a, const SyntaxPtr& b) { return a && b && *a == *b; }

bool is_call(const SyntaxPtr& node, std::string_view name) {
  return node && node->kind == Syntax::Kind::kCall && node->text == name && !node->children.empty();
}

// m - m.during(last_year)
bool is_increment_of(const SyntaxPtr& of, const SyntaxPtr& m) {
  if (!of || of->kind != Syntax::Kind::kBinary || of->text != "-" || !is_same(of->children[0], m))
    return false;
  const SyntaxPtr& before = of->children[1];
  return before->kind == Syntax::Kind::kMethod && before->text == "during" &&
         before->children.size() == 2 && is_same(before->children[0], m) &&
         before->children[1]->kind == Syntax::Kind::kName &&
         before->children[1]->text == "last_year";
}

class SliceChecker {
 public:
  explicit SliceChecker(const Policy& policy) : policy_(policy), expander_(policy) {}

  bool grow_together(const Expression& by, const Expression& of) const {
    const SyntaxPtr q = expander_.expand(by.tree());
    const SyntaxPtr m = expander_.expand(of.tree());
    if (is_same(q, m)) return true;
    if (q && q->kind == Syntax::Kind::kBinary && q->text == "/" && is_same(q->children[0], m))
      return true;
    if (is_call(q, "attainment") && q->children[0]->kind == Syntax::Kind::kText) {
      const int target = index_of(policy_.targets, q->children[0]->text);
      return target < 0 ||
             is_same(measure_of(policy_.targets[static_cast<std::size_t>(target)].second), m);
    }
    return is_call(q, "growth") && is_increment_of(m, q->children[0]);
  }

  // The form that would be right, for the message.
  std::string advice(const Expression& by, const Expression& of) const {
    const SyntaxPtr q = by.tree();
    if (is_call(q, "growth")) {
      const std::string m = to_text(*q->children[0]);
      return "With growth(" + m + "), pay the increment: \"of\": \"" + m + " - " + m +
             ".during(last_year)\".";
    }
    if (is_call(q, "attainment") && q->children[0]->kind == Syntax::Kind::kText) {
      const int target = index_of(policy_.targets, q->children[0]->text);
      if (target >= 0) {
        const Expression& measure = policy_.targets[static_cast<std::size_t>(target)].second.of;
        const std::string words = measure.is_set() ? measure.canonical() : "net_sales";
        return "The target is of " + words + ": pay of that.";
      }
    }
    return "Qualify by " + of.canonical() + ", a part of it such as " + of.canonical() +
           " / x, or its attainment; or pay the whole amount (retroactive).";
  }

 private:
  SyntaxPtr measure_of(const Target& target) const {
    if (target.of.is_set()) return expander_.expand(target.of.tree());
    Issues quiet;
    return expander_.expand(Expression::parse("net_sales", {}, quiet).tree());
  }

  const Policy& policy_;
  Expander expander_;
};

bool spreads(const CheckedPayout& payout) { return payout.rate || payout.per_unit || payout.every; }
bool is_sliced(PayMode mode) { return mode == PayMode::kMarginal || mode == PayMode::kExcess; }

// The expression that decides the band: `by`, or the banded axis of a table.
const Expression* qualifying(const CheckContext& context, const CheckedRule& rule) {
  if (rule.source.qualify.by.is_set()) return &rule.source.qualify.by;
  if (rule.banded_axis < 0) return nullptr;
  if (rule.source.pay.matrix) return &rule.source.pay.matrix->across;
  const int table = index_of(context.policy.tables, rule.source.pay.table);
  if (table < 0) return nullptr;
  return &context.policy.tables[static_cast<std::size_t>(table)]
              .second.by[static_cast<std::size_t>(rule.banded_axis)]
              .of;
}

}  // namespace

void check_slices(CheckContext& context, const CheckedRule& rule, const std::string& pointer) {
  bool is_spread = rule.banded_axis >= 0 && is_sliced(rule.mode);
  for (const CheckedBand& band : rule.bands)
    is_spread = is_spread || (is_sliced(band.mode) && spreads(band.payout));
  const Expression* by = qualifying(context, rule);
  if (!is_spread || !by || !by->is_set()) return;
  Issues quiet;
  const bool pays_units = rule.of && rule.of->text == "units";
  const Expression of = rule.source.pay.of.is_set()
                            ? rule.source.pay.of
                            : Expression::parse(pays_units ? "units" : "net_sales", {}, quiet);
  const SliceChecker checker(context.policy);
  if (checker.grow_together(*by, of)) return;
  const std::string& by_at = by->place().pointer;
  context.error(Code::kModeMeasure, by_at.empty() ? pointer + "/qualify" : by_at,
                "slices of " + of.canonical() +
                    " are cut by what it makes of the qualifying measure, and " + by->canonical() +
                    " does not grow with it. " + checker.advice(*by, of));
}

}  // namespace rebate
