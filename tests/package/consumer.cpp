// SPDX-License-Identifier: Apache-2.0
//
// A program outside the tree: it settles the programme beside it, 3 % of 1,200.00 and 34.55, which
// is 37.04 when rounded half up to a cent.
#include "rebate/numeric/decimal.hpp"
#include "rebate/evaluation/evaluate.hpp"

#include <iostream>
#include <string>

int main(int count, char** words) {
  if (count != 2) return 2;
  const std::string folder = words[1];
  const rebate::Result<rebate::Evaluation> run =
      rebate::evaluate_files(folder + "/policy.json", folder + "/data");
  if (!run.ok()) {
    for (const rebate::Issue& issue : run.issues()) std::cerr << rebate::to_string(issue) << "\n";
    return 1;
  }
  for (const rebate::Line& line : run->settlement.lines()) {
    std::cout << run->settlement.earner(line.earner) << " is owed " << line.due.to_string() << "\n";
    if (line.due != rebate::Decimal::of("37.04")) return 1;
  }
  return run->settlement.lines().size() == 1 ? 0 : 1;
}
