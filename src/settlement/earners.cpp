// SPDX-License-Identifier: Apache-2.0
#include "settlement/earners.hpp"

#include "plan/lookup.hpp"
#include "plan/value_text.hpp"

#include <set>

namespace rebate {

Value partner_attribute(const Plan& plan, const Master& master, const RulePeriod& period,
                        TextCode partner, const Formula& field) {
  if (field.field == "id") return std::string(master.partners().ids().text(partner));
  const auto day = master.partners().last_valid_day(partner, period.attributes);
  if (!day) return missing_field(field);
  if (field.field == "choice" && !master.partners().has_attribute("choice")) {
    const auto choice = master.choice(plan.policy->source->id,
                                      std::string(master.partners().ids().text(partner)), *day);
    return choice ? Value(*choice) : Value(missing_field(field));
  }
  return to_value(master.partners().attribute(partner, field.field, *day), field,
                  *plan.policy->source);
}

namespace {

/// Everybody under `above`, that included; each stands where it stood on its own last valid day
/// of the period, so that who leaves in the middle of it still counts.
std::vector<TextCode> partners_below(const Plan& plan, const Master& master,
                                     const RulePeriod& period, std::span<const TextCode> above) {
  const Dictionary& ids = master.partners().ids();
  Formula parent;
  parent.op = Op::kField;
  parent.noun = "partner";
  parent.field = "parent";
  std::map<TextCode, std::vector<TextCode>> children;
  for (TextCode partner = 1; partner < ids.size(); ++partner) {
    const Value value = partner_attribute(plan, master, period, partner, parent);
    const auto code = value.is_text() ? ids.find(value.text()) : std::nullopt;
    if (code) children[*code].push_back(partner);
  }
  std::set<TextCode> found;
  std::vector<TextCode> open(above.begin(), above.end());
  while (!open.empty()) {
    const TextCode next = open.back();
    open.pop_back();
    if (next == kMissingText || !found.insert(next).second) continue;
    open.insert(open.end(), children[next].begin(), children[next].end());
  }
  return {found.begin(), found.end()};
}

}  // namespace

std::vector<TextCode> partners_among(const Plan& plan, const Master& master,
                                     const RulePeriod& period, std::span<const TextCode> members,
                                     Scope::Among among, const std::string& field) {
  const Register& partners = master.partners();
  std::vector<TextCode> result;
  if (among == Scope::Among::kBelow) return partners_below(plan, master, period, members);
  Formula shared;
  shared.op = Op::kField;
  shared.noun = "partner";
  shared.field = field;
  const bool all = among == Scope::Among::kAll;
  Value own;
  for (std::size_t m = 0; m < members.size() && !all; ++m) {
    const Value one = partner_attribute(plan, master, period, members[m], shared);
    if (m > 0 && !(one == own)) return {};  // they do not share it themselves
    own = one;
  }
  for (TextCode partner = 1; partner < partners.ids().size(); ++partner) {
    if (all ||
        (!own.is_missing() && partner_attribute(plan, master, period, partner, shared) == own)) {
      result.push_back(partner);
    }
  }
  return result;
}

Value kpi_value(const Master& master, const std::string& kpi, const std::string& partner,
                const DateRange& period) {
  const Figure* figure = master.kpis().covering(kpi, partner, period);
  if (figure == nullptr) {
    return Missing{MissingKind::kNoFigure, "no KPI '" + kpi + "' of " + partner + " on file"};
  }
  if (const auto* number = std::get_if<Decimal>(&figure->value)) return Ratio(*number);
  if (const auto* text = std::get_if<std::string>(&figure->value)) return *text;
  if (const auto* date = std::get_if<Date>(&figure->value)) return *date;
  if (const auto* flag = std::get_if<bool>(&figure->value)) return *flag;
  return Missing{MissingKind::kNoFigure, kpi};
}

Value WhoEnvironment::read(const Formula& leaf) {
  switch (leaf.op) {
    case Op::kField:
      if (leaf.noun == "partner") return partner_attribute(plan_, master_, period_, partner_, leaf);
      return missing_field(leaf);
    case Op::kPeriod:
      return period_field(period_.period.range, leaf.field, calendar());
    case Op::kAsOf:
      return period_.as_of;
    case Op::kKpi:
      return kpi_value(master_, leaf.name, std::string(master_.partners().ids().text(partner_)),
                       period_.period.range);
    case Op::kTable: {
      std::vector<Value> keys;
      for (const FormulaPtr& key : leaf.children) keys.push_back(evaluate(*key, *this));
      return look_up(*find_table(*plan_.policy, leaf.name), keys, leaf.field);
    }
    default:
      return Missing{MissingKind::kField, leaf.text};
  }
}

bool is_admitted(const Plan& plan, const Master& master, const RulePeriod& period, TextCode partner,
                 std::string* missing) {
  if (!master.partners().is_valid_within(partner, period.period.range)) return false;
  const CompiledRule& rule = *period.compiled;
  if (rule.who == nullptr || rule.rule->source.who.as_of == AsOf::kRow) return true;
  WhoEnvironment environment(plan, master, period, partner);
  const Value value = evaluate(*rule.who, environment);
  if (value.is_missing() && missing != nullptr) *missing = value.missing().cause;
  return holds(value);
}

std::map<std::string, std::vector<TextCode>> groups_of(const Plan& plan, const Master& master,
                                                       const RulePeriod& period) {
  const CompiledRule& rule = *period.compiled;
  std::map<std::string, std::vector<TextCode>> groups;
  for (TextCode partner = 1; partner < master.partners().ids().size(); ++partner) {
    if (!is_admitted(plan, master, period, partner)) continue;
    const Value shared = partner_attribute(plan, master, period, partner, *rule.rule->together);
    if (!shared.is_missing()) groups[to_plain_text(shared)].push_back(partner);
  }
  return groups;
}

}  // namespace rebate
