// SPDX-License-Identifier: Apache-2.0
//
// rebate settle: what every partner is owed.
#include "rebate/report/settlement_csv.hpp"
#include "rebate/report/settlement_json.hpp"
#include "rebate/report/statement.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/issue_output.hpp"
#include "cli/output.hpp"
#include "cli/run.hpp"
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

namespace rebate::cli {
namespace {

struct Arguments {
  RunArguments run;
  std::string tally;
  std::string format = "table";
  std::string out;
  std::string language = "en";
  std::string partner;
  std::string rule;
  bool coverage = false;
  bool traces = false;
};

void write(const Evaluation& run, const Arguments& arguments, const LineFilter& filter,
           TextSink& sink) {
  const Language language = language_of(arguments.language);
  if (arguments.format == "csv") {
    write_csv(run.settlement, sink, filter);
    return;
  }
  if (arguments.format == "json") {
    TraceOfLine trace_of;
    if (arguments.traces) {
      const auto tracer = std::make_shared<Tracer>(run.settlement, *run.data.master, *run.tally);
      trace_of = [tracer](std::size_t line) { return tracer->trace(line); };
    }
    write_json(run.settlement, sink, filter, trace_of);
    return;
  }
  StatementOptions options;
  options.language = language;
  options.filter = filter;
  options.period = arguments.run.period;
  options.as_of = day_of("--as-of", arguments.run.as_of);
  if (!options.as_of) options.as_of = run.data.as_of;
  write_statements(run.settlement, *run.data.master, sink, options);
  sink.append('\n');
  if (arguments.coverage) {
    write_coverage(run.settlement, sink, language);
  } else {
    sink.append(coverage_summary(run.settlement.coverage(), language) + "\n");
  }
}

ExitCode settle_policy(const Arguments& arguments) {
  require_word("--format", arguments.format, {"table", "csv", "json"});
  const Language language = language_of(arguments.language);
  Output output(arguments.out);
  const Evaluation run = evaluate_arguments(arguments.run, arguments.tally);
  const LineFilter filter{arguments.partner, arguments.rule};
  require_known(run, filter);
  write(run, arguments, filter, output.sink());
  // A CSV holds lines only: the coverage report goes beside it.
  if (arguments.coverage && arguments.format == "csv") {
    TextCollector coverage;
    write_coverage(run.settlement, coverage, language);
    print_text(coverage.text());
  }
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_settle(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_run(app, arguments->run);
  app.add_option("--tally", arguments->tally,
                 "Sums of 'rebate tally' or 'rebate merge' instead of rows")
      ->type_name("FILE");
  app.add_option("--format", arguments->format, "table, csv or json")->type_name("FORMAT");
  add_out(app, arguments->out);
  app.add_option("--partner", arguments->partner, "Only this partner")->type_name("ID");
  app.add_option("--rule", arguments->rule, "Only this rule")->type_name("ID");
  add_language(app, arguments->language);
  app.add_flag("--coverage", arguments->coverage, "All that no line used, not only its number");
  app.add_flag("--traces", arguments->traces, "With --format json: every figure behind every line");
  return [arguments] { return settle_policy(*arguments); };
}

}  // namespace rebate::cli
