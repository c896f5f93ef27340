// SPDX-License-Identifier: Apache-2.0
//
// An issue tells a person what is wrong with an input, where, and what would be right:
// "policy.json:31:22  RB2204  /rules/4/pay/bands/2/from  "90%" after "100%": bands ascend".
// Issues is the list of all of them, since nobody wants to learn about them one at a time.
#pragma once

#include "rebate/base/nearest_word.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {

/// What kind of trouble it is. The numbers are permanent: kBandNotAscending is 2204, printed
/// RB2204.
enum class Code : int {
#define REBATE_ISSUE(enumerator, number, name, meaning) enumerator = number,
#include "rebate/base/issue_codes.def"
#undef REBATE_ISSUE
};

/// "policy.band.not_ascending". Empty for a number that is no code.
std::string_view name_of(Code code);
/// One line that says what the code stands for.
std::string_view meaning_of(Code code);
/// "RB2204".
std::string tag_of(Code code);
/// All codes, by ascending number.
std::span<const Code> all_codes();

enum class Severity {
  kError,    ///< The input cannot be used.
  kWarning,  ///< The input can be used, and is probably not what its author meant.
  kNote,     ///< Worth knowing.
};

/// Where something stands. Everything is optional.
struct Place {
  std::string file{};     ///< As the user named it.
  std::string pointer{};  ///< JSON pointer (RFC 6901): "/rules/2/what".
  int line = 0;           ///< From 1; 0 is unknown.
  int column = 0;         ///< From 1, in bytes; 0 is unknown.
  int offset = -1;        ///< Byte inside an expression's text, from 0, printed from 1; -1 is none.
  int length = 0;         ///< Bytes at `offset` that are meant; 0 is unknown.

  bool operator==(const Place&) const = default;
};

struct Issue {
  Code code{};
  Severity severity = Severity::kError;
  Place place;
  std::string message;     ///< A whole sentence in the user's words.
  std::string found;       ///< What stands there, as written.
  std::string expected;    ///< What may stand there.
  std::string suggestion;  ///< The nearest right word; empty if none is near.
  std::string
      excerpt;  ///< The expression that `place.offset` counts in; printed with carets below.

  bool operator==(const Issue&) const = default;
};

/// An error of the run itself, which stands at no place of an input.
Issue run_issue(Code code, std::string message, std::string expected = {});

/// The issues of one input. Keeps the order in which they were added until sorted.
class Issues {
 public:
  using const_iterator = std::vector<Issue>::const_iterator;

  Issues() = default;
  explicit Issues(Issue issue) { add(std::move(issue)); }

  void add(Issue issue) { list_.push_back(std::move(issue)); }
  /// The short form for an error without a suggestion.
  void add(Code code, Place place, std::string message);
  void merge(Issues other);
  /// By file, line, column and offset; issues of the same place keep their order.
  void sort();

  bool has_errors() const;
  bool contains(Code code) const;
  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }
  const Issue& operator[](std::size_t index) const { return list_[index]; }
  const_iterator begin() const { return list_.begin(); }
  const_iterator end() const { return list_.end(); }

  bool operator==(const Issues&) const = default;

 private:
  std::vector<Issue> list_;
};

/// "policy.json:22:18  RB3102  /rules/2/what:9    product.lin in core" and the carets below it, or
/// place, code, pointer and message on one line. What the message does not already contain of
/// found, expected and suggestion follows it. No newline at the end. Control characters of the
/// input are printed as \xNN, so that a hostile file cannot drive a terminal.
std::string to_string(const Issue& issue);
/// One after the other, each ended by a newline.
std::string to_string(const Issues& issues);
/// "error", "warning", "note".
std::string_view to_string(Severity severity);

}  // namespace rebate
