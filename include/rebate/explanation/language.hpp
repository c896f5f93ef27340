// SPDX-License-Identifier: Apache-2.0
//
// The languages in which amounts are explained: English and Chinese. Everything that a language
// says differently stands in its catalogue, src/explanation/english.cpp and chinese.cpp.
#pragma once

#include "rebate/policy/policy.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rebate {

enum class Language { kEnglish, kChinese };
inline constexpr int kLanguageCount = 2;

/// "en", "zh".
std::string_view to_text(Language language);
std::optional<Language> language_from_text(std::string_view text);

/// The text in that language; else the one without a language, else any; empty if there is none.
std::string text_in(const Title& title, Language language);

}  // namespace rebate
