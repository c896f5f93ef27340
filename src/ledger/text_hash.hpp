// SPDX-License-Identifier: Apache-2.0
//
// A quick hash of short texts, the same on every run and machine of one byte order. Nothing that
// leaves the program depends on it: it only finds equal texts.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace rebate::detail {

__extension__ typedef unsigned __int128 HashProduct;

inline std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b) {
  const HashProduct product = static_cast<HashProduct>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

template <class Word>
std::uint64_t hash_word(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof(Word));
  return word;
}

/// The 1 to 8 bytes of a text's end, in loads of fixed size, which may look at a byte twice.
inline std::uint64_t hash_end(const char* bytes, std::size_t size) {
  if (size == 8) return hash_word<std::uint64_t>(bytes);
  if (size >= 4) {
    return hash_word<std::uint32_t>(bytes) << 32 | hash_word<std::uint32_t>(bytes + size - 4);
  }
  return hash_word<std::uint8_t>(bytes) << 16 | hash_word<std::uint8_t>(bytes + size / 2) << 8 |
         hash_word<std::uint8_t>(bytes + size - 1);
}

inline std::uint64_t hash_text(std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;  // 2^64 divided by the golden ratio.
  constexpr std::uint64_t kOther = 0xd1b54a32d192ed03u;
  std::uint64_t hash = kOdd ^ (text.size() * kOther);
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left > 8; at += 8, left -= 8) hash = hash_mix(hash ^ hash_word<std::uint64_t>(at), kOther);
  if (left > 0) hash = hash_mix(hash ^ hash_end(at, left), kOdd);
  return hash_mix(hash, kOther);
}

}  // namespace rebate::detail
