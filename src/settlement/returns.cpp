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

/// What takes rows back pays back its part of what the lines of those rows were paid.
void EarnerRun::link_returns(int rule) {
  const auto& places = of_rule_[static_cast<std::size_t>(rule)];
  std::multimap<std::string, int> by_key;
  bool has_returns = false;
  for (const int place : places) {
    const WorkLine& line = lines_[static_cast<std::size_t>(place)];
    if (line.key.size() == 1) by_key.emplace(to_plain_text(line.key[0]), place);
    has_returns |= !line.reversals.empty();
  }
  if (!has_returns) return;
  // The line of the reversed row's own day, if that is not after the return's: nothing is taken
  // back that was not there yet. What takes back itself was paid nothing that could be.
  const auto sale_of = [&](const WorkLine& line, const Reversal& reversal) -> const WorkLine* {
    const WorkLine* latest = nullptr;
    const auto [first, last] = by_key.equal_range(reversal.key());
    for (auto at = first; at != last && reversal.is_of_rule; ++at) {
      const WorkLine& sale = lines_[static_cast<std::size_t>(at->second)];
      const bool is_there = holds_day(period_of(sale), reversal.day());
      if (is_there && sale.rule_period <= line.rule_period && &sale != &line) latest = &sale;
    }
    return latest == nullptr || latest->is_mirrored ? nullptr : latest;
  };
  for (const int place : places) {
    WorkLine& line = lines_[static_cast<std::size_t>(place)];
    std::vector<const WorkLine*> sales;
    for (const Reversal& reversal : line.reversals) {
      if (const WorkLine* sale = sale_of(line, reversal)) sales.push_back(sale);
    }
    const bool has_all = !sales.empty() && sales.size() == line.reversals.size();
    if (line.is_mirrored && has_all) repay(line, sales);
  }
}

/// A line that takes others back; where a part is not known it stays what its size makes of it.
void EarnerRun::repay(WorkLine& line, const std::vector<const WorkLine*>& sales) {
  const bool is_combination = !rule_of(line).rule->members.empty();
  bool has_parts = true;
  bool is_unknown = false;
  for (std::size_t i = 0; i < sales.size(); ++i) {
    Reversal& reversal = line.reversals[i];
    reversal.paid = sales[i]->result.after_limits;
    if (!is_combination && reversal.size.is_number() && !sales[i]->taken_back.is_zero()) {
      reversal.part = reversal.size.number() / sales[i]->taken_back;
    }
    has_parts &= reversal.part.has_value();
    // What is taken back of an amount that is not known is not known either.
    is_unknown |= sales[i]->result.status == Status::kBlocked;
  }
  if (!has_parts && (is_combination || !is_unknown)) return;
  LineResult result;
  result.earning = is_combination ? line.result.earning : line.taken_back;
  result.status = sales.front()->result.status;
  result.band = sales.front()->result.band;
  for (std::size_t i = 0; i < sales.size() && !is_unknown; ++i) {
    result.after_limits += line.reversals[i].paid * *line.reversals[i].part;
    if (sales[i]->result.is_qualified()) result.status = Status::kPayable;
  }
  if (is_unknown) result.status = Status::kBlocked;
  result.gross = result.after_limits;
  line.is_repaid = !is_unknown;
  line.result = std::move(result);
  if (is_combination) win_back(line, *sales.front());
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
