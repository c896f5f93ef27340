// SPDX-License-Identifier: Apache-2.0
#include "settlement/earner_run.hpp"

#include "rebate/policy/operators.hpp"
#include "plan/compile_rule.hpp"
#include "plan/formula_tools.hpp"
#include "plan/value_text.hpp"
#include "plan/windows.hpp"
#include "settlement/share_back.hpp"

#include <algorithm>
#include <numeric>

namespace rebate {
namespace {

bool asks_rows(const CompiledRule& rule) {
  return rule.who != nullptr && rule.rule->source.who.as_of == AsOf::kRow;
}

bool may_be_returned(const CompiledRule& rule) { return rule.taken_back != nullptr; }

}  // namespace

std::string pool_of(const CompiledRule& rule, TallySource& source) {
  if (rule.budget_key == nullptr) return "";
  const Value key = evaluate(*rule.budget_key, source);
  return key.is_missing() ? "" : to_plain_text(key);
}

void turn_sign(LineResult& result, LineTrace* trace) {
  result.gross = -result.gross;
  result.after_limits = -result.after_limits;
  if (result.earning) result.earning = -*result.earning;
  if (trace == nullptr) return;
  trace->gross = -trace->gross;
  for (Slice& slice : trace->slices) {
    slice.base = -slice.base;
    slice.pays = -slice.pays;
    if (slice.steps) {
      slice.steps = -*slice.steps;
    } else if (slice.amount) {
      slice.amount = -*slice.amount;
    }
  }
  for (LimitStep& step : trace->steps) {
    step.before = -step.before;
    step.after = -step.after;
    if (step.kind != LimitStep::Kind::kTimes && step.value) step.value = -*step.value;
  }
}

std::string joined(const std::vector<Value>& key) {
  std::string text;
  for (const Value& value : key) text += (text.empty() ? "" : " · ") + to_plain_text(value);
  return text;
}

std::string key_name(const std::vector<Value>& key) {
  std::string name;
  for (const Value& value : key) {
    const std::string text = to_key(value);
    name += std::to_string(text.size()) + ":" + text;
  }
  return name;
}

void EarnerRun::run() {
  of_rule_.resize(plan().rules.size());
  lines_.reserve(plan().rule_periods.size());
  for (const int rule : plan().policy->settle_order) {
    if (plan().rules[static_cast<std::size_t>(rule)].together == input_.together) settle_rule(rule);
  }
  begin_finish();
}

std::vector<int> EarnerRun::order() const {
  std::vector<int> places(lines_.size());
  std::iota(places.begin(), places.end(), 0);
  std::stable_sort(places.begin(), places.end(), [&](int a, int b) {
    const WorkLine& x = line(a);
    const WorkLine& y = line(b);
    // Rule periods are numbered by rule, then period; lines of one are made in the order of their
    // keys.
    return x.rule_period < y.rule_period;
  });
  return places;
}

std::vector<TextCode> EarnerRun::members_of(int rule_period) {
  if (earner_.partner == kMissingText) {
    const auto groups = input_.groups.find(rule_period);
    if (groups == input_.groups.end()) return {};
    const auto group = groups->second.find(earner_.id);
    return group == groups->second.end() ? std::vector<TextCode>{} : group->second;
  }
  const RulePeriod& period = plan().rule_periods[static_cast<std::size_t>(rule_period)];
  std::string missing;
  if (is_admitted(plan(), input_.facts.master, period, earner_.partner, &missing)) {
    return {earner_.partner};
  }
  if (!missing.empty()) {
    const CompiledRule& rule = plan().rules[static_cast<std::size_t>(period.rule)];
    missed.push_back({period.rule, rule.who->text, missing});
  }
  return {};
}

std::vector<TextCode> EarnerRun::row_partners(const RulePeriod& period,
                                              const std::vector<TextCode>& members) const {
  const CheckedRule& rule = *plan().rules[static_cast<std::size_t>(period.rule)].rule;
  if (rule.among == Scope::Among::kEarner) return members;
  return input_.facts.relations.among(period, members, rule.among, rule.among_field);
}

std::vector<TextCode> EarnerRun::own_partners(const WorkLine& line,
                                              const std::vector<TextCode>& members) const {
  if (line.branch == kMissingText) return row_partners(period_of(line), members);
  const TextCode branch[] = {line.branch};
  return input_.facts.relations.among(period_of(line), branch, Scope::Among::kBelow, "");
}

/// A line for every direct child through which rows came.
void EarnerRun::add_branch_lines(int rule_period, const std::vector<TextCode>& members) {
  const RulePeriod& period = plan().rule_periods[static_cast<std::size_t>(rule_period)];
  const Dictionary& ids = input_.facts.master.partners().ids();
  std::map<std::string, TextCode> children;
  for (const TextCode child : input_.facts.relations.with(period, "parent", earner_.id)) {
    children.emplace(std::string(ids.text(child)), child);
  }
  for (const auto& [id, partner] : children) {
    WorkLine line;
    line.rule_period = rule_period;
    line.key = {Value(id)};
    line.branch = partner;
    bool has_rows = false;
    input_.facts.reader.each_own_cell(period, own_partners(line, members),
                                      [&](std::uint32_t) { has_rows = true; });
    if (!has_rows) continue;
    compute(line, members, nullptr, nullptr);
    of_rule_[static_cast<std::size_t>(period.rule)].push_back(static_cast<int>(lines_.size()));
    lines_.push_back(std::move(line));
  }
}

void EarnerRun::settle_rule(int rule) {
  const auto r = static_cast<std::size_t>(rule);
  const bool is_combination = !plan().rules[r].rule->members.empty();
  for (int p = plan().first_period[r]; p < plan().first_period[r + 1]; ++p) {
    const std::vector<TextCode> members = members_of(p);
    if (members.empty()) continue;
    ++admitted_periods;
    if (is_combination) {
      add_combination_lines(p);
    } else {
      add_rule_lines(p, members);
    }
  }
  if (plan().rules[r].lines != nullptr) limit_lines(rule);
  if (may_be_returned(plan().rules[r]) || is_combination) link_returns(rule);
  if (plan().rules[r].returned != nullptr) charge_returns(rule);
}

std::vector<EarnerRun::KeyCells> EarnerRun::keys_of(const RulePeriod& period,
                                                    const std::vector<TextCode>& members) const {
  const CellReader& reader = input_.facts.reader;
  const CubeCells& cells = reader.cells(period.own_cube);
  const bool per_row = plan().rules[static_cast<std::size_t>(period.rule)].rule->each_row;
  std::map<std::string, KeyCells> keys;
  const auto key_at = [&](std::uint32_t cell) -> std::optional<KeyCells> {
    KeyCells found;
    if (per_row) {
      found.key.push_back(cells.ids[cell]);
      return found;
    }
    for (const int atom : period.key_atoms) {
      found.key.push_back(reader.atom_value(period.own_cube, atom, cell));
      if (found.key.back().is_missing()) return std::nullopt;  // no key, no line
    }
    return found;
  };
  std::vector<KeyCells> rows;
  reader.each_own_cell(period, members, [&](std::uint32_t cell) {
    auto key = key_at(cell);
    if (!key) return;
    if (per_row) {
      key->cells.push_back(cell);
      rows.push_back(std::move(*key));
    } else {
      const std::string name = key_name(key->key);
      keys.emplace(name, std::move(*key));
    }
  });
  if (per_row) {
    std::stable_sort(rows.begin(), rows.end(), [](const KeyCells& a, const KeyCells& b) {
      return a.key[0].text() < b.key[0].text();
    });
    return rows;
  }
  // A line's windows may look at other days than its own rows: all cells of the key belong to it.
  for (const std::uint32_t cell : reader.cells_for(period.own_cube, period.credits, members)) {
    const auto key = key_at(cell);
    if (!key) continue;
    const auto found = keys.find(key_name(key->key));
    if (found != keys.end()) found->second.cells.push_back(cell);
  }
  std::vector<KeyCells> result;
  for (auto& [name, key] : keys) result.push_back(std::move(key));
  std::sort(result.begin(), result.end(), [](const KeyCells& a, const KeyCells& b) {
    for (std::size_t k = 0; k < a.key.size(); ++k) {
      const std::string x = to_plain_text(a.key[k]);
      const std::string y = to_plain_text(b.key[k]);
      if (x != y) return x < y;
    }
    return false;
  });
  return result;
}

void EarnerRun::add_rule_lines(int rule_period, const std::vector<TextCode>& members) {
  const RulePeriod& period = plan().rule_periods[static_cast<std::size_t>(rule_period)];
  const auto add = [&](WorkLine&& line) {
    of_rule_[static_cast<std::size_t>(period.rule)].push_back(static_cast<int>(lines_.size()));
    lines_.push_back(std::move(line));
  };
  if (period.compiled->by_branch) return add_branch_lines(rule_period, members);
  if (plan().rules[static_cast<std::size_t>(period.rule)].each.empty() &&
      !plan().rules[static_cast<std::size_t>(period.rule)].rule->each_row) {
    WorkLine line;
    line.rule_period = rule_period;
    compute(line, members, nullptr, nullptr);
    // Asked row by row, `who` admits whom it admits on the day of one row at least.
    const CompiledRule& rule = plan().rules[static_cast<std::size_t>(period.rule)];
    if (!asks_rows(rule) || line.first_day) add(std::move(line));
    return;
  }
  for (KeyCells& key : keys_of(period, row_partners(period, members))) {
    WorkLine line;
    line.rule_period = rule_period;
    line.key = std::move(key.key);
    compute(line, members, &key.cells, nullptr);
    if (plan().rules[static_cast<std::size_t>(period.rule)].payees.kind != Payee::Kind::kEarner) {
      line.cells = std::move(key.cells);
    }
    add(std::move(line));
  }
}

void EarnerRun::compute(WorkLine& line, const std::vector<TextCode>& members,
                        const std::vector<std::uint32_t>* cells, LineTrace* trace) {
  const PlainLines* plain = trace == nullptr ? input_.facts.plain : nullptr;
  if (plain != nullptr && earner_.partner != kMissingText && line.key.empty()) {
    if (auto result = plain->line(line.rule_period, earner_)) {
      line.result = *std::move(result);
      return;
    }
  }
  const RulePeriod& period = period_of(line);
  const CompiledRule& rule = rule_of(line);
  const std::vector<TextCode> own = own_partners(line, members);
  TallySource source(
      input_.facts, period, earner_, members, own,
      [this, &line](const Formula& formula) { return earned(period_of(line), line.key, formula); });
  if (cells != nullptr) source.set_key(line.key, cells);
  source.set_branch(line.branch);
  source.find_terms();
  if (may_be_returned(rule)) {
    const Value m = evaluate(*rule.taken_back, source);
    if (m.is_number()) line.taken_back = m.number();
    line.is_mirrored = m.is_number() && m.number().sign() < 0;
    if (line.is_mirrored) line.reversals = source.reversals();
    if (line.is_mirrored) source.mirror();
  }
  line.first_day = source.first_day();
  // What takes back takes no place, nor does who has no line.
  const bool competes =
      !rule.ranks.empty() && !line.is_mirrored && (!asks_rows(rule) || line.first_day);
  if (competes && input_.facts.ranks == nullptr) note_ranks(line, source);
  line.result = compute_line(rule, source, std::nullopt, trace);
  if (line.is_mirrored) turn_sign(line.result, trace);
  source.each_return([&](const PartLabel& part, Date sold_on, const Value& size) {
    line.returns.push_back({part, sold_on, size});
  });
  line.pool = pool_of(rule, source);
  for (const auto& [name, term] : rule.carried) {
    const Value* value = source.pinned(*term);
    if (value != nullptr) line.carried.emplace(name, *value);
  }
  if (trace != nullptr) return;
  for (const TallySource::MissedCondition& missing : source.take_missed()) {
    missed.push_back({period.rule, missing.condition->text, missing.missing.cause});
  }
}

/// What the line competes with, if it does.
void EarnerRun::note_ranks(const WorkLine& line, TallySource& source) {
  const CompiledRule& rule = rule_of(line);
  if (!is_open(rule, source)) return;
  for (const FormulaPtr& rank : rule.ranks) {
    RankedLine ranked_line{line.rule_period, rank.get(), {}};
    for (const FormulaPtr& measure : rank->children) {
      const Value value = evaluate(*measure, source);
      if (value.is_number()) ranked_line.values.push_back(value.number());
    }
    if (ranked_line.values.size() == rank->children.size()) ranked.push_back(ranked_line);
  }
}

/// The first `lines` lines of a period that pay keep their amount; a return takes no place.
void EarnerRun::limit_lines(int rule) {
  const auto r = static_cast<std::size_t>(rule);
  const CompiledRule& compiled = plan().rules[r];
  std::map<int, std::vector<int>> by_period;
  for (const int place : of_rule_[r]) {
    const WorkLine& line = lines_[static_cast<std::size_t>(place)];
    if (!line.is_mirrored && line.result.is_qualified())
      by_period[line.rule_period].push_back(place);
  }
  for (auto& [period, places] : by_period) {
    const RulePeriod& at = plan().rule_periods[static_cast<std::size_t>(period)];
    const std::vector<TextCode> members = members_of(period);
    TallySource source(input_.facts, at, earner_, members, members,
                       [&](const Formula& formula) { return earned(at, {}, formula); });
    const Value limit = evaluate(*compiled.lines, source);
    std::stable_sort(places.begin(), places.end(), [&](int a, int b) {
      const WorkLine& x = lines_[static_cast<std::size_t>(a)];
      const WorkLine& y = lines_[static_cast<std::size_t>(b)];
      if (x.first_day != y.first_day) return x.first_day < y.first_day;
      return joined(x.key) < joined(y.key);
    });
    for (std::size_t i = 0; i < places.size(); ++i) {
      WorkLine& line = lines_[static_cast<std::size_t>(places[i])];
      if (!limit.is_number()) {
        line.result.status = Status::kBlocked;
        line.result.after_limits = Ratio();
        continue;
      }
      if (Ratio(Decimal::from_int64(static_cast<std::int64_t>(i) + 1)) <= limit.number()) continue;
      line.result.reasons.push_back(
          {Reason::Kind::kLines, compiled.lines->text, limit.number(), line.result.after_limits});
      line.result.after_limits = Ratio();
      line.result.worth.clear();  // nor do returns cost anything
      line.result.status = Status::kUsedUp;
    }
  }
}

std::optional<Value> EarnerRun::key_part(const WorkLine& line, const FormulaPtr& key) const {
  const CompiledRule& rule = rule_of(line);
  const std::string name = identity(*key);
  for (std::size_t k = 0; k < rule.each.size() && k < line.key.size(); ++k) {
    if (identity(*rule.each[k]) == name) return line.key[k];
  }
  const auto carried = line.carried.find(name);
  if (carried == line.carried.end()) return std::nullopt;
  return carried->second;
}

bool EarnerRun::is_inside(const WorkLine& inner, const RulePeriod& outer,
                          const std::vector<Value>& key) const {
  // Inside the whole period; an instalment sees nothing that begins after it.
  const RulePeriod& at = period_of(inner);
  if (!outer.whole.contains(at.whole) || at.period.range.begin >= outer.period.range.end)
    return false;
  const CompiledRule& rule = plan().rules[static_cast<std::size_t>(outer.rule)];
  if (rule.rule->each_row) return inner.key == key;
  for (std::size_t k = 0; k < key.size(); ++k) {
    const auto part = key_part(inner, rule.each[k]);
    if (!part || !(*part == key[k])) return false;
  }
  return true;
}

Value EarnerRun::earned(const RulePeriod& outer, const std::vector<Value>& key,
                        const Formula& formula) {
  if (formula.op == Op::kBalance) return balance(outer, formula.name);
  Ratio total;
  RulePeriod at;
  at.rule = outer.rule;
  at.period = outer.period;
  const WindowDays window = days_of(formula.scope.windows, outer.period.range,
                                    plan().rules[static_cast<std::size_t>(outer.rule)].rule->per,
                                    {}, plan().policy->calendar);
  if (window.days.empty()) return Missing{MissingKind::kNoBaseline, formula.text};
  at.period.range = window.days.front();
  at.whole = formula.scope.windows.empty() ? outer.whole : window.days.front();
  for (const CheckedRule& rule : plan().policy->rules) {
    if (rule.source.id != formula.name) continue;
    for (const int place : of_rule_[static_cast<std::size_t>(rule.index)]) {
      const WorkLine& line = lines_[static_cast<std::size_t>(place)];
      if (!is_inside(line, at, key)) continue;
      if (line.result.status == Status::kBlocked || line.result.status == Status::kWaiting) {
        return Missing{MissingKind::kField, formula.name + " is blocked"};
      }
      total += formula.op == Op::kPayable ? Ratio(rounded(line)) : line.result.after_limits;
    }
  }
  return total;
}

}  // namespace rebate
