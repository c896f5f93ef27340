// SPDX-License-Identifier: Apache-2.0
//
// The catalogue of a language: its sentences with places for figures ("{missing} more would reach
// {bound}"), its names of months, and the words of the trade that it says in its own way ("all
// sales"). A third language is one more file beside english.cpp and a line in catalogue.cpp.
#pragma once

#include "rebate/explanation/language.hpp"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace rebate {

enum class Message {
#define REBATE_MESSAGE(name, placeholders) name,
#include "explanation/messages.def"
#undef REBATE_MESSAGE
};

struct MessageForm {
  std::string_view name;
  std::string_view placeholders;  ///< Separated by blanks.
};
/// By Message, in order.
std::span<const MessageForm> message_forms();

inline constexpr std::size_t kMessageCount = 0
#define REBATE_MESSAGE(name, placeholders) +1
#include "explanation/messages.def"
#undef REBATE_MESSAGE
    ;

struct MessageText {
  Message message;
  std::string_view text;
};

/// A word under its key: {"whole.net_sales", "all sales"}.
struct Word {
  std::string_view key;
  std::string_view text;
};

struct Catalogue {
  std::array<std::string_view, kMessageCount> texts;  ///< By Message.
  std::array<std::string_view, 12> months, months_short;
  std::array<std::string_view, 14> statuses;  ///< By Status.
  std::span<const Word> words;
  std::string_view sentence_gap;  ///< Between sentences: " ", or nothing.
  std::string_view list_gap;      ///< Between parts of a list.
  bool has_capitals = false;  ///< Sentences begin with a capital letter; titles lose theirs inside.
};

const Catalogue& catalogue_of(Language language);
extern const Catalogue kEnglishCatalogue;
extern const Catalogue kChineseCatalogue;

/// Each message once; an entry that is missing or written twice does not compile.
template <std::size_t N>
consteval std::array<std::string_view, kMessageCount> in_order(const MessageText (&entries)[N]) {
  static_assert(N == kMessageCount, "a language says every message of messages.def");
  std::array<std::string_view, kMessageCount> texts{};
  std::array<bool, kMessageCount> is_there{};
  for (const MessageText& entry : entries) {
    const auto index = static_cast<std::size_t>(entry.message);
    if (is_there[index]) throw "a message stands there twice";
    is_there[index] = true;
    texts[index] = entry.text;
  }
  return texts;
}

using Placeholders = std::initializer_list<std::pair<std::string_view, std::string>>;

/// The message with its figures. REQUIRES: a figure for every placeholder of the text.
std::string fill(const Catalogue& catalogue, Message message, Placeholders figures);

/// The word of that key; empty if the language has none of its own.
std::string_view word(const Catalogue& catalogue, std::string_view key);

}  // namespace rebate
