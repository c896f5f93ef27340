// SPDX-License-Identifier: Apache-2.0
//
// Where a broken contract is put into words: "a step is above zero (step.sign() > 0,
// rounding.cpp:41)".
#include "rebate/base/require.hpp"

#include <string>
#include <string_view>

namespace rebate::detail {

void contract_violated(const char* condition, const char* text, const char* file, int line) {
  std::string_view name = file;
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos) {
    name.remove_prefix(slash + 1);
  }
  std::string message = text;
  message.append(" (").append(condition).append(", ").append(name);
  message.append(":").append(std::to_string(line)).append(")");
  throw ContractViolation(message);
}

}  // namespace rebate::detail
