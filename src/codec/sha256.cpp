// SPDX-License-Identifier: Apache-2.0
//
// The constants are not copied but computed, as the standard defines them: the first 32 bits of the
// fractions of square roots (the initial state) and cube roots (the round constants) of the first
// primes. Processors with SHA instructions hash about six times as fast; both ways give the same
// digits.
#include "codec/sha256.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define REBATE_HAS_SHA_INSTRUCTIONS 1
#else
#define REBATE_HAS_SHA_INSTRUCTIONS 0
#endif

namespace rebate::detail {

namespace {

__extension__ typedef unsigned __int128 Wide;

constexpr std::size_t kBlock = 64;

/// The first 32 fractional bits of prime^(1/degree): floor(root × 2^32) of the exact root, cut to
/// 32 bits.
constexpr std::uint32_t root_fraction(std::uint64_t prime, int degree) {
  // The largest x with x^degree <= prime × 2^(32 × degree).
  // Roots are below 32, so x is below 2^37.
  std::uint64_t low = 0, high = std::uint64_t{1} << 37;
  while (high - low > 1) {
    const std::uint64_t x = low + (high - low) / 2;
    // Both sides fit 128 bits: x^3 is below 2^111, and no prime here has more than 9 bits.
    const Wide power = degree == 2 ? static_cast<Wide>(x) * x : static_cast<Wide>(x) * x * x;
    const Wide bound = static_cast<Wide>(prime) << (32 * degree);
    (power <= bound ? low : high) = x;
  }
  return static_cast<std::uint32_t>(low);
}

constexpr std::array<std::uint64_t, 64> kPrimes = [] {
  std::array<std::uint64_t, 64> primes{};
  std::size_t count = 0;
  for (std::uint64_t n = 2; count < primes.size(); ++n) {
    bool is_prime = true;
    for (std::size_t i = 0; i < count && is_prime; ++i) is_prime = n % primes[i] != 0;
    if (is_prime) primes[count++] = n;
  }
  return primes;
}();

alignas(16) constexpr std::array<std::uint32_t, 64> kRound = [] {
  std::array<std::uint32_t, 64> constants{};
  for (std::size_t i = 0; i < constants.size(); ++i) constants[i] = root_fraction(kPrimes[i], 3);
  return constants;
}();

using State = std::array<std::uint32_t, 8>;

constexpr State kStart = [] {
  State state{};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = root_fraction(kPrimes[i], 2);
  return state;
}();

std::uint32_t big_endian(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
         static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

void compress(State& state, const std::uint8_t* bytes, std::size_t blocks) {
  for (; blocks > 0; --blocks, bytes += kBlock) {
    std::array<std::uint32_t, 64> words;
    for (std::size_t i = 0; i < 16; ++i) words[i] = big_endian(bytes + 4 * i);
    for (std::size_t i = 16; i < 64; ++i) {
      const std::uint32_t a = words[i - 15], b = words[i - 2];
      words[i] = words[i - 16] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3)) + words[i - 7] +
                 (std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10));
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t i = 0; i < 64; ++i) {
      const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                  ((e & f) ^ (~e & g)) + kRound[i] + words[i];
      const std::uint32_t second =
          (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
    }
    const State add{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state.size(); ++i) state[i] += add[i];
  }
}

#if REBATE_HAS_SHA_INSTRUCTIONS

/// The instructions keep the state as two registers, (A, B, E, F) and (C, D, G, H), and do two
/// rounds each.
__attribute__((target("sha,sse4.1,ssse3"))) void compress_by_instructions(State& state,
                                                                          const std::uint8_t* bytes,
                                                                          std::size_t blocks) {
  const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
  auto [a, b, c, d, e, f, g, h] = state;
  const auto four = [](std::uint32_t w, std::uint32_t x, std::uint32_t y, std::uint32_t z) {
    return _mm_set_epi32(static_cast<int>(w), static_cast<int>(x), static_cast<int>(y),
                         static_cast<int>(z));
  };
  __m128i abef = four(a, b, e, f);
  __m128i cdgh = four(c, d, g, h);
  for (; blocks > 0; --blocks, bytes += kBlock) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int i = 0; i < 4; ++i) {
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i)),
                                  swap);  // NOLINT
    }
    for (std::size_t i = 0; i < 16; ++i) {
      __m128i& now = words[i % 4];
      if (i >= 4) {
        const __m128i next = words[(i + 1) % 4], third = words[(i + 2) % 4],
                      last = words[(i + 3) % 4];
        const __m128i sum =
            _mm_add_epi32(_mm_sha256msg1_epu32(now, next), _mm_alignr_epi8(last, third, 4));
        now = _mm_sha256msg2_epu32(sum, last);
      }
      const __m128i constants =
          _mm_load_si128(reinterpret_cast<const __m128i*>(kRound.data() + 4 * i));  // NOLINT
      const __m128i input = _mm_add_epi32(now, constants);
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  alignas(16) std::uint32_t first[4], second[4];
  _mm_store_si128(reinterpret_cast<__m128i*>(first), abef);   // NOLINT
  _mm_store_si128(reinterpret_cast<__m128i*>(second), cdgh);  // NOLINT
  state = {first[3], first[2], second[3], second[2], first[1], first[0], second[1], second[0]};
}

bool has_sha_instructions() {
  unsigned int eax = 0, ebx = 0, ecx = 0, edx = 0;
  __asm__("cpuid" : "=a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx) : "a"(7), "c"(0));
  const bool has_sha = (ebx >> 29 & 1) != 0;
  return has_sha && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("ssse3");
}

#endif

void compress_any(State& state, const std::uint8_t* bytes, std::size_t blocks) {
#if REBATE_HAS_SHA_INSTRUCTIONS
  static const bool is_quick = has_sha_instructions();
  if (is_quick) return compress_by_instructions(state, bytes, blocks);
#endif
  compress(state, bytes, blocks);
}

}  // namespace

std::string sha256(std::string_view bytes) {
  State state = kStart;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());  // NOLINT
  const std::size_t blocks = bytes.size() / kBlock;
  compress_any(state, data, blocks);

  // The rest, a one bit, zeros, and the length in bits: one block more, or two.
  std::array<std::uint8_t, 2 * kBlock> last{};
  const std::size_t rest = bytes.size() % kBlock;
  if (rest > 0) std::memcpy(last.data(), data + blocks * kBlock, rest);
  last[rest] = 0x80;
  const std::size_t size = rest + 9 <= kBlock ? kBlock : 2 * kBlock;
  const std::uint64_t bits = std::uint64_t{8} * bytes.size();
  for (std::size_t i = 0; i < 8; ++i)
    last[size - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
  compress_any(state, last.data(), size / kBlock);

  std::string text;
  for (const std::uint32_t word : state) {
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
  }
  return text;
}

}  // namespace rebate::detail
