// SPDX-License-Identifier: Apache-2.0
//
// The one spelling of a tree: single blanks round operators, the fewest brackets, numbers without
// needless zeros. What is printed parses to the same tree.
#include "rebate/policy/expression.hpp"

#include <string>
#include <string_view>

namespace rebate {
namespace {

// How tightly a node binds, loosest first; the levels of the grammar.
enum Binding { kChoice, kOr, kAnd, kRelation, kSum, kProduct, kUnary, kPostfix };

Binding binding_of_sign(std::string_view sign) {
  if (sign == "||") return kOr;
  if (sign == "&&") return kAnd;
  if (sign == "+" || sign == "-") return kSum;
  if (sign == "*" || sign == "/") return kProduct;
  return kRelation;
}

Binding binding_of(const Syntax& node) {
  switch (node.kind) {
    case Syntax::Kind::kConditional:
      return kChoice;
    case Syntax::Kind::kBinary:
      return binding_of_sign(node.text);
    case Syntax::Kind::kUnary:
      return kUnary;
    case Syntax::Kind::kNumber:
      return node.number.sign() < 0 ? kUnary : kPostfix;
    case Syntax::Kind::kText:
    case Syntax::Kind::kFlag:
    case Syntax::Kind::kList:
    case Syntax::Kind::kName:
    case Syntax::Kind::kMember:
    case Syntax::Kind::kCall:
    case Syntax::Kind::kMethod:
      return kPostfix;
  }
  return kPostfix;
}

class Printer {
 public:
  explicit Printer(std::string& out) : out_(out) {}

  void print(const Syntax& node, Binding least) {
    const bool needs_brackets = binding_of(node) < least;
    if (needs_brackets) out_ += '(';
    print_inside(node);
    if (needs_brackets) out_ += ')';
  }

 private:
  void print_inside(const Syntax& node) {
    switch (node.kind) {
      case Syntax::Kind::kNumber:
        return print_number(node);
      case Syntax::Kind::kText:
        return print_text(node.text);
      case Syntax::Kind::kFlag:
        out_ += node.is_true ? "true" : "false";
        return;
      case Syntax::Kind::kName:
        out_ += node.text;
        return;
      case Syntax::Kind::kList:
        return print_list(node, 0, '[', ']');
      case Syntax::Kind::kCall:
        out_ += node.text;
        return print_list(node, 0, '(', ')');
      case Syntax::Kind::kMember:
      case Syntax::Kind::kMethod:
        print_base(*node.children[0]);
        out_ += '.';
        out_ += node.text;
        if (node.kind == Syntax::Kind::kMethod) print_list(node, 1, '(', ')');
        return;
      case Syntax::Kind::kUnary:
        out_ += node.text;
        return print(*node.children[0], kUnary);
      case Syntax::Kind::kBinary:
        return print_binary(node);
      case Syntax::Kind::kConditional:
        print(*node.children[0], kOr);
        out_ += " ? ";
        print(*node.children[1], kOr);
        out_ += " : ";
        print(*node.children[2], kChoice);
        return;
    }
  }

  void print_binary(const Syntax& node) {
    const Binding own = binding_of_sign(node.text);
    const auto tighter = static_cast<Binding>(own + 1);
    print(*node.children[0], own == kRelation ? tighter : own);  // comparisons do not chain
    out_ += ' ';
    out_ += node.text;
    out_ += ' ';
    print(*node.children[1], tighter);
  }

  // The point behind a bare number would be its decimal point.
  void print_base(const Syntax& node) {
    if (node.kind != Syntax::Kind::kNumber) return print(node, kPostfix);
    out_ += '(';
    print_number(node);
    out_ += ')';
  }

  void print_number(const Syntax& node) {
    if (node.is_percent) {
      out_ += (node.number * Decimal(Integer(100))).to_string();
      out_ += '%';
    } else {
      out_ += node.number.to_string();
    }
  }

  void print_text(std::string_view text) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    out_ += '\'';
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '\'' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (c == '\n') {
        out_ += "\\n";
      } else if (c == '\r') {
        out_ += "\\r";
      } else if (c == '\t') {
        out_ += "\\t";
      } else if (byte < 0x20) {
        out_ += "\\u00";
        out_ += kDigits[byte >> 4];
        out_ += kDigits[byte & 15];
      } else {
        out_ += c;
      }
    }
    out_ += '\'';
  }

  void print_list(const Syntax& node, std::size_t first, char open, char close) {
    out_ += open;
    for (std::size_t i = first; i < node.children.size(); ++i) {
      if (i > first) out_ += ", ";
      print(*node.children[i], kChoice);
    }
    out_ += close;
  }

  std::string& out_;
};

}  // namespace

std::string to_text(const Syntax& tree) {
  std::string out;
  Printer(out).print(tree, kChoice);
  return out;
}

}  // namespace rebate
