// SPDX-License-Identifier: Apache-2.0
#include "rebate/ledger/column.hpp"

#include "rebate/base/require.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace rebate {
namespace {

FieldSpec spec(std::string name, FieldType type, bool is_unique = false) {
  FieldSpec made;
  made.name = std::move(name);
  made.type = type;
  made.is_unique = is_unique;
  return made;
}

FieldValue number(const char* text) { return Decimal::of(text); }

TEST(Dictionary, NumbersTextsInTheOrderTheyCome) {
  Dictionary lines;
  EXPECT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines.add("L02"), 1u);
  EXPECT_EQ(lines.add("L01"), 2u);
  EXPECT_EQ(lines.add("L02"), 1u);
  EXPECT_EQ(lines.add(""), kMissingText);
  EXPECT_EQ(lines.text(2), "L01");
  EXPECT_EQ(lines.find("L02"), 1u);
  EXPECT_EQ(lines.find("L03"), std::nullopt);
  EXPECT_EQ(lines.find(""), kMissingText);
  EXPECT_EQ(lines.sorted_codes(), (std::vector<TextCode>{2, 1}));
  EXPECT_THROW((void)lines.text(3), ContractViolation);
}

TEST(Dictionary, KeepsAHundredThousandTextsApart) {
  Dictionary dictionary;
  std::vector<std::string> texts;
  for (int i = 0; i < 100'000; ++i) texts.push_back("SKU" + std::to_string(i * 7919));
  for (const std::string& text : texts) dictionary.add(text);
  EXPECT_EQ(dictionary.size(), texts.size() + 1);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(dictionary.text(static_cast<TextCode>(i + 1)), texts[i]);
    ASSERT_EQ(dictionary.find(texts[i]), i + 1);
  }
}

TEST(Dictionary, TellsTextsApartThatDifferInOneByte) {
  Dictionary dictionary;
  // Every length up to 40 with every single byte changed, NUL and bytes beyond ASCII among them.
  std::size_t count = 1;
  for (std::size_t length = 1; length <= 40; ++length) {
    const std::string base(length, 'a');
    dictionary.add(base), ++count;
    for (std::size_t at = 0; at < length; ++at) {
      for (const char c : {'b', '\0', '\xff'}) {
        std::string other = base;
        other[at] = c;
        dictionary.add(other), ++count;
      }
    }
  }
  EXPECT_EQ(dictionary.size(), count);
}

TEST(PackedNumbers, TakeTheBytesTheyNeed) {
  const struct {
    std::vector<std::int64_t> numbers;
    int width;
  } rows[] = {
      {{}, 0},
      {{7, 7, 7}, 0},
      {{0, 255}, 1},
      {{1000, 1255}, 1},
      {{1000, 1256}, 2},
      {{-1, 65534}, 2},
      {{-1, 65535}, 4},
      {{0, 4294967295}, 4},
      {{0, 4294967296}, 8},
      {{kWideNumber + 1, INT64_MAX}, 8},
      {{kMissingNumber}, 1},
      {{kMissingNumber, 5, 258}, 1},
      {{kMissingNumber, 5, 259}, 2},
      {{kWideNumber, 0, 253}, 1},
      {{kWideNumber, kMissingNumber, kWideNumber + 1, INT64_MAX}, 8},
  };
  for (const auto& row : rows) {
    const PackedNumbers packed{std::span<const std::int64_t>(row.numbers)};
    EXPECT_EQ(packed.width(), row.width);
    ASSERT_EQ(packed.size(), row.numbers.size());
    std::vector<std::int64_t> back(row.numbers.size());
    packed.read(0, back);
    EXPECT_EQ(back, row.numbers);
    for (std::size_t i = 0; i < back.size(); ++i) EXPECT_EQ(packed.at(i), row.numbers[i]);
  }
}

TEST(PackedNumbers, ReadsParts) {
  std::vector<std::int64_t> numbers;
  for (int i = 0; i < 1000; ++i) numbers.push_back(i % 7 == 0 ? kMissingNumber : i * i);
  const PackedNumbers packed{std::span<const std::int64_t>(numbers)};
  std::vector<std::int64_t> part(13);
  packed.read(400, part);
  EXPECT_EQ(part, std::vector<std::int64_t>(numbers.begin() + 400, numbers.begin() + 413));
  EXPECT_THROW(packed.read(990, part), ContractViolation);
  EXPECT_THROW((void)packed.at(1000), ContractViolation);
}

TEST(Column, HoldsNumbersAtOneScale) {
  ColumnBuilder net(spec("net", FieldType::kNumber));
  for (const char* text : {"100", "-12.5", "0.005", "7"}) net.add(number(text));
  net.add({});
  const Column column = std::move(net).build();
  EXPECT_EQ(column.scale(), 3);
  EXPECT_TRUE(column.has_missing());
  EXPECT_FALSE(column.has_wide());
  std::array<std::int64_t, 8> buffer;
  const auto coefficients = column.coefficients(0, 5, buffer);
  EXPECT_EQ(std::vector<std::int64_t>(coefficients.begin(), coefficients.end()),
            (std::vector<std::int64_t>{100'000, -12'500, 5, 7'000, kMissingNumber}));
  EXPECT_EQ(column.cell(1), number("-12.5"));
  EXPECT_TRUE(is_missing(column.cell(4)));
  EXPECT_EQ(column.smallest(), -12'500);
  EXPECT_EQ(column.largest(), 100'000);
}

TEST(Column, SetsNumbersAsideThatDoNotFit) {
  const char* texts[] = {"9223372036854775807",  // The largest of 64 bits, until a scale comes.
                         "0.01",
                         "123456789012345678901234567890",
                         "0.12345678901234567890",
                         "-9223372036854775808",
                         "1.500000000000000000000"};
  ColumnBuilder builder(spec("net", FieldType::kNumber));
  for (const char* text : texts) builder.add(number(text));
  for (RowIndex row = 0; row < 6; ++row) EXPECT_EQ(builder.cell(row), number(texts[row]));
  const Column column = std::move(builder).build();
  EXPECT_EQ(column.scale(), 2);
  EXPECT_EQ(column.wide().size(), 4u);
  for (RowIndex row = 0; row < 6; ++row) EXPECT_EQ(column.cell(row), number(texts[row])) << row;
  std::array<std::int64_t, 6> buffer;
  EXPECT_EQ(column.coefficients(0, 6, buffer)[0], kWideNumber);
  EXPECT_EQ(column.coefficients(0, 6, buffer)[5], 150);
}

TEST(Column, NeverTakesANumberForASpecialOne) {
  ColumnBuilder builder(spec("net", FieldType::kNumber));
  builder.add_number(INT64_MIN, 0);
  builder.add_number(INT64_MIN + 1, 0);
  builder.add_number(INT64_MIN + 2, 0);
  const Column column = std::move(builder).build();
  EXPECT_EQ(column.number(0), Decimal::from_int64(INT64_MIN));
  EXPECT_EQ(column.number(1), Decimal::from_int64(INT64_MIN + 1));
  EXPECT_EQ(column.number(2), Decimal::from_int64(INT64_MIN + 2));
}

TEST(Column, HoldsTextsDatesAndFlags) {
  ColumnBuilder line(spec("line", FieldType::kText));
  ColumnBuilder id(spec("id", FieldType::kText, true));
  ColumnBuilder date(spec("date", FieldType::kDate));
  ColumnBuilder passed(spec("passed", FieldType::kFlag));
  line.add_text("L01"), line.add_text(""), line.add_text("L01");
  id.add_text("S-1"), id.add_text("S-2"), id.add_text("");
  date.add_date(Date::of(2025, 3, 31)), date.add_missing(), date.add_date(Date::of(1, 1, 1));
  passed.add_flag(true), passed.add_missing(), passed.add_flag(false);
  const Column lines = std::move(line).build(), ids = std::move(id).build();
  const Column dates = std::move(date).build(), flags = std::move(passed).build();
  std::array<TextCode, 3> codes;
  EXPECT_EQ(lines.codes(0, 3, codes)[2], 1u);
  EXPECT_EQ(lines.code(1), kMissingText);
  EXPECT_EQ(lines.cell(0), FieldValue("L01"));
  EXPECT_TRUE(lines.has_missing());
  EXPECT_EQ(ids.text(1), "S-2");
  EXPECT_TRUE(ids.has_missing());
  EXPECT_FALSE(ids.has_dictionary());
  std::array<std::int32_t, 3> days;
  EXPECT_EQ(dates.days(0, 3, days)[1], kMissingDay);
  EXPECT_EQ(dates.date(2), Date::of(1, 1, 1));
  EXPECT_EQ(flags.flag(0), true);
  EXPECT_EQ(flags.flag(1), std::nullopt);
  EXPECT_EQ(flags.cell(2), FieldValue(false));
  EXPECT_TRUE(flags.has_missing());
}

TEST(Column, CanBeBuiltOfSomeRowsInAnyOrder) {
  const std::vector<RowIndex> rows{3, 0};
  ColumnBuilder net(spec("net", FieldType::kNumber));
  ColumnBuilder id(spec("id", FieldType::kText, true));
  for (const char* text : {"1", "2", "3", "123456789012345678901234567890"}) {
    net.add(number(text));
    id.add_text(text);
  }
  const Column nets = std::move(net).build(rows), ids = std::move(id).build(rows);
  EXPECT_EQ(nets.size(), 2u);
  EXPECT_EQ(nets.cell(0), number("123456789012345678901234567890"));
  EXPECT_EQ(nets.cell(1), number("1"));
  EXPECT_EQ(ids.text(0), "123456789012345678901234567890");
  ColumnBuilder none(spec("net", FieldType::kNumber));
  none.add(number("1"));
  EXPECT_EQ(std::move(none).build(std::vector<RowIndex>{}).size(), 0u);
}

TEST(ColumnBuilder, ReplacesNumbers) {
  ColumnBuilder quantity(spec("quantity", FieldType::kNumber));
  for (const char* text : {"1", "2", "123456789012345678901234567890"}) quantity.add(number(text));
  quantity.set_number(0, Decimal::of("12.5"));
  quantity.set_number(1, std::nullopt);
  quantity.set_number(2, Decimal::of("3"));
  const Column column = std::move(quantity).build();
  EXPECT_EQ(column.cell(0), number("12.5"));
  EXPECT_TRUE(is_missing(column.cell(1)));
  EXPECT_EQ(column.cell(2), number("3"));
  EXPECT_FALSE(column.has_wide());
}

TEST(TextArena, GoesOnBeyond64KiBInABlock) {
  ColumnBuilder id(spec("id", FieldType::kText, true));
  std::vector<std::string> texts;
  for (int i = 0; i < 600; ++i)
    texts.push_back(std::string(static_cast<std::size_t>(i * 3), 'x') + "!");
  for (const std::string& text : texts) id.add_text(text);
  const Column column = std::move(id).build();
  for (std::size_t i = 0; i < texts.size(); ++i)
    ASSERT_EQ(column.text(static_cast<RowIndex>(i)), texts[i]);
}

}  // namespace
}  // namespace rebate
