// SPDX-License-Identifier: Apache-2.0
//
// Rules on rules: sum_of, best_of and first_of over the lines of their members inside one line.
#include "plan/formula_tools.hpp"
#include "plan/value_text.hpp"
#include "settlement/earner_run.hpp"

#include <algorithm>
#include <set>

namespace rebate {
namespace {

/// What one member earned inside a line of the combination.
struct MemberSum {
  Ratio earned;
  bool is_qualified = false;
  bool is_blocked = false;
  std::vector<int> lines;
};

/// A veto held or a requirement failed: known whatever the members earned.
bool is_closed(const LineResult& result) {
  return std::any_of(result.reasons.begin(), result.reasons.end(), [](const Reason& reason) {
    return reason.kind == Reason::Kind::kVetoed || reason.kind == Reason::Kind::kRequirement;
  });
}

}  // namespace

void EarnerRun::add_combination_lines(int rule_period) {
  const RulePeriod& period = plan().rule_periods[static_cast<std::size_t>(rule_period)];
  const CompiledRule& rule = plan().rules[static_cast<std::size_t>(period.rule)];
  std::map<std::string, std::vector<Value>> keys;
  if (rule.each.empty() && !rule.rule->each_row) {
    keys[""] = {};
  } else {
    for (const int member : rule.rule->members) {
      for (const int place : of_rule_[static_cast<std::size_t>(member)]) {
        const WorkLine& line = lines_[static_cast<std::size_t>(place)];
        const RulePeriod& inner = period_of(line);
        if (!period.whole.contains(inner.whole) ||
            inner.period.range.begin >= period.period.range.end) {
          continue;
        }
        std::vector<Value> key;
        if (rule.rule->each_row) {
          key = line.key;
        } else {
          for (const FormulaPtr& part : rule.each) {
            key.push_back(key_part(line, part).value_or(Value()));
          }
        }
        if (std::none_of(key.begin(), key.end(), [](const Value& v) { return v.is_missing(); })) {
          keys.emplace(joined(key), std::move(key));
        }
      }
    }
  }
  for (auto& [name, key] : keys) {
    WorkLine line;
    line.rule_period = rule_period;
    line.key = std::move(key);
    compute_combination(line, nullptr);
    of_rule_[static_cast<std::size_t>(period.rule)].push_back(static_cast<int>(lines_.size()));
    lines_.push_back(std::move(line));
  }
}

Ratio EarnerRun::combine(WorkLine& line) {
  const RulePeriod& period = period_of(line);
  const CompiledRule& rule = rule_of(line);
  const Combine how = rule.rule->source.what.combine;
  std::vector<MemberSum> sums;
  line.members.clear();
  bool all_mirrored = true;
  bool all_say_what = true;
  std::map<std::string, Reversal> reversals;
  bool any = false;
  for (const int member : rule.rule->members) {
    MemberSum sum;
    for (const int place : of_rule_[static_cast<std::size_t>(member)]) {
      const WorkLine& inner = lines_[static_cast<std::size_t>(place)];
      if (!is_inside(inner, period, line.key)) continue;
      sum.lines.push_back(place);
      sum.earned += inner.result.after_limits;
      sum.is_qualified |= inner.result.is_qualified();
      sum.is_blocked |=
          inner.result.status == Status::kBlocked || inner.result.status == Status::kWaiting;
      all_mirrored &= inner.is_mirrored;
      any = true;
      all_say_what &= !inner.reversals.empty();
      for (const Reversal& reversal : inner.reversals) {
        Reversal& known = reversals.emplace(reversal.key(), reversal).first->second;
        if (!known.part) known = reversal;  // members may date a row otherwise, or not see it
      }
      for (const auto& [name, value] : inner.carried) line.carried.emplace(name, value);
      if (inner.first_day && (!line.first_day || *inner.first_day < *line.first_day)) {
        line.first_day = inner.first_day;
      }
    }
    sums.push_back(std::move(sum));
  }
  // A return is combined as what it returns was: the better one on its size.
  line.is_mirrored = any && all_mirrored && rule.is_row_line;
  line.reversals.clear();
  if (line.is_mirrored && all_say_what) {
    for (auto& [name, reversal] : reversals) line.reversals.push_back(std::move(reversal));
  }
  int winner = -1;
  Ratio result;
  bool is_blocked = false;
  bool has_qualified = false;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const bool is_decided = how == Combine::kFirstOf && winner >= 0;
    is_blocked |= sums[i].is_blocked && !is_decided;
    if (how == Combine::kSumOf) {
      result += sums[i].earned;
      has_qualified |= sums[i].is_qualified;
    } else if (sums[i].is_qualified && !is_decided) {
      const Ratio size = line.is_mirrored ? -sums[i].earned : sums[i].earned;
      const Ratio best = line.is_mirrored ? -result : result;
      if (winner < 0 || (how == Combine::kBestOf && size > best)) {
        winner = static_cast<int>(i);
        result = sums[i].earned;
      }
      has_qualified = true;
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    for (const int place : sums[i].lines) {
      line.members.push_back(place);
      lines_[static_cast<std::size_t>(place)].is_winner =
          how == Combine::kSumOf || static_cast<int>(i) == winner;
    }
  }
  if (is_blocked) {
    line.result.status = Status::kBlocked;
  } else if (!has_qualified) {
    line.result.status = Status::kNotQualified;
  }
  return result;
}

/// What takes back was won by the member that won the sale; where that has no line of the return,
/// by the one that takes back most.
void EarnerRun::win_back(WorkLine& line, const WorkLine& sale) {
  const CompiledRule& rule = rule_of(line);
  if (rule.rule->source.what.combine == Combine::kSumOf) return;
  const auto line_at = [&](int place) -> WorkLine& {
    return lines_[static_cast<std::size_t>(place)];
  };
  const auto has = [&](const WorkLine& of, int member, bool as_winner) {
    return std::any_of(of.members.begin(), of.members.end(), [&](int place) {
      const WorkLine& inner = line_at(place);
      return period_of(inner).rule == member && (!as_winner || inner.is_winner);
    });
  };
  int winner = -1;
  Ratio most;
  for (const int member : rule.rule->members) {
    if (has(sale, member, true) && has(line, member, false)) {
      winner = member;
      break;
    }
    Ratio earned;
    bool is_qualified = false;
    for (const int place : line.members) {
      const WorkLine& inner = line_at(place);
      if (period_of(inner).rule != member) continue;
      earned += inner.result.after_limits;
      is_qualified |= inner.result.is_qualified();
    }
    if (!is_qualified || (winner >= 0 && earned >= most)) continue;
    winner = member;
    most = earned;
  }
  for (const int place : line.members) {
    WorkLine& inner = line_at(place);
    inner.is_winner = period_of(inner).rule == winner;
  }
}

void EarnerRun::compute_combination(WorkLine& line, LineTrace* trace) {
  const RulePeriod& period = period_of(line);
  const Ratio combined = combine(line);
  const bool is_blocked = line.result.status == Status::kBlocked;
  const bool none_qualified = line.result.status == Status::kNotQualified;
  const std::vector<TextCode> members = members_of(line.rule_period);
  TallySource source(input_.facts, period, earner_, members, members,
                     [&](const Formula& formula) { return earned(period, line.key, formula); });
  if (!line.key.empty()) source.set_key(line.key, nullptr);
  const std::vector<FormulaPtr>& each = rule_of(line).each;
  for (std::size_t k = 0; k < each.size(); ++k) source.pin_like(*each[k], line.key[k]);
  const std::optional<Ratio> earned_inside = line.is_mirrored ? -combined : combined;
  line.result = compute_line(rule_of(line), source, earned_inside, trace);
  if (line.is_mirrored) turn_sign(line.result, trace);
  line.pool = pool_of(rule_of(line), source);
  if (is_blocked && !is_closed(line.result)) {
    line.result = LineResult();
    line.result.status = Status::kBlocked;
    line.result.reasons.push_back(
        {Reason::Kind::kMissing, "a member is blocked", std::nullopt, std::nullopt});
  }
  if (none_qualified && line.result.status == Status::kPayable &&
      line.result.after_limits.is_zero()) {
    line.result.status = Status::kNotQualified;
  }
  if (trace != nullptr) return;
  for (const TallySource::MissedCondition& missing : source.take_missed()) {
    missed.push_back({period.rule, missing.condition->text, missing.missing.cause});
  }
}

}  // namespace rebate
