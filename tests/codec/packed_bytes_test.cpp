// SPDX-License-Identifier: Apache-2.0
#include "codec/packed_bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace rebate::detail {
namespace {

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    const char* digits = "0123456789ABCDEF";
    text += digits[(byte >> 4) & 15];
    text += digits[byte & 15];
  }
  return text;
}

Ratio ratio(const char* top, const char* bottom = "1") {
  return Ratio(Decimal::of(top)) / Ratio(Decimal::of(bottom));
}

template <class Write>
std::string written(const Write& write) {
  ByteWriter out;
  write(out);
  return out.take();
}

TEST(PackedBytes, SmallNumbersAreShort) {
  EXPECT_EQ(hex(written([](ByteWriter& out) { out.number(0); })), "00");
  EXPECT_EQ(hex(written([](ByteWriter& out) { out.number(300); })), "AC02");
  EXPECT_EQ(hex(written([](ByteWriter& out) { out.signed_number(-1); })), "01");
  EXPECT_EQ(hex(written([](ByteWriter& out) { out.signed_number(1); })), "02");
  EXPECT_EQ(hex(written([](ByteWriter& out) { out.text("L01"); })), "034C3031");
  EXPECT_EQ(hex(written([](ByteWriter& out) { out.fixed(258); })), "0201000000000000");
}

TEST(PackedBytes, ExtremesComeBack) {
  for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128},
                                    std::numeric_limits<std::uint64_t>::max()}) {
    const std::string bytes = written([&](ByteWriter& out) { out.number(value); });
    ByteReader in(bytes);
    EXPECT_EQ(in.number(), value);
    EXPECT_TRUE(in.ok() && in.is_at_end());
  }
  for (const std::int64_t value : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                   std::numeric_limits<std::int64_t>::max()}) {
    const std::string bytes = written([&](ByteWriter& out) { out.signed_number(value); });
    ByteReader in(bytes);
    EXPECT_EQ(in.signed_number(), value);
  }
}

TEST(PackedBytes, EveryValueComesBack) {
  const std::string digits(70, '7');
  const std::vector<Value> values = {
      Missing{MissingKind::kNoTableRow, "terms of A"},
      ratio("0"),
      ratio("-12.50"),
      ratio("1", "3"),
      ratio("9223372036854775808"),
      Ratio(Decimal(Integer::pow10(70) * Integer(-3) + Integer(1), 5)),
      std::string("颜色, \"x\""),
      true,
      false,
      Date::of(2025, 3, 31),
      DateRange::between(Date::of(2025, 1, 1), Date::of(2025, 1, 1)),
      Level{"gold", 2},
      ValueList{Value(std::string("a")), ValueList{Value(ratio("1"))}, Value()},
  };
  for (const Value& value : values) {
    const std::string bytes = written([&](ByteWriter& out) { out.value(value); });
    ByteReader in(bytes);
    const Value back = in.value();
    EXPECT_TRUE(in.ok() && in.is_at_end()) << hex(bytes);
    EXPECT_TRUE(back == value) << hex(bytes);
    EXPECT_EQ(written([&](ByteWriter& out) { out.value(back); }), bytes);
    // Cut off anywhere it is refused.
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ByteReader cut(std::string_view(bytes).substr(0, size));
      (void)cut.value();
      EXPECT_FALSE(cut.ok()) << hex(bytes) << " to " << size;
    }
  }
}

TEST(PackedBytes, EqualNumbersAreEqualBytes) {
  const auto bytes = [](const Ratio& value) {
    return written([&](ByteWriter& out) { out.ratio(value); });
  };
  EXPECT_EQ(bytes(ratio("10")), bytes(ratio("10.00")));
  EXPECT_EQ(bytes(ratio("1", "8")), bytes(ratio("0.125")));
  EXPECT_EQ(bytes(ratio("3", "9")), bytes(ratio("1", "3")));
  EXPECT_EQ(bytes(ratio("-0")), bytes(ratio("0.000")));
}

TEST(PackedBytes, OtherSpellingsAreRefused) {
  const auto refused = [](std::initializer_list<int> bytes, auto read) {
    std::string text;
    for (const int byte : bytes) text.push_back(static_cast<char>(byte));
    ByteReader in(text);
    read(in);
    return !in.ok();
  };
  const auto number = [](ByteReader& in) { (void)in.number(); };
  const auto read_ratio = [](ByteReader& in) { (void)in.ratio(); };
  EXPECT_TRUE(refused({0x80, 0x00}, number));  // 0 in two bytes
  EXPECT_TRUE(
      refused({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02}, number));  // 65 bits
  EXPECT_TRUE(refused({0x00, 0x01, 0x14}, read_ratio));                                // 1.0
  EXPECT_TRUE(refused({0x01, 0x00, 0x01, '5'}, read_ratio));       // 5 as a large number
  EXPECT_TRUE(refused({0x02, 0x01, '2', 0x01, '6'}, read_ratio));  // 2/6
  EXPECT_TRUE(refused({0x02, 0x01, '1', 0x01, '4'}, read_ratio));  // 1/4 is 0.25
  EXPECT_TRUE(refused({0x02, 0x01, '1', 0x01, '0'}, read_ratio));
  EXPECT_TRUE(refused({0x02, 0x01, '1', 0x02, '-', '3'}, read_ratio));
  EXPECT_TRUE(refused({0x02}, [](ByteReader& in) { (void)in.flag(); }));
  EXPECT_TRUE(refused({0x05, 'a'}, [](ByteReader& in) { (void)in.text(); }));
  EXPECT_TRUE(refused({0xFF, 0xFF, 0xFF, 0xFF, 0x0F}, [](ByteReader& in) { (void)in.count(); }));
}

TEST(PackedBytes, ListsHaveALargestDepth) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "\x07\x01";
  ByteReader in(text);
  (void)in.value();
  EXPECT_FALSE(in.ok());
}

RC_GTEST_PROP(PackedBytes, ArbitraryBytesReadToWhatTheyWereWrittenFrom,
              (const std::string& bytes)) {
  ByteReader in(bytes);
  const Value value = in.value();
  if (!in.ok()) return;
  const std::string again = written([&](ByteWriter& out) { out.value(value); });
  RC_ASSERT(bytes.compare(0, again.size(), again) == 0);
}

}  // namespace
}  // namespace rebate::detail
