// SPDX-License-Identifier: Apache-2.0
#include "report/value_json.hpp"

#include "report/number_text.hpp"

namespace rebate {
namespace {

std::string_view missing_word(MissingKind kind) {
  switch (kind) {
    case MissingKind::kField:
      return "field";
    case MissingKind::kNoTarget:
      return "no_target";
    case MissingKind::kNoBaseline:
      return "no_baseline";
    case MissingKind::kNoTableRow:
      return "no_table_row";
    case MissingKind::kNoFigure:
      return "no_figure";
    case MissingKind::kDivision:
      return "division_by_zero";
  }
  return {};
}

std::string_view figure_word(FigureSeen::Kind kind) {
  switch (kind) {
    case FigureSeen::Kind::kMeasure:
      return "measure";
    case FigureSeen::Kind::kTarget:
      return "target";
    case FigureSeen::Kind::kKpi:
      return "kpi";
    case FigureSeen::Kind::kField:
      return "field";
    case FigureSeen::Kind::kTable:
      return "table";
    case FigureSeen::Kind::kEarned:
      return "earned";
    case FigureSeen::Kind::kScore:
      return "score";
  }
  return {};
}

void write_figure(JsonWriter& json, const FigureSeen& seen) {
  json.begin_object();
  json.member("kind", figure_word(seen.kind));
  json.member("expression", seen.expression);
  json.name("value");
  write_value(json, seen.value);
  if (seen.kind == FigureSeen::Kind::kMeasure) json.member("rows", seen.rows);
  if (!seen.sees.empty()) {
    json.name("sees");
    json.begin_array();
    for (const std::string& condition : seen.sees) json.text(condition);
    json.end_array();
  }
  if (seen.window) json.member("window", seen.window->to_string());
  if (!seen.row_list.empty()) {
    json.name("row_list");
    json.begin_array();
    for (const FigureSeen::Row& row : seen.row_list) {
      json.begin_object();
      json.member("id", row.id);
      json.member("date", row.date.to_string());
      json.name("value");
      write_value(json, row.value);
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

}  // namespace

void write_value(JsonWriter& json, const Value& value) {
  if (value.is_missing()) {
    json.begin_object();
    json.member("missing", missing_word(value.missing().kind));
    if (!value.missing().cause.empty()) json.member("cause", value.missing().cause);
    json.end_object();
  } else if (value.is_number()) {
    json.text(exact_text(value.number()));
  } else if (value.is_text()) {
    json.text(value.text());
  } else if (value.is_flag()) {
    json.flag(value.flag());
  } else if (value.is_date()) {
    json.text(value.date().to_string());
  } else if (value.is_range()) {
    json.text(value.range().to_string());
  } else if (value.is_level()) {
    json.text(value.level().name);
  } else {
    json.begin_array();
    for (const Value& element : value.list()) write_value(json, element);
    json.end_array();
  }
}

void member_ratio(JsonWriter& json, std::string_view name, const std::optional<Ratio>& value,
                  int min_scale) {
  if (value) json.member(name, exact_text(*value, min_scale));
}

void write_figures(JsonWriter& json, std::string_view name,
                   const std::vector<FigureSeen>& figures) {
  if (figures.empty()) return;
  json.name(name);
  json.begin_array();
  for (const FigureSeen& seen : figures) write_figure(json, seen);
  json.end_array();
}

void write_reasons(JsonWriter& json, const std::vector<Reason>& reasons) {
  json.name("reasons");
  json.begin_array();
  for (const Reason& reason : reasons) {
    json.begin_object();
    json.member("code", to_text(reason.kind));
    if (!reason.expression.empty()) json.member("expression", reason.expression);
    member_ratio(json, "value", reason.value);
    member_ratio(json, "took", reason.took);
    member_ratio(json, "claims", reason.claims);
    json.end_object();
  }
  json.end_array();
}

}  // namespace rebate
