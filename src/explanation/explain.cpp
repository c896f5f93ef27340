// SPDX-License-Identifier: Apache-2.0
//
// What a line is called, its result, and the five texts put together.
#include "rebate/explanation/explain.hpp"

#include "explanation/explainer.hpp"

#include <algorithm>

namespace rebate {
namespace {

// "2025年" + "年度目标" is "2025年度目标": what one ends with and the other begins with is said
// once. Only for languages that put nothing between them.
std::string without_overlap(const std::string& first, const std::string& second) {
  for (std::size_t length = std::min(first.size(), second.size()); length > 0; --length) {
    const bool is_letter_start = (static_cast<unsigned char>(second[0]) & 0xC0) != 0x80;
    if (is_letter_start && first.ends_with(std::string_view(second).substr(0, length))) {
      return first.substr(0, first.size() - length);
    }
  }
  return first;
}

std::string key_part(const Wording& words, const Formula& key, const std::string& value) {
  if (key.noun == "product" && key.field == "line") {
    return words.say(Message::kKeyLine, {{"value", value}});
  }
  const std::string field = key.field == "id" || key.field.empty()
                                ? words.noun(key.noun)
                                : words.field(key.noun, key.field);
  return words.say(Message::kKey, {{"field", field}, {"value", words.level(value)}});
}

Message message_of_result(Status status) {
  switch (status) {
    case Status::kPayable:
    case Status::kReduced:
      return Message::kResultPaid;
    case Status::kNotQualified:
      return Message::kResultNotQualified;
    case Status::kVetoed:
      return Message::kResultVetoed;
    case Status::kSuperseded:
      return Message::kResultSuperseded;
    case Status::kUsedUp:
      return Message::kResultUsedUp;
    case Status::kNoTarget:
      return Message::kResultNoTarget;
    case Status::kNoBaseline:
      return Message::kResultNoBaseline;
    case Status::kBlocked:
      return Message::kResultBlocked;
    case Status::kCarried:
      return Message::kResultCarried;
    case Status::kBelowMinimum:
      return Message::kResultBelowMinimum;
    case Status::kWaiting:
      return Message::kResultWaiting;
    case Status::kProvisional:
      return Message::kResultProvisional;
    case Status::kSettled:
      return Message::kResultSettled;
  }
  return Message::kResultPaid;
}

}  // namespace

void Sentences::add(std::string sentence) {
  if (sentence.empty()) return;
  if (!text_.empty()) text_ += words_.catalogue().sentence_gap;
  text_ += words_.sentence(std::move(sentence));
}

Explainer::Explainer(const LineTrace& trace, const ExplainContext& context, Language language)
    : trace_(trace),
      context_(context),
      rule_(context.policy.rules.at(static_cast<std::size_t>(trace.line.rule))),
      words_(context.policy, language) {}

std::string Explainer::name() const {
  std::string name = words_.title_of_rule(rule_.index);
  // A rule with one period needs no name for it, unless it is settled in parts.
  const bool is_single =
      rule_.per.unit == PeriodUnit::kPolicy || rule_.per.unit == PeriodUnit::kRange;
  const bool has_period = !rule_.each_row && (!is_single || rule_.settle);
  if (has_period) {
    std::string period = words_.period(context_.period);
    const bool is_year = words_.is_whole_year(context_.period);
    if (words_.catalogue().sentence_gap.empty()) period = without_overlap(period, name);
    name = words_.say(is_year ? Message::kNameWithYear : Message::kNameWithPart,
                      {{"title", is_year ? name : words_.inside(name)}, {"period", period}});
  }
  if (trace_.mode == PayMode::kMarginal)
    name = words_.say(Message::kMarginalName, {{"name", name}});
  std::string key;
  for (std::size_t i = 0; i < context_.key.size() && !is_row_of_payment(); ++i) {
    const std::string part =
        rule_.each_row ? words_.say(Message::kKeyRow,
                                    {{"noun", words_.noun(rule_.noun)}, {"value", context_.key[i]}})
        : i < rule_.each.size() && rule_.each[i] != nullptr
            ? key_part(words_, *rule_.each[i], context_.key[i])
            : context_.key[i];
    key = key.empty() ? part : words_.say(Message::kListJoin, {{"left", key}, {"right", part}});
  }
  if (!key.empty()) name = words_.say(Message::kNameWithKey, {{"name", name}, {"key", key}});
  return name;
}

std::string Explainer::paid(const Ratio& amount) const {
  return context_.currency.empty() ? words_.money(amount)
                                   : words_.money_in(amount, context_.currency);
}

std::string Explainer::result() const {
  const Line& line = trace_.line;
  if (!line.is_paid && rule_.member_of >= 0 &&
      (line.status == Status::kPayable || line.status == Status::kReduced)) {
    return words_.sentence(
        words_.say(Message::kResultPartOf, {{"name", name()},
                                            {"amount", paid(Ratio(trace_.due))},
                                            {"rule", words_.rule_inside(rule_.member_of)}}));
  }
  if (!trace_.level.empty()) {
    return words_.sentence(words_.say(Message::kResultLevel,
                                      {{"name", name()}, {"level", words_.level(trace_.level)}}));
  }
  const std::string amount = line.status == Status::kSuperseded ? words_.about(line.after_limits)
                                                                : paid(Ratio(trace_.due));
  return words_.sentence(
      words_.say(message_of_result(line.status), {{"name", name()}, {"amount", amount}}));
}

std::string Explainer::clause() const {
  const std::string clause = text_in(rule_.source.notes.clause, words_.language());
  return clause.empty() ? std::string() : words_.say(Message::kClause, {{"clause", clause}});
}

const FigureSeen* Explainer::figure(std::span<const FigureSeen> figures,
                                    std::string_view expression) const {
  for (const FigureSeen& seen : figures) {
    if (seen.expression == expression) return &seen;
  }
  // A measure with a name is reported written out; in words both are the same.
  const std::string phrase = words_.phrase(expression);
  for (const FigureSeen& seen : figures) {
    if (words_.phrase(seen.expression) == phrase) return &seen;
  }
  return nullptr;
}

const FigureSeen* Explainer::measured() const {
  for (const FigureSeen& seen : trace_.by_figures) {
    if (seen.kind == FigureSeen::Kind::kMeasure && seen.value.is_number()) return &seen;
  }
  return nullptr;
}

Type Explainer::of_type() const { return rule_.of == nullptr ? Type::kMoney : rule_.of->type; }

Type Explainer::by_type() const {
  if (rule_.by != nullptr) return rule_.by->type;
  if (rule_.table && rule_.banded_axis >= 0) {
    return rule_.table->keys[static_cast<std::size_t>(rule_.banded_axis)].of->type;
  }
  return of_type();
}

bool Explainer::is_row_of_payment() const {
  return rule_.each_row && rule_.noun == "payment" && trace_.by.is_number() &&
         words_.type_of(trace_.by_expression) == Type::kNumber && context_.key.size() == 1;
}

ExplainContext context_of(const Settlement& settlement, std::size_t line) {
  const Line& found = settlement.lines()[line];
  return {policy_of(settlement.plan()),
          settlement.earner(found.earner),
          settlement.earner(found.payee),
          settlement.period(found.period),
          settlement.key(found.key),
          settlement.reasons(found.reasons),
          found.currency == 0 ? std::string() : settlement.currency(found.currency)};
}

Explanation explain_line(const LineTrace& trace, const ExplainContext& context, Language language) {
  const Explainer explainer(trace, context, language);
  return {explainer.result(), explainer.why(),  explainer.not_more(),
          explainer.limits(), explainer.next(), explainer.clause()};
}

std::string to_text(const Explanation& explanation, Language language) {
  const Catalogue& catalogue = catalogue_of(language);
  std::string text = explanation.result;
  for (const std::string* part : {&explanation.why, &explanation.not_more, &explanation.limits,
                                  &explanation.next, &explanation.clause}) {
    if (part->empty()) continue;
    text += catalogue.sentence_gap;
    text += *part;
  }
  return text;
}

std::string to_lines(const Explanation& explanation, Language language) {
  std::string text = explanation.result;
  std::vector<std::string> lines;
  for (const std::string* part :
       {&explanation.why, &explanation.not_more, &explanation.limits, &explanation.next}) {
    if (!part->empty()) lines.push_back(*part);
  }
  if (!explanation.clause.empty()) {
    std::string& end = lines.empty() ? text : lines.back();
    end += catalogue_of(language).sentence_gap;
    end += explanation.clause;
  }
  for (const std::string& line : lines) text += "\n  " + line;
  return text + "\n";
}

std::string figures_text(const LineTrace& trace, const ExplainContext& context, Language language,
                         FigureDetail detail) {
  return Explainer(trace, context, language).figures(detail);
}

std::string line_name(const Line& line, const ExplainContext& context, Language language) {
  LineTrace trace;
  trace.line = line;
  return Explainer(trace, context, language).name();
}

std::string status_text(Status status, Language language) {
  return std::string(catalogue_of(language).statuses[static_cast<std::size_t>(status)]);
}

}  // namespace rebate
