// SPDX-License-Identifier: Apache-2.0
//
// Walking a read document: values, members, pointers and places.
#include "codec/json_tree.hpp"

#include <algorithm>

namespace rebate {

using detail::JsonNode;
using detail::kNoNode;

namespace detail {

void JsonTree::index_lines() {
  line_begins.assign(1, 0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_begins.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

Place JsonTree::place_of_byte(std::uint32_t byte) const {
  const auto line =
      std::upper_bound(line_begins.begin(), line_begins.end(), byte) - line_begins.begin();
  Place place;
  place.file = file;
  place.line = static_cast<int>(line);
  place.column = static_cast<int>(byte - line_begins[static_cast<std::size_t>(line) - 1]) + 1;
  return place;
}

namespace {

void append_step(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

}  // namespace

std::string JsonTree::pointer_of(std::uint32_t index) const {
  std::vector<std::uint32_t> path;
  for (std::uint32_t at = index; nodes[at].parent != kNoNode; at = nodes[at].parent)
    path.push_back(at);
  std::string pointer;
  for (auto step = path.rbegin(); step != path.rend(); ++step) {
    const JsonNode& node = nodes[*step];
    if (node.has_key) {
      append_step(pointer, key_of(node));
      continue;
    }
    pointer += '/' + std::to_string(node.position);
  }
  return pointer;
}

}  // namespace detail

JsonValue::Kind JsonValue::kind() const {
  return tree_ ? tree_->nodes[index_].kind : Kind::kAbsent;
}

bool JsonValue::flag() const {
  REBATE_REQUIRE(is(Kind::kFlag), "only true and false are a flag");
  return tree_->nodes[index_].is_true;
}

std::string_view JsonValue::text() const {
  REBATE_REQUIRE(is(Kind::kText) || is(Kind::kNumber), "only texts and numbers have a text");
  const JsonNode& node = tree_->nodes[index_];
  return node.kind == Kind::kNumber ? source()
                                    : tree_->string_at(node.begin, node.end, node.unescaped);
}

std::string_view JsonValue::source() const {
  if (!tree_) return {};
  const JsonNode& node = tree_->nodes[index_];
  return std::string_view(tree_->text).substr(node.begin, node.end - node.begin);
}

std::size_t JsonValue::size() const { return tree_ ? tree_->nodes[index_].children : 0; }

JsonValue JsonValue::find(std::string_view key) const {
  if (!is(Kind::kObject)) return {};
  for (const JsonValue member : *this) {
    if (member.key() == key) return member;
  }
  return {};
}

// Nodes stand in document order, so an element is found by halving what lies below its parent: a
// list of 10,000 rules is asked for the place of each of them.
JsonValue JsonValue::operator[](std::size_t index) const {
  if (index >= size()) return {};
  const std::vector<JsonNode>& nodes = tree_->nodes;
  const auto element_above = [&](std::uint32_t at) {
    while (nodes[at].parent != index_) at = nodes[at].parent;
    return at;
  };
  const auto first = nodes.begin() + index_ + 1;
  const auto last = std::partition_point(
      first, nodes.end(), [&](const JsonNode& node) { return node.begin < nodes[index_].end; });
  const auto found = std::partition_point(first, last, [&](const JsonNode& node) {
    return nodes[element_above(static_cast<std::uint32_t>(&node - nodes.data()))].position < index;
  });
  return JsonValue(tree_, static_cast<std::uint32_t>(found - nodes.begin()));
}

std::string_view JsonValue::key() const {
  return tree_ ? tree_->key_of(tree_->nodes[index_]) : std::string_view();
}

JsonValue JsonValue::parent() const {
  if (!tree_ || tree_->nodes[index_].parent == kNoNode) return {};
  return JsonValue(tree_, tree_->nodes[index_].parent);
}

std::string JsonValue::pointer() const { return tree_ ? tree_->pointer_of(index_) : std::string(); }

Place JsonValue::place() const {
  if (!tree_) return {};
  Place place = tree_->place_of_byte(tree_->nodes[index_].begin);
  place.pointer = pointer();
  return place;
}

Place JsonValue::key_place() const {
  if (!tree_ || !tree_->nodes[index_].has_key) return place();
  Place place = tree_->place_of_byte(tree_->nodes[index_].key_begin);
  place.pointer = pointer();
  return place;
}

JsonValue::Iterator& JsonValue::Iterator::operator++() {
  index_ = tree_->nodes[index_].next;
  return *this;
}

JsonValue::Iterator JsonValue::begin() const {
  return Iterator(tree_, size() == 0 ? kNoNode : index_ + 1);
}

JsonValue::Iterator JsonValue::end() const { return Iterator(tree_, kNoNode); }

JsonValue JsonDocument::root() const { return JsonValue(tree_.get(), 0); }

JsonValue JsonDocument::nearest(std::string_view pointer) const {
  JsonValue at = root();
  while (!pointer.empty() && pointer.front() == '/') {
    pointer.remove_prefix(1);
    const std::size_t length = std::min(pointer.find('/'), pointer.size());
    std::string step;
    for (std::size_t i = 0; i < length; ++i) {
      if (pointer[i] == '~' && i + 1 < length)
        step += pointer[++i] == '1' ? '/' : '~';
      else
        step += pointer[i];
    }
    pointer.remove_prefix(length);
    JsonValue next;
    if (at.is(JsonValue::Kind::kObject)) {
      next = at.find(step);
    } else if (at.is(JsonValue::Kind::kArray) && !step.empty() && step.size() < 10 &&
               step.find_first_not_of("0123456789") == std::string::npos) {
      next = at[std::stoul(step)];
    }
    if (!next) break;
    at = next;
  }
  return at;
}

std::string_view to_string(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::kAbsent:
      return "nothing";
    case JsonValue::Kind::kNull:
      return "null";
    case JsonValue::Kind::kFlag:
      return "true or false";
    case JsonValue::Kind::kNumber:
      return "a number";
    case JsonValue::Kind::kText:
      return "a text";
    case JsonValue::Kind::kArray:
      return "a list";
    case JsonValue::Kind::kObject:
      return "an object";
  }
  return {};
}

std::string json_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\b':
        quoted += "\\b";
        break;
      case '\f':
        quoted += "\\f";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr char kHex[] = "0123456789abcdef";
          quoted += "\\u00";
          quoted += kHex[c >> 4];
          quoted += kHex[c & 15];
        } else {
          quoted += c;
        }
    }
  }
  return quoted += '"';
}

}  // namespace rebate
