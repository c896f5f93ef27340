// SPDX-License-Identifier: Apache-2.0
//
// REBATE_REQUIRE states what a caller must ensure: REBATE_REQUIRE(step.sign() > 0, "a step is above
// zero"). It is never about an input, which is answered with Issues. It throws, so that a host
// process survives.
#pragma once

#include <stdexcept>

namespace rebate {

/// The caller broke a contract: a defect of the program, not of its input.
class ContractViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// An exact number grew beyond kMaxNumberBits or kMaxScale while it was computed. Only an absurd
/// input gets there, through arithmetic that is right: who evaluates an input turns it into an
/// issue.
class NumberTooLarge : public ContractViolation {
 public:
  using ContractViolation::ContractViolation;
};

namespace detail {
[[noreturn]] void contract_violated(const char* condition, const char* text, const char* file,
                                    int line);
}  // namespace detail

}  // namespace rebate

/// Throws ContractViolation with `text`, the condition and the place unless `condition` holds.
#define REBATE_REQUIRE(condition, text) \
  (static_cast<bool>(condition)         \
       ? static_cast<void>(0)           \
       : ::rebate::detail::contract_violated(#condition, text, __FILE__, __LINE__))
