// SPDX-License-Identifier: Apache-2.0
//
// What a JsonDocument holds: the text and its nodes in document order. The children of a node
// follow it; each knows its next sibling. {"a": [1, 2]} is the nodes object, array (key a), 1, 2.
#pragma once

#include "rebate/codec/json.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rebate::detail {

inline constexpr std::uint32_t kNoNode = 0xffffffff;

struct JsonNode {
  JsonValue::Kind kind = JsonValue::Kind::kNull;
  bool is_true = false;
  bool has_key = false;
  std::uint32_t parent = kNoNode;
  std::uint32_t next = kNoNode;  // The next child of the same parent.
  std::uint32_t position = 0;    // Among the children of its parent.
  std::uint32_t children = 0;
  std::uint32_t begin = 0;  // Bytes of the value in the text, half-open.
  std::uint32_t end = 0;
  std::uint32_t key_begin = 0;  // Of the member's name, its quotation mark.
  std::uint32_t key_end = 0;
  std::uint32_t unescaped = kNoNode;  // In JsonTree::unescaped, for a text with escapes.
  std::uint32_t unescaped_key = kNoNode;
};

struct JsonTree {
  std::string file;
  std::string text;
  std::vector<JsonNode> nodes;
  std::vector<std::string> unescaped;
  std::vector<std::uint32_t> line_begins;  // Byte of each line's first character, ascending.

  std::string_view string_at(std::uint32_t begin, std::uint32_t end, std::uint32_t other) const {
    if (other != kNoNode) return unescaped[other];
    return std::string_view(text).substr(begin + 1, end - begin - 2);
  }
  std::string_view key_of(const JsonNode& node) const {
    return node.has_key ? string_at(node.key_begin, node.key_end, node.unescaped_key)
                        : std::string_view();
  }
  // File, line and column of a byte.
  Place place_of_byte(std::uint32_t byte) const;
  std::string pointer_of(std::uint32_t index) const;
  void index_lines();
};

// What keeps the text from being JSON, in words; called once a parser has refused it. `last_end` is
// the byte behind the last accepted token (a comma or colon behind it may be accepted too),
// `containers` the nodes that are open there, `refused_at` where the parser gave up, its word of
// last resort.
Issue explain_syntax(const JsonTree& tree, std::uint32_t last_end,
                     const std::vector<std::uint32_t>& containers, std::size_t refused_at);

}  // namespace rebate::detail
