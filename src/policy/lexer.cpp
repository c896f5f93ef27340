// SPDX-License-Identifier: Apache-2.0
#include "policy/lexer.hpp"

#include "rebate/base/limits.hpp"
#include "policy/plain_signs.hpp"

#include <array>
#include <optional>
#include <utility>

namespace rebate {
namespace {

// Longest first, so that <= is not taken for <.
constexpr std::array<std::string_view, 22> kRightSigns = {
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":",
    "+",  "-",  "*",  "/",  "(",  ")",  "[", "]", ",", ".", "%"};

struct Spelling {
  std::string_view wrong;
  std::string_view right;
};

// Looked for before the right ones: === begins with ==.
constexpr std::array<Spelling, 9> kWrongSigns = {{{"===", "=="},
                                                  {"!==", "!="},
                                                  {"<>", "!="},
                                                  {"=<", "<="},
                                                  {"=>", ">="},
                                                  {":=", "=="},
                                                  {"=", "=="},
                                                  {"&", "&&"},
                                                  {"|", "||"}}};

constexpr std::array<Spelling, 9> kWrongWords = {{{"and", "&&"},
                                                  {"AND", "&&"},
                                                  {"or", "||"},
                                                  {"OR", "||"},
                                                  {"not", "!"},
                                                  {"NOT", "!"},
                                                  {"IN", "in"},
                                                  {"TRUE", "true"},
                                                  {"FALSE", "false"}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
 public:
  Lexer(std::string_view text, Marker& marker) : marker_(marker), plain_(to_plain(text, marker)) {
    out_.has_holes = plain_.has_holes;
  }

  Tokens run() {
    while (skip_blanks()) {
      const char c = peek();
      if (is_digit(c) || (c == '.' && is_digit(peek(1)) && !follows_operand())) {
        read_number();
      } else if (c == '\'') {
        read_text();
      } else if (is_name_start(c)) {
        read_name();
      } else {
        read_sign();
      }
    }
    push(Token::Kind::kEnd, at_);
    return std::move(out_);
  }

 private:
  const std::string& text() const { return plain_.text; }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text().size() ? text()[at_ + ahead] : '\0';
  }
  bool skip_blanks() {
    while (at_ < text().size() && is_blank(text()[at_])) ++at_;
    return at_ < text().size();
  }
  Token& push(Token::Kind kind, std::size_t begin, std::string words = {}) {
    Token token;
    token.kind = kind;
    token.text = std::move(words);
    token.span = plain_.span(begin, at_);
    out_.list.push_back(std::move(token));
    return out_.list.back();
  }
  bool follows_operand() const {
    if (out_.list.empty()) return false;
    const Token& last = out_.list.back();
    return last.kind != Token::Kind::kSign || last.text == ")" || last.text == "]";
  }

  void read_number() {
    const std::size_t begin = at_;
    while (is_name_part(peek()) || (peek() == '.' && is_name_part(peek(1)))) ++at_;
    if (peek() == '.' && !is_name_start(peek(1))) ++at_;  // "5." is one mistake, not two
    const std::string written = text().substr(begin, at_ - begin);
    std::size_t digits = 0;
    for (const char c : written) digits += is_digit(c) ? 1 : 0;
    Decimal value;
    if (digits > static_cast<std::size_t>(kMaxNumberDigits)) {
      marker_.add(Code::kLimitExceeded, plain_.span(begin, at_),
                  "a number has at most " + std::to_string(kMaxNumberDigits) +
                      " digits; this one has " + std::to_string(digits));
    } else if (const auto parsed = Decimal::parse(written)) {
      value = *parsed;
    } else {
      report_number(written, plain_.span(begin, at_));
    }
    const bool is_percent = peek() == '%';
    if (is_percent) {
      ++at_;
      value = value * Decimal::from_int64(1, 2);
    }
    Token& token = push(Token::Kind::kNumber, begin, written);
    token.number = std::move(value);
    token.is_percent = is_percent;
  }

  void report_number(const std::string& written, Span span) {
    std::string message;
    std::string right;
    if (written.front() == '.') {
      right = "0" + written;
      message = "a number begins with a digit; write " + right;
    } else if (written.back() == '.') {
      right = written.substr(0, written.size() - 1);
      message = "a number ends with a digit; write " + right;
    } else if (written.find_first_of("eE") != std::string::npos &&
               written.find_first_not_of("0123456789.eE") == std::string::npos) {
      message = "numbers have no exponent; write " + written + " out in digits";
    } else if (written.find('_') != std::string::npos) {
      for (const char c : written) {
        if (c != '_') right.push_back(c);
      }
      message = "digits stand without separators; write " + right;
    } else if (written.find_first_not_of("0123456789.") != std::string::npos) {
      message = written + " is neither a number nor a name; a name begins with a letter";
    } else if (written.size() > 1 && written[0] == '0' && is_digit(written[1])) {
      message =
          written + " begins with a needless zero; numbers have none, and no thousands separators";
    } else {
      message = written + " is no number; a number has one point at most";
    }
    marker_.add(Code::kBadNumber, span, std::move(message), "a number such as 1234.50",
                std::move(right));
  }

  void read_text() {
    const std::size_t begin = at_++;
    std::string words;
    bool has_control = false;
    while (at_ < text().size() && peek() != '\'') {
      const std::size_t sign = at_;
      if (peek() == '\\') {
        ++at_;
        if (!read_escape(words)) {
          marker_.add(
              Code::kTextWithoutEnd, plain_.span(sign, at_),
              "\\ in a text stands before ', \\, n, r, t or u with four hexadecimal digits; for "
              "itself write \\\\",
              "\\\\", "\\\\");
          out_.has_holes = true;
        }
        continue;
      }
      if (static_cast<unsigned char>(peek()) < 0x20 && !std::exchange(has_control, true)) {
        marker_.add(Code::kTextWithoutEnd, plain_.span(begin, at_),
                    "a text stands on one line; is its closing ' missing?", "'");
        out_.has_holes = true;
      }
      words.push_back(text()[at_++]);
    }
    if (at_ < text().size()) ++at_;
    push(Token::Kind::kText, begin, std::move(words));
  }

  // After the backslash.
  bool read_escape(std::string& words) {
    if (at_ == text().size()) return false;
    const char c = text()[at_++];
    switch (c) {
      case '\'':
      case '\\':
      case '"':
        words.push_back(c);
        return true;
      case 'n':
        words.push_back('\n');
        return true;
      case 'r':
        words.push_back('\r');
        return true;
      case 't':
        words.push_back('\t');
        return true;
      case 'u':
        return read_code_point(words);
      default:
        return false;
    }
  }

  bool read_code_point(std::string& words) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      std::uint32_t digit = 0;
      if (is_digit(c)) {
        digit = static_cast<std::uint32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<std::uint32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<std::uint32_t>(c - 'A' + 10);
      } else {
        return false;
      }
      value = value * 16 + digit;
      ++at_;
    }
    if (value == 0 || (value >= 0xD800 && value <= 0xDFFF)) return false;
    if (value < 0x80) {
      words.push_back(static_cast<char>(value));
    } else if (value < 0x800) {
      words.push_back(static_cast<char>(0xC0 | value >> 6));
      words.push_back(static_cast<char>(0x80 | (value & 0x3F)));
    } else {
      words.push_back(static_cast<char>(0xE0 | value >> 12));
      words.push_back(static_cast<char>(0x80 | (value >> 6 & 0x3F)));
      words.push_back(static_cast<char>(0x80 | (value & 0x3F)));
    }
    return true;
  }

  void read_name() {
    const std::size_t begin = at_;
    while (is_name_part(peek())) ++at_;
    std::string name = text().substr(begin, at_ - begin);
    const bool is_field = !out_.list.empty() && out_.list.back().is_sign(".");
    for (const Spelling& word : kWrongWords) {
      if (is_field || word.wrong != name) continue;
      if (word.right == "!" && stands_before_in()) {  // the parser knows what to say
        push(Token::Kind::kSign, begin, "!");
        return;
      }
      return push_repaired(word, begin);
    }
    push(Token::Kind::kName, begin, std::move(name));
  }

  bool stands_before_in() const {
    std::size_t next = at_;
    while (next < text().size() && is_blank(text()[next])) ++next;
    const std::string_view rest = std::string_view(text()).substr(next);
    return rest.substr(0, 2) == "in" && (rest.size() == 2 || !is_name_part(rest[2]));
  }

  void push_repaired(const Spelling& spelling, std::size_t begin) {
    marker_.add(Code::kForeignWord, plain_.span(begin, at_),
                std::string(spelling.wrong) + " is written " + std::string(spelling.right),
                std::string(spelling.right), std::string(spelling.right));
    const bool is_name = is_name_start(spelling.right.front());
    push(is_name ? Token::Kind::kName : Token::Kind::kSign, begin, std::string(spelling.right));
  }

  bool stands_here(std::string_view sign) const {
    return text().compare(at_, sign.size(), sign) == 0;
  }

  void read_sign() {
    const std::size_t begin = at_;
    if (peek() == '%') return read_percent();
    // == and the like first where they are right; "=" alone is not.
    for (const Spelling& spelling : kWrongSigns) {
      if (!stands_here(spelling.wrong)) continue;
      const bool is_right = (spelling.wrong == "=" && stands_here("==")) ||
                            (spelling.wrong == "&" && stands_here("&&")) ||
                            (spelling.wrong == "|" && stands_here("||"));
      if (is_right) continue;
      at_ += spelling.wrong.size();
      return push_repaired(spelling, begin);
    }
    for (const std::string_view sign : kRightSigns) {
      if (!stands_here(sign)) continue;
      at_ += sign.size();
      push(Token::Kind::kSign, begin, std::string(sign));
      return;
    }
    ++at_;
    report_unknown(text()[begin], plain_.span(begin, at_));
    out_.has_holes = true;
  }

  void report_unknown(char sign, Span span) {
    std::string message;
    if (static_cast<unsigned char>(sign) < 0x20 || sign == 0x7F) {
      message = "a control character stands here";
    } else {
      message = std::string(1, sign) + " is no sign of expressions";
    }
    if (sign == '{' || sign == '}') message += "; lists stand in [ ]";
    if (sign == ';') message += "; an expression is one value";
    if (sign == '^') message += "; there are no powers, write x * x";
    if (sign == '"') message += "; texts stand in single quotes";
    marker_.add(Code::kUnknownSign, span, std::move(message));
  }

  // Not right behind a number: "80 %" is mended, "a % b" is mod(a, b).
  void read_percent() {
    const std::size_t begin = at_++;
    std::size_t next = at_;
    while (next < text().size() && is_blank(text()[next])) ++next;
    const char c = next < text().size() ? text()[next] : '\0';
    const bool has_operand = is_name_part(c) || c == '\'' || c == '(' || c == '.';
    Token* last = out_.list.empty() ? nullptr : &out_.list.back();
    const bool is_number =
        last != nullptr && last->kind == Token::Kind::kNumber && !last->is_percent;
    const Span span = plain_.span(begin, at_);
    if (is_number && !has_operand) {
      const std::string right = last->text + "%";
      marker_.add(Code::kPercentMisplaced, {last->span.begin, span.end},
                  "% stands right behind its number; write " + right, right, right);
      last->number = last->number * Decimal::from_int64(1, 2);
      last->is_percent = true;
      last->span.end = span.end;
      return;
    }
    if (has_operand) {
      marker_.add(Code::kPercentMisplaced, span,
                  "% is percent and stands right behind a number; the remainder is mod(a, b)",
                  "mod(a, b)");
      push(Token::Kind::kSign, begin, "/");  // any operator: the mistake is reported
      return;
    }
    marker_.add(
        Code::kPercentMisplaced, span,
        "% is percent and stands right behind a number, such as 80%; for others write x / 100");
  }

  Marker& marker_;
  PlainText plain_;
  Tokens out_;
  std::size_t at_ = 0;
};

}  // namespace

Tokens lex(std::string_view text, Marker& marker) {
  Tokens none;
  none.list.emplace_back();
  none.has_holes = true;
  if (text.size() > kMaxExpressionBytes) {
    marker.add(Code::kLimitExceeded, {},
               "an expression has at most " + std::to_string(kMaxExpressionBytes) +
                   " bytes; this one has " + std::to_string(text.size()));
    return none;
  }
  if (const std::size_t bad = find_bad_byte(text); bad < text.size()) {
    const auto at = static_cast<std::uint32_t>(bad);
    marker.add(
        Code::kExpressionEncoding, {at, at + 1},
        text[bad] == '\0' ? "a NUL byte stands here" : "the bytes from here on are not UTF-8");
    return none;
  }
  return Lexer(text, marker).run();
}

}  // namespace rebate
