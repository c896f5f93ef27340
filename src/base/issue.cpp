// SPDX-License-Identifier: Apache-2.0
//
// The list of codes and the list of issues. How an issue looks as text is in issue_text.cpp.
#include "rebate/base/issue.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace rebate {
namespace {

struct CodeEntry {
  Code code;
  std::string_view name;
  std::string_view meaning;
};

constexpr CodeEntry kTable[] = {
#define REBATE_ISSUE(enumerator, number, name, meaning) {Code::enumerator, name, meaning},
#include "rebate/base/issue_codes.def"
#undef REBATE_ISSUE
};
constexpr std::size_t kCodeCount = std::size(kTable);

constexpr auto kSorted = [] {
  std::array<CodeEntry, kCodeCount> sorted{};
  std::copy(std::begin(kTable), std::end(kTable), sorted.begin());
  std::sort(sorted.begin(), sorted.end(),
            [](const CodeEntry& a, const CodeEntry& b) { return a.code < b.code; });
  return sorted;
}();

constexpr bool has_equal_numbers() {
  for (std::size_t i = 1; i < kCodeCount; ++i) {
    if (kSorted[i - 1].code == kSorted[i].code) return true;
  }
  return false;
}
static_assert(!has_equal_numbers(), "two lines of issue_codes.def have the same number");

const CodeEntry* find(Code code) {
  const auto at =
      std::lower_bound(kSorted.begin(), kSorted.end(), code,
                       [](const CodeEntry& entry, Code wanted) { return entry.code < wanted; });
  return at != kSorted.end() && at->code == code ? &*at : nullptr;
}

}  // namespace

std::string_view name_of(Code code) {
  const CodeEntry* entry = find(code);
  return entry == nullptr ? std::string_view() : entry->name;
}

std::string_view meaning_of(Code code) {
  const CodeEntry* entry = find(code);
  return entry == nullptr ? std::string_view() : entry->meaning;
}

std::string tag_of(Code code) { return "RB" + std::to_string(static_cast<int>(code)); }

std::span<const Code> all_codes() {
  static constexpr auto kCodes = [] {
    std::array<Code, kCodeCount> codes{};
    std::transform(kSorted.begin(), kSorted.end(), codes.begin(),
                   [](const CodeEntry& entry) { return entry.code; });
    return codes;
  }();
  return kCodes;
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return {};
}

void Issues::add(Code code, Place place, std::string message) {
  Issue issue;
  issue.code = code;
  issue.place = std::move(place);
  issue.message = std::move(message);
  add(std::move(issue));
}

void Issues::merge(Issues other) {
  list_.insert(list_.end(), std::make_move_iterator(other.list_.begin()),
               std::make_move_iterator(other.list_.end()));
}

void Issues::sort() {
  std::stable_sort(list_.begin(), list_.end(), [](const Issue& a, const Issue& b) {
    return std::tie(a.place.file, a.place.line, a.place.column, a.place.offset) <
           std::tie(b.place.file, b.place.line, b.place.column, b.place.offset);
  });
}

bool Issues::has_errors() const {
  return std::any_of(begin(), end(),
                     [](const Issue& issue) { return issue.severity == Severity::kError; });
}

bool Issues::contains(Code code) const {
  return std::any_of(begin(), end(), [code](const Issue& issue) { return issue.code == code; });
}

Issue run_issue(Code code, std::string message, std::string expected) {
  Issue issue;
  issue.code = code;
  issue.message = std::move(message);
  issue.expected = std::move(expected);
  return issue;
}

}  // namespace rebate
