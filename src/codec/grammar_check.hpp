// SPDX-License-Identifier: Apache-2.0
//
// Judging a JSON value by the grammar: every unknown, missing or ill-formed member, all at once.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/codec/json.hpp"
#include "codec/grammar.hpp"

namespace rebate::grammar {

/// Adds what is wrong with `value` where `form` is expected.
/// FAILS: kUnknownMember, kMissingMember, kWrongType, kWrongValue, kNotANumber, kNotADate,
/// kRateOverWhole, kModeMissing.
void judge(const JsonValue& value, const Form& form, Issues& issues);

/// The same of an object, against one shape.
void judge(const JsonValue& value, const Shape& shape, Issues& issues);

/// The choice of a kEither that the value's JSON type fits; `form` itself for other kinds; null if
/// none.
const Form* choice_of(const Form& form, const JsonValue& value);

}  // namespace rebate::grammar
