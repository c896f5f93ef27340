// SPDX-License-Identifier: Apache-2.0
//
// Why a text is not JSON, in a sentence that helps: {"rate": '5%'} has texts in single quotes, [1,
// 2,] a comma before the bracket. The parser has already refused the text; this looks at what
// stands behind the last token it accepted.
#include "codec/json_tree.hpp"

#include <algorithm>
#include <array>

namespace rebate::detail {
namespace {

// Full-width signs that an input method writes for plain ones.
struct FullWidth {
  std::string_view found, plain;
};
constexpr std::array<FullWidth, 16> kFullWidth{{{"\uFF0C", ","},
                                                {"\u3001", ","},
                                                {"\uFF1A", ":"},
                                                {"\uFF1B", ","},
                                                {"\u201C", "\""},
                                                {"\u201D", "\""},
                                                {"\uFF02", "\""},
                                                {"\u300C", "\""},
                                                {"\u300D", "\""},
                                                {"\u2018", "\""},
                                                {"\u2019", "\""},
                                                {"\uFF5B", "{"},
                                                {"\uFF5D", "}"},
                                                {"\uFF3B", "["},
                                                {"\uFF3D", "]"},
                                                {"\u3000", " "}}};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Explainer {
 public:
  Explainer(const JsonTree& tree, std::uint32_t last_end,
            const std::vector<std::uint32_t>& containers)
      : tree_(tree), text_(tree.text), containers_(containers), at_(last_end) {}

  Issue explain(std::size_t refused_at);

 private:
  // Where the text stands when the next token is read.
  enum class Wants { kValue, kName, kColon, kSeparator, kNothing };

  void skip_blanks() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool in_object() const {
    return !containers_.empty() && tree_.nodes[containers_.back()].kind == JsonValue::Kind::kObject;
  }
  bool stands_at(std::string_view sign) const { return text_.substr(at_).starts_with(sign); }
  std::string word() const;
  std::string place_words(std::uint32_t byte) const;
  Wants find_wants();
  std::string sentence();
  std::string about_end() const;
  std::string about_string();
  std::string about_number();
  std::string about_word() const;
  std::string about_unexpected() const;

  const JsonTree& tree_;
  std::string_view text_;
  const std::vector<std::uint32_t>& containers_;
  std::size_t at_;
  std::size_t last_end_ = 0;
  std::size_t comma_ = std::string_view::npos;  // The comma between the last token and here.
  Wants wants_ = Wants::kValue;
};

std::string Explainer::word() const {
  std::size_t end = at_;
  while (end < text_.size() && is_word(text_[end])) ++end;
  return std::string(text_.substr(at_, std::min(end - at_, std::size_t{40})));
}

std::string Explainer::place_words(std::uint32_t byte) const {
  const Place place = tree_.place_of_byte(byte);
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

// The last accepted token ends at at_. Was it a name, a value or an opening bracket, and did a
// comma or a colon follow?
Explainer::Wants Explainer::find_wants() {
  last_end_ = at_;
  const bool is_empty = at_ == 0;
  const char last = is_empty ? '\0' : text_[at_ - 1];
  const bool after_opening = !containers_.empty() &&
                             tree_.nodes[containers_.back()].begin + 1 == at_ &&
                             (last == '{' || last == '[');
  bool after_name = false;
  if (in_object() && !after_opening) {
    // A name is followed by its colon; a member's value has been added to the object.
    std::uint32_t child_end = tree_.nodes[containers_.back()].begin;
    const JsonNode& object = tree_.nodes[containers_.back()];
    for (std::uint32_t child = object.children == 0 ? kNoNode : containers_.back() + 1;
         child != kNoNode; child = tree_.nodes[child].next) {
      child_end = std::max(child_end, tree_.nodes[child].end);
    }
    after_name = child_end != at_ && last == '"';
  }
  skip_blanks();
  if (is_empty) return Wants::kValue;
  if (after_opening) return in_object() ? Wants::kName : Wants::kValue;
  if (after_name) {
    if (!stands_at(":")) return Wants::kColon;
    ++at_;
    skip_blanks();
    return Wants::kValue;
  }
  if (containers_.empty()) return Wants::kNothing;
  if (!stands_at(",")) return Wants::kSeparator;
  comma_ = at_++;
  skip_blanks();
  return in_object() ? Wants::kName : Wants::kValue;
}

std::string Explainer::about_end() const {
  if (tree_.nodes.empty() && containers_.empty() && last_end_ == 0) return "the text is empty";
  if (containers_.empty()) return "the text ends too early";
  const std::uint32_t begin = tree_.nodes[containers_.back()].begin;
  return std::string("the text ends before the ") + (in_object() ? "object" : "list") +
         " that begins at " + place_words(begin) + " is closed with " +
         (in_object() ? "'}'" : "']'");
}

std::string Explainer::about_string() {
  const std::size_t begin = at_;
  for (std::size_t i = begin + 1; i < text_.size(); ++i) {
    const auto c = static_cast<unsigned char>(text_[i]);
    if (c == '"') break;
    if (c < 0x20) {
      at_ = i;
      if (c == '\n' || c == '\r') {
        at_ = begin;
        return "the text that begins here does not end on its line: a quotation mark is missing, "
               "or write "
               "\\n for the line's end";
      }
      return c == '\t' ? "a tab inside a text is written \\t"
                       : "a control character inside a text is written \\u00XX";
    }
    if (c != '\\') continue;
    if (i + 1 >= text_.size()) break;
    const char escape = text_[i + 1];
    if (std::string_view("\"\\/bfnrtu").find(escape) == std::string_view::npos) {
      at_ = i;
      return "a backslash inside a text is written \\\\ (known are \\\" \\\\ \\/ \\b \\f \\n \\r "
             "\\t \\uXXXX)";
    }
    if (escape == 'u') {
      const std::string_view hex = text_.substr(i + 2, 4);
      const bool is_hex =
          hex.size() == 4 && std::all_of(hex.begin(), hex.end(), [](char h) {
            return (h >= '0' && h <= '9') || (h >= 'a' && h <= 'f') || (h >= 'A' && h <= 'F');
          });
      if (!is_hex) {
        at_ = i;
        return "\\u needs four hexadecimal digits";
      }
      if (hex[0] == 'd' || hex[0] == 'D') {
        at_ = i;
        const std::string_view rest = text_.substr(i + 6, 2);
        const bool is_high = std::string_view("89abAB").find(hex[1]) != std::string_view::npos;
        const bool is_low = std::string_view("cdefCDEF").find(hex[1]) != std::string_view::npos;
        if (is_low || (is_high && rest != "\\u"))
          return "half of a character: \\uD800 to \\uDFFF come in pairs";
        if (is_high) i += 6;  // The low half follows; the loop looks at what comes behind it.
      }
    }
    ++i;
  }
  at_ = begin;
  return "the text that begins here does not end: a quotation mark is missing";
}

std::string Explainer::about_number() {
  const std::string_view rest = text_.substr(at_);
  const std::size_t sign = rest.starts_with('-') || rest.starts_with('+') ? 1 : 0;
  const std::string_view digits = rest.substr(sign);
  if (rest.starts_with('+')) return "a number has no plus sign";
  if (digits.starts_with('.')) return "a number has a digit before the point: 0.5";
  if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') {
    return "a number does not begin with 0; put an id or a code in quotation marks";
  }
  std::size_t end = sign;
  while (end < rest.size() && rest[end] >= '0' && rest[end] <= '9') ++end;
  if (end == sign) return "a minus sign stands without a number";
  if (rest.substr(end).starts_with('.')) return "a number has digits after the point: 5.0 or 5";
  if (rest.substr(end).starts_with('%')) {
    return "a percentage stands in quotation marks: \"" + std::string(rest.substr(0, end + 1)) +
           "\"";
  }
  return "this is not a number as JSON writes them";
}

std::string Explainer::about_word() const {
  const std::string found = word();
  if (found == "True" || found == "TRUE" || found == "False" || found == "FALSE") {
    return "write " + std::string(found[0] == 'T' ? "true" : "false") + " in small letters";
  }
  if (found == "None" || found == "NULL" || found == "nil") return "write null";
  if (found == "NaN" || found == "Infinity")
    return "a number that is none does not exist here: write the figure";
  if (wants_ == Wants::kName) return "a member's name stands in quotation marks: \"" + found + "\"";
  return "a text stands in quotation marks: \"" + found + "\"";
}

std::string Explainer::about_unexpected() const {
  switch (wants_) {
    case Wants::kColon:
      return "a colon is missing behind the member's name";
    case Wants::kName:
      return "a member's name in quotation marks belongs here";
    case Wants::kNothing:
      return "the document ends before this; nothing may follow it";
    case Wants::kSeparator:
      return std::string("a comma or ") + (in_object() ? "'}'" : "']'") + " belongs here";
    case Wants::kValue:
      break;
  }
  return "a value belongs here";
}

std::string Explainer::sentence() {
  if (at_ >= text_.size()) return about_end();
  for (const FullWidth& sign : kFullWidth) {
    if (!stands_at(sign.found)) continue;
    if (sign.plain == " ") return "a full-width blank stands here; use a plain one";
    return std::string(sign.found) + " is full-width; write " + std::string(sign.plain);
  }
  if (stands_at("//") || stands_at("/*") || stands_at("#")) {
    return "JSON has no comments; write a member \"note\" instead";
  }
  const char c = text_[at_];
  const bool closes = c == '}' || c == ']';
  if (closes && comma_ != std::string_view::npos && (c == '}') == in_object()) {
    at_ = comma_;
    return std::string("the comma before '") + c + "' has nothing behind it; remove it";
  }
  if (closes && !containers_.empty() && (c == '}') != in_object()) {
    return std::string("'") + c + "' closes nothing here: the " +
           (in_object() ? "object" : "list") + " that begins at " +
           place_words(tree_.nodes[containers_.back()].begin) + " ends with " +
           (in_object() ? "'}'" : "']'");
  }
  if (c == ',' && comma_ != std::string_view::npos) return "two commas in a row; remove one";
  if (c == '\'') return "JSON has only double quotation marks: write \" instead of '";
  if (c == '=' && wants_ == Wants::kColon)
    return "a colon, not '=', stands between a name and its value";
  if (wants_ == Wants::kNothing || wants_ == Wants::kColon) return about_unexpected();
  const bool begins_value = c == '"' || c == '{' || c == '[' || c == '-' || is_word(c);
  if (wants_ == Wants::kSeparator) {
    if (c == '%') return "a percentage stands in quotation marks, such as \"5%\"";
    if (begins_value && last_end_ == at_) {
      at_ = last_end_;
      while (at_ > 0 && (is_word(text_[at_ - 1]) || text_[at_ - 1] == '.' || text_[at_ - 1] == '-'))
        --at_;
      if (text_[at_] == '"') return "a comma is missing before this";
      return text_[at_] == '-' || (text_[at_] >= '0' && text_[at_] <= '9') ? about_number()
                                                                           : about_word();
    }
    return begins_value ? "a comma is missing before this" : about_unexpected();
  }
  if (c == '"') return about_string();
  if (wants_ == Wants::kValue && ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.'))
    return about_number();
  if (is_word(c)) return about_word();
  return about_unexpected();
}

Issue Explainer::explain(std::size_t refused_at) {
  wants_ = find_wants();
  Issue issue;
  issue.code = Code::kJsonSyntax;
  issue.message = sentence();
  // A character inside a text that this finds nothing wrong with: the parser's own place is the
  // best one.
  std::size_t byte = at_ > text_.size() ? refused_at : at_;
  byte = std::min(byte, text_.size());
  issue.place = tree_.place_of_byte(static_cast<std::uint32_t>(byte));
  if (!containers_.empty()) issue.place.pointer = tree_.pointer_of(containers_.back());
  if (byte < text_.size() && is_word(text_[byte])) issue.found = word();
  return issue;
}

}  // namespace

Issue explain_syntax(const JsonTree& tree, std::uint32_t last_end,
                     const std::vector<std::uint32_t>& containers, std::size_t refused_at) {
  return Explainer(tree, last_end, containers).explain(refused_at);
}

}  // namespace rebate::detail
