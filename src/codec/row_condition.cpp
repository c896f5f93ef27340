// SPDX-License-Identifier: Apache-2.0
//
// The tree of the expression is walked for each row. Truth has three values, as in the rest of the
// format: nothing is true, false or neither until it is known.
#include "codec/row_condition.hpp"

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

namespace rebate::detail {

namespace {

using Kind = Syntax::Kind;
using Truth = std::optional<bool>;
using Operand = std::variant<std::monostate, std::string, Decimal, Date, bool>;

constexpr std::string_view kComparisons[] = {"==", "!=", "<", "<=", ">", ">="};

bool is_comparison(std::string_view sign) {
  return std::find(std::begin(kComparisons), std::end(kComparisons), sign) !=
         std::end(kComparisons);
}

/// The field that a node names, bare or after its noun; nullptr if it names none.
const FieldSpec* field_of(const Syntax& node, const TableSchema& table) {
  if (node.kind == Kind::kName) return table.find(node.text);
  if (node.kind != Kind::kMember || node.children[0]->kind != Kind::kName) return nullptr;
  return node.children[0]->text == table.noun ? table.find(node.text) : nullptr;
}

/// Reports every node that cannot stand in a condition on a row.
class Checker {
 public:
  Checker(const Expression& expression, const TableSchema& table, Issues& issues)
      : expression_(expression), table_(table), issues_(issues) {}

  void condition(const Syntax& node) {
    const bool is_logic = (node.kind == Kind::kUnary && node.text == "!") ||
                          (node.kind == Kind::kBinary && (node.text == "&&" || node.text == "||"));
    if (is_logic) {
      for (const SyntaxPtr& child : node.children) condition(*child);
    } else if (node.kind == Kind::kBinary && is_comparison(node.text)) {
      for (const SyntaxPtr& child : node.children) operand(*child);
    } else if (node.kind == Kind::kBinary && node.text == "in" &&
               node.children[1]->kind == Kind::kList) {
      operand(*node.children[0]);
      for (const SyntaxPtr& child : node.children[1]->children) operand(*child);
    } else if (node.kind != Kind::kFlag && !is_flag_field(node)) {
      refuse(node, "this is no condition on a row",
             "a comparison such as type == 'return', or type in [...]");
    }
  }

 private:
  bool is_flag_field(const Syntax& node) const {
    const FieldSpec* field = field_of(node, table_);
    return field != nullptr && field->type == FieldType::kFlag;
  }

  void operand(const Syntax& node) {
    const bool is_negative =
        node.kind == Kind::kUnary && node.text == "-" && node.children[0]->kind == Kind::kNumber;
    if (node.kind == Kind::kNumber || node.kind == Kind::kText || node.kind == Kind::kFlag ||
        is_negative)
      return;
    if (field_of(node, table_) != nullptr) return;
    if (node.kind != Kind::kName && node.kind != Kind::kMember) {
      refuse(node, "only fields, numbers, texts, true and false can be compared here", "");
      return;
    }
    std::vector<std::string> known;
    for (const FieldSpec& field : table_.fields) known.push_back(field.name);
    refuse(node, table_.noun + " has no '" + to_text(node) + "'", "a field of " + table_.noun,
           nearest_word(node.text, known));
  }

  void refuse(const Syntax& node, std::string message, std::string expected,
              std::string suggestion = "") {
    Issue issue;
    issue.code = Code::kMappingCondition;
    issue.place = expression_.place();
    issue.place.offset = static_cast<int>(node.begin);
    issue.place.length = static_cast<int>(node.end - node.begin);
    issue.excerpt = expression_.text();
    issue.message = std::move(message);
    issue.expected = std::move(expected);
    issue.suggestion = std::move(suggestion);
    issues_.add(std::move(issue));
  }

  const Expression& expression_;
  const TableSchema& table_;
  Issues& issues_;
};

/// The value of a condition on one row.
class Walker {
 public:
  Walker(const std::function<std::string_view(std::string_view)>& field_text,
         const FieldFormat& format, const TableSchema& table)
      : field_text_(field_text), format_(format), table_(table) {}

  Truth truth(const Syntax& node) const {
    if (node.kind == Kind::kFlag) return node.is_true;
    if (node.kind == Kind::kUnary) {
      const Truth inner = truth(*node.children[0]);
      return inner ? Truth(!*inner) : inner;
    }
    if (node.kind == Kind::kBinary && (node.text == "&&" || node.text == "||")) {
      const bool decides = node.text == "||";
      const Truth a = truth(*node.children[0]);
      if (a && *a == decides) return decides;
      const Truth b = truth(*node.children[1]);
      if (b && *b == decides) return decides;
      return a && b ? Truth(!decides) : std::nullopt;
    }
    if (node.kind == Kind::kBinary && node.text == "in") return contains(node);
    if (node.kind == Kind::kBinary) return compare(node.text, *node.children[0], *node.children[1]);
    const Operand flag = operand(node, FieldType::kFlag);
    return std::holds_alternative<bool>(flag) ? Truth(std::get<bool>(flag)) : std::nullopt;
  }

 private:
  Truth contains(const Syntax& node) const {
    Truth result = false;
    for (const SyntaxPtr& child : node.children[1]->children) {
      const Truth equal = compare("==", *node.children[0], *child);
      if (equal && *equal) return true;
      if (!equal) result = std::nullopt;
    }
    return result;
  }

  Truth compare(std::string_view sign, const Syntax& left, const Syntax& right) const {
    const FieldSpec* a_field = field_of(left, table_);
    const FieldSpec* b_field = field_of(right, table_);
    const FieldType type = a_field ? a_field->type : b_field ? b_field->type : FieldType::kText;
    const Operand a = operand(left, type);
    const Operand b = operand(right, type);
    if (a.index() == 0 || a.index() != b.index()) return std::nullopt;
    if (sign == "==") return a == b;
    if (sign == "!=") return a != b;
    if (sign == "<") return a < b;
    if (sign == "<=") return a <= b;
    if (sign == ">") return a > b;
    return a >= b;
  }

  /// `type` is what a quoted text means beside a date.
  Operand operand(const Syntax& node, FieldType type) const {
    if (const FieldSpec* field = field_of(node, table_)) return of_field(*field);
    if (node.kind == Kind::kNumber) return node.number;
    if (node.kind == Kind::kFlag) return node.is_true;
    if (node.kind == Kind::kUnary) return -node.children[0]->number;
    if (type != FieldType::kDate) return node.text;
    const auto date = Date::parse(node.text);
    return date ? Operand(*date) : Operand();
  }

  Operand of_field(const FieldSpec& field) const {
    const std::string_view text = field_text_(field.name);
    if (text.empty()) {
      return table_.noun == "sale" && field.name == "type" ? Operand("sale") : Operand();
    }
    switch (field.type) {
      case FieldType::kText:
        return std::string(text);
      case FieldType::kNumber: {
        const auto number = read_number(text, format_, field.allows_percent);
        return number ? Operand(number->decimal()) : Operand();
      }
      case FieldType::kDate: {
        const auto date = format_.dates.read(text);
        return date ? Operand(*date) : Operand();
      }
      case FieldType::kFlag:
        return text == "true" ? Operand(true) : text == "false" ? Operand(false) : Operand();
    }
    return {};
  }

  const std::function<std::string_view(std::string_view)>& field_text_;
  const FieldFormat& format_;
  const TableSchema& table_;
};

}  // namespace

RowCondition RowCondition::parse(std::string_view text, const Place& place,
                                 const TableSchema& table, Issues& issues) {
  RowCondition condition;
  condition.table_ = table;
  Issues own;
  condition.expression_ = Expression::parse(text, place, own);
  if (condition.expression_.is_set()) {
    Checker(condition.expression_, table, own).condition(*condition.expression_.tree());
  }
  if (own.has_errors()) condition.expression_ = Expression();
  issues.merge(std::move(own));
  return condition;
}

bool RowCondition::holds(const std::function<std::string_view(std::string_view field)>& field_text,
                         const FieldFormat& format) const {
  if (!is_set()) return false;
  const Truth truth = Walker(field_text, format, table_).truth(*expression_.tree());
  return truth.has_value() && *truth;
}

}  // namespace rebate::detail
