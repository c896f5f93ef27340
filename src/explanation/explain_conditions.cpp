// SPDX-License-Identifier: Apache-2.0
//
// Not more because: a veto, a requirement, a better rule.
#include "explanation/explainer.hpp"

#include <algorithm>

namespace rebate {
namespace {

// What a reader is told is what would have been right: for a veto the opposite of its condition.
Message message_of_limit(const std::string& sign, bool is_veto) {
  if (sign == ">=") return is_veto ? Message::kLimitLessThan : Message::kLimitAtLeast;
  if (sign == ">") return is_veto ? Message::kLimitAtMost : Message::kLimitMoreThan;
  if (sign == "<=") return is_veto ? Message::kLimitMoreThan : Message::kLimitAtMost;
  if (sign == "<") return is_veto ? Message::kLimitAtLeast : Message::kLimitLessThan;
  if (sign == "==") return is_veto ? Message::kLimitDiffers : Message::kLimitEquals;
  return is_veto ? Message::kLimitEquals : Message::kLimitDiffers;
}

bool holds(const Value& value) { return value.is_flag() && value.flag(); }

}  // namespace

std::string Explainer::not_more() const {
  Sentences sentences(words_);
  const Status status = trace_.line.status;
  if (status == Status::kVetoed) {
    for (const ConditionSeen& condition : trace_.conditions) {
      if (condition.is_veto && holds(condition.result)) say_condition(sentences, condition);
    }
  } else if (status == Status::kNotQualified || status == Status::kPayable) {
    for (const ConditionSeen& condition : trace_.conditions) {
      if (!condition.is_veto && !holds(condition.result)) say_condition(sentences, condition);
    }
  } else if (status == Status::kSuperseded) {
    say_superseded(sentences);
  }
  if (trace_.without && trace_.without->sign() > 0) {
    const Message message =
        status == Status::kVetoed ? Message::kWithoutVeto : Message::kWithoutFailure;
    sentences.add(words_.say(message, {{"amount", words_.money(*trace_.without)}}));
  }
  return std::move(sentences).text();
}

void Explainer::say_condition(Sentences& sentences, const ConditionSeen& condition) const {
  const std::string title = text_in(condition.title, words_.language());
  const std::string phrase =
      title.empty() ? words_.phrase(condition.expression) : words_.inside(title);
  if (condition.result.is_missing()) {
    const std::string& cause = condition.result.missing().cause;
    sentences.add(
        words_.say(Message::kConditionMissing,
                   {{"condition", phrase},
                    {"cause", cause.empty() ? words_.say(Message::kMissingValue) : cause}}));
    return;
  }
  if (say_comparison(sentences, condition)) return;
  sentences.add(words_.say(condition.is_veto ? Message::kVetoHeld : Message::kRequirementFailed,
                           {{"condition", phrase}}));
}

// What of a target was reached: the figures hold the measure and the target, not their ratio.
std::optional<Ratio> Explainer::attained_of(const ConditionSeen& condition,
                                            const FigureSeen& target) const {
  if (!target.value.is_number() || target.value.number().is_zero()) return std::nullopt;
  for (const FigureSeen& seen : condition.figures) {
    if (seen.kind == FigureSeen::Kind::kMeasure && seen.value.is_number()) {
      return seen.value.number() / target.value.number();
    }
  }
  return std::nullopt;
}

bool Explainer::say_comparison(Sentences& sentences, const ConditionSeen& condition) const {
  const std::optional<Comparison> comparison = comparison_in(condition.expression);
  if (!comparison) return false;
  const FigureSeen* left = figure(condition.figures, comparison->left);
  if (left == nullptr || left->value.is_missing()) return false;
  const std::string limit =
      limit_text(condition, comparison->left, comparison->sign, comparison->right);
  const std::string title = text_in(left->title, words_.language());
  const std::string what = title.empty() ? words_.phrase(left->expression) : words_.inside(title);
  std::string value = words_.value(left->value, words_.type_of(left->expression));
  if (left->kind == FigureSeen::Kind::kTarget && comparison->left.starts_with("attainment(")) {
    const std::optional<Ratio> attained = attained_of(condition, *left);
    if (!attained) return false;
    value = words_.percent(*attained, comparison->right_number);
  }
  if (!condition.is_veto) {
    sentences.add(words_.say(Message::kRequirementValue,
                             {{"measure", what}, {"value", value}, {"limit", limit}}));
    return true;
  }
  std::string dates;
  for (const FigureSeen::Row& row : left->row_list) {
    const std::string day = words_.day_short(row.date);
    dates = dates.empty() ? day : words_.say(Message::kListJoin, {{"left", dates}, {"right", day}});
  }
  const bool are_all_listed = !dates.empty() && left->value.is_number() &&
                              left->value.number() == Ratio(Integer(left->row_list.size()));
  sentences.add(words_.say(are_all_listed ? Message::kVetoCounted : Message::kVetoCountedBare,
                           {{"what", what}, {"times", value}, {"dates", dates}, {"limit", limit}}));
  return true;
}

// "at least 90% of gross sales (90,000.00)": with the value where the trace has what it takes.
std::string Explainer::limit_text(const ConditionSeen& condition, const std::string& left,
                                  const std::string& sign, const std::string& right) const {
  const SyntaxPtr tree = parsed(right);
  const Type type = words_.type_of(left);
  std::string bound;
  std::optional<Ratio> value;
  if (tree != nullptr && tree->kind == Syntax::Kind::kNumber) {
    const Ratio number(tree->number);
    bound = tree->is_percent ? words_.rate(number) : words_.amount(number, type);
  } else {
    bound = words_.phrase(right);
    if (const FigureSeen* seen = figure(condition.figures, right);
        seen != nullptr && seen->value.is_number()) {
      value = seen->value.number();
    } else if (tree != nullptr && tree->kind == Syntax::Kind::kBinary && tree->text == "*" &&
               tree->children[0]->kind == Syntax::Kind::kNumber) {
      const FigureSeen* factor = figure(condition.figures, to_text(*tree->children[1]));
      if (factor != nullptr && factor->value.is_number()) {
        value = Ratio(tree->children[0]->number) * factor->value.number();
      }
    }
  }
  if (value) {
    bound = words_.say(Message::kBoundWithValue,
                       {{"bound", bound}, {"value", words_.amount(*value, type)}});
  }
  return words_.say(message_of_limit(sign, condition.is_veto), {{"bound", bound}});
}

void Explainer::say_superseded(Sentences& sentences) const {
  std::string winner;
  std::optional<Ratio> amount;
  for (const MemberSeen& member : trace_.members) {
    if (!member.is_winner) continue;
    winner = words_.rule_inside(member.rule);
    amount = member.earned;
  }
  for (const Reason& reason : context_.reasons) {
    if (!winner.empty() || reason.kind != Reason::Kind::kSuperseded) continue;
    amount = reason.value;
    winner = reason.expression;
    for (const CheckedRule& rule : context_.policy.rules) {
      if (rule.source.id == reason.expression) winner = words_.rule_inside(rule.index);
    }
  }
  if (winner.empty() || !amount) return;
  const bool is_first =
      rule_.member_of >= 0 &&
      context_.policy.rules[static_cast<std::size_t>(rule_.member_of)].source.what.combine ==
          Combine::kFirstOf;
  const Message better = amount->sign() < 0 ? Message::kBetterTakenBack : Message::kBetterRule;
  sentences.add(words_.say(is_first ? Message::kEarlierRule : better,
                           {{"rule", winner}, {"amount", words_.about(*amount)}}));
}

}  // namespace rebate
