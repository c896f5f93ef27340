// SPDX-License-Identifier: Apache-2.0
#include "settlement/earners.hpp"

#include "plan/lookup.hpp"
#include "plan/value_text.hpp"

#include <numeric>
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

Formula partner_field(const std::string& name) {
  Formula field;
  field.op = Op::kField;
  field.noun = "partner";
  field.field = name;
  return field;
}

}  // namespace

const Relations::Index& Relations::index_of(const RulePeriod& period,
                                            const std::string& field) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto [place, is_new] = indexes_.try_emplace({&period, field});
  if (!is_new) return place->second;
  const Formula attribute = partner_field(field);
  for (TextCode partner = 1; partner < master_.partners().ids().size(); ++partner) {
    const Value value = partner_attribute(plan_, master_, period, partner, attribute);
    if (!value.is_missing()) place->second[to_key(value)].push_back(partner);
  }
  return place->second;
}

std::span<const TextCode> Relations::with(const RulePeriod& period, const std::string& field,
                                          const Value& value) const {
  const Index& index = index_of(period, field);
  const auto found = index.find(to_key(value));
  return found == index.end() ? std::span<const TextCode>() : found->second;
}

std::vector<TextCode> Relations::below(const RulePeriod& period,
                                       std::span<const TextCode> above) const {
  const Dictionary& ids = master_.partners().ids();
  std::set<TextCode> found;
  std::vector<TextCode> open(above.begin(), above.end());
  while (!open.empty()) {
    const TextCode next = open.back();
    open.pop_back();
    if (next == kMissingText || !found.insert(next).second) continue;
    const auto children = with(period, "parent", std::string(ids.text(next)));
    open.insert(open.end(), children.begin(), children.end());
  }
  return {found.begin(), found.end()};
}

std::vector<TextCode> Relations::among(const RulePeriod& period, std::span<const TextCode> members,
                                       Scope::Among among, const std::string& field) const {
  if (among == Scope::Among::kBelow) return below(period, members);
  if (among == Scope::Among::kAll) {
    std::vector<TextCode> all(master_.partners().ids().size() - 1);
    std::iota(all.begin(), all.end(), TextCode{1});
    return all;
  }
  const Formula shared = partner_field(field);
  Value own;
  for (std::size_t m = 0; m < members.size(); ++m) {
    const Value one = partner_attribute(plan_, master_, period, members[m], shared);
    if (m > 0 && !(one == own)) return {};  // they do not share it themselves
    own = one;
  }
  if (own.is_missing()) return {};
  const auto found = with(period, field, own);
  return {found.begin(), found.end()};
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
