// SPDX-License-Identifier: Apache-2.0
//
// The figures of a line, each with what it saw, and on request the rows that add up to it.
#include "explanation/explainer.hpp"

#include <set>

namespace rebate {
namespace {

std::string figure_line(const Wording& words, const FigureSeen& seen) {
  const std::string title = text_in(seen.title, words.language());
  // A target is read where its attainment is asked for.
  std::string expression = seen.expression;
  const std::string_view kAsked = "attainment(";
  if (seen.kind == FigureSeen::Kind::kTarget && expression.starts_with(kAsked)) {
    expression = "target(" + expression.substr(kAsked.size());
  }
  std::string measure = title.empty() ? words.phrase(expression) : words.inside(title);
  std::set<std::string> told;
  for (const std::string& condition : seen.sees) {
    // What the measure itself says, and what two conditions say, is said once.
    const bool is_said = seen.expression.find(condition) != std::string::npos;
    if (is_said || !told.insert(condition).second) continue;
    measure =
        words.say(Message::kSees, {{"measure", measure}, {"condition", words.phrase(condition)}});
  }
  if (seen.window) {
    measure =
        words.say(Message::kSees, {{"measure", measure}, {"condition", words.range(*seen.window)}});
  }
  const Message message = seen.kind != FigureSeen::Kind::kMeasure ? Message::kFigure
                          : seen.rows == 1                        ? Message::kFigureRow
                                                                  : Message::kFigureRows;
  return words.say(message, {{"measure", measure},
                             {"value", words.value(seen.value, words.type_of(expression))},
                             {"rows", Decimal(Integer(seen.rows)).to_grouped_string(0)}});
}

}  // namespace

std::string Explainer::figures(FigureDetail detail) const {
  std::vector<const std::vector<FigureSeen>*> groups = {&trace_.by_figures, &trace_.of_figures,
                                                        &trace_.pay_figures};
  for (const ConditionSeen& condition : trace_.conditions) groups.push_back(&condition.figures);
  for (const LimitStep& step : trace_.steps) groups.push_back(&step.figures);
  // A figure that several parts read is told once.
  std::set<std::string> told;
  std::string text;
  for (const auto* group : groups) {
    for (const FigureSeen& seen : *group) {
      const std::string line = figure_line(words_, seen);
      if (!told.insert(line).second) continue;
      text += "  " + words_.sentence(line) + "\n";
      if (detail != FigureDetail::kRows) continue;
      const Type type = words_.type_of(seen.expression);
      for (const FigureSeen::Row& row : seen.row_list) {
        text += "    " + row.date.to_string() + "  " + row.id + "  " +
                words_.value(row.value, type) + "\n";
      }
    }
  }
  return text;
}

}  // namespace rebate
