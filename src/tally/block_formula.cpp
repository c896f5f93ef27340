// SPDX-License-Identifier: Apache-2.0
#include "tally/block_formula.hpp"

#include "rebate/numeric/rounding.hpp"

#include <algorithm>

namespace rebate {
namespace {

constexpr std::int32_t kMaxDigits = 18;  // 10^18 is the largest power of ten of 64 bits

std::int64_t power_of_ten(std::int32_t digits) {
  std::int64_t power = 1;
  for (; digits > 0; --digits) power *= 10;
  return power;
}

/// Sums and products of columns that hold a missing mark wrap; nobody looks at those rows' results.
std::int64_t wrapping(std::uint64_t word) { return static_cast<std::int64_t>(word); }
std::uint64_t word(std::int64_t number) { return static_cast<std::uint64_t>(number); }

bool goes_up(RoundingMode mode, std::int64_t rest, std::int64_t unit, std::int64_t quotient) {
  const std::uint64_t twice = 2 * word(rest < 0 ? -rest : rest);
  switch (mode) {
    case RoundingMode::kHalfUp:
      return twice >= word(unit);
    case RoundingMode::kHalfDown:
      return twice > word(unit);
    case RoundingMode::kHalfEven:
      return twice > word(unit) || (twice == word(unit) && quotient % 2 != 0);
    case RoundingMode::kUp:
      return rest != 0;
    case RoundingMode::kDown:
      return false;
    case RoundingMode::kCeiling:
      return rest > 0;
    case RoundingMode::kFloor:
      return rest < 0;
  }
  return false;
}

std::int64_t rounded(std::int64_t number, std::int64_t unit, RoundingMode mode) {
  const std::int64_t quotient = number / unit;
  const std::int64_t rest = number % unit;
  if (rest == 0 || !goes_up(mode, rest, unit, quotient)) return quotient;
  return quotient + (rest < 0 ? -1 : 1);
}

/// The usual mode in the usual units: a division by a constant is a multiplication.
template <std::int64_t kUnit>
void round_half_up(const std::int64_t* a, std::int64_t* out, RowIndex count) {
  for (RowIndex i = 0; i < count; ++i) {
    const std::int64_t sign = a[i] >> 63;  // 0 or -1
    const std::uint64_t size = (word(a[i]) ^ word(sign)) - word(sign);
    const std::uint64_t quotient = (size + kUnit / 2) / kUnit;
    out[i] = wrapping((quotient ^ word(sign)) - word(sign));
  }
}

void round_all(const std::int64_t* a, std::int64_t unit, RoundingMode mode, std::int64_t* out,
               RowIndex count) {
  if (mode == RoundingMode::kHalfUp) {
    if (unit == 10) return round_half_up<10>(a, out, count);
    if (unit == 100) return round_half_up<100>(a, out, count);
    if (unit == 1000) return round_half_up<1000>(a, out, count);
    if (unit == 10000) return round_half_up<10000>(a, out, count);
  }
  for (RowIndex i = 0; i < count; ++i) out[i] = rounded(a[i], unit, mode);
}

}  // namespace

class BlockFormula::Compiler {
 public:
  Compiler(const std::string& noun, const Table& table, BlockColumns& columns)
      : noun_(noun), table_(table), columns_(columns) {}

  /// The node of the formula; -1 if it has none.
  int compile(const Formula& formula) {
    switch (formula.op) {
      case Op::kNamed:
        return compile(*formula.children[0]);
      case Op::kConstant:
        return constant(formula.value);
      case Op::kField:
        return column(formula);
      case Op::kAdd:
      case Op::kSubtract:
        return sum(formula);
      case Op::kMultiply:
        return product(formula);
      case Op::kNegate:
        return negated(formula);
      case Op::kDays:
        return days(formula);
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
        return comparison(formula);
      case Op::kAnd:
      case Op::kOr:
      case Op::kNot:
        return logic(formula);
      case Op::kConditional:
        return selection(formula);
      case Op::kRound:
        return rounding(formula);
      default:
        return -1;
    }
  }

  int scaled(int at, std::int32_t scale) {
    if (at < 0) return -1;
    const Node from = node(at);
    if (from.kind != Kind::kNumber || scale < from.scale || scale - from.scale > kMaxDigits)
      return -1;
    if (scale == from.scale) return at;
    Node made{Do::kScale, Kind::kNumber, scale};
    made.factor = power_of_ten(scale - from.scale);
    made.a = at;
    if (__builtin_mul_overflow(from.low, made.factor, &made.low) ||
        __builtin_mul_overflow(from.high, made.factor, &made.high)) {
      return -1;
    }
    if (from.does == Do::kConstant) {
      made.does = Do::kConstant;
      made.constant = made.low;
    }
    return add(made);
  }

  Kind kind(int at) const { return node(at).kind; }

  BlockFormula take(int root) {
    // The last node is the root: what was compiled after it, if anything, is not needed.
    BlockFormula formula;
    nodes_.resize(static_cast<std::size_t>(root) + 1);
    formula.nodes_ = std::move(nodes_);
    for (const Node& one : formula.nodes_) {
      if (one.does != Do::kNumberColumn && one.does != Do::kDateColumn) continue;
      auto& inputs = formula.inputs_;
      if (std::find(inputs.begin(), inputs.end(), one.slot) == inputs.end())
        inputs.push_back(one.slot);
    }
    return formula;
  }

 private:
  const Node& node(int at) const { return nodes_[static_cast<std::size_t>(at)]; }
  int add(const Node& made) {
    nodes_.push_back(made);
    return static_cast<int>(nodes_.size()) - 1;
  }

  int constant(const Value& value) {
    Node made;
    if (value.is_date()) {
      made.kind = Kind::kDate;
      made.constant = value.date().days();
    } else if (value.is_number() && value.number().is_decimal()) {
      const Decimal number = value.number().decimal().normalized();
      const auto coefficient = number.coefficient().to_int64();
      if (!coefficient || number.scale() > kMaxDigits) return -1;
      made.scale = number.scale();
      made.constant = *coefficient;
    } else {
      return -1;
    }
    made.low = made.high = made.constant;
    return add(made);
  }

  int column(const Formula& field) {
    const Column* column = field.noun == noun_ ? table_.find(field.field) : nullptr;
    if (column == nullptr || column->size() == 0) return -1;
    Node made;
    if (column->type() == FieldType::kDate && field.type == Type::kDate) {
      made.does = Do::kDateColumn;
      made.kind = Kind::kDate;
    } else if (column->type() == FieldType::kNumber) {
      made.does = Do::kNumberColumn;
      made.scale = column->scale();
    } else {
      return -1;
    }
    made.low = column->smallest();
    made.high = column->largest();
    made.slot = columns_.slot_of(*column);
    return add(made);
  }

  /// Both operands at one scale. False: they have none.
  bool align(const Formula& formula, int& a, int& b) {
    a = compile(*formula.children[0]);
    b = a < 0 ? -1 : compile(*formula.children[1]);
    if (a < 0 || b < 0 || kind(a) != kind(b) || kind(a) == Kind::kFlag) return false;
    if (kind(a) == Kind::kDate) return true;
    const std::int32_t scale = std::max(node(a).scale, node(b).scale);
    a = scaled(a, scale);
    b = scaled(b, scale);
    return a >= 0 && b >= 0;
  }

  int sum(const Formula& formula) {
    int a = 0, b = 0;
    if (!align(formula, a, b) || kind(a) != Kind::kNumber) return -1;
    Node made{Do::kAdd, Kind::kNumber, node(a).scale};
    made.a = a, made.b = b;
    bool leaves = false;
    if (formula.op == Op::kAdd) {
      leaves = __builtin_add_overflow(node(a).low, node(b).low, &made.low);
      leaves |= __builtin_add_overflow(node(a).high, node(b).high, &made.high);
    } else {
      made.does = Do::kSubtract;
      leaves = __builtin_sub_overflow(node(a).low, node(b).high, &made.low);
      leaves |= __builtin_sub_overflow(node(a).high, node(b).low, &made.high);
    }
    return leaves ? -1 : add(made);
  }

  int product(const Formula& formula) {
    const int a = compile(*formula.children[0]);
    const int b = a < 0 ? -1 : compile(*formula.children[1]);
    if (b < 0 || kind(a) != Kind::kNumber || kind(b) != Kind::kNumber) return -1;
    Node made{Do::kMultiply, Kind::kNumber, node(a).scale + node(b).scale};
    made.a = a, made.b = b;
    std::int64_t corners[4] = {};
    bool leaves = made.scale > kMaxDigits;
    leaves |= __builtin_mul_overflow(node(a).low, node(b).low, &corners[0]);
    leaves |= __builtin_mul_overflow(node(a).low, node(b).high, &corners[1]);
    leaves |= __builtin_mul_overflow(node(a).high, node(b).low, &corners[2]);
    leaves |= __builtin_mul_overflow(node(a).high, node(b).high, &corners[3]);
    made.low = *std::min_element(corners, corners + 4);
    made.high = *std::max_element(corners, corners + 4);
    return leaves ? -1 : add(made);
  }

  int negated(const Formula& formula) {
    const int a = compile(*formula.children[0]);
    if (a < 0 || kind(a) != Kind::kNumber) return -1;
    Node made{Do::kNegate, Kind::kNumber, node(a).scale};
    made.a = a;
    if (__builtin_sub_overflow(std::int64_t{0}, node(a).high, &made.low) ||
        __builtin_sub_overflow(std::int64_t{0}, node(a).low, &made.high)) {
      return -1;
    }
    return add(made);
  }

  int days(const Formula& formula) {
    int from = 0, to = 0;
    if (!align(formula, from, to) || kind(from) != Kind::kDate) return -1;
    Node made{Do::kSubtract, Kind::kNumber};
    made.a = to, made.b = from;
    made.low = node(to).low - node(from).high;  // days are far from 64 bits
    made.high = node(to).high - node(from).low;
    return add(made);
  }

  int comparison(const Formula& formula) {
    int a = 0, b = 0;
    if (!align(formula, a, b)) return -1;
    Node made{Do::kEqual, Kind::kFlag};
    made.low = -1;
    const bool turned = formula.op == Op::kGreater || formula.op == Op::kGreaterEqual;
    made.a = turned ? b : a;
    made.b = turned ? a : b;
    if (formula.op == Op::kLess || formula.op == Op::kGreater) made.does = Do::kLess;
    if (formula.op == Op::kLessEqual || formula.op == Op::kGreaterEqual) {
      made.does = Do::kLessEqual;
    }
    const int at = add(made);
    return formula.op == Op::kNotEqual ? add_not(at) : at;
  }

  int add_not(int a) {
    Node made{Do::kNot, Kind::kFlag};
    made.low = -1;
    made.a = a;
    return add(made);
  }

  int logic(const Formula& formula) {
    const int a = compile(*formula.children[0]);
    if (a < 0 || kind(a) != Kind::kFlag) return -1;
    if (formula.op == Op::kNot) return add_not(a);
    const int b = compile(*formula.children[1]);
    if (b < 0 || kind(b) != Kind::kFlag) return -1;
    Node made{formula.op == Op::kAnd ? Do::kAnd : Do::kOr, Kind::kFlag};
    made.low = -1;
    made.a = a, made.b = b;
    return add(made);
  }

  int selection(const Formula& formula) {
    const int condition = compile(*formula.children[0]);
    int a = condition < 0 ? -1 : compile(*formula.children[1]);
    int b = a < 0 ? -1 : compile(*formula.children[2]);
    if (b < 0 || kind(condition) != Kind::kFlag || kind(a) != kind(b)) return -1;
    if (kind(a) == Kind::kNumber) {
      const std::int32_t scale = std::max(node(a).scale, node(b).scale);
      a = scaled(a, scale);
      b = scaled(b, scale);
      if (a < 0 || b < 0) return -1;
    }
    Node made{Do::kSelect, kind(a), node(a).scale};
    made.a = condition, made.b = a, made.c = b;
    made.low = std::min(node(a).low, node(b).low);
    made.high = std::max(node(a).high, node(b).high);
    return add(made);
  }

  int rounding(const Formula& formula) {
    const Formula& step = *formula.children[1];
    const Formula& mode = *formula.children[2];
    if (step.op != Op::kConstant || mode.op != Op::kConstant || !mode.value.is_text()) return -1;
    const auto known = rounding_mode(mode.value.text());
    if (!known || !step.value.is_number() || !step.value.number().is_decimal()) return -1;
    const Decimal unit = step.value.number().decimal().normalized();
    if (!unit.coefficient().is_one()) return -1;
    const int a = compile(*formula.children[0]);
    if (a < 0 || kind(a) != Kind::kNumber) return -1;
    if (node(a).scale <= unit.scale()) return a;  // is a multiple already
    Node made{Do::kRound, Kind::kNumber, unit.scale()};
    made.a = a;
    made.factor = power_of_ten(node(a).scale - unit.scale());
    made.mode = static_cast<int>(*known);
    made.low = rounded(node(a).low, made.factor, *known);
    made.high = rounded(node(a).high, made.factor, *known);
    return add(made);
  }

  const std::string& noun_;
  const Table& table_;
  BlockColumns& columns_;
  std::vector<Node> nodes_;
};

std::optional<BlockFormula> BlockFormula::number(const Formula& formula, const std::string& noun,
                                                 const Table& table, std::int32_t scale,
                                                 BlockColumns& columns) {
  Compiler compiler(noun, table, columns);
  const int root = compiler.scaled(compiler.compile(formula), scale);
  if (root < 0) return std::nullopt;
  return compiler.take(root);
}

std::optional<BlockFormula> BlockFormula::condition(const Formula& formula, const std::string& noun,
                                                    const Table& table, BlockColumns& columns) {
  Compiler compiler(noun, table, columns);
  const int root = compiler.compile(formula);
  if (root < 0 || compiler.kind(root) != Kind::kFlag) return std::nullopt;
  return compiler.take(root);
}

BlockFormula::Scratch::Scratch(const BlockFormula& formula) {
  for (const Node& node : formula.nodes_) {
    nodes_.emplace_back(node.does == Do::kNumberColumn ? 0 : kBlockRows, node.constant);
  }
}

const std::int64_t* BlockFormula::evaluate(const Block& block, Scratch& scratch) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const bool is_there = nodes_[i].does == Do::kNumberColumn || nodes_[i].does == Do::kConstant;
    if (is_there) continue;
    run(nodes_[i], block, scratch, scratch.nodes_[i].data());
  }
  const Node& root = nodes_.back();
  return root.does == Do::kNumberColumn ? block.numbers(root.slot) : scratch.nodes_.back().data();
}

void BlockFormula::run(const Node& node, const Block& block, Scratch& scratch,
                       std::int64_t* out) const {
  const RowIndex count = block.count();
  const auto operand = [&](int at) -> const std::int64_t* {
    if (at < 0) return nullptr;
    const auto i = static_cast<std::size_t>(at);
    return nodes_[i].does == Do::kNumberColumn ? block.numbers(nodes_[i].slot)
                                               : scratch.nodes_[i].data();
  };
  const std::int64_t* a = operand(node.a);
  const std::int64_t* b = operand(node.b);
  const std::int64_t* c = operand(node.c);
  const auto each = [&](auto value) {
    for (RowIndex i = 0; i < count; ++i) out[i] = value(i);
  };
  switch (node.does) {
    case Do::kConstant:
    case Do::kNumberColumn:
      return;
    case Do::kDateColumn: {
      const std::int32_t* days = block.days(node.slot);
      return each([=](RowIndex i) { return std::int64_t{days[i]}; });
    }
    case Do::kScale:
      return each([=, &node](RowIndex i) { return wrapping(word(a[i]) * word(node.factor)); });
    case Do::kAdd:
      return each([=](RowIndex i) { return wrapping(word(a[i]) + word(b[i])); });
    case Do::kSubtract:
      return each([=](RowIndex i) { return wrapping(word(a[i]) - word(b[i])); });
    case Do::kMultiply:
      return each([=](RowIndex i) { return wrapping(word(a[i]) * word(b[i])); });
    case Do::kNegate:
      return each([=](RowIndex i) { return wrapping(0 - word(a[i])); });
    case Do::kLess:
      return each([=](RowIndex i) { return -static_cast<std::int64_t>(a[i] < b[i]); });
    case Do::kLessEqual:
      return each([=](RowIndex i) { return -static_cast<std::int64_t>(a[i] <= b[i]); });
    case Do::kEqual:
      return each([=](RowIndex i) { return -static_cast<std::int64_t>(a[i] == b[i]); });
    case Do::kAnd:
      return each([=](RowIndex i) { return a[i] & b[i]; });
    case Do::kOr:
      return each([=](RowIndex i) { return a[i] | b[i]; });
    case Do::kNot:
      return each([=](RowIndex i) { return ~a[i]; });
    case Do::kSelect:
      return each([=](RowIndex i) { return (b[i] & a[i]) | (c[i] & ~a[i]); });
    case Do::kRound:
      return round_all(a, node.factor, static_cast<RoundingMode>(node.mode), out, count);
  }
}

}  // namespace rebate
