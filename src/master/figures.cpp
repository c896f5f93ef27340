// SPDX-License-Identifier: Apache-2.0
#include "rebate/master/figures.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace rebate {

namespace {

Issue at(const Table& table, std::uint64_t line, Code code, Severity severity,
         std::string message) {
  Issue issue;
  issue.code = code;
  issue.severity = severity;
  issue.place.file = table.file();
  issue.place.line = static_cast<int>(line);
  issue.message = std::move(message);
  return issue;
}

constexpr std::array<std::string_view, 4> kValueColumns{"value", "value_text", "value_date",
                                                        "value_flag"};

bool is_key(std::string_view column, std::string_view name_column) {
  return column != name_column && column != "partner" && column != "period" &&
         std::find(kValueColumns.begin(), kValueColumns.end(), column) == kValueColumns.end();
}

/// What find() and of() search by.
auto order_of(const Figure& figure) {
  return std::tie(figure.name, figure.partner, figure.period.begin, figure.period.end, figure.keys);
}

std::string text_of(const Table& table, RowIndex row, std::string_view field) {
  return to_text(table.cell(row, field));
}

}  // namespace

Result<Figures> Figures::make(const Table& table, std::string_view name_column,
                              const FiscalCalendar& calendar) {
  Issues issues;
  Figures made;
  made.file_ = table.file();
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    Figure figure;
    figure.line = table.source(row).line;
    figure.name = text_of(table, row, name_column);
    figure.partner = text_of(table, row, "partner");
    figure.period_name = text_of(table, row, "period");
    std::string problem;
    const std::optional<DateRange> period = calendar.range(figure.period_name, &problem);
    if (!period) {
      issues.add(at(table, figure.line, Code::kMasterPeriod, Severity::kError, problem + "."));
      continue;
    }
    figure.period = *period;
    for (const std::string_view column : kValueColumns) {
      if (is_missing(figure.value)) figure.value = table.cell(row, column);
    }
    for (const Column& column : table.columns()) {
      if (!is_key(column.name(), name_column) || column.is_missing(row)) continue;
      figure.keys.emplace_back(column.name(), to_text(column.cell(row)));
    }
    std::sort(figure.keys.begin(), figure.keys.end());
    made.figures_.push_back(std::move(figure));
  }
  std::stable_sort(made.figures_.begin(), made.figures_.end(),
                   [](const Figure& a, const Figure& b) { return order_of(a) < order_of(b); });
  for (std::size_t i = 1; i < made.figures_.size(); ++i) {
    const Figure& a = made.figures_[i - 1];
    const Figure& b = made.figures_[i];
    if (order_of(a) != order_of(b)) continue;
    const bool is_same = a.value == b.value;
    issues.add(
        at(table, b.line, Code::kMasterDuplicate, is_same ? Severity::kWarning : Severity::kError,
           table.noun() + " '" + b.name + "' of " + b.partner + " for " + b.period_name +
               " stands on line " + std::to_string(a.line) + " too" +
               (is_same ? ", with the same value."
                        : ": " + to_text(a.value) + " there, " + to_text(b.value) + " here.")));
  }
  issues.sort();
  if (issues.has_errors()) return issues;
  const auto same = [](const Figure& a, const Figure& b) { return order_of(a) == order_of(b); };
  made.figures_.erase(std::unique(made.figures_.begin(), made.figures_.end(), same),
                      made.figures_.end());
  return {std::move(made), std::move(issues)};
}

std::span<const Figure> Figures::of(std::string_view name, std::string_view partner) const {
  using Key = std::pair<std::string_view, std::string_view>;
  const auto key_of = [](const Figure& figure) { return Key(figure.name, figure.partner); };
  const Key key(name, partner);
  const auto begin =
      std::lower_bound(figures_.begin(), figures_.end(), key,
                       [&](const Figure& figure, const Key& k) { return key_of(figure) < k; });
  const auto end =
      std::upper_bound(begin, figures_.end(), key,
                       [&](const Key& k, const Figure& figure) { return k < key_of(figure); });
  return {begin, end};
}

const Figure* Figures::find(std::string_view name, std::string_view partner,
                            const DateRange& period, const FigureKeys& keys) const {
  for (const Figure& figure : of(name, partner)) {
    if (figure.period == period && figure.keys == keys) return &figure;
  }
  return nullptr;
}

const Figure* Figures::covering(std::string_view name, std::string_view partner,
                                const DateRange& period, const FigureKeys& keys) const {
  const Figure* best = nullptr;
  for (const Figure& figure : of(name, partner)) {
    if (figure.keys != keys || !figure.period.contains(period)) continue;
    if (best == nullptr || figure.period.days() < best->period.days()) best = &figure;
  }
  return best;
}

bool Figures::has(std::string_view name) const {
  const auto found =
      std::lower_bound(figures_.begin(), figures_.end(), name,
                       [](const Figure& figure, std::string_view n) { return figure.name < n; });
  return found != figures_.end() && found->name == name;
}

}  // namespace rebate
