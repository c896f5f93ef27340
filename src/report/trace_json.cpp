// SPDX-License-Identifier: Apache-2.0
//
// A trace as a tree, in the order in which it decided the amount.
#include "rebate/report/settlement_json.hpp"
#include "policy/policy_words.hpp"
#include "report/number_text.hpp"
#include "report/value_json.hpp"

namespace rebate {
namespace {

std::string_view step_word(LimitStep::Kind kind) {
  switch (kind) {
    case LimitStep::Kind::kTimes:
      return "times";
    case LimitStep::Kind::kCap:
      return "cap";
    case LimitStep::Kind::kFloor:
      return "floor";
    case LimitStep::Kind::kLines:
      return "lines";
    case LimitStep::Kind::kReturned:
      return "returned";
    case LimitStep::Kind::kCombine:
      return "combine";
    case LimitStep::Kind::kPartnerCap:
      return "partner_cap";
    case LimitStep::Kind::kFund:
      return "fund";
    case LimitStep::Kind::kBudget:
      return "budget";
    case LimitStep::Kind::kConvert:
      return "convert";
    case LimitStep::Kind::kRound:
      return "round";
    case LimitStep::Kind::kMinimum:
      return "minimum";
    case LimitStep::Kind::kSettled:
      return "settled";
  }
  return {};
}

void write_conditions(JsonWriter& json, const std::vector<ConditionSeen>& conditions) {
  if (conditions.empty()) return;
  json.name("conditions");
  json.begin_array();
  for (const ConditionSeen& condition : conditions) {
    json.begin_object();
    json.member("kind", condition.is_veto ? "veto" : "require");
    json.member("expression", condition.expression);
    json.name("result");
    write_value(json, condition.result);
    write_figures(json, "figures", condition.figures);
    json.end_object();
  }
  json.end_array();
}

void write_measure(JsonWriter& json, std::string_view name, const std::string& expression,
                   const Value& value, const std::vector<FigureSeen>& figures) {
  if (expression.empty()) return;
  json.name(name);
  json.begin_object();
  json.member("expression", expression);
  json.name("value");
  write_value(json, value);
  write_figures(json, "figures", figures);
  json.end_object();
}

void write_band(JsonWriter& json, const LineTrace& trace) {
  if (trace.line.band < 0) return;
  json.name("band");
  json.begin_object();
  json.member("number", trace.line.band + 1);
  if (trace.edge != Edge::kNone) {
    json.name(detail::to_word(trace.edge));
    write_value(json, trace.bound);
  }
  json.end_object();
}

void write_slices(JsonWriter& json, const std::vector<Slice>& slices) {
  if (slices.empty()) return;
  json.name("slices");
  json.begin_array();
  for (const Slice& slice : slices) {
    json.begin_object();
    if (slice.band >= 0) json.member("band", slice.band + 1);
    for (const auto& [field, value] : slice.part) {
      json.name(field);
      write_value(json, value);
    }
    json.member("base", exact_text(slice.base));
    if (slice.rate) json.member("rate", percent_text(*slice.rate));
    member_ratio(json, "per_unit", slice.per_unit);
    member_ratio(json, "amount", slice.amount);
    member_ratio(json, "every", slice.every);
    if (slice.steps) json.member("steps", slice.steps->to_string());
    if (slice.replaces) json.member_flag("replaces", true);
    json.member("pays", exact_text(slice.pays));
    json.end_object();
  }
  json.end_array();
}

void write_missing(JsonWriter& json, const std::vector<MissingSeen>& missing) {
  if (missing.empty()) return;
  json.name("missing");
  json.begin_array();
  for (const MissingSeen& seen : missing) {
    json.begin_object();
    json.member("expression", seen.expression);
    if (!seen.cause.empty()) json.member("cause", seen.cause);
    json.member("times", seen.times);
    json.member("rows", seen.rows);
    json.name("first");
    json.begin_array();
    for (const FigureSeen::Row& row : seen.first) {
      json.begin_object();
      json.member("id", row.id);
      json.member("date", row.date.to_string());
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_next(JsonWriter& json, const LineTrace& trace) {
  if (!trace.next) return;
  const NextBand& next = *trace.next;
  json.name("next");
  json.begin_object();
  json.member("band", next.band + 1);
  if (next.edge != Edge::kNone) {
    json.name(detail::to_word(next.edge));
    write_value(json, next.bound);
  }
  if (next.rate) json.member("rate", percent_text(*next.rate));
  member_ratio(json, "missing_qualifying", next.missing_qualifying);
  member_ratio(json, "missing_earning", next.missing_earning);
  member_ratio(json, "would_pay", next.would_pay);
  json.end_object();
}

void write_members(JsonWriter& json, const LineTrace& trace, const CheckedPolicy& policy) {
  if (trace.members.empty()) return;
  json.name("members");
  json.begin_array();
  for (const MemberSeen& member : trace.members) {
    json.begin_object();
    json.member("rule", policy.rules[static_cast<std::size_t>(member.rule)].source.id);
    json.member("status", to_text(member.status));
    json.member("earned", exact_text(member.earned));
    json.member("kept", exact_text(member.kept));
    json.member_flag("is_winner", member.is_winner);
    json.end_object();
  }
  json.end_array();
}

void write_steps(JsonWriter& json, const std::vector<LimitStep>& steps) {
  json.name("steps");
  json.begin_array();
  for (const LimitStep& step : steps) {
    json.begin_object();
    json.member("kind", step_word(step.kind));
    if (!step.expression.empty()) json.member("expression", step.expression);
    member_ratio(json, "value", step.value);
    member_ratio(json, "claims", step.claims);
    json.member("before", exact_text(step.before));
    json.member("after", exact_text(step.after));
    write_figures(json, "figures", step.figures);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string trace_json(const LineTrace& trace, const ExplainContext& context) {
  TextCollector text;
  JsonWriter json(text);
  json.begin_object();
  write_conditions(json, trace.conditions);
  write_measure(json, "by", trace.by_expression, trace.by, trace.by_figures);
  member_ratio(json, "target", trace.target);
  member_ratio(json, "baseline", trace.baseline);
  write_measure(json, "of", trace.of_expression, trace.of, trace.of_figures);
  if (trace.mode != PayMode::kNone) json.member("mode", detail::to_word(trace.mode));
  write_band(json, trace);
  write_figures(json, "pay_figures", trace.pay_figures);
  write_slices(json, trace.slices);
  write_missing(json, trace.missing);
  write_members(json, trace, context.policy);
  json.member("gross", exact_text(trace.gross));
  member_ratio(json, "without", trace.without);
  write_steps(json, trace.steps);
  json.member("due", exact_text(Ratio(trace.due), context.policy.minor_unit));
  write_next(json, trace);
  json.end_object();
  return text.text();
}

std::string explanation_json(const Explanation& explanation) {
  TextCollector text;
  JsonWriter json(text);
  json.begin_object();
  json.member("result", explanation.result);
  if (!explanation.why.empty()) json.member("why", explanation.why);
  if (!explanation.not_more.empty()) json.member("not_more", explanation.not_more);
  if (!explanation.limits.empty()) json.member("limits", explanation.limits);
  if (!explanation.next.empty()) json.member("next", explanation.next);
  if (!explanation.clause.empty()) json.member("clause", explanation.clause);
  json.end_object();
  return text.text();
}

}  // namespace rebate
