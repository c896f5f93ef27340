// SPDX-License-Identifier: Apache-2.0
//
// What happened between the gross amount and what is due. Steps that changed nothing are not told.
#include "explanation/explainer.hpp"

namespace rebate {

std::string Explainer::limits() const {
  Sentences sentences(words_);
  const Status status = trace_.line.status;
  if (status == Status::kBlocked || status == Status::kVetoed) return {};
  for (const LimitStep& step : trace_.steps) say_step(sentences, step);
  return std::move(sentences).text();
}

void Explainer::say_step(Sentences& sentences, const LimitStep& step) const {
  const std::string value = step.value ? words_.money(*step.value) : std::string();
  const std::string took = words_.money(abs(step.before - step.after));
  if (step.kind == LimitStep::Kind::kSettled) {
    if (step.value && !step.value->is_zero()) {
      sentences.add(words_.say(Message::kSettledBefore, {{"amount", paid(*step.value)}}));
    }
    return;
  }
  if (step.before == step.after) return;
  switch (step.kind) {
    case LimitStep::Kind::kTimes:
      if (step.value && words_.phrase(step.expression) == words_.rate(*step.value)) {
        sentences.add(words_.say(Message::kPartPaid, {{"rate", words_.rate(*step.value)},
                                                      {"amount", words_.money(step.after)}}));
        break;
      }
      sentences.add(words_.say(Message::kCoefficient,
                               {{"what", words_.phrase(step.expression)},
                                {"value", step.value ? words_.rate(*step.value) : std::string()},
                                {"amount", words_.money(step.after)}}));
      break;
    case LimitStep::Kind::kCap:
      say_cap(sentences, step);
      break;
    case LimitStep::Kind::kFloor:
      sentences.add(words_.say(Message::kFloored, {{"floor", value}, {"added", took}}));
      break;
    case LimitStep::Kind::kLines:
      sentences.add(
          words_.say(Message::kLinesTaken,
                     {{"count", step.value ? words_.number(*step.value) : std::string()}}));
      break;
    case LimitStep::Kind::kReturned:
      sentences.add(words_.say(Message::kReturnsCharged,
                               {{"charged", value}, {"amount", words_.money(step.after)}}));
      break;
    case LimitStep::Kind::kCombine:
      if (trace_.line.status == Status::kSuperseded) break;
      if (step.expression == "pay.to") {
        if (!context_.payee.empty()) {
          sentences.add(words_.say(Message::kPayeePart, {{"amount", words_.money(step.after)}}));
        } else if (step.after.is_zero()) {
          sentences.add(words_.say(Message::kNoPayee));
        }
        break;
      }
      // The line itself is due nothing: what it earned is in the paid line, and this much of it.
      sentences.add(
          words_.say(Message::kShareBack, {{"amount", words_.money(Ratio(trace_.line.share))}}));
      break;
    case LimitStep::Kind::kPartnerCap:
      sentences.add(words_.say(Message::kPartnerCapped, {{"cap", value}, {"took", took}}));
      break;
    case LimitStep::Kind::kFund:
      sentences.add(words_.say(Message::kFromFund, {{"balance", value}, {"took", took}}));
      break;
    case LimitStep::Kind::kBudget:
      say_budget(sentences, step);
      break;
    case LimitStep::Kind::kConvert:
      sentences.add(words_.say(Message::kConverted,
                               {{"rate", step.value ? words_.number(*step.value) : std::string()},
                                {"amount", paid(step.after)}}));
      break;
    case LimitStep::Kind::kRound: {
      const std::string mode = step.expression.substr(0, step.expression.find(' '));
      const bool is_to_nearest = mode.starts_with("half");
      if (is_to_nearest && step.value &&
          abs(step.after - step.before) * Ratio(Integer(2)) > *step.value) {
        sentences.add(words_.say(Message::kRoundedBelowCap, {{"exact", words_.number(step.before)},
                                                             {"amount", paid(step.after)}}));
        break;
      }
      const std::string_view known = word(words_.catalogue(), "rounding." + mode);
      sentences.add(words_.say(Message::kRounded,
                               {{"exact", words_.number(step.before)},
                                {"step", step.value ? words_.number(*step.value) : std::string()},
                                {"mode", known.empty() ? mode : std::string(known)}}));
      break;
    }
    case LimitStep::Kind::kMinimum:
      sentences.add(words_.say(Message::kUnderMinimum, {{"minimum", value}}));
      break;
    case LimitStep::Kind::kSettled:
      break;
  }
}

// "Claims on the pool 120.00, pool 100.00: every claim receives 100.00 ÷ 120.00. 6.67 not paid."
void Explainer::say_budget(Sentences& sentences, const LimitStep& step) const {
  const std::string took = words_.money(step.before - step.after);
  const std::string pool = step.value ? words_.money(*step.value) : std::string();
  const std::string claims = step.claims ? words_.money(*step.claims) : std::string();
  bool is_pro_rata = false;
  for (const CheckedBudget& budget : context_.policy.budgets) {
    if (budget.name == step.expression) is_pro_rata = budget.when_short == "pro_rata";
  }
  sentences.add(words_.say(
      is_pro_rata ? Message::kFromBudgetByShare : Message::kFromBudgetInOrder,
      {{"name", step.expression}, {"budget", pool}, {"claims", claims}, {"took", took}}));
}

// "Limit 2% of net sales 2,100,000.00 = 42,000.00; 2,800.00 not paid."
void Explainer::say_cap(Sentences& sentences, const LimitStep& step) const {
  const std::string cap = step.value ? words_.money(*step.value) : words_.money(step.after);
  const std::string took = words_.money(step.before - step.after);
  const SyntaxPtr tree = parsed(step.expression);
  if (tree == nullptr || tree->kind == Syntax::Kind::kNumber) {
    sentences.add(words_.say(Message::kCapped, {{"cap", cap}, {"took", took}}));
    return;
  }
  std::string part = words_.phrase(step.expression);
  if (tree->kind == Syntax::Kind::kBinary && tree->text == "*" &&
      tree->children[0]->kind == Syntax::Kind::kNumber && tree->children[0]->is_percent) {
    const std::string measure = to_text(*tree->children[1]);
    const FigureSeen* seen = figure(step.figures, measure);
    if (seen != nullptr && seen->value.is_number()) {
      part = words_.say(Message::kPartOfValue,
                        {{"rate", words_.rate(Ratio(tree->children[0]->number))},
                         {"measure", words_.phrase(measure)},
                         {"value", words_.amount(seen->value.number(), words_.type_of(measure))}});
    }
  }
  sentences.add(words_.say(Message::kCappedPart, {{"part", part}, {"cap", cap}, {"took", took}}));
}

}  // namespace rebate
