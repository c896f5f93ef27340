// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/amend.hpp"

#include "rebate/calendar/fiscal_calendar.hpp"
#include "policy/check_context.hpp"

#include <algorithm>

namespace rebate {
namespace {

class Amender {
 public:
  Amender(const Policy& base, const Policy& change) : base_(base), change_(change) {}

  Result<Policy> amend();

 private:
  void error(Code code, const std::string& pointer, std::string message) {
    issues_.add(code, change_.place(pointer), std::move(message));
  }
  void check_base();
  void check_running_periods();
  bool spans_the_date(const Rule& rule, const FiscalCalendar& calendar,
                      const DateRange& valid) const;
  void replace_rules(Policy& result);

  const Policy& base_;
  const Policy& change_;
  Issues issues_;
  std::optional<Date> effective_;
};

template <class T>
void replace(NameMap<T>& own, const NameMap<T>& other) {
  for (const auto& [name, terms] : other) {
    const int index = index_of(own, name);
    if (index < 0)
      own.emplace_back(name, terms);
    else
      own[static_cast<std::size_t>(index)].second = terms;
  }
}

const Rule* find(const std::vector<Rule>& rules, const std::string& id) {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.id == id; });
  return found == rules.end() ? nullptr : &*found;
}

void Amender::check_base() {
  const Amendment& terms = *change_.amendment;
  if (change_.id != base_.id) {
    error(Code::kAmendmentBase, "/policy",
          "this amends policy '" + change_.id + "'; the other document is '" + base_.id + "'.");
  }
  if (terms.amends != base_.version) {
    error(Code::kAmendmentBase, "/amends",
          "this amends version " + std::to_string(terms.amends) +
              "; the other document is version " + std::to_string(base_.version) + ".");
  }
  if (change_.version <= base_.version) {
    error(Code::kAmendmentBase, "/version",
          "an amendment has a higher version than " + std::to_string(base_.version) +
              ", which it amends.");
  }
  effective_ = Date::parse(terms.effective);
  if (!effective_) error(Code::kNotADate, "/effective", "'" + terms.effective + "' is no date.");
}

bool Amender::spans_the_date(const Rule& rule, const FiscalCalendar& calendar,
                             const DateRange& valid) const {
  const std::string& per =
      rule.when.per.empty() && base_.defaults ? base_.defaults->when.per : rule.when.per;
  const auto spec = PeriodSpec::parse(per);
  if (!spec || (spec->unit == PeriodUnit::kRange && !calendar.range(spec->range))) return false;
  const std::vector<Period> periods = calendar.periods(*spec, valid);
  return std::any_of(periods.begin(), periods.end(), [&](const Period& period) {
    return period.range.begin < *effective_ && *effective_ < period.range.end;
  });
}

void Amender::check_running_periods() {
  if (!effective_ || !change_.amendment->running_periods.empty()) return;
  CalendarSpec spec;
  spec.year_starts = base_.calendar.year_starts;
  if (base_.calendar.month_closes > 0) spec.month_closes = base_.calendar.month_closes;
  spec.weeks = base_.calendar.weeks;
  const Result<FiscalCalendar> calendar = FiscalCalendar::make(spec);
  const auto valid = calendar.ok() ? calendar->range(base_.valid) : std::nullopt;
  if (!valid) return;  // check() of the result says so.
  const std::vector<std::string>& removed = change_.amendment->remove;
  for (const Rule& rule : base_.rules) {
    const bool is_amended = find(change_.rules, rule.id) != nullptr ||
                            std::find(removed.begin(), removed.end(), rule.id) != removed.end();
    if (!is_amended || !spans_the_date(rule, *calendar, *valid)) continue;
    error(Code::kMissingMember, "/effective",
          "a period of rule '" + rule.id + "' spans " + change_.amendment->effective +
              ": say \"running_periods\": \"keep\", \"restate\" or \"split\".");
    return;
  }
}

void Amender::replace_rules(Policy& result) {
  const std::vector<std::string>& removed = change_.amendment->remove;
  std::vector<std::string> known;
  for (const Rule& rule : base_.rules) known.push_back(rule.id);
  for (std::size_t i = 0; i < removed.size(); ++i) {
    const std::string pointer = at("/remove", i);
    if (!find(base_.rules, removed[i])) {
      Issue issue;
      issue.code = Code::kUnknownReference;
      issue.place = change_.place(pointer);
      issue.found = removed[i];
      issue.suggestion = nearest_word(removed[i], known);
      issue.message =
          "version " + std::to_string(base_.version) + " has no rule '" + removed[i] + "'.";
      if (!issue.suggestion.empty()) issue.message += " Did you mean '" + issue.suggestion + "'?";
      issues_.add(std::move(issue));
    }
    if (find(change_.rules, removed[i])) {
      error(Code::kRuleTwice, pointer,
            "'" + removed[i] + "' is taken away and replaced; keep one of the two.");
    }
  }
  std::erase_if(result.rules, [&](const Rule& rule) {
    return std::find(removed.begin(), removed.end(), rule.id) != removed.end();
  });
  for (const Rule& rule : change_.rules) {
    const auto own = std::find_if(result.rules.begin(), result.rules.end(),
                                  [&](const Rule& other) { return other.id == rule.id; });
    if (own == result.rules.end())
      result.rules.push_back(rule);
    else
      *own = rule;
  }
}

Result<Policy> Amender::amend() {
  check_base();
  check_running_periods();
  Policy result = base_;
  result.version = change_.version;
  result.status = change_.status;
  result.approved = change_.approved;
  result.places = change_.places;
  if (!change_.notes.title.empty()) result.notes.title = change_.notes.title;
  if (!change_.tiers.empty()) result.tiers = change_.tiers;
  if (!(change_.calendar == CalendarTerms())) result.calendar = change_.calendar;
  if (change_.limit) result.limit = change_.limit;
  if (change_.defaults) result.defaults = change_.defaults;
  if (change_.currencies) result.currencies = change_.currencies;
  replace(result.fields, change_.fields);
  replace(result.sets, change_.sets);
  replace(result.conditions, change_.conditions);
  replace(result.measures, change_.measures);
  replace(result.targets, change_.targets);
  replace(result.scores, change_.scores);
  replace(result.tables, change_.tables);
  replace(result.funds, change_.funds);
  replace(result.budgets, change_.budgets);
  replace(result.reports, change_.reports);
  replace_rules(result);
  // The base's examples are about its own terms.
  result.examples = change_.examples;
  if (issues_.has_errors()) return std::move(issues_);
  return result;
}

}  // namespace

Result<Policy> amended(const Policy& base, const Policy& amendment) {
  REBATE_REQUIRE(amendment.amendment.has_value(), "the second document is an amendment");
  return Amender(base, amendment).amend();
}

}  // namespace rebate
