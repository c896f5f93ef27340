// SPDX-License-Identifier: Apache-2.0
//
// The lines of a settlement, in their order. They are kept packed, a quarter of their size, and
// made whole one by one when they are asked for:
//
//   for (const Line& line : settlement.lines()) due += line.due;
#pragma once

#include "rebate/settlement/line.hpp"

#include <cstddef>
#include <iterator>
#include <memory>

namespace rebate {

class PackedLines;

/// Immutable; copies share the lines.
class Lines {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Line;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Line;

    Iterator() = default;
    Line operator*() const { return (*lines_)[at_]; }
    Iterator& operator++() { return ++at_, *this; }
    Iterator operator++(int) { return {lines_, at_++}; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    friend class Lines;
    Iterator(const Lines* lines, std::size_t at) : lines_(lines), at_(at) {}
    const Lines* lines_ = nullptr;
    std::size_t at_ = 0;
  };

  Lines();
  explicit Lines(PackedLines&& packed);

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  /// REQUIRES: index < size().
  Line operator[](std::size_t index) const;
  Line front() const { return (*this)[0]; }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  std::shared_ptr<const PackedLines> packed_;
};

}  // namespace rebate
