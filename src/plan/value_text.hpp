// SPDX-License-Identifier: Apache-2.0
//
// Values as texts: a key under which equal values, and only those, are equal; and plain words.
#pragma once

#include "rebate/policy/value.hpp"

#include <string>

namespace rebate {

/// Equal exactly for equal values: 10 and 10.00 share a key, 'a' and the level 'a' do not.
std::string to_key(const Value& value);

/// As a person writes it: "1234.5", "gold", "2025-03-31", "true"; "" if missing.
std::string to_plain_text(const Value& value);

}  // namespace rebate
