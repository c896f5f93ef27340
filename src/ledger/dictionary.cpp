// SPDX-License-Identifier: Apache-2.0
//
// Texts lie one after the other; a table of slots finds a text by its hash.
#include "rebate/ledger/dictionary.hpp"

#include "rebate/base/require.hpp"
#include "ledger/text_hash.hpp"

#include <algorithm>
#include <numeric>

namespace rebate {

namespace {

constexpr std::size_t kFirstSlots = 16;
constexpr TextCode kFreeSlot = 0;

std::uint32_t short_hash(std::string_view text) {
  return static_cast<std::uint32_t>(detail::hash_text(text) >> 32);
}

}  // namespace

Dictionary::Dictionary() : begins_{0, 0}, hashes_{0}, slots_(kFirstSlots, kFreeSlot) {}

std::string_view Dictionary::text(TextCode code) const {
  REBATE_REQUIRE(code < size(), "a code is one of its dictionary");
  return std::string_view(bytes_).substr(begins_[code], begins_[code + 1] - begins_[code]);
}

/// The slot that holds the text, or the free one where it belongs.
std::size_t Dictionary::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != kFreeSlot; slot = (slot + 1) & mask) {
    const TextCode code = slots_[slot];
    if (hashes_[code] == hash && this->text(code) == text) break;
  }
  return slot;
}

std::optional<TextCode> Dictionary::find(std::string_view text) const {
  if (text.empty()) return kMissingText;
  const TextCode code = slots_[slot_of(text, short_hash(text))];
  return code == kFreeSlot ? std::nullopt : std::optional(code);
}

TextCode Dictionary::add(std::string_view text) {
  if (text.empty()) return kMissingText;
  const std::uint32_t hash = short_hash(text);
  const std::size_t slot = slot_of(text, hash);
  if (slots_[slot] != kFreeSlot) return slots_[slot];
  REBATE_REQUIRE(size() < UINT32_MAX, "a dictionary has at most 4,294,967,295 texts");
  const TextCode code = size();
  bytes_.append(text);
  begins_.push_back(bytes_.size());
  hashes_.push_back(hash);
  slots_[slot] = code;
  if (std::size_t{2} * size() > slots_.size()) grow();
  return code;
}

void Dictionary::grow() {
  std::vector<TextCode> slots(slots_.size() * 2, kFreeSlot);
  const std::size_t mask = slots.size() - 1;
  for (TextCode code = 1; code < size(); ++code) {
    std::size_t slot = hashes_[code] & mask;
    while (slots[slot] != kFreeSlot) slot = (slot + 1) & mask;
    slots[slot] = code;
  }
  slots_ = std::move(slots);
}

std::vector<TextCode> Dictionary::sorted_codes() const {
  std::vector<TextCode> codes(size() - 1);
  std::iota(codes.begin(), codes.end(), TextCode{1});
  std::sort(codes.begin(), codes.end(),
            [this](TextCode a, TextCode b) { return text(a) < text(b); });
  return codes;
}

}  // namespace rebate
