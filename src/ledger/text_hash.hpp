// SPDX-License-Identifier: Apache-2.0
//
// A quick hash of short texts, the same on every run and machine of one byte order. Nothing that leaves
// the program depends on it: it only finds equal texts.
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

inline std::uint64_t hash_word(const char* bytes, std::size_t size) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, size);
  return word;
}

inline std::uint64_t hash_text(std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;  // 2^64 divided by the golden ratio.
  constexpr std::uint64_t kOther = 0xd1b54a32d192ed03u;
  std::uint64_t hash = kOdd ^ (text.size() * kOther);
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left > 8; at += 8, left -= 8) hash = hash_mix(hash ^ hash_word(at, 8), kOther);
  if (left > 0) hash = hash_mix(hash ^ hash_word(at, left), kOdd | left);
  return hash_mix(hash, kOther);
}

}  // namespace rebate::detail
