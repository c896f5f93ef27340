// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/csv.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace rebate {
namespace {

using Records = std::vector<std::vector<std::string>>;

Records read(std::string_view text, Issues* issues = nullptr, char delimiter = ',') {
  CsvReader reader(text, "sales.csv", delimiter);
  Records records;
  std::vector<CsvField> fields;
  while (reader.next(fields)) {
    records.emplace_back();
    for (const CsvField& field : fields) records.back().emplace_back(field.text);
  }
  if (issues != nullptr) {
    *issues = reader.issues();
  } else {
    EXPECT_TRUE(reader.issues().empty()) << to_string(reader.issues());
  }
  return records;
}

TEST(Csv, ReadsRfc4180) {
  const struct {
    const char* name;
    std::string text;
    Records records;
  } rows[] = {
      {"plain", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
      {"no line break at the end", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
      {"CR LF", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
      {"both line ends", "a\r\nb\nc\r\n", {{"a"}, {"b"}, {"c"}}},
      {"byte order mark",
       "\xef\xbb\xbf"
       "a,b\n",
       {{"a", "b"}}},
      {"byte order mark and quotes", "\xef\xbb\xbf\"a\",b\n", {{"a", "b"}}},
      {"empty fields", ",\n,,\n", {{"", ""}, {"", "", ""}}},
      {"empty field at the end", "a,", {{"a", ""}}},
      {"quoted", "\"a,b\",\"c\nd\",\"e\r\nf\"\n", {{"a,b", "c\nd", "e\r\nf"}}},
      {"doubled quotes", "\"a \"\"b\"\"\",\"\"\"\",\"\"\n", {{"a \"b\"", "\"", ""}}},
      {"several doubled quotes in one record",
       "\"\"\"\",\"x\"\"y\",\"z\"\"\"\n",
       {{"\"", "x\"y", "z\""}}},
      {"quoted at the end of the file", "a,\"b\"", {{"a", "b"}}},
      {"only quotes", "\"\"", {{""}}},
      {"blank lines", "\na\n\n\nb\n\n", {{"a"}, {"b"}}},
      {"blanks are text", " a , b\n", {{" a ", " b"}}},
      {"Chinese", "编号,名称\n1,华星\n", {{"编号", "名称"}, {"1", "华星"}}},
      {"nothing", "", {}},
      {"only a byte order mark", "\xef\xbb\xbf", {}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(read(row.text), row.records);
  }
}

TEST(Csv, ReadsOtherDelimiters) {
  EXPECT_EQ(read("a\tb,c\t\"d\te\"\n", nullptr, '\t'), (Records{{"a", "b,c", "d\te"}}));
  EXPECT_EQ(read("a;b\n", nullptr, ';'), (Records{{"a", "b"}}));
}

TEST(Csv, RefusesAndGoesOn) {
  const struct {
    const char* name;
    std::string text;
    Code code;
    int line;
    int column;
    Records records;
  } rows[] = {
      {"quote inside", "a\nx\"y,2\nb\n", Code::kCsvSyntax, 2, 2, {{"a"}, {"b"}}},
      {"text behind a quote", "a\n\"x\"y\nb\n", Code::kCsvSyntax, 2, 4, {{"a"}, {"b"}}},
      {"never closed", "a\n1,\"x\nb\n", Code::kCsvSyntax, 2, 3, {{"a"}, {"b"}}},
      {"never closed at the end", "a\n\"", Code::kCsvSyntax, 2, 1, {{"a"}}},
      {"CR alone", "a\nx\ry\nb\n", Code::kCsvSyntax, 2, 2, {{"a"}, {"b"}}},
      {"CR at the end", "a\nx\r", Code::kCsvSyntax, 2, 2, {{"a"}}},
      {"CR alone in quotes", "a\n\"x\ry\"\nb\n", Code::kCsvSyntax, 2, 3, {{"a"}, {"b"}}},
      {"NUL", std::string("a\nx\0y\nb\n", 8), Code::kCsvSyntax, 2, 2, {{"a"}, {"b"}}},
      {"NUL in quotes", std::string("a\n\"\0\"\nb\n", 8), Code::kCsvSyntax, 2, 2, {{"a"}, {"b"}}},
      {"a byte that is not UTF-8", "a\n1,x\xff\nb\n", Code::kCsvEncoding, 2, 4, {{"a"}, {"b"}}},
      {"cut character", "a\n\xe4\xb8\nb\n", Code::kCsvEncoding, 2, 1, {{"a"}, {"b"}}},
      {"overlong form", "a\n\xc0\xaf\nb\n", Code::kCsvEncoding, 2, 1, {{"a"}, {"b"}}},
      {"surrogate", "a\n\xed\xa0\x80\nb\n", Code::kCsvEncoding, 2, 1, {{"a"}, {"b"}}},
      {"second line of a field", "a\n\"x\n\xff\"\nb\n", Code::kCsvEncoding, 3, 1, {{"a"}, {"b"}}},
      {"lines in fields count", "\"x\ny\"\n\"a\"b\nc\n", Code::kCsvSyntax, 3, 4, {{"x\ny"}, {"c"}}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    Issues issues;
    EXPECT_EQ(read(row.text, &issues), row.records);
    ASSERT_EQ(issues.size(), 1u) << to_string(issues);
    EXPECT_EQ(issues[0].code, row.code);
    EXPECT_EQ(issues[0].place.line, row.line);
    EXPECT_EQ(issues[0].place.column, row.column);
    EXPECT_EQ(issues[0].place.file, "sales.csv");
  }
}

TEST(Csv, HasLimits) {
  const auto code = [](const std::string& text) {
    Issues issues;
    const Records records = read("a\n" + text + "\nb\n", &issues);
    EXPECT_EQ(records.back(), std::vector<std::string>{"b"});
    return issues.empty() ? Code{} : issues[0].code;
  };
  const std::string field(kMaxFieldBytes, 'x');
  EXPECT_EQ(code(field), Code{});
  EXPECT_EQ(code(field + "x"), Code::kLimitExceeded);
  EXPECT_EQ(code("\"" + field + "\""), Code{});
  EXPECT_EQ(code("\"" + field + "x\""), Code::kLimitExceeded);
  std::string record;
  for (int i = 0; i < 16; ++i) record += std::string(kMaxFieldBytes - 1, 'x') + (i < 15 ? "," : "");
  EXPECT_EQ(code(record), Code{});
  EXPECT_EQ(code(record + ",y"), Code::kLimitExceeded);
  EXPECT_EQ(code(std::string(3 * kMaxRecordBytes, ',')), Code::kLimitExceeded);
  std::string quotes;
  while (quotes.size() < 2 * kMaxRecordBytes) quotes += "\"\"\"\",";
  EXPECT_EQ(code(quotes), Code::kLimitExceeded);
}

TEST(Csv, KeepsTheFirstThousandIssuesAndCountsTheRest) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "x\"\n";
  CsvReader reader(text, "sales.csv");
  std::vector<CsvField> fields;
  EXPECT_FALSE(reader.next(fields));
  EXPECT_EQ(reader.issues().size(), kMaxIssues);
  EXPECT_EQ(reader.issue_count(), 1500u);
}

TEST(Csv, SaysWhereAFieldStands) {
  CsvReader reader("id,name\n1,\"a\nb\",c\n", "sales.csv", ',', 10);
  std::vector<CsvField> fields;
  ASSERT_TRUE(reader.next(fields));
  EXPECT_EQ(reader.line(), 10u);
  ASSERT_TRUE(reader.next(fields));
  EXPECT_EQ(reader.line(), 11u);
  EXPECT_EQ(reader.place_of(fields[1]).line, 11);
  EXPECT_EQ(reader.place_of(fields[1]).column, 3);
  EXPECT_EQ(reader.place_of(fields[2]).line, 12);
  EXPECT_EQ(reader.place_of(fields[2]).column, 4);
}

/// Random records of the signs that matter, and what has no meaning among them.
Records random_records(std::mt19937& random) {
  static const std::string kSigns[] = {"a", "b", ",", "\"", "\n", "\r\n", " ", "华", "0", ";"};
  Records records(1 + random() % 20);
  const std::size_t columns = 1 + random() % 6;
  for (auto& record : records) {
    for (std::size_t i = 0; i < columns; ++i) {
      std::string field;
      for (std::size_t k = random() % (random() % 10 == 0 ? 200 : 8); k > 0; --k)
        field += kSigns[random() % 10];
      record.push_back(field);
    }
    if (columns == 1 && record[0].empty()) record[0] = "x";  // An empty line is no record.
  }
  return records;
}

std::string written(const Records& records, const char* line_end) {
  std::string text;
  for (const auto& record : records) {
    for (std::size_t i = 0; i < record.size(); ++i)
      text += (i > 0 ? "," : "") + csv_quoted(record[i]);
    text += line_end;
  }
  return text;
}

TEST(Csv, ReadsBackWhatItWrites) {
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    const Records records = random_records(random);
    ASSERT_EQ(read(written(records, "\n")), records) << i;
    ASSERT_EQ(read(written(records, "\r\n")), records) << i;
  }
}

TEST(Csv, CanBeReadInParts) {
  std::mt19937 random(12);
  for (int i = 0; i < 300; ++i) {
    const Records records = random_records(random);
    const std::string text = written(records, "\n");
    for (std::size_t at = 0; at <= text.size(); at += 1 + random() % 5) {
      const std::size_t begin = CsvReader::record_begin(text, at);
      ASSERT_GE(begin, at);
      Records both = read(std::string_view(text).substr(0, begin));
      for (auto& record : read(std::string_view(text).substr(begin))) both.push_back(record);
      ASSERT_EQ(both, records) << text << " at " << at;
    }
  }
}

}  // namespace
}  // namespace rebate
