// SPDX-License-Identifier: Apache-2.0
//
// Laws of operators over random values, missing ones among them.
#include "rebate/policy/operators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <vector>

namespace rebate {
namespace {

Value random_number() {
  if (*rc::gen::inRange(0, 8) == 0) return Value(Missing{MissingKind::kField, "hole"});
  const auto coefficient = *rc::gen::arbitrary<std::int64_t>();
  return Value(Ratio(Decimal::from_int64(coefficient, *rc::gen::inRange(0, 6))));
}

Value random_flag() {
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      return Value(true);
    case 1:
      return Value(false);
    default:
      return Value(Missing{});
  }
}

Value of(Op op, std::vector<Value> operands) { return rebate::apply(op, operands); }

RC_GTEST_PROP(OperatorLaws, SumsAndProductsDoNotDependOnOrder, ()) {
  const Value a = random_number(), b = random_number(), c = random_number();
  for (const Op op : {Op::kAdd, Op::kMultiply, Op::kMin, Op::kMax}) {
    RC_ASSERT(of(op, {a, b}) == of(op, {b, a}));
    RC_ASSERT(of(op, {of(op, {a, b}), c}) == of(op, {a, of(op, {b, c})}));
  }
  const Value product_of_sum = of(Op::kMultiply, {a, of(Op::kAdd, {b, c})});
  RC_ASSERT(product_of_sum == of(Op::kAdd, {of(Op::kMultiply, {a, b}), of(Op::kMultiply, {a, c})}));
}

RC_GTEST_PROP(OperatorLaws, DivisionAndRemainderGiveTheWholeBack, ()) {
  const Value a = random_number(), b = random_number();
  const bool can_divide = !a.is_missing() && !b.is_missing() && !b.number().is_zero();
  RC_PRE(can_divide);
  RC_ASSERT(of(Op::kMultiply, {of(Op::kDivide, {a, b}), b}) == a);
  const Value remainder = of(Op::kMod, {a, b});
  RC_ASSERT(abs(remainder.number()) < abs(b.number()));
  RC_ASSERT(remainder.number().sign() == 0 || remainder.number().sign() == a.number().sign());
  const Value steps = of(Op::kDivide, {of(Op::kSubtract, {a, remainder}), b});
  RC_ASSERT(of(Op::kFloor, {steps}) == steps);
}

RC_GTEST_PROP(OperatorLaws, MissingOperandsMakeMissingResults, ()) {
  const Value a = random_number(), b = random_number();
  RC_PRE(a.is_missing() || b.is_missing());
  for (const Op op :
       {Op::kAdd, Op::kSubtract, Op::kMultiply, Op::kDivide, Op::kMod, Op::kEqual, Op::kNotEqual,
        Op::kLess, Op::kLessEqual, Op::kGreater, Op::kGreaterEqual, Op::kMin, Op::kMax}) {
    RC_ASSERT(of(op, {a, b}).is_missing());
  }
}

RC_GTEST_PROP(OperatorLaws, ComparisonsAgree, ()) {
  const Value a = random_number(), b = random_number();
  RC_PRE(!a.is_missing() && !b.is_missing());
  RC_ASSERT(of(Op::kLess, {a, b}) == of(Op::kGreater, {b, a}));
  RC_ASSERT(of(Op::kLessEqual, {a, b}) == of(Op::kNot, {of(Op::kGreater, {a, b})}));
  RC_ASSERT(of(Op::kEqual, {a, b}) == of(Op::kNot, {of(Op::kNotEqual, {a, b})}));
  const bool is_in = of(Op::kIn, {a, Value(ValueList{b})}).flag();
  RC_ASSERT(is_in == of(Op::kEqual, {a, b}).flag());
}

RC_GTEST_PROP(OperatorLaws, LogicIsThatOfDeMorgan, ()) {
  const Value a = random_flag(), b = random_flag(), c = random_flag();
  RC_ASSERT(of(Op::kNot, {of(Op::kAnd, {a, b})}) ==
            of(Op::kOr, {of(Op::kNot, {a}), of(Op::kNot, {b})}));
  RC_ASSERT(of(Op::kAnd, {a, of(Op::kOr, {b, c})}) ==
            of(Op::kOr, {of(Op::kAnd, {a, b}), of(Op::kAnd, {a, c})}));
}

RC_GTEST_PROP(OperatorLaws, DaysAddUp, ()) {
  const Value start{Date::from_days(*rc::gen::inRange(-100000, 100000))};
  const int count = *rc::gen::inRange(-50'000, 50'000);
  const Value days{Ratio(Integer(count))};
  const Value end = of(Op::kAddDays, {start, days});
  RC_ASSERT(of(Op::kDays, {start, end}) == days);
  const Value months = of(Op::kMonths, {start, end});
  RC_ASSERT(of(Op::kMonths, {end, start}) == of(Op::kNegate, {months}));
}

}  // namespace
}  // namespace rebate
