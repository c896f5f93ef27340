// SPDX-License-Identifier: Apache-2.0
//
// rebate explain: why a partner gets what it gets.
#include "rebate/explanation/explain.hpp"

#include "rebate/report/settlement_json.hpp"
#include "rebate/evaluation/line_rows.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/run.hpp"
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

namespace rebate::cli {
namespace {

struct Arguments {
  RunArguments run;
  std::string partner;
  std::string rule;
  std::string language = "en";
  std::string format = "text";
  std::string out;
  bool rows = false;
};

class Explaining {
 public:
  Explaining(const Evaluation& run, const Arguments& arguments, TextSink& sink)
      : run_(run),
        arguments_(arguments),
        language_(language_of(arguments.language)),
        sink_(sink),
        tracer_(run.settlement, *run.data.master, *run.tally) {}

  void write() {
    if (arguments_.format == "json") sink_.append("[");
    const LineFilter filter{arguments_.partner, arguments_.rule};
    for (std::size_t i = 0; i < run_.settlement.lines().size() && sink_.ok(); ++i) {
      if (!filter.admits(run_.settlement, run_.settlement.lines()[i])) continue;
      LineTrace trace = tracer_.trace(i);
      if (arguments_.rows) add_rows(trace, rows_of_line(run_, i));
      if (arguments_.format == "json") {
        write_json_line(i, trace);
      } else {
        write_text(i, trace);
      }
      ++written_;
    }
    if (arguments_.format == "json") sink_.append(written_ > 0 ? "\n]\n" : "]\n");
  }

 private:
  void write_text(std::size_t line, const LineTrace& trace) {
    const ExplainContext context = context_of(run_.settlement, line);
    if (written_ > 0) sink_.append('\n');
    sink_.append(to_lines(explain_line(trace, context, language_), language_));
    if (arguments_.rows) {
      sink_.append(figures_text(trace, context, language_, FigureDetail::kRows));
    }
  }

  void write_json_line(std::size_t line, const LineTrace& trace) {
    sink_.append(written_ > 0 ? ",\n" : "\n");
    sink_.append(explained_line_json(run_.settlement, line, trace, language_));
  }

  const Evaluation& run_;
  const Arguments& arguments_;
  Language language_;
  TextSink& sink_;
  Tracer tracer_;
  std::size_t written_ = 0;
};

ExitCode explain_partner(const Arguments& arguments) {
  require_word("--format", arguments.format, {"text", "json"});
  static_cast<void>(language_of(arguments.language));
  Output output(arguments.out);
  const Evaluation run = evaluate_arguments(arguments.run, "");
  require_known(run, {arguments.partner, arguments.rule});
  Explaining(run, arguments, output.sink()).write();
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_explain(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_run(app, arguments->run);
  app.add_option("--partner", arguments->partner, "Whose lines")->required()->type_name("ID");
  app.add_option("--rule", arguments->rule, "Only this rule")->type_name("ID");
  add_language(app, arguments->language);
  app.add_flag("--rows", arguments->rows, "Every figure with what it saw, and the rows behind it");
  app.add_option("--format", arguments->format, "text or json")->type_name("FORMAT");
  add_out(app, arguments->out);
  return [arguments] { return explain_partner(*arguments); };
}

}  // namespace rebate::cli
