// SPDX-License-Identifier: Apache-2.0
#include "settlement/minimums.hpp"

#include "settlement/shared_limits.hpp"

#include <map>
#include <vector>

namespace rebate {
namespace {

/// Money that comes with the statement: not what stood on an invoice, not what a fund takes in.
bool is_paid_out(const Pay& pay) {
  return pay.sets.empty() && pay.as.kind != Form::Kind::kOnInvoice &&
         pay.as.kind != Form::Kind::kFund;
}

struct Part {
  EarnerRun* run = nullptr;
  int place = 0;
  const std::string* payee = nullptr;
};

struct OpenSum {
  Ratio sum;
  std::vector<Part> parts;
};

/// By payee, what the lines that `counts` admits are due.
template <class Counts>
std::map<std::string, OpenSum> open_sums(std::span<EarnerRun* const> runs, const Counts& counts) {
  std::map<std::string, OpenSum> sums;
  for (EarnerRun* run : runs) {
    for (const int place : run->limited_lines()) {
      const WorkLine& line = run->line(place);
      if (!counts(*run->period_of(line).compiled)) continue;
      const auto add = [&](const std::string& payee, const Decimal& due) {
        OpenSum& open = sums[payee];
        open.sum += Ratio(due) / line.rate;
        open.parts.push_back({run, place, &payee});
      };
      if (line.payees.empty()) add(run->earner().id, line.due);
      for (const PayeePart& part : line.payees) add(part.payee, part.due);
    }
  }
  return sums;
}

/// `value_at` is the minimum as the last of the lines sees it.
template <class ValueAt>
void hold(const std::map<std::string, OpenSum>& sums, const Formula& limit,
          const ValueAt& value_at) {
  for (const auto& [payee, open] : sums) {
    if (open.sum.sign() <= 0) continue;
    const Part* last = &open.parts.front();
    for (const Part& part : open.parts) {
      const auto end = [](const Part& p) {
        return p.run->period_of(p.run->line(p.place)).period.range.end;
      };
      if (end(*last) <= end(part)) last = &part;
    }
    const Value minimum = value_at(*last);
    if (minimum.is_number() && open.sum >= minimum.number()) continue;
    Reason reason{Reason::Kind::kMinimum, limit.text, std::nullopt, std::nullopt};
    if (minimum.is_number()) reason.value = minimum.number();
    for (const Part& part : open.parts) part.run->keep_open(part.place, *part.payee, reason);
  }
}

}  // namespace

bool has_shared_minimums(const Plan& plan) {
  const SharedTerm* limit = partner_limit(plan);
  const bool is_of_all = limit != nullptr && limit->compiled.minimum != nullptr;
  for (const CompiledRule& rule : plan.rules) {
    const bool is_looked_at = rule.minimum != nullptr || is_of_all;
    if (is_looked_at && rule.payees.kind != Payee::Kind::kEarner) return true;
  }
  return false;
}

void hold_minimums(const Plan& plan, std::span<EarnerRun* const> runs) {
  for (const CompiledRule& rule : plan.rules) {
    if (rule.minimum == nullptr) continue;
    const auto sums = open_sums(runs, [&](const CompiledRule& of) { return &of == &rule; });
    hold(sums, *rule.minimum,
         [&](const Part& at) { return at.run->line_value(*rule.minimum, at.run->line(at.place)); });
  }
  const SharedTerm* limit = partner_limit(plan);
  if (limit == nullptr || limit->compiled.minimum == nullptr) return;
  const auto sums =
      open_sums(runs, [](const CompiledRule& of) { return is_paid_out(of.rule->source.pay); });
  hold(sums, *limit->compiled.minimum, [&](const Part& at) {
    const Date end = at.run->period_of(at.run->line(at.place)).period.range.last();
    return at.run->limit_value(*limit->compiled.minimum, limit_period(plan, *limit, end));
  });
}

}  // namespace rebate
