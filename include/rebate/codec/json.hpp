// SPDX-License-Identifier: Apache-2.0
//
// JSON as this library reads it: strictly, and with the place of every value. {"rate": 0.05} gives
// the text "0.05", never a double, at line 1, column 10.
//
// Refused: a member written twice (both places are named), more than 64 levels, more bytes or
// digits than the limits, bytes that are not UTF-8, NUL in any form, anything after the document.
// Accepted beyond RFC 8259: a byte order mark at the beginning, since spreadsheets and editors
// write it.
#pragma once

#include "rebate/base/limits.hpp"
#include "rebate/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rebate {

struct JsonLimits {
  std::size_t bytes = kMaxPolicyBytes;  ///< Of the text; at most 4 GiB.
  int depth = kMaxDepth;
  int digits = kMaxNumberDigits;  ///< Of one number.
};

namespace detail {
struct JsonTree;
}

/// One value of a document. Cheap to copy; valid as long as its JsonDocument. A value that was
/// looked for and not found is absent: it answers kAbsent, and nothing else may be asked.
class JsonValue {
 public:
  enum class Kind : std::uint8_t { kAbsent, kNull, kFlag, kNumber, kText, kArray, kObject };

  JsonValue() = default;

  Kind kind() const;
  explicit operator bool() const { return kind() != Kind::kAbsent; }
  bool is(Kind kind_asked) const { return kind() == kind_asked; }

  /// REQUIRES: kFlag.
  bool flag() const;
  /// The text, escapes resolved; of a number its digits as written: "0.050". REQUIRES: kText or
  /// kNumber.
  std::string_view text() const;
  /// Bytes of the document that this value stands in.
  std::string_view source() const;

  /// Number of elements or members; 0 for other kinds.
  std::size_t size() const;
  /// The member of that name, or an absent value. COST: linear in the members.
  JsonValue find(std::string_view key) const;
  /// The element. COST: linear in the index: prefer to iterate.
  JsonValue operator[](std::size_t index) const;

  /// The name under which a member stands; empty for elements and the root.
  std::string_view key() const;
  JsonValue parent() const;
  /// "/rules/2/what", RFC 6901.
  std::string pointer() const;
  Place place() const;
  /// Of the member's name; of the value itself for elements and the root.
  Place key_place() const;

  class Iterator {
   public:
    using value_type = JsonValue;
    using difference_type = std::ptrdiff_t;
    JsonValue operator*() const { return JsonValue(tree_, index_); }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    friend class JsonValue;
    Iterator(const detail::JsonTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
    const detail::JsonTree* tree_;
    std::uint32_t index_;
  };
  /// Elements or members, in the order written; nothing for other kinds.
  Iterator begin() const;
  Iterator end() const;

 private:
  friend class JsonDocument;
  JsonValue(const detail::JsonTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}

  const detail::JsonTree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

/// "a text", "a number", "an object": for messages.
std::string_view to_string(JsonValue::Kind kind);

/// A read document; copies share it.
class JsonDocument {
 public:
  JsonValue root() const;
  /// The value at an RFC 6901 pointer, or the nearest one above it.
  JsonValue nearest(std::string_view pointer) const;

 private:
  friend Result<JsonDocument> read_json(std::string text, std::string file_name,
                                        const JsonLimits& limits);
  explicit JsonDocument(std::shared_ptr<const detail::JsonTree> tree) : tree_(std::move(tree)) {}

  std::shared_ptr<const detail::JsonTree> tree_;
};

/// `file_name` is only for places. FAILS: kJsonSyntax, kJsonEncoding, kJsonDuplicateMember (all of
/// them), kLimitExceeded.
Result<JsonDocument> read_json(std::string text, std::string file_name,
                               const JsonLimits& limits = {});

/// `text` as a JSON string, quotes included: "a\"b". Non-ASCII letters stay as they are.
std::string json_quoted(std::string_view text);

}  // namespace rebate
