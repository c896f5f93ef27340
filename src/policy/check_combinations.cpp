// SPDX-License-Identifier: Apache-2.0
//
// Rules on rules. A member is not paid itself, belongs to one combination, lies inside its lines
// and pools the same partners; what pays, rounds and draws stands at the rule that is paid.
#include "policy/check_combinations.hpp"

#include "policy/check_rule.hpp"

#include <algorithm>
#include <set>

namespace rebate {
namespace {

std::string_view word_of(Combine combine) {
  switch (combine) {
    case Combine::kNone:
      return "";
    case Combine::kSumOf:
      return "sum_of";
    case Combine::kBestOf:
      return "best_of";
    case Combine::kFirstOf:
      return "first_of";
  }
  return {};
}

std::string name_of_rule(const CheckContext& context, const std::string& id, std::size_t index) {
  const int line = context.policy.place(at("/rules", index)).line;
  return "'" + id + "'" + (line > 0 ? " (line " + std::to_string(line) + ")" : "");
}

// What only the paid rule may state (of a member that states it itself; defaults are not given to
// it).
std::vector<std::pair<std::string, std::string>> parts_of_paid_rule(const Rule& rule) {
  std::vector<std::pair<std::string, std::string>> parts;
  const auto add = [&](bool is_stated, const char* pointer, const char* name) {
    if (is_stated) parts.emplace_back(pointer, name);
  };
  add(!rule.when.settle.empty(), "/when/settle", "settle");
  add(rule.when.advance.is_set(), "/when/advance", "advance");
  add(rule.pay.to.kind != Payee::Kind::kEarner, "/pay/to", "to");
  add(rule.pay.as.kind != Form::Kind::kNone, "/pay/as", "as");
  add(!rule.pay.sets.empty(), "/pay/sets", "sets");
  add(!rule.limit.fund.empty(), "/limit/fund", "fund");
  add(!rule.limit.budget.empty(), "/limit/budget", "budget");
  add(rule.limit.round_to.is_set() || rule.limit.round_mode.has_value(), "/limit/round", "round");
  add(rule.limit.minimum.is_set(), "/limit/minimum", "minimum");
  return parts;
}

void check_member(CheckContext& context, const CheckedRule& owner, const CheckedRule& member) {
  const std::string pointer = at("/rules", static_cast<std::size_t>(member.index));
  const std::string owner_at = at("/rules", static_cast<std::size_t>(owner.index)) + "/what";
  const std::string& id = member.source.id;
  for (const auto& [part, name] :
       parts_of_paid_rule(context.policy.rules[static_cast<std::size_t>(member.index)])) {
    context.error(Code::kMemberPart, pointer + part,
                  "'" + id + "' is a member of '" + owner.source.id +
                      "', which is what is paid: '" + name + "' belongs there.");
  }
  const bool have_periods = !owner.source.when.per.empty() && !member.source.when.per.empty();
  if (have_periods && !context.divides(member.per, owner.per)) {
    context.error(Code::kPeriodDivides, owner_at,
                  "'" + id + "' is per " + member.source.when.per +
                      ", which does not divide the period " + owner.source.when.per + " of '" +
                      owner.source.id + "'.");
  }
  if (!(member.source.who.together == owner.source.who.together)) {
    const auto words = [](const Expression& together) {
      return together.is_set() ? "by " + together.text() : std::string("alone");
    };
    context.error(Code::kMemberTogether, owner_at,
                  "'" + id + "' earns " + words(member.source.who.together) + ", '" +
                      owner.source.id + "' " + words(owner.source.who.together) +
                      ": both need the same 'together'.");
  }
  if (!keys_lie_inside(member, owner)) {
    context.error(Code::kMemberKey, owner_at,
                  "'" + owner.source.id + "' has a line for each key that its member '" + id +
                      "' does not tell apart: 'each' of a combination may be coarser than that of "
                      "its members, never finer.");
  }
}

}  // namespace

bool keys_lie_inside(const CheckedRule& inner, const CheckedRule& outer) {
  if (outer.each.empty()) return true;
  if (outer.each_row) return inner.each_row;
  if (inner.each_row) return true;
  return std::all_of(outer.each.begin(), outer.each.end(), [&](const FormulaPtr& wanted) {
    return std::any_of(inner.each.begin(), inner.each.end(), [&](const FormulaPtr& own) {
      // A product's id tells its line; a table's value only itself.
      const bool is_same = own->text == wanted->text;
      return is_same || (own->op == Op::kField && own->field == "id" && wanted->op == Op::kField &&
                         own->noun == wanted->noun);
    });
  });
}

void link_members(CheckContext& context) {
  const Policy& policy = context.policy;
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const What& what = policy.rules[i].what;
    const std::string pointer = at(at("/rules", i) + "/what", word_of(what.combine));
    std::set<std::string> named;
    for (std::size_t k = 0; k < what.members.size(); ++k) {
      const int member = context.find_rule(what.members[k]);
      if (member < 0) {
        context.unknown(at(pointer, k), "rule", what.members[k], context.rule_ids());
        continue;
      }
      if (!named.insert(what.members[k]).second) {
        context.error(Code::kCombinedTwice, at(pointer, k),
                      "'" + what.members[k] + "' is named twice.");
        continue;
      }
      CheckedRule& checked = context.checked.rules[static_cast<std::size_t>(member)];
      if (checked.member_of >= 0) {
        const auto other = static_cast<std::size_t>(checked.member_of);
        context.error(Code::kCombinedTwice, at(pointer, k),
                      "'" + what.members[k] + "' is already a member of " +
                          name_of_rule(context, policy.rules[other].id, other) +
                          ": a rule belongs to one combination.");
        continue;
      }
      checked.member_of = static_cast<int>(i);
      context.checked.rules[i].members.push_back(member);
    }
  }
}

void check_combinations(CheckContext& context) {
  for (const CheckedRule& rule : context.checked.rules) {
    for (const int member : rule.members) {
      check_member(context, rule, context.checked.rules[static_cast<std::size_t>(member)]);
    }
  }
}

}  // namespace rebate
