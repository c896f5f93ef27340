// SPDX-License-Identifier: Apache-2.0
#include "explanation/catalogue.hpp"

#include "rebate/base/require.hpp"

namespace rebate {
namespace {

constexpr MessageForm kForms[] = {
#define REBATE_MESSAGE(name, placeholders) {#name, placeholders},
#include "explanation/messages.def"
#undef REBATE_MESSAGE
};

std::string_view figure(Placeholders figures, std::string_view name) {
  for (const auto& [key, text] : figures) {
    if (key == name) return text;
  }
  REBATE_REQUIRE(false, "a message gets a figure for each of its placeholders");
  return {};
}

}  // namespace

std::span<const MessageForm> message_forms() { return kForms; }

const Catalogue& catalogue_of(Language language) {
  switch (language) {
    case Language::kEnglish:
      return kEnglishCatalogue;
    case Language::kChinese:
      return kChineseCatalogue;
  }
  REBATE_REQUIRE(false, "a language is one of Language");
  return kEnglishCatalogue;
}

std::string fill(const Catalogue& catalogue, Message message, Placeholders figures) {
  const std::string_view text = catalogue.texts[static_cast<std::size_t>(message)];
  std::string filled;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    filled.append(text, at, open - at);
    filled.append(figure(figures, text.substr(open + 1, close - open - 1)));
    at = close + 1;
  }
  filled.append(text.substr(at));
  return filled;
}

std::string_view word(const Catalogue& catalogue, std::string_view key) {
  for (const Word& entry : catalogue.words) {
    if (entry.key == key) return entry.text;
  }
  return {};
}

std::string_view to_text(Language language) {
  switch (language) {
    case Language::kEnglish:
      return "en";
    case Language::kChinese:
      return "zh";
  }
  return {};
}

std::optional<Language> language_from_text(std::string_view text) {
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    if (to_text(language) == text) return language;
  }
  return std::nullopt;
}

std::string text_in(const Title& title, Language language) {
  for (const std::string_view tag : {to_text(language), std::string_view()}) {
    const auto found = title.find(std::string(tag));
    if (found != title.end()) return found->second;
  }
  return title.empty() ? std::string() : title.begin()->second;
}

}  // namespace rebate
