// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace rebate {
namespace {

using Kind = JsonValue::Kind;

Result<JsonDocument> read(std::string text, const JsonLimits& limits = {}) {
  return read_json(std::move(text), "test.json", limits);
}

std::string place_text(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column) + " " + place.pointer;
}

TEST(Json, KeepsNumbersAsTheyStand) {
  const auto document = read(R"([0.050, -0, 1e3, 123456789012345678901234567890, 5])");
  ASSERT_TRUE(document.ok());
  std::vector<std::string> numbers;
  for (const JsonValue value : document->root()) numbers.emplace_back(value.text());
  EXPECT_EQ(numbers, (std::vector<std::string>{"0.050", "-0", "1e3",
                                               "123456789012345678901234567890", "5"}));
}

TEST(Json, KnowsThePlaceOfEveryValueAndName) {
  const auto document = read("{\n  \"a\": [1, {\"b/c\": true}],\n\t\"d\" : \"x\"\n}");
  ASSERT_TRUE(document.ok());
  const JsonValue root = document->root();
  EXPECT_EQ(place_text(root.place()), "1:1 ");
  EXPECT_EQ(place_text(root.find("a").place()), "2:8 /a");
  EXPECT_EQ(place_text(root.find("a").key_place()), "2:3 /a");
  EXPECT_EQ(place_text(root.find("a")[0].place()), "2:9 /a/0");
  EXPECT_EQ(place_text(root.find("a")[1].find("b/c").place()), "2:20 /a/1/b~1c");
  EXPECT_EQ(place_text(root.find("d").place()), "3:8 /d");
  EXPECT_EQ(place_text(root.find("d").key_place()), "3:2 /d");
  EXPECT_EQ(root.find("d").source(), "\"x\"");
}

TEST(Json, FindsByPointerOrTheNearestAbove) {
  const auto document = read(R"({"rules": [{"id": "a"}, {"pay": {"rate": 5}}], "a~b": 1})");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->nearest("/rules/1/pay/rate").text(), "5");
  EXPECT_EQ(document->nearest("/rules/1/pay/cap").pointer(), "/rules/1/pay");
  EXPECT_EQ(document->nearest("/rules/7").pointer(), "/rules");
  EXPECT_EQ(document->nearest("/a~0b").text(), "1");
  EXPECT_EQ(document->nearest("").pointer(), "");
}

TEST(Json, FindsElementsByTheirNumber) {
  const auto document =
      read(R"([[], 1, [[2, 3], {"a": [4, {"b": []}]}, []], {"c": [[[5]], 6]}, [[]], 7])");
  ASSERT_TRUE(document.ok());
  const std::function<void(JsonValue)> check = [&](JsonValue list) {
    std::size_t index = 0;
    for (const JsonValue element : list) {
      EXPECT_EQ(list[index++].pointer(), element.pointer());
      check(element);
    }
    EXPECT_FALSE(list[index]);
  };
  check(document->root());
}

TEST(Json, ResolvesEscapes) {
  const auto document = read("{\"\\u00e9\\n\": \"\\ud83d\\ude00 \\\"x\\\"\"}");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ((*document->root().begin()).key(), "\u00e9\n");
  EXPECT_EQ((*document->root().begin()).text(), "\U0001F600 \"x\"");
}

TEST(Json, AcceptsAByteOrderMarkAndCountsFromBehindIt) {
  const auto document = read("\xef\xbb\xbf[1]");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(place_text(document->root()[0].place()), "1:2 /0");
}

TEST(Json, NamesAllMembersWrittenTwiceWithBothPlaces) {
  const auto document =
      read("{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2},\n \"a\": 3,\n \"\\u0061\": 4}");
  ASSERT_FALSE(document.ok());
  const Issues& issues = document.issues();
  ASSERT_EQ(issues.size(), 3u);
  EXPECT_EQ(issues[0].place.pointer, "/b/c");
  EXPECT_NE(issues[0].message.find("line 2, column 8"), std::string::npos) << issues[0].message;
  EXPECT_EQ(place_text(issues[1].place), "3:2 /a");
  EXPECT_NE(issues[1].message.find("line 1, column 2"), std::string::npos) << issues[1].message;
  EXPECT_EQ(issues[2].place.line, 4);
  for (const Issue& issue : issues) EXPECT_EQ(issue.code, Code::kJsonDuplicateMember);
}

TEST(Json, HoldsItsLimitsAtTheEdge) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_TRUE(read(nested(kMaxDepth)).ok());
  EXPECT_TRUE(read(nested(kMaxDepth + 1)).issues().contains(Code::kLimitExceeded));
  EXPECT_TRUE(read(std::string(1'000'000, '[')).issues().contains(Code::kLimitExceeded));

  EXPECT_TRUE(read(std::string(kMaxNumberDigits, '7')).ok());
  EXPECT_TRUE(read(std::string(kMaxNumberDigits + 1, '7')).issues().contains(Code::kLimitExceeded));
  EXPECT_TRUE(read("1e99999").issues().contains(Code::kLimitExceeded));

  EXPECT_TRUE(read("[1]", {.bytes = 3}).ok());
  const auto large = read("[1] ", {.bytes = 3});
  ASSERT_TRUE(large.issues().contains(Code::kLimitExceeded));
  EXPECT_NE(large.issues()[0].message.find("4 bytes"), std::string::npos);
}

TEST(Json, RefusesNulInEveryForm) {
  using namespace std::string_literals;
  EXPECT_TRUE(read("[1]\0garbage"s).issues().contains(Code::kJsonEncoding));
  EXPECT_TRUE(read("[\"a\0b\"]"s).issues().contains(Code::kJsonEncoding));
  EXPECT_TRUE(read(R"(["a\u0000b"])").issues().contains(Code::kJsonEncoding));
  EXPECT_TRUE(read(R"({"a\u0000b": 1})").issues().contains(Code::kJsonEncoding));
}

TEST(Json, RefusesBytesThatAreNotUtf8) {
  for (const std::string bad :
       {"\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\xb8", "\xff"}) {
    const auto document = read("[\n\"" + bad + "\"]");
    ASSERT_FALSE(document.ok());
    EXPECT_EQ(document.issues()[0].code, Code::kJsonEncoding);
    EXPECT_EQ(document.issues()[0].place.line, 2);
    EXPECT_EQ(document.issues()[0].place.column, 2);
  }
  EXPECT_TRUE(read("[\"\xed\x9f\xbf \xf4\x8f\xbf\xbf \xc2\x80\"]").ok());
}

struct Broken {
  const char* text;
  const char* says;
  int column;
};

TEST(Json, SaysInWordsWhatIsWrong) {
  const Broken cases[] = {
      {R"({"a": 1,})", "the comma before '}'", 8},
      {R"([1, 2,])", "the comma before ']'", 6},
      {R"({"a": 1 "b": 2})", "a comma is missing", 9},
      {R"({"a" 1})", "a colon is missing", 6},
      {R"({"a" = 1})", "a colon, not '='", 6},
      {R"({'a': 1})", "only double quotation marks", 2},
      {R"({a: 1})", "a member's name stands in quotation marks: \"a\"", 2},
      {R"({"a": gold})", "a text stands in quotation marks: \"gold\"", 7},
      {R"({"a": True})", "write true in small letters", 7},
      {R"({"a": None})", "write null", 7},
      {R"([NaN])", "write the figure", 2},
      {R"({"a": 5%})", "a percentage stands in quotation marks", 8},
      {R"({"a": 05})", "does not begin with 0", 7},
      {R"({"a": .5})", "a digit before the point", 7},
      {R"({"a": +5})", "no plus sign", 7},
      {R"({"a": 5.})", "digits after the point", 7},
      {R"([1, 2, , 3])", "two commas in a row", 8},
      {R"({"a": [1, 2})", "closes nothing here", 12},
      {R"({"a": 1)", "the object that begins at line 1, column 1", 8},
      {R"(["a)", "does not end: a quotation mark is missing", 2},
      {"[\"a\nb\"]", "does not end on its line", 2},
      {R"(["a\qb"])", "a backslash inside a text", 4},
      {R"(["\u12g4"])", "four hexadecimal digits", 3},
      {R"(["\ud800"])", "half of a character", 3},
      {R"({"a": 1} // note)", "no comments", 10},
      {R"({"a": 1} {})", "nothing may follow", 10},
      {"{\"a\"\uff1a 1}", "is full-width; write :", 5},
      {"[1\uff0c 2]", "is full-width; write ,", 3},
      {"{\u201ca\u201d: 1}", "is full-width; write \"", 2},
      {"", "the text is empty", 1},
      {"   ", "the text is empty", 4},
      {"{\"a\": \"x\ty\"}", "a tab inside a text", 9},
      {"tru", "quotation marks", 1},
      {"{\"a\": 1, 2}", "a member's name stands in quotation marks", 10},
      {"{\"a\": 1, [2]}", "a member's name in quotation marks belongs here", 10},
  };
  for (const Broken& broken : cases) {
    SCOPED_TRACE(broken.text);
    const auto document = read(broken.text);
    ASSERT_FALSE(document.ok());
    const Issue& issue = document.issues()[0];
    EXPECT_EQ(issue.code, Code::kJsonSyntax);
    EXPECT_NE(issue.message.find(broken.says), std::string::npos) << issue.message;
    EXPECT_EQ(issue.place.column, broken.column) << to_string(issue);
  }
}

// A random document, built as nlohmann's own value, that both must read alike.
rc::Gen<nlohmann::json> any_json(int depth) {
  using nlohmann::json;
  const auto scalar =
      rc::gen::oneOf(rc::gen::map(rc::gen::arbitrary<int>(), [](int n) { return json(n); }),
                     rc::gen::map(rc::gen::arbitrary<bool>(), [](bool b) { return json(b); }),
                     rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')),
                                  [](const std::string& s) { return json(s); }),
                     rc::gen::just(json(nullptr)));
  if (depth == 0) return scalar;
  return rc::gen::oneOf(
      scalar,
      rc::gen::map(rc::gen::container<std::vector<json>>(rc::gen::resize(4, any_json(depth - 1))),
                   [](const std::vector<json>& list) { return json(list); }),
      rc::gen::map(rc::gen::container<std::map<std::string, json>>(
                       rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'f')),
                       rc::gen::resize(4, any_json(depth - 1))),
                   [](const std::map<std::string, json>& members) { return json(members); }));
}

void expect_same(const JsonValue& ours, const nlohmann::json& theirs) {
  switch (ours.kind()) {
    case Kind::kAbsent:
      RC_FAIL("a value is absent");
    case Kind::kNull:
      RC_ASSERT(theirs.is_null());
      return;
    case Kind::kFlag:
      RC_ASSERT(theirs.is_boolean() && theirs.get<bool>() == ours.flag());
      return;
    case Kind::kNumber:
      RC_ASSERT(theirs.is_number() && theirs.dump() == ours.text());
      return;
    case Kind::kText:
      RC_ASSERT(theirs.is_string() && theirs.get<std::string>() == ours.text());
      return;
    case Kind::kArray: {
      RC_ASSERT(theirs.is_array() && theirs.size() == ours.size());
      std::size_t i = 0;
      for (const JsonValue element : ours) expect_same(element, theirs[i++]);
      return;
    }
    case Kind::kObject:
      RC_ASSERT(theirs.is_object() && theirs.size() == ours.size());
      for (const JsonValue member : ours) expect_same(member, theirs.at(std::string(member.key())));
      return;
  }
}

RC_GTEST_PROP(JsonProperty, ReadsWhatAnotherWriterWrote, ()) {
  const nlohmann::json value = *any_json(4);
  const auto document = read(value.dump(*rc::gen::inRange(-1, 4)));
  RC_ASSERT(document.ok());
  expect_same(document->root(), value);
}

RC_GTEST_PROP(JsonProperty, EveryPlaceBeginsItsValue, ()) {
  const std::string text = (*any_json(4)).dump(2);
  const auto document = read(text);
  RC_ASSERT(document.ok());
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  const std::function<void(const JsonValue&)> look = [&](const JsonValue& value) {
    const Place place = value.place();
    const std::string_view line = lines[static_cast<std::size_t>(place.line) - 1];
    const std::string_view first_line = value.source().substr(0, value.source().find('\n'));
    RC_ASSERT(line.substr(static_cast<std::size_t>(place.column) - 1).starts_with(first_line));
    RC_ASSERT(document->nearest(value.pointer()).source().data() == value.source().data());
    for (const JsonValue child : value) look(child);
  };
  look(document->root());
}

RC_GTEST_PROP(JsonProperty, NeverReadsWhatTheOtherParserRefuses, ()) {
  // One byte of a right document is changed; both must agree on what is left of it.
  std::string text = (*any_json(3)).dump();
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::elementOf(std::string("{}[]\",:01e.-atn \\"));
  const bool is_right = nlohmann::json::accept(text);
  const auto document = read(text);
  if (!is_right) RC_ASSERT(!document.ok());
  // What we refuse beyond it are members written twice and limits.
  if (is_right && !document.ok()) RC_ASSERT(!document.issues().contains(Code::kJsonSyntax));
}

}  // namespace
}  // namespace rebate
