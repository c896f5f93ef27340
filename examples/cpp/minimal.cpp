// SPDX-License-Identifier: Apache-2.0
//
// The smallest use: a policy and a data folder in, lines with an amount out.
//
//   example_minimal examples/channel-2025/policy.json examples/channel-2025/data
#include "rebate/evaluation/evaluate.hpp"

#include <iostream>

int main(int, char** arguments) {
  const auto run = rebate::evaluate_files(arguments[1], arguments[2]);
  if (!run.ok()) return std::cerr << rebate::to_string(run.issues()), 1;
  for (const rebate::Line& line : run->settlement.lines()) {
    if (line.due.is_zero()) continue;
    const std::string& rule = run->policy->rules[line.rule].source.id;
    std::cout << run->settlement.earner(line.earner) << " " << rule << " "
              << line.due.to_grouped_string(2) << "\n";
  }
}
