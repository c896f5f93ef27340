// SPDX-License-Identifier: Apache-2.0
//
// Measures a programme whose data lie in memory, at the word of whoever holds the other end of its
// standard input, so that two engines can take turns on one machine:
//
//   rebate_measure benchmarks/program12/policy.json DATA 2
//   < run
//   > {"compile": 0.0021, "tally": 0.61, "settle": 0.11, "lines": 210000, "due": {"cash": ...}}
//
//   run          plan, sums and lines of everything
//   build        a ledger from columns
//   append N     N more sales, and the statements after them
//   partner ID   the lines of one partner
//   quit
//
// Every answer is one line of JSON, times in seconds. On loading it prints what reading took.
#include "measure/run.hpp"

#include <iostream>
#include <optional>
#include <sstream>

namespace {

using namespace rebate;
using namespace rebate::bench;

void print_settled(const Settled& settled) {
  std::cout << "{\"compile\": " << settled.compile << ", \"tally\": " << settled.tally
            << ", \"settle\": " << settled.settle << ", \"lines\": " << settled.lines
            << ", \"due\": {";
  const char* comma = "";
  for (const auto& [rule, sum] : settled.due) {
    std::cout << comma << '"' << rule << "\": \"" << sum << '"';
    comma = ", ";
  }
  std::cout << "}}" << std::endl;
}

void print_seconds(double seconds) { std::cout << "{\"seconds\": " << seconds << "}" << std::endl; }

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::cerr << "rebate_measure POLICY DATA [THREADS]\n";
    return 2;
  }
  Loaded run = load(arguments[1], arguments[2], count > 3 ? std::stoi(arguments[3]) : 0);
  const Table* sales = run.data.ledger.find("sale");
  std::cout << "{\"reading\": " << run.reading << ", \"rows\": " << sales->row_count()
            << ", \"bytes_per_row\": " << bytes_per_row(run.data.ledger) << "}" << std::endl;
  std::optional<SaleColumns> columns;
  const auto sale_columns = [&]() -> const SaleColumns& {
    if (!columns) columns.emplace(*sales);
    return *columns;
  };
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (run.sums == nullptr && what != "run" && what != "build") settle_all(run);
    if (what == "run") {
      print_settled(settle_all(run));
    } else if (what == "build") {
      print_seconds(sale_columns().build(*run.data.master, run.threads));
    } else if (what == "append") {
      std::size_t rows = 0;
      words >> rows;
      print_seconds(append(run, sale_columns().batch(*run.data.master, 0, rows)));
    } else if (what == "partner") {
      std::string partner;
      words >> partner;
      print_seconds(settle_one(run, partner));
    } else {
      std::cerr << "rebate_measure knows no '" << what << "'\n";
      return 2;
    }
  }
  return 0;
}
