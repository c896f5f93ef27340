// SPDX-License-Identifier: Apache-2.0
#include "plan/windows.hpp"

#include "rebate/policy/evaluate.hpp"
#include "plan/formula_tools.hpp"

namespace rebate {
namespace {

/// Dates of between(a, b) may read the period only.
class PeriodEnvironment : public Environment {
 public:
  PeriodEnvironment(const DateRange& period, const FiscalCalendar& calendar)
      : period_(period), calendar_(calendar) {}
  Value read(const Formula& leaf) override {
    if (leaf.op != Op::kPeriod) return Missing{};
    if (leaf.field == "start") return period_.begin;
    if (leaf.field == "end") return period_.last();
    return Missing{};
  }
  const FiscalCalendar& calendar() const override { return calendar_; }

 private:
  DateRange period_;
  const FiscalCalendar& calendar_;
};

std::optional<DateRange> between(const Window& window, const DateRange& period,
                                 const FiscalCalendar& calendar) {
  PeriodEnvironment environment(period, calendar);
  const Value first = evaluate(*window.first, environment);
  const Value last = evaluate(*window.last, environment);
  if (!first.is_date() || !last.is_date() || last.date() < first.date()) return std::nullopt;
  return DateRange::between(first.date(), last.date());
}

std::optional<DateRange> applied(const Window& window, const DateRange& range,
                                 const PeriodSpec& spec, const FiscalCalendar& calendar,
                                 bool is_instalment) {
  switch (window.kind) {
    case Window::Kind::kPeriod:
    case Window::Kind::kSoFar:
      return range;
    case Window::Kind::kYearsAgo:
      return calendar.years_ago(range, window.count);
    case Window::Kind::kPrevious:
      return calendar.previous(spec, range, window.count, is_instalment);
    case Window::Kind::kToDate:
      return calendar.to_date(window.unit, range);
    case Window::Kind::kTrailing:
      return calendar.trailing(window.count, window.unit, range.end);
    case Window::Kind::kLifetime:
      return DateRange::of(DateRange::all().begin, range.end);
    case Window::Kind::kBetween:
      return between(window, range, calendar);
    case Window::Kind::kRange:
      return calendar.range(window.range);
  }
  return std::nullopt;
}

}  // namespace

const Window* line_window(const std::vector<Window>& windows) {
  if (windows.empty() || windows.back().kind != Window::Kind::kBetween) return nullptr;
  const Window& last = windows.back();
  for (const FormulaPtr& day : {last.first, last.last}) {
    const Reads reads = reads_of(day);
    if (reads.row || reads.partner || reads.figures) return &last;
  }
  return nullptr;
}

WindowDays days_of(const std::vector<Window>& windows, const DateRange& period,
                   const PeriodSpec& spec, const std::vector<DateRange>& in,
                   const FiscalCalendar& calendar, bool is_instalment) {
  WindowDays result;
  std::vector<DateRange> seen = in;
  bool keeps_in = !in.empty();
  std::optional<DateRange> range = period;
  if (line_window(windows) != nullptr) {
    // Which days it is, the line says: any may be needed.
    result.is_lifetime = true;
    result.days.push_back(DateRange::all());
    return result;
  }
  for (const Window& window : windows) {
    range = applied(window, *range, spec, calendar, is_instalment);
    if (!range) {
      result.is_outside = true;
      return result;
    }
    if (window.kind == Window::Kind::kLifetime) result.is_lifetime = true;
    if (window.kind == Window::Kind::kYearsAgo) {
      for (DateRange& part : seen) {
        const auto moved = calendar.years_ago(part, window.count);
        if (moved) part = *moved;
      }
    } else if (window.kind != Window::Kind::kPeriod && window.kind != Window::Kind::kSoFar) {
      keeps_in = false;
    }
  }
  if (!keeps_in) {
    result.days.push_back(*range);
    return result;
  }
  for (const DateRange& part : seen) {
    if (const auto both = part.intersect(*range)) result.days.push_back(*both);
  }
  return result;
}

}  // namespace rebate
