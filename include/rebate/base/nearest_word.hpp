// SPDX-License-Identifier: Apache-2.0
//
// Which word did a misspelt one mean? "lin" among line, brand and family meant "line".
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rebate {

/// The known word that `found` most likely meant ("lin" -> "line"), by Damerau-Levenshtein distance
/// without regard to the case of ASCII letters; the first of equally near ones. Empty if nothing is
/// near (more than a third of the letters differ) or if `found` is longer than any word a person
/// types.
std::string nearest_word(std::string_view found, std::span<const std::string> known);

}  // namespace rebate
