// SPDX-License-Identifier: Apache-2.0
//
// Why: the figures that were measured, or what kept them from being measured.
#include "explanation/explainer.hpp"

#include <algorithm>

namespace rebate {
namespace {

// The name in attainment('annual') or target('annual'), wherever it stands in the tree.
std::string target_name(const Syntax& tree) {
  if (tree.kind == Syntax::Kind::kCall && (tree.text == "attainment" || tree.text == "target") &&
      !tree.children.empty() && tree.children[0]->kind == Syntax::Kind::kText) {
    return tree.children[0]->text;
  }
  for (const SyntaxPtr& child : tree.children) {
    const std::string name = target_name(*child);
    if (!name.empty()) return name;
  }
  return {};
}

std::string target_in(std::string_view expression) {
  const SyntaxPtr tree = parsed(expression);
  return tree == nullptr ? std::string() : target_name(*tree);
}

// A rule has a line per key or period inside the combination's; the combination saw their sum.
std::vector<MemberSeen> by_rule(const std::vector<MemberSeen>& lines) {
  std::vector<MemberSeen> rules;
  for (const MemberSeen& line : lines) {
    const auto same = std::find_if(rules.begin(), rules.end(),
                                   [&](const MemberSeen& rule) { return rule.rule == line.rule; });
    if (same == rules.end()) {
      rules.push_back(line);
      continue;
    }
    same->earned += line.earned;
    same->kept += line.kept;
    same->is_winner |= line.is_winner;
  }
  return rules;
}

// The measure inside growth(...), as written.
std::string grown_measure(std::string_view expression) {
  const SyntaxPtr tree = parsed(expression);
  if (tree == nullptr || tree->kind != Syntax::Kind::kCall || tree->children.empty()) {
    return std::string(expression);
  }
  return to_text(*tree->children[0]);
}

}  // namespace

std::string Explainer::why() const {
  Sentences sentences(words_);
  if (!trace_.takes_back.empty() && trace_.slices.size() == 1 && trace_.slices.front().rate) {
    if (trace_.line.status != Status::kSuperseded) say_taken_back(sentences);
    return std::move(sentences).text();
  }
  if (!trace_.level.empty()) {
    say_level(sentences);
    return std::move(sentences).text();
  }
  switch (trace_.line.status) {
    case Status::kNoTarget:
      say_no_target(sentences);
      break;
    case Status::kNoBaseline:
      say_no_baseline(sentences);
      break;
    case Status::kBlocked:
      say_missing(sentences);
      break;
    case Status::kSuperseded:
      break;
    default:
      if (!trace_.members.empty()) {
        say_members(sentences);
      } else if (is_under_bands()) {
        say_outside_bands(sentences);
      } else if (trace_.line.status != Status::kVetoed) {
        say_measured(sentences);
        say_pay(sentences);
      }
  }
  return std::move(sentences).text();
}

// Also where the line charges what was paid before.
bool Explainer::is_under_bands() const {
  if (trace_.line.band >= 0 || !trace_.slices.empty() || !trace_.by.is_number()) return false;
  const Status status = trace_.line.status;
  return status == Status::kNotQualified ||
         (status == Status::kPayable && !rule_.bands.empty() && trace_.gross.is_zero());
}

void Explainer::say_no_target(Sentences& sentences) const {
  const bool is_zero = trace_.target.has_value() && trace_.target->is_zero();
  sentences.add(words_.say(is_zero ? Message::kTargetIsZero : Message::kNoTargetOnFile,
                           {{"period", words_.period(context_.period)},
                            {"target", target_in(trace_.by_expression)},
                            {"partner", context_.earner}}));
}

void Explainer::say_no_baseline(Sentences& sentences) const {
  const std::optional<DateRange> last_year =
      context_.policy.calendar.last_year(context_.period.range);
  std::string period = last_year ? words_.range(*last_year) : words_.period(context_.period);
  for (const FigureSeen& seen : trace_.by_figures) {
    if (seen.window && seen.window->end <= context_.period.range.begin) {
      period = words_.range(*seen.window);
    }
  }
  const std::string expression = grown_measure(trace_.by_expression);
  const std::string measure = words_.phrase(expression);
  if (trace_.baseline) {
    sentences.add(
        words_.say(Message::kBaselineNotAboveZero,
                   {{"measure", measure},
                    {"period", period},
                    {"value", words_.amount(*trace_.baseline, words_.type_of(expression))}}));
  } else {
    sentences.add(
        words_.say(Message::kNoBaselineOnFile, {{"measure", measure}, {"period", period}}));
  }
}

void Explainer::say_missing(Sentences& sentences) const {
  for (const MissingSeen& missing : trace_.missing) {
    const std::string what = words_.phrase(missing.expression);
    if (missing.times == 0 && missing.cause.starts_with("no ")) {
      sentences.add(missing.cause + ".");
      continue;
    }
    if (missing.times == 0) {
      sentences.add(
          words_.say(Message::kLacks, {{"what", missing.cause.empty() ? what : missing.cause}}));
      continue;
    }
    std::string list;
    for (const FigureSeen::Row& row : missing.first) {
      const std::string text =
          words_.say(Message::kRowWithDay, {{"row", row.id}, {"day", words_.day(row.date)}});
      list += list.empty() ? text : std::string(words_.catalogue().list_gap) + text;
    }
    std::string sentence = words_.say(missing.times == 1 ? Message::kRowLacks : Message::kRowsLack,
                                      {{"times", std::to_string(missing.times)},
                                       {"rows", std::to_string(missing.rows)},
                                       {"row_noun", words_.rows_of(rule_.noun)},
                                       {"what", what}});
    const std::int64_t more = missing.times - static_cast<std::int64_t>(missing.first.size());
    sentence += words_.say(more > 0 ? Message::kRowsListedAndMore : Message::kRowsListed,
                           {{"list", list}, {"more", std::to_string(more)}});
    sentences.add(sentence);
  }
  if (trace_.missing.empty()) {
    for (const Reason& reason : context_.reasons) {
      if (reason.kind == Reason::Kind::kMissing) {
        // A cause that is a sentence already stands by itself.
        sentences.add(
            reason.expression.starts_with("no ")
                ? reason.expression + "."
                : words_.say(Message::kLacks, {{"what", words_.phrase(reason.expression)}}));
      }
    }
  }
  sentences.add(words_.say(Message::kNothingGuessed));
}

void Explainer::say_measured(Sentences& sentences) const {
  if (trace_.by_expression.empty() || trace_.by.is_missing()) return;
  if (is_row_of_payment()) return say_payment(sentences);
  const FigureSeen* seen = measured();
  if (trace_.target && seen != nullptr && trace_.by.is_number()) {
    const Type type = words_.type_of(seen->expression);
    const std::optional<Ratio> near = trace_.next && trace_.next->bound.is_number()
                                          ? std::optional(trace_.next->bound.number())
                                          : std::nullopt;
    sentences.add(words_.say(Message::kMeasuredOfTarget,
                             {{"measure", words_.phrase(seen->expression)},
                              {"value", words_.amount(seen->value.number(), type)},
                              {"target", words_.amount(*trace_.target, type)},
                              {"ratio", words_.percent(trace_.by.number(), near)}}));
  } else if (trace_.baseline && seen != nullptr && trace_.by.is_number()) {
    say_growth(sentences, *seen);
  } else if (trace_.mode == PayMode::kRetroactive || trace_.mode == PayMode::kExcess ||
             trace_.mode == PayMode::kInterpolated) {
    sentences.add(words_.say(Message::kMeasured, {{"measure", words_.phrase(trace_.by_expression)},
                                                  {"value", words_.value(trace_.by, by_type())}}));
  }
}

void Explainer::say_growth(Sentences& sentences, const FigureSeen& seen) const {
  const Type type = words_.type_of(seen.expression);
  const std::optional<DateRange> last_year =
      context_.policy.calendar.last_year(context_.period.range);
  const bool grew = trace_.by.number().sign() >= 0;
  std::string period;
  bool is_last_year = last_year.has_value();
  if (last_year) {
    period = words_.range(*last_year);
    for (const FigureSeen& figure : trace_.by_figures) {
      if (figure.window && figure.window->end <= context_.period.range.begin) {
        is_last_year = *figure.window == *last_year;
      }
    }
  }
  const Message message = is_last_year ? (grew ? Message::kGrewLastYear : Message::kFellLastYear)
                                       : (grew ? Message::kGrewBefore : Message::kFellBefore);
  sentences.add(words_.say(message, {{"measure", words_.phrase(seen.expression)},
                                     {"value", words_.amount(seen.value.number(), type)},
                                     {"baseline", words_.amount(*trace_.baseline, type)},
                                     {"growth", words_.percent(abs(trace_.by.number()))},
                                     {"period", period}}));
}

// A payment is told as its clerk sees it: how much came, against which invoice, on which day.
void Explainer::say_payment(Sentences& sentences) const {
  std::string amount, invoice;
  for (const auto* figures : {&trace_.of_figures, &trace_.by_figures, &trace_.pay_figures}) {
    for (const FigureSeen& seen : *figures) {
      if (seen.expression == "invoice.id" || seen.expression == "payment.invoice") {
        invoice = words_.value(seen.value, Type::kText);
      }
    }
  }
  if (trace_.of.is_number()) amount = words_.amount(trace_.of.number(), of_type());
  sentences.add(words_.say(invoice.empty() ? Message::kPaymentAlone : Message::kPayment,
                           {{"id", context_.key.front()},
                            {"amount", amount},
                            {"days", words_.number(trace_.by.number())},
                            {"invoice", invoice}}));
}

void Explainer::say_outside_bands(Sentences& sentences) const {
  const bool is_growth = trace_.baseline.has_value();
  if (is_row_of_payment()) say_payment(sentences);
  Value bound;
  bool is_above_last = false;
  if (trace_.next) {
    bound = trace_.next->bound;
  } else if (!rule_.bands.empty()) {
    const CheckedBand& first = rule_.bands.front();
    is_above_last = first.edge == Edge::kUpTo || first.edge == Edge::kBelow;
    bound = is_above_last ? rule_.bands.back().bound : first.bound;
  }
  if (trace_.next && (trace_.next->edge == Edge::kUpTo || trace_.next->edge == Edge::kBelow)) {
    is_above_last = true;
  }
  const Type type = by_type();
  const std::optional<Ratio> near =
      bound.is_number() ? std::optional(bound.number()) : std::nullopt;
  const std::string value = type == Type::kRatio ? words_.percent(trace_.by.number(), near)
                                                 : words_.amount(trace_.by.number(), type);
  if (bound.is_missing()) {
    if (rule_.source.what.combine != Combine::kNone && trace_.by_expression.empty()) {
      say_members(sentences);
      return;
    }
    // The conditions of the rule say why; a bare figure would only distract.
    if (!is_growth && trace_.conditions.empty()) {
      sentences.add(
          words_.say(Message::kMeasured,
                     {{"measure", words_.phrase(trace_.by_expression)}, {"value", value}}));
    }
    return;
  }
  sentences.add(words_.say(is_above_last ? Message::kAboveLast : Message::kBelowFirst,
                           {{"measure", words_.phrase(trace_.by_expression)},
                            {"value", value},
                            {"bound", words_.bound(bound, type)}}));
}

void Explainer::say_members(Sentences& sentences) const {
  std::string list;
  const MemberSeen* winner = nullptr;
  const std::vector<MemberSeen> rules = by_rule(trace_.members);
  for (const MemberSeen& member : rules) {
    if (member.is_winner) winner = &member;
    const std::string text = words_.say(
        Message::kMember,
        {{"rule", words_.rule_inside(member.rule)}, {"amount", words_.money(member.earned)}});
    list += list.empty() ? text : std::string(words_.catalogue().list_gap) + text;
  }
  switch (rule_.source.what.combine) {
    case Combine::kBestOf:
    case Combine::kFirstOf:
      if (winner == nullptr) {
        sentences.add(words_.say(Message::kNoneOf));
        break;
      }
      sentences.add(words_.say(
          rule_.source.what.combine == Combine::kBestOf ? Message::kBestOf : Message::kFirstOf,
          {{"rule", words_.rule_inside(winner->rule)}, {"amount", words_.money(winner->earned)}}));
      break;
    case Combine::kSumOf:
    case Combine::kNone:
      sentences.add(list.empty() ? words_.say(Message::kNoneOf)
                                 : words_.say(Message::kSumOf, {{"list", list}}));
      break;
  }
}

}  // namespace rebate
