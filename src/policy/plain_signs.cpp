// SPDX-License-Identifier: Apache-2.0
#include "policy/plain_signs.hpp"

#include <array>
#include <optional>

namespace rebate {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t size = 1;
};

// Reads one character of text that is known to be UTF-8.
CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {(first & 0x1F) << 6 | (byte(1) & 0x3Fu), 2};
  if (first < 0xF0) {
    return {(first & 0x0F) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu), 3};
  }
  return {
      (first & 0x07) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu),
      4};
}

struct Spelling {
  std::string_view sign;
  std::string_view plain;
};

// Signs outside the full-width block, whose members are found by arithmetic.
constexpr std::array kSigns = {
    Spelling{"≥", ">="}, Spelling{"≤", "<="},     Spelling{"≠", "!="},     Spelling{"×", "*"},
    Spelling{"÷", "/"},  Spelling{"−", "-"},      Spelling{"–", "-"},      Spelling{"—", "-"},
    Spelling{"·", "*"},  Spelling{"∧", "&&"},     Spelling{"∨", "||"},     Spelling{"¬", "!"},
    Spelling{"、", ","}, Spelling{"【", "["},     Spelling{"】", "]"},     Spelling{"〔", "("},
    Spelling{"〕", ")"}, Spelling{"\u3000", " "}, Spelling{"\u00A0", " "}, Spelling{"\uFEFF", " "},
};

constexpr std::array kWords = {
    Spelling{"并且", "&&"},     Spelling{"而且", "&&"},     Spelling{"且", "&&"},
    Spelling{"或者", "||"},     Spelling{"或", "||"},       Spelling{"非", "!"},
    Spelling{"大于等于", ">="}, Spelling{"小于等于", "<="}, Spelling{"大于", ">"},
    Spelling{"小于", "<"},      Spelling{"等于", "=="},     Spelling{"不等于", "!="},
};

std::string plain_of(std::string_view sign) {
  for (const Spelling& spelling : kSigns) {
    if (spelling.sign == sign) return std::string(spelling.plain);
  }
  const std::uint32_t value = code_point_at(sign, 0).value;
  if (value >= 0xFF01 && value <= 0xFF5E) return {static_cast<char>(value - 0xFEE0)};
  return {};
}

// What opens a text, and what may close it.
std::vector<std::string_view> closers_of(std::string_view sign) {
  if (sign == "'") return {"'"};
  if (sign == "\"") return {"\""};
  if (sign == "‘" || sign == "’" || sign == "＇") return {"’", "‘", "＇", "'"};
  if (sign == "“" || sign == "”" || sign == "＂") return {"”", "“", "＂", "\""};
  if (sign == "「") return {"」"};
  return {};
}

class Plainer {
 public:
  Plainer(std::string_view text, Marker& marker) : text_(text), marker_(marker) {}

  PlainText run() {
    while (at_ < text_.size()) {
      const std::string_view sign = sign_at(at_);
      if (const auto closers = closers_of(sign); !closers.empty()) {
        copy_text(sign, closers);
      } else if (sign.size() == 1) {
        put(sign, at_);
        ++at_;
      } else {
        copy_foreign_run();
      }
    }
    out_.origin.push_back(static_cast<std::uint32_t>(text_.size()));
    return std::move(out_);
  }

 private:
  std::string_view sign_at(std::size_t at) const {
    return text_.substr(at, code_point_at(text_, at).size);
  }
  Span span(std::size_t begin, std::size_t end) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  void put(std::string_view bytes, std::size_t origin) {
    for (const char byte : bytes) {
      out_.text.push_back(byte);
      out_.origin.push_back(static_cast<std::uint32_t>(origin));
    }
  }

  // 'L01' stays; "L01" and “L01” are reported and come out in plain quotes.
  void copy_text(std::string_view opener, const std::vector<std::string_view>& closers) {
    const std::size_t begin = at_;
    const bool is_plain = opener == "'";
    put("'", at_);
    at_ += opener.size();
    const std::size_t inside = at_;
    while (at_ < text_.size()) {
      const std::string_view sign = sign_at(at_);
      for (const std::string_view closer : closers) {
        if (sign != closer) continue;
        if (!is_plain) report_quotes(opener, begin, inside);
        put("'", at_);
        at_ += sign.size();
        return;
      }
      if (sign == "\\" && at_ + 1 < text_.size()) {
        put(sign, at_);
        ++at_;
        const std::string_view escaped = sign_at(at_);
        put(escaped, at_);
        at_ += escaped.size();
        continue;
      }
      if (sign == "'") put("\\", at_);  // inside other quotes
      for (std::size_t i = 0; i < sign.size(); ++i) put(sign.substr(i, 1), at_ + i);
      at_ += sign.size();
    }
    marker_.add(Code::kTextWithoutEnd, span(begin, text_.size()),
                "a text begins here and does not end; its closing ' is missing", "'");
    put("'", text_.size());
    out_.has_holes = true;
  }

  void report_quotes(std::string_view opener, std::size_t begin, std::size_t inside) {
    const std::string right = "'" + std::string(text_.substr(inside, at_ - inside)) + "'";
    const std::size_t end = at_ + sign_at(at_).size();
    if (opener == "\"") {
      marker_.add(Code::kDoubleQuotes, span(begin, end),
                  "texts stand in single quotes; write " + right, right, right);
    } else {
      marker_.add(Code::kFullWidthSign, span(begin, end),
                  std::string(text_.substr(begin, end - begin)) +
                      " has quotes of a text processor; write " + right,
                  right, right);
    }
  }

  // A run of foreign signs is one mistake: ＞＝ is >=.
  void copy_foreign_run() {
    const std::size_t begin = at_;
    std::string plain;
    std::vector<std::size_t> origins;
    while (at_ < text_.size()) {
      const std::string_view sign = sign_at(at_);
      if (sign.size() == 1 || !closers_of(sign).empty()) break;
      const std::string one = plain_of(sign);
      if (one.empty()) break;
      plain += one;
      origins.insert(origins.end(), one.size(), at_);
      at_ += sign.size();
    }
    if (at_ == begin) return copy_unknown_run();
    const std::string found(text_.substr(begin, at_ - begin));
    if (plain.find_first_not_of(' ') == std::string::npos) {
      marker_.add(Code::kFullWidthSign, span(begin, at_),
                  "a full-width blank stands here; write a plain one", " ");
    } else {
      marker_.add(Code::kFullWidthSign, span(begin, at_), found + sort_of(found) + plain, plain,
                  plain);
    }
    for (std::size_t i = 0; i < plain.size(); ++i) put(plain.substr(i, 1), origins[i]);
  }

  static std::string sort_of(std::string_view found) {
    const std::uint32_t value = code_point_at(found, 0).value;
    const bool is_full_width = value >= 0xFF01 && value <= 0xFF5E;
    return is_full_width ? " is full-width; write " : " is no sign of expressions; write ";
  }

  // 且 is &&; letters of other alphabets are no names.
  void copy_unknown_run() {
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const std::string_view sign = sign_at(at_);
      if (sign.size() == 1 || !closers_of(sign).empty() || !plain_of(sign).empty()) break;
      at_ += sign.size();
    }
    const std::string found(text_.substr(begin, at_ - begin));
    for (const Spelling& word : kWords) {
      if (word.sign != found) continue;
      marker_.add(Code::kForeignWord, span(begin, at_),
                  found + " is written " + std::string(word.plain), std::string(word.plain),
                  std::string(word.plain));
      put(word.plain, begin);
      return;
    }
    marker_.add(
        Code::kUnknownSign, span(begin, at_),
        "names are written with a to z, digits and _; a text stands in quotes: '" + found + "'");
    put(" ", begin);
    out_.has_holes = true;
  }

  std::string_view text_;
  Marker& marker_;
  PlainText out_;
  std::size_t at_ = 0;
};

// Bytes of the character that begins with `first` and the least value it may have; none for bytes
// that begin no character.
std::optional<std::pair<std::size_t, std::uint32_t>> shape_of(unsigned char first) {
  if (first < 0x80) return std::pair{std::size_t{1}, 0x01u};  // NUL is refused
  if (first >= 0xC2 && first < 0xE0) return std::pair{std::size_t{2}, 0x80u};
  if (first >= 0xE0 && first < 0xF0) return std::pair{std::size_t{3}, 0x800u};
  if (first >= 0xF0 && first < 0xF5) return std::pair{std::size_t{4}, 0x10000u};
  return std::nullopt;
}

}  // namespace

PlainText to_plain(std::string_view text, Marker& marker) { return Plainer(text, marker).run(); }

std::size_t find_bad_byte(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto shape = shape_of(static_cast<unsigned char>(text[at]));
    if (!shape || at + shape->first > text.size()) return at;
    for (std::size_t i = 1; i < shape->first; ++i) {
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return at;
    }
    const std::uint32_t value = code_point_at(text, at).value;
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < shape->second || value > 0x10FFFF || is_surrogate) return at;
    at += shape->first;
  }
  return text.size();
}

}  // namespace rebate
