// SPDX-License-Identifier: Apache-2.0
//
// Returns that are charged at what their sale was paid: of a line per row or document by the line
// that they reverse, of a line per period at the rate of the line that the sale was in.
#include "plan/value_text.hpp"
#include "settlement/earner_run.hpp"

#include <algorithm>
#include <map>

namespace rebate {
namespace {

/// Whether a row of the day is one of the rule's in this period.
bool holds_day(const RulePeriod& period, Date day) {
  if (period.own_days.empty()) return period.period.range.contains(day);
  return std::any_of(period.own_days.begin(), period.own_days.end(),
                     [&](const DateRange& days) { return days.contains(day); });
}

}  // namespace

/// A returned row pays back its part of what the row that it reverses was paid.
void EarnerRun::link_returns(int rule) {
  const auto& places = of_rule_[static_cast<std::size_t>(rule)];
  std::multimap<std::string, int> by_id;
  bool has_links = false;
  for (const int place : places) {
    const WorkLine& line = lines_[static_cast<std::size_t>(place)];
    if (line.key.size() == 1) by_id.emplace(to_plain_text(line.key[0]), place);
    has_links |= !line.reverses.empty();
  }
  if (!has_links) return;
  // The line of the reversed row's own day, if that is not after the return's: nothing is taken
  // back that was not there yet.
  const auto original_of = [&](const WorkLine& line) -> const WorkLine* {
    const WorkLine* latest = nullptr;
    const auto [first, last] = by_id.equal_range(line.reverses);
    for (auto at = first; at != last; ++at) {
      const WorkLine& sale = lines_[static_cast<std::size_t>(at->second)];
      const bool is_there = line.reversed_on && holds_day(period_of(sale), *line.reversed_on);
      if (is_there && sale.rule_period <= line.rule_period && &sale != &line) latest = &sale;
    }
    return latest;
  };
  const bool is_combination = !plan().rules[static_cast<std::size_t>(rule)].rule->members.empty();
  for (const int place : places) {
    WorkLine& line = lines_[static_cast<std::size_t>(place)];
    if (line.reverses.empty() || !line.is_mirrored) continue;
    const WorkLine* original = original_of(line);
    // What takes back itself was paid nothing that could be taken back.
    if (original == nullptr || original->is_mirrored) continue;
    const WorkLine& sale = *original;
    if (!is_combination && !sale.taken_back.is_zero()) {
      line.returned_part = line.taken_back / sale.taken_back;
    }
    // What is taken back of an amount that is not known is not known either.
    const bool is_unknown = sale.result.status == Status::kBlocked;
    if (line.returned_part.is_zero() && !is_unknown) continue;
    const std::optional<Ratio> earning = is_combination ? line.result.earning : line.taken_back;
    line.result = LineResult();
    line.result.earning = earning;
    if (is_unknown) {
      line.result.status = Status::kBlocked;
      continue;
    }
    line.result.after_limits = sale.result.after_limits * line.returned_part;
    line.result.gross = line.result.after_limits;
    line.result.status = sale.result.is_qualified() ? Status::kPayable : sale.result.status;
    line.result.band = sale.result.band;
    if (is_combination) win_back(line, sale);
  }
}

/// The line of the rule that a sale of this day was in, as far as the line that charges its return
/// knows it; null: there is none.
const WorkLine* EarnerRun::line_of_sale(const WorkLine& charging, Date sold_on) const {
  const WorkLine* latest = nullptr;
  for (const int place : of_rule_[static_cast<std::size_t>(period_of(charging).rule)]) {
    const WorkLine& line = lines_[static_cast<std::size_t>(place)];
    const RulePeriod& period = period_of(line);
    const bool is_its = period.whole.contains(sold_on) && period.period.range.contains(sold_on) &&
                        line.key == charging.key && line.rule_period <= charging.rule_period;
    if (is_its && (latest == nullptr || latest->rule_period < line.rule_period)) latest = &line;
  }
  return latest;
}

/// What a return takes back was paid after the rule's own limits: they do not see it again. A sale
/// for which nothing was paid costs nothing.
void EarnerRun::charge_returns(int rule) {
  for (const int place : of_rule_[static_cast<std::size_t>(rule)]) {
    WorkLine& line = lines_[static_cast<std::size_t>(place)];
    bool is_known = true;
    for (const WorkLine::ChargedReturn& returned : line.returns) {
      const WorkLine* sale = line_of_sale(line, returned.sold_on);
      if (sale == nullptr) continue;
      is_known &= sale->result.status != Status::kBlocked && returned.size.is_number();
      if (!returned.size.is_number() || !sale->result.is_qualified()) continue;
      for (const auto& [part, worth] : sale->result.worth) {
        if (part == returned.part) line.charged += worth * returned.size.number();
      }
    }
    if (line.charged.is_zero() && is_known) continue;
    LineResult& result = line.result;
    if (!is_known) {
      result.status = Status::kBlocked;
      line.charged = Ratio();
    }
    if (result.status == Status::kBlocked) continue;
    result.after_limits = result.is_qualified() ? result.after_limits + line.charged : line.charged;
    result.status = Status::kPayable;
    result.reasons.push_back({Reason::Kind::kReturned, "", std::nullopt, -line.charged});
  }
}

}  // namespace rebate
