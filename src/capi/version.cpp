// SPDX-License-Identifier: Apache-2.0
//
// What the library says of itself.
#include "rebate/base/limits.hpp"
#include "rebate/ledger/field.hpp"
#include "rebate/rebate.h"

#ifndef REBATE_VERSION
#error "the build names the version"
#endif

namespace {

constexpr uint32_t kVersionNumber =
    REBATE_VERSION_MAJOR * 1000000 + REBATE_VERSION_MINOR * 1000 + REBATE_VERSION_PATCH;
constexpr uint32_t kAbiVersion = 1;

}  // namespace

const char* rebate_version() { return REBATE_VERSION; }
uint32_t rebate_version_number() { return kVersionNumber; }
uint32_t rebate_abi_version() { return kAbiVersion; }

const char* rebate_status_name(rebate_status status) {
  switch (status) {
    case REBATE_OK:
      return "REBATE_OK";
    case REBATE_INVALID_ARGUMENT:
      return "REBATE_INVALID_ARGUMENT";
    case REBATE_WRONG_HANDLE:
      return "REBATE_WRONG_HANDLE";
    case REBATE_INPUT:
      return "REBATE_INPUT";
    case REBATE_STOPPED:
      return "REBATE_STOPPED";
    case REBATE_NO_MEMORY:
      return "REBATE_NO_MEMORY";
    case REBATE_NOT_FOUND:
      return "REBATE_NOT_FOUND";
    case REBATE_NOT_EXACT:
      return "REBATE_NOT_EXACT";
    case REBATE_BUSY:
      return "REBATE_BUSY";
    default:
      return "REBATE_INTERNAL";
  }
}

uint64_t rebate_limit(int32_t limit) {
  switch (limit) {
    case REBATE_LIMIT_POLICY_BYTES:
      return rebate::kMaxPolicyBytes;
    case REBATE_LIMIT_DEPTH:
      return rebate::kMaxDepth;
    case REBATE_LIMIT_RULES:
      return rebate::kMaxRules;
    case REBATE_LIMIT_BANDS:
      return rebate::kMaxBands;
    case REBATE_LIMIT_NUMBER_DIGITS:
      return rebate::kMaxNumberDigits;
    case REBATE_LIMIT_FIELD_BYTES:
      return rebate::kMaxFieldBytes;
    case REBATE_LIMIT_RECORD_BYTES:
      return rebate::kMaxRecordBytes;
    case REBATE_LIMIT_EXPRESSION_BYTES:
      return rebate::kMaxExpressionBytes;
    case REBATE_LIMIT_ISSUES:
      return rebate::kMaxIssues;
    case REBATE_LIMIT_ROWS:
      return rebate::kMaxRows;
    default:
      return 0;
  }
}
