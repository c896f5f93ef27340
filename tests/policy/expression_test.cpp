// SPDX-License-Identifier: Apache-2.0
//
// Text to tree and back: one spelling for each tree, and what is said about texts that have none.
#include "rebate/policy/expression.hpp"

#include "rebate/base/limits.hpp"
#include "rebate/base/require.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rebate {
namespace {

struct Spelled {
  const char* written;
  const char* canonical;
};

const std::vector<Spelled> kSpelled = {
    {"a+b", "a + b"},
    {" a  +\tb\n", "a + b"},
    {"(a)", "a"},
    {"((a + b))", "a + b"},
    {"a - (b - c)", "a - (b - c)"},
    {"(a - b) - c", "a - b - c"},
    {"a + (b * c)", "a + b * c"},
    {"(a + b) * c", "(a + b) * c"},
    {"a / (b * c)", "a / (b * c)"},
    {"(a / b) * c", "a / b * c"},
    {"a * -b", "a * -b"},
    {"-(a + b)", "-(a + b)"},
    {"-a.b", "-a.b"},
    {"- -a", "--a"},
    {"-5", "-5"},
    {"-(5)", "-5"},
    {"a - -5", "a - -5"},
    {"!(a && b)", "!(a && b)"},
    {"!a&&b", "!a && b"},
    {"(a && b) || c", "a && b || c"},
    {"a && (b || c)", "a && (b || c)"},
    {"(a || b) || c", "a || b || c"},
    {"a || (b || c)", "a || (b || c)"},
    {"(a < b) == (c < d)", "(a < b) == (c < d)"},
    {"(a + b) < c", "a + b < c"},
    {"a in ['x','y']", "a in ['x', 'y']"},
    {"!(a in b)", "!(a in b)"},
    {"(!a) in b", "!a in b"},
    {"a ? b : c", "a ? b : c"},
    {"a ? b : (c ? d : e)", "a ? b : c ? d : e"},
    {"a ? (b ? c : d) : e", "a ? (b ? c : d) : e"},
    {"(a ? b : c) ? d : e", "(a ? b : c) ? d : e"},
    {"(a ? b : c) + 1", "(a ? b : c) + 1"},
    {"f()", "f()"},
    {"f( a , b )", "f(a, b)"},
    {"f(a ? b : c)", "f(a ? b : c)"},
    {"m.during( last_year ).where(a==b)", "m.during(last_year).where(a == b)"},
    {"(a + b).during(prior)", "(a + b).during(prior)"},
    {"(5).f()", "(5).f()"},
    {"(-5).f()", "(-5).f()"},
    {"'x'.startsWith('y')", "'x'.startsWith('y')"},
    {"5.00", "5"},
    {"0.80", "0.8"},
    {"80%", "80%"},
    {"80.0%", "80%"},
    {"0.5%", "0.5%"},
    {"-20%", "-20%"},
    {"true", "true"},
    {"[]", "[]"},
    {"'it\\'s'", "'it\\'s'"},
    {"'a\\\\b'", "'a\\\\b'"},
    {"'\\n\\t\\r'", "'\\n\\t\\r'"},
    {"'\\u4e2d'", "'中'"},
    {"'\\u0001'", "'\\u0001'"},
    {"'华东（一）'", "'华东（一）'"},
    {"sale.date in '2026-Q3'", "sale.date in '2026-Q3'"},
};

TEST(Expression, HasOneSpellingForEachTree) {
  for (const Spelled& row : kSpelled) {
    SCOPED_TRACE(row.written);
    Issues issues;
    const Expression parsed = Expression::parse(row.written, {}, issues);
    ASSERT_TRUE(parsed.is_set()) << to_string(issues);
    EXPECT_EQ(parsed.canonical(), row.canonical);
    EXPECT_EQ(parsed.text(), row.written);
    const Expression again = Expression::parse(parsed.canonical(), {}, issues);
    EXPECT_EQ(again, parsed);
    EXPECT_TRUE(issues.empty());
  }
}

TEST(Expression, IsEqualByItsTreeAndNotByItsSpelling) {
  Issues issues;
  const auto parse = [&](std::string_view text) { return Expression::parse(text, {}, issues); };
  EXPECT_EQ(parse("a+(b)"), parse("a + b"));
  EXPECT_EQ(parse("10"), parse("10.00"));
  EXPECT_NE(parse("80%"), parse("0.8")) << "a rate stays a rate";
  EXPECT_NE(parse("a - b - c"), parse("a - (b - c)"));
  EXPECT_NE(parse("f(a)"), parse("a.f()"));
  EXPECT_NE(parse("true"), parse("false"));
  EXPECT_NE(parse("'a'"), parse("a"));
  EXPECT_EQ(Expression(), Expression());
  EXPECT_NE(Expression(), parse("a"));
  EXPECT_EQ(Expression::number(Decimal::of("-12.50")), parse("-12.5"));
  EXPECT_EQ(Expression::number(Decimal::of("12.50")).canonical(), "12.5");
}

TEST(Expression, KnowsWhereItsPartsStand) {
  Issues issues;
  const Expression parsed = Expression::parse("a >= (b + '中') * 2", {}, issues);
  ASSERT_TRUE(parsed.is_set());
  const Syntax& root = *parsed.tree();
  EXPECT_EQ(root.begin, 0u);
  EXPECT_EQ(root.end, parsed.text().size());
  const Syntax& product = *root.children[1];
  EXPECT_EQ(parsed.text().substr(product.begin, product.end - product.begin), "(b + '中') * 2");
  const Syntax& sum = *product.children[0];
  EXPECT_EQ(parsed.text().substr(sum.begin, sum.end - sum.begin), "(b + '中')");
}

struct Broken {
  const char* written;
  Code code;
  int offset;
  const char* says;
};

const std::vector<Broken> kBroken = {
    {"", Code::kExpressionSyntax, 0, "the expression is empty"},
    {"a ＞＝ b", Code::kFullWidthSign, 2, "＞＝ is full-width; write >="},
    {"（a + b) * c", Code::kFullWidthSign, 0, "（ is full-width; write ("},
    {"f(a，b)", Code::kFullWidthSign, 3, "， is full-width; write ,"},
    {"８0", Code::kFullWidthSign, 0, "８ is full-width; write 8"},
    {"80％ * a", Code::kFullWidthSign, 2, "％ is full-width; write %"},
    {"a\u3000+ b", Code::kFullWidthSign, 1, "a full-width blank stands here; write a plain one"},
    {"a ≥ b", Code::kFullWidthSign, 2, "≥ is no sign of expressions; write >="},
    {"a × b", Code::kFullWidthSign, 2, "× is no sign of expressions; write *"},
    {"a == “x”", Code::kFullWidthSign, 5, "“x” has quotes of a text processor; write 'x'"},
    {"a == ‘x’", Code::kFullWidthSign, 5, "‘x’ has quotes of a text processor; write 'x'"},
    {"a == \"x\"", Code::kDoubleQuotes, 5, "texts stand in single quotes; write 'x'"},
    {"a = 5", Code::kForeignWord, 2, "= is written =="},
    {"a === 5", Code::kForeignWord, 2, "=== is written =="},
    {"a <> 5", Code::kForeignWord, 2, "<> is written !="},
    {"a => 5", Code::kForeignWord, 2, "=> is written >="},
    {"a and b", Code::kForeignWord, 2, "and is written &&"},
    {"a OR b", Code::kForeignWord, 2, "OR is written ||"},
    {"not a", Code::kForeignWord, 0, "not is written !"},
    {"a & b", Code::kForeignWord, 2, "& is written &&"},
    {"a 且 b", Code::kForeignWord, 2, "且 is written &&"},
    {"a 大于等于 b", Code::kForeignWord, 2, "大于等于 is written >="},
    {"a not in b", Code::kForeignWord, 2, "x not in y is written !(x in y)"},
    {"TRUE", Code::kForeignWord, 0, "TRUE is written true"},
    {"销售额 > 5", Code::kUnknownSign, 0, "names are written with a to z"},
    {"a; b", Code::kUnknownSign, 1, "an expression is one value"},
    {"{a}", Code::kUnknownSign, 0, "lists stand in [ ]"},
    {"a ^ 2", Code::kUnknownSign, 2, "there are no powers"},
    {"a # b", Code::kUnknownSign, 2, "# is no sign of expressions"},
    {"80 % * a", Code::kPercentMisplaced, 0, "write 80%"},
    {"a % b", Code::kPercentMisplaced, 2, "the remainder is mod(a, b)"},
    {"a %", Code::kPercentMisplaced, 2, "for others write x / 100"},
    {"10%3", Code::kExpressionSyntax, 3, "the remainder is mod(a, b)"},
    {".5", Code::kBadNumber, 0, "write 0.5"},
    {"5.", Code::kBadNumber, 0, "write 5"},
    {"1e5", Code::kBadNumber, 0, "numbers have no exponent"},
    {"007", Code::kBadNumber, 0, "begins with a needless zero"},
    {"f(1,000)", Code::kBadNumber, 4, "no thousands separators"},
    {"1_000", Code::kBadNumber, 0, "write 1000"},
    {"1.2.3", Code::kBadNumber, 0, "one point at most"},
    {"5kg", Code::kBadNumber, 0, "neither a number nor a name"},
    {"'abc", Code::kTextWithoutEnd, 0, "its closing ' is missing"},
    {"'abc\\'", Code::kTextWithoutEnd, 0, "its closing ' is missing"},
    {"'a\nb'", Code::kTextWithoutEnd, 0, "a text stands on one line"},
    {"'a\\qb'", Code::kTextWithoutEnd, 2, "for itself write \\\\"},
    {"'\\u0000'", Code::kTextWithoutEnd, 1, "four hexadecimal digits"},
    {"a +", Code::kExpressionSyntax, 3, "a value is missing after +"},
    {"* a", Code::kExpressionSyntax, 0, "does not begin with *"},
    {"a + * b", Code::kExpressionSyntax, 4, "a value is missing between + and *"},
    {"a b", Code::kExpressionSyntax, 2, "an operator is missing before b"},
    {"a < b < c", Code::kExpressionSyntax, 6, "comparisons do not chain; write a < b && b < c"},
    {"(a + b", Code::kExpressionSyntax, 0, ") is missing"},
    {"f(a, b", Code::kExpressionSyntax, 0, ") is missing"},
    {"a + b)", Code::kExpressionSyntax, 5, ") closes nothing"},
    {"[a, b)", Code::kExpressionSyntax, 5, "] is missing before it"},
    {"f(a,)", Code::kExpressionSyntax, 4, "a value is missing after the last comma"},
    {"a in ('x', 'y')", Code::kExpressionSyntax, 9, "a list stands in [ ]"},
    {"a, b", Code::kExpressionSyntax, 1, "an expression is one value"},
    {"a ? b", Code::kExpressionSyntax, 5, "the : is missing"},
    {"a ? b ? c : d : e", Code::kExpressionSyntax, 6, "put the inner choice in brackets"},
    {"a.", Code::kExpressionSyntax, 2, "a name belongs behind the point"},
    {"a.'b'", Code::kExpressionSyntax, 2, "a name belongs behind the point"},
    {"a[0]", Code::kExpressionSyntax, 1, "no [ ] behind a value"},
    {"(a)(b)", Code::kExpressionSyntax, 3, "only a name can be called"},
    {"in b", Code::kExpressionSyntax, 0, "does not begin with in"},
};

TEST(Expression, SaysWhatIsWrongAndWhere) {
  for (const Broken& row : kBroken) {
    SCOPED_TRACE(row.written);
    Issues issues;
    Place place;
    place.pointer = "/rules/2/what";
    const Expression parsed = Expression::parse(row.written, place, issues);
    EXPECT_FALSE(parsed.is_set());
    ASSERT_FALSE(issues.empty());
    EXPECT_EQ(tag_of(issues[0].code), tag_of(row.code)) << issues[0].message;
    EXPECT_EQ(issues[0].place.offset, row.offset) << issues[0].message;
    EXPECT_EQ(issues[0].place.pointer, "/rules/2/what");
    EXPECT_NE(issues[0].message.find(row.says), std::string::npos) << issues[0].message;
    EXPECT_EQ(issues[0].excerpt, row.written);
  }
}

TEST(Expression, ReportsAllMistakesAtOnce) {
  Issues issues;
  Expression::parse("f(a ＞ 5 and b, * 2, \"x\") + g(/ 3)", {}, issues);
  std::vector<std::string> tags;
  for (const Issue& issue : issues) tags.push_back(tag_of(issue.code));
  EXPECT_EQ(tags, (std::vector<std::string>{"RB3007", "RB3006", "RB3005", "RB3001", "RB3001"}));
}

TEST(Expression, ReportsTheFirstTwentyMistakes) {
  Issues issues;
  EXPECT_FALSE(Expression::parse(std::string(4000, '#'), {}, issues).is_set());
  EXPECT_EQ(issues.size(), 20u);
}

TEST(Expression, RefusesBytesThatAreNoText) {
  for (const std::string& text :
       {std::string("a\0b", 3), std::string("a\xff"), std::string("'\xc3'"),
        std::string("\xed\xa0\x80"), std::string("\xc0\x80"), std::string("\xf5\x80\x80\x80")}) {
    Issues issues;
    EXPECT_FALSE(Expression::parse(text, {}, issues).is_set());
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(issues[0].code, Code::kExpressionEncoding);
  }
}

std::string repeated(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

bool is_read(const std::string& text, Code* code = nullptr) {
  Issues issues;
  const Expression parsed = Expression::parse(text, {}, issues);
  if (code != nullptr && !issues.empty()) *code = issues[0].code;
  return parsed.is_set();
}

TEST(Expression, KeepsToItsLimits) {
  Code code{};
  const int depth = kMaxDepth - 1;  // the expression itself is one
  EXPECT_TRUE(is_read(repeated("(", depth) + "a" + repeated(")", depth)));
  EXPECT_FALSE(is_read(repeated("(", depth + 1) + "a" + repeated(")", depth + 1), &code));
  EXPECT_EQ(code, Code::kLimitExceeded);
  EXPECT_FALSE(is_read(repeated("f(", 60'000), &code));
  EXPECT_EQ(code, Code::kLimitExceeded);

  EXPECT_TRUE(is_read("a" + repeated(" + a", 254)));
  EXPECT_FALSE(is_read("a" + repeated(" + a", 255) + " + b", &code));
  EXPECT_EQ(code, Code::kLimitExceeded);
  EXPECT_FALSE(is_read(repeated("!", 60'000) + "a", &code));
  EXPECT_EQ(code, Code::kLimitExceeded);
  EXPECT_FALSE(is_read("a" + repeated(".b", 30'000), &code));
  EXPECT_EQ(code, Code::kLimitExceeded);

  EXPECT_TRUE(is_read(repeated("7", kMaxNumberDigits)));
  EXPECT_FALSE(is_read(repeated("7", kMaxNumberDigits + 1), &code));
  EXPECT_EQ(code, Code::kLimitExceeded);

  EXPECT_TRUE(is_read("'" + repeated("x", static_cast<int>(kMaxExpressionBytes) - 2) + "'"));
  EXPECT_FALSE(
      is_read("'" + repeated("x", static_cast<int>(kMaxExpressionBytes) - 1) + "'", &code));
  EXPECT_EQ(code, Code::kLimitExceeded);
}

TEST(Expression, WithoutATreeHasNoSpelling) {
  EXPECT_THROW(static_cast<void>(Expression().canonical()), ContractViolation);
}

}  // namespace
}  // namespace rebate
