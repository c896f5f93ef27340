// SPDX-License-Identifier: Apache-2.0
//
// 64 bytes of CSV as bits: which of them may end or break a field.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rebate::detail {

/// Bytes looked at together.
inline constexpr std::size_t kCsvBlock = 64;

struct BlockBits {
  std::uint64_t specials = 0;  ///< a bit for each delimiter, quote, line break, CR and NUL
  bool has_high_bytes = false;
};

#if defined(__SSE2__)

inline BlockBits bits_of(const char* bytes, char delimiter) {
  BlockBits bits;
  const __m128i delimiters = _mm_set1_epi8(delimiter);
  const __m128i quotes = _mm_set1_epi8('"');
  const __m128i feeds = _mm_set1_epi8('\n');
  const __m128i returns = _mm_set1_epi8('\r');
  const __m128i zero = _mm_setzero_si128();
  int high = 0;
  for (std::size_t part = 0; part < 4; ++part) {
    const __m128i chunk =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));  // NOLINT
    const __m128i ends =
        _mm_or_si128(_mm_cmpeq_epi8(chunk, delimiters), _mm_cmpeq_epi8(chunk, feeds));
    const __m128i faults =
        _mm_or_si128(_mm_cmpeq_epi8(chunk, returns), _mm_cmpeq_epi8(chunk, zero));
    const __m128i special = _mm_or_si128(_mm_or_si128(ends, faults), _mm_cmpeq_epi8(chunk, quotes));
    const auto mask =
        static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(special)));
    bits.specials |= mask << (16 * part);
    high |= _mm_movemask_epi8(chunk);
  }
  bits.has_high_bytes = high != 0;
  return bits;
}

#else

inline BlockBits bits_of(const char* bytes, char delimiter) {
  BlockBits bits;
  unsigned char high = 0;
  for (std::size_t i = 0; i < kCsvBlock; ++i) {
    const char c = bytes[i];
    high = static_cast<unsigned char>(high | static_cast<unsigned char>(c));
    const bool special = c == delimiter || c == '\n' || c == '"' || c == '\r' || c == '\0';
    bits.specials |= static_cast<std::uint64_t>(special) << i;
  }
  bits.has_high_bytes = (high & 0x80) != 0;
  return bits;
}

#endif

}  // namespace rebate::detail
