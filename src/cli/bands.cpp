// SPDX-License-Identifier: Apache-2.0
//
// rebate bands: turns a printed table of ranges into bands. "1-60, 61-240" says nothing of 60.5;
// with a step of 1 it means "from 0, above 60", where every number has its band.
#include "rebate/numeric/decimal.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <vector>

namespace rebate::cli {
namespace {

struct Arguments {
  std::vector<std::string> ranges;
  std::string step = "1";
};

struct PrintedRange {
  std::string text;
  Decimal first;
  std::optional<Decimal> last;  // none: and more
};

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(" \t"));
  text.erase(text.find_last_not_of(" \t") + 1);
  return text;
}

// "1-60, 61-240" given as one word or as several.
std::vector<std::string> split(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const std::string& word : words) {
    std::size_t begin = 0;
    while (begin <= word.size()) {
      const std::size_t comma = std::min(word.find(',', begin), word.size());
      const std::string part = trimmed(word.substr(begin, comma - begin));
      if (!part.empty()) parts.push_back(part);
      begin = comma + 1;
    }
  }
  return parts;
}

Decimal number_in(const std::string& range, const std::string& text) {
  const std::optional<Decimal> number = Decimal::parse(text);
  if (!number) {
    throw UsageError("'" + range + "' is no range. Write 1-60, or 241+ for the last.");
  }
  return *number;
}

PrintedRange read_range(const std::string& text) {
  if (text.back() == '+') return {text, number_in(text, text.substr(0, text.size() - 1)), {}};
  const std::size_t dash = text.find('-', 1);
  if (dash == std::string::npos) return {text, number_in(text, text), {}};
  return {text, number_in(text, trimmed(text.substr(0, dash))),
          number_in(text, trimmed(text.substr(dash + 1)))};
}

void refuse_gaps(const std::vector<PrintedRange>& ranges, const Decimal& step) {
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].last && *ranges[i].last < ranges[i].first) {
      throw UsageError("'" + ranges[i].text + "' ends before it begins.");
    }
    if (i == 0) continue;
    const PrintedRange& before = ranges[i - 1];
    if (!before.last) throw UsageError("'" + before.text + "' has no end, and others follow it.");
    const Decimal next = *before.last + step;
    if (ranges[i].first != next) {
      throw UsageError("After '" + before.text + "' the next range begins at " + next.to_string() +
                       " where the step is " + step.to_string() + "; '" + ranges[i].text +
                       "' leaves a gap or overlaps.");
    }
  }
}

ExitCode print_bands(const Arguments& arguments) {
  const std::optional<Decimal> step = Decimal::parse(arguments.step);
  if (!step || step->sign() <= 0)
    throw UsageError("--step is a number above zero, such as 1 or 0.01.");
  std::vector<PrintedRange> ranges;
  for (const std::string& text : split(arguments.ranges)) ranges.push_back(read_range(text));
  if (ranges.empty()) throw UsageError("No range is given. Write \"1-60, 61-240\".");
  refuse_gaps(ranges, *step);

  const Decimal& first = ranges.front().first;
  const Decimal begin = first >= *step ? first - *step : first;
  std::string bands = "\"bands\": [{\"from\": " + begin.to_string() + ", \"rate\": \"...%\"}";
  std::string says = "from " + begin.to_string();
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    const std::string edge = ranges[i - 1].last->to_string();
    bands += ", {\"above\": " + edge + ", \"rate\": \"...%\"}";
    says += ", above " + edge;
  }
  Output output("");
  output.sink().append(bands + "]\n");
  output.sink().append("Read as: " + says +
                       ". What lies between two printed ranges belongs to the upper "
                       "one, and the step " +
                       step->to_string() + " is no longer needed.\n");
  if (ranges.back().last) {
    output.sink().append("The last band has no end. If more than " +
                         ranges.back().last->to_string() +
                         " pays nothing, say so with a band above it.\n");
  }
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_bands(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("RANGES", arguments->ranges, "As the contract prints them: \"1-60, 61-240, 241+\"")
      ->required()
      ->type_name("TEXT");
  app.add_option("--step", arguments->step, "Distance from the end of a range to the next")
      ->type_name("NUMBER");
  return [arguments] { return print_bands(*arguments); };
}

}  // namespace rebate::cli
