// SPDX-License-Identifier: Apache-2.0
//
// The JSON Schema of policies, for editors and screens: it completes members, offers the words that
// may stand there, explains each in English and Chinese, and says what cannot be read. What a
// policy means is checked when it is loaded.
#pragma once

#include <string>
#include <string_view>

namespace rebate {

/// JSON Schema, draft 07. `language` is "en", "zh", or empty for both in every title and
/// description. Beside the structure it lists the words of expressions with their labels: x-nouns,
/// x-measures, x-functions. REQUIRES: one of the three languages.
std::string policy_schema(std::string_view language = {});

}  // namespace rebate
