// SPDX-License-Identifier: Apache-2.0
//
// Memory for columns of millions of rows. The system is told that large pages would do: it then
// hands the memory out in pieces of two megabytes instead of four kilobytes, and rows that are read
// in another order miss the page tables less. Only a hint; without it everything is the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace rebate::detail {

inline void hint_large(void* memory, std::size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr std::uintptr_t kLarge = std::uintptr_t{2} << 20;
  const auto begin = reinterpret_cast<std::uintptr_t>(memory);
  const std::uintptr_t first = (begin + kLarge - 1) / kLarge * kLarge;
  const std::uintptr_t last = (begin + bytes) / kLarge * kLarge;
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
#else
  (void)memory, (void)bytes;
#endif
}

/// Room for `count` elements beyond those that are there.
template <class T>
void reserve_large(std::vector<T>& vector, std::size_t count) {
  if (vector.capacity() >= count) return;
  vector.reserve(count);
  hint_large(vector.data(), vector.capacity() * sizeof(T));
}

/// `count` elements, all zero.
template <class T>
std::vector<T> large_vector(std::size_t count) {
  std::vector<T> vector;
  reserve_large(vector, count);
  vector.resize(count);
  return vector;
}

}  // namespace rebate::detail
