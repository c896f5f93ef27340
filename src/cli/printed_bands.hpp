// SPDX-License-Identifier: Apache-2.0
//
// Tables of ranges as contracts and other programs print them, turned into bands. "1-60 2%, 61-240
// 3%" says nothing of 60.5; the bands "from 0" and "above 60" leave no number to nobody. Whatever
// had to be decided on the way is said.
#pragma once

#include "rebate/numeric/decimal.hpp"

#include <string>
#include <vector>

namespace rebate::cli {

/// How a program that prints such tables pays on them. With 10% up to 1,000 and 25% up to 2,500,
/// sales of 2,000 get
enum class BreakMethod {
  kUnstated,    ///< nothing is said; the policy still has to choose a mode
  kStepped,     ///< each part at its own rate: 100 + 250 = 350
  kCumulative,  ///< all of it at the reached rate: 500
  kRolling,     ///< every range below up to its own end, and the reached rate on all: 100 + 500
  kTotal,       ///< the rates of all ranges reached, each on all of it: 200 + 500
};

struct PrintedBands {
  std::string json;                    ///< `"bands": [...]`, or with a method `"pay": {...}`
  std::vector<std::string> decisions;  ///< sentences
};

/// `words` are those of the command line: "1-60", "2%,", "61-240", "3%". A step is the distance
/// from the end of a range to the beginning of the next. Throws UsageError for what is no table,
/// for gaps and overlaps.
PrintedBands read_printed_bands(const std::vector<std::string>& words, const Decimal& step,
                                BreakMethod method);

}  // namespace rebate::cli
