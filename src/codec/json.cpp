// SPDX-License-Identifier: Apache-2.0
//
// Building the tree from nlohmann's SAX events. The events carry no places; between two of them lie
// only blanks, commas and colons that the parser has accepted, so a cursor that steps over these
// stands exactly on the token of the event. The token's end is found in the accepted text in the
// same way.
#include "rebate/codec/json.hpp"

#include "codec/json_tree.hpp"
#include "codec/utf8.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rebate {
namespace {

using detail::JsonNode;
using detail::JsonTree;
using detail::kNoNode;
using Kind = JsonValue::Kind;

// Receives the events of one document. An event that answers false ends the parse.
class TreeBuilder {
 public:
  TreeBuilder(JsonTree& tree, const JsonLimits& limits) : tree_(tree), limits_(limits) {}

  // --- nlohmann's interface ----------------------------------------------------------------------
  bool null() { return scalar(Kind::kNull); }
  bool boolean(bool value) { return scalar(Kind::kFlag, value); }
  bool number_integer(std::int64_t) { return scalar(Kind::kNumber); }
  bool number_unsigned(std::uint64_t) { return scalar(Kind::kNumber); }
  bool number_float(double, const std::string&) { return scalar(Kind::kNumber); }
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool string(std::string& value);
  bool key(std::string& value);
  bool start_object(std::size_t) { return open(Kind::kObject); }
  bool start_array(std::size_t) { return open(Kind::kArray); }
  bool end_object();
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error);

  Issues take_issues() { return std::move(issues_); }

 private:
  bool scalar(Kind kind, bool is_true = false);
  bool open(Kind kind);
  bool close();
  std::uint32_t add_node(Kind kind);
  std::uint32_t keep_unescaped(std::uint32_t begin, std::uint32_t end, std::string& value);
  void to_token();
  void past_string();
  void past_number();
  bool refuse_nul(const std::string& value, std::uint32_t begin);

  JsonTree& tree_;
  const JsonLimits& limits_;
  Issues issues_;
  std::uint32_t cursor_ = 0;
  std::vector<std::uint32_t> open_;        // Containers, outermost first.
  std::vector<std::uint32_t> last_child_;  // Of each of them.
  JsonNode pending_;                       // The key before the next value.
};

void TreeBuilder::to_token() {
  while (std::string_view(" \t\r\n,:").find(tree_.text[cursor_]) != std::string_view::npos)
    ++cursor_;
}

void TreeBuilder::past_string() {
  for (++cursor_; tree_.text[cursor_] != '"'; ++cursor_) {
    if (tree_.text[cursor_] == '\\') ++cursor_;
  }
  ++cursor_;
}

std::uint32_t TreeBuilder::add_node(Kind kind) {
  JsonNode node = std::exchange(pending_, JsonNode());
  node.kind = kind;
  node.begin = cursor_;
  const auto index = static_cast<std::uint32_t>(tree_.nodes.size());
  if (!open_.empty()) {
    node.parent = open_.back();
    node.position = tree_.nodes[node.parent].children++;
    if (node.position > 0) tree_.nodes[last_child_.back()].next = index;
    last_child_.back() = index;
  }
  tree_.nodes.push_back(node);
  return index;
}

std::uint32_t TreeBuilder::keep_unescaped(std::uint32_t begin, std::uint32_t end,
                                          std::string& value) {
  const std::string_view inside = std::string_view(tree_.text).substr(begin + 1, end - begin - 2);
  if (inside.find('\\') == std::string_view::npos) return kNoNode;
  tree_.unescaped.push_back(std::move(value));
  return static_cast<std::uint32_t>(tree_.unescaped.size() - 1);
}

bool TreeBuilder::refuse_nul(const std::string& value, std::uint32_t begin) {
  if (value.find('\0') == std::string::npos) return false;
  issues_.add(Code::kJsonEncoding, tree_.place_of_byte(begin),
              "a text holds the character U+0000 (\\u0000), which no name and no text may have");
  return true;
}

// To the end of an accepted number: what follows it may be wrong and is no part of it ("01", "5%").
void TreeBuilder::past_number() {
  const std::string_view text = tree_.text;
  const auto digits = [&] {
    while (cursor_ < text.size() && text[cursor_] >= '0' && text[cursor_] <= '9') ++cursor_;
  };
  const auto one_of = [&](std::string_view signs) {
    const bool is_there =
        cursor_ < text.size() && signs.find(text[cursor_]) != std::string_view::npos;
    if (is_there) ++cursor_;
    return is_there;
  };
  one_of("-");
  if (!one_of("0")) digits();
  if (one_of(".")) digits();
  if (one_of("eE")) one_of("+-"), digits();
}

bool TreeBuilder::scalar(Kind kind, bool is_true) {
  to_token();
  const std::uint32_t index = add_node(kind);
  if (kind == Kind::kNumber)
    past_number();
  else
    cursor_ += kind == Kind::kFlag && !is_true ? 5 : 4;  // false, true, null
  JsonNode& node = tree_.nodes[index];
  node.end = cursor_;
  node.is_true = is_true;
  if (kind != Kind::kNumber) return true;
  const std::string_view number =
      std::string_view(tree_.text).substr(node.begin, node.end - node.begin);
  const auto digits =
      std::count_if(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits <= limits_.digits) return true;
  Place place = tree_.place_of_byte(node.begin);
  place.pointer = tree_.pointer_of(index);
  issues_.add(Code::kLimitExceeded, std::move(place),
              "a number has at most " + std::to_string(limits_.digits) + " digits; this one has " +
                  std::to_string(digits));
  return true;
}

bool TreeBuilder::string(std::string& value) {
  to_token();
  const std::uint32_t index = add_node(Kind::kText);
  past_string();
  const std::uint32_t begin = tree_.nodes[index].begin;
  tree_.nodes[index].end = cursor_;
  refuse_nul(value, begin);
  tree_.nodes[index].unescaped = keep_unescaped(begin, cursor_, value);
  return true;
}

bool TreeBuilder::key(std::string& value) {
  to_token();
  pending_.has_key = true;
  pending_.key_begin = cursor_;
  past_string();
  pending_.key_end = cursor_;
  refuse_nul(value, pending_.key_begin);
  pending_.unescaped_key = keep_unescaped(pending_.key_begin, pending_.key_end, value);
  return true;
}

bool TreeBuilder::open(Kind kind) {
  to_token();
  if (open_.size() >= static_cast<std::size_t>(limits_.depth)) {
    issues_.add(Code::kLimitExceeded, tree_.place_of_byte(cursor_),
                "objects and lists are nested at most " + std::to_string(limits_.depth) + " deep");
    return false;
  }
  open_.push_back(add_node(kind));
  last_child_.push_back(kNoNode);
  ++cursor_;
  return true;
}

bool TreeBuilder::close() {
  to_token();
  ++cursor_;
  tree_.nodes[open_.back()].end = cursor_;
  open_.pop_back();
  last_child_.pop_back();
  return true;
}

bool TreeBuilder::end_object() {
  struct Named {
    std::string_view key;
    std::uint32_t index;
  };
  const JsonNode& object = tree_.nodes[open_.back()];
  std::vector<Named> members;
  members.reserve(object.children);
  for (std::uint32_t at = object.children == 0 ? kNoNode : open_.back() + 1; at != kNoNode;
       at = tree_.nodes[at].next) {
    members.push_back({tree_.key_of(tree_.nodes[at]), at});
  }
  std::sort(members.begin(), members.end(), [](const Named& a, const Named& b) {
    return a.key != b.key ? a.key < b.key : a.index < b.index;
  });
  for (std::size_t i = 1; i < members.size(); ++i) {
    if (members[i].key != members[i - 1].key) continue;
    const Place first = tree_.place_of_byte(tree_.nodes[members[i - 1].index].key_begin);
    Issue issue;
    issue.code = Code::kJsonDuplicateMember;
    issue.place = tree_.place_of_byte(tree_.nodes[members[i].index].key_begin);
    issue.place.pointer = tree_.pointer_of(members[i].index);
    issue.found = std::string(members[i].key);
    issue.message = "'" + issue.found + "' stands here a second time; the first is at line " +
                    std::to_string(first.line) + ", column " + std::to_string(first.column) +
                    ". Keep one of them.";
    issues_.add(std::move(issue));
  }
  return close();
}

bool TreeBuilder::parse_error(std::size_t position, const std::string&,
                              const nlohmann::detail::exception& error) {
  constexpr int kOutOfRange = 406;
  if (error.id == kOutOfRange) {
    to_token();
    issues_.add(Code::kLimitExceeded, tree_.place_of_byte(cursor_),
                "a number is too large to be meant");
  } else {
    issues_.add(detail::explain_syntax(tree_, cursor_, open_, position == 0 ? 0 : position - 1));
  }
  return false;
}

// What must hold before the parser looks at a byte.
Issues refuse_bytes(const JsonTree& tree, const JsonLimits& limits) {
  Issues issues;
  if (tree.text.size() > limits.bytes || tree.text.size() >= kNoNode) {
    Place place;
    place.file = tree.file;
    issues.add(Code::kLimitExceeded, std::move(place),
               "the text has " + std::to_string(tree.text.size()) + " bytes; at most " +
                   std::to_string(limits.bytes) + " are read (kMaxPolicyBytes)");
    return issues;
  }
  const std::size_t bad = detail::find_bad_utf8(tree.text);
  if (bad != std::string_view::npos) {
    issues.add(
        Code::kJsonEncoding, tree.place_of_byte(static_cast<std::uint32_t>(bad)),
        "the bytes here are not UTF-8. Save the file as UTF-8 (an editor may call it \"Unicode\")");
    return issues;
  }
  const std::size_t nul = tree.text.find('\0');
  if (nul != std::string::npos) {
    issues.add(Code::kJsonEncoding, tree.place_of_byte(static_cast<std::uint32_t>(nul)),
               "the text holds a NUL byte; a text file has none");
  }
  return issues;
}

}  // namespace

Result<JsonDocument> read_json(std::string text, std::string file_name, const JsonLimits& limits) {
  auto tree = std::make_shared<JsonTree>();
  tree->file = std::move(file_name);
  tree->text = std::move(text);
  if (tree->text.starts_with(detail::kByteOrderMark))
    tree->text.erase(0, detail::kByteOrderMark.size());
  if (tree->text.size() < kNoNode) tree->index_lines();
  Issues issues = refuse_bytes(*tree, limits);
  if (issues.has_errors()) return issues;

  TreeBuilder builder(*tree, limits);
  const bool is_read = nlohmann::json::sax_parse(tree->text.begin(), tree->text.end(), &builder);
  issues = builder.take_issues();
  if (issues.has_errors()) {
    issues.sort();
    return issues;
  }
  REBATE_REQUIRE(is_read, "a refused text has an issue");
  return JsonDocument(std::move(tree));
}

}  // namespace rebate
