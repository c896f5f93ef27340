// SPDX-License-Identifier: Apache-2.0
//
// The same rows give the same ledger whether they come as a file, as objects or as columns.
#include "rebate/base/require.hpp"
#include "rebate/codec/dataset.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace rebate {
namespace {

const char* const kPartners = "id,tier,valid_from\nP1,gold,2025-01-01\nP2,silver,2025-01-01\n";
const char* const kSales =
    "id,date,partner,product,quantity,net\n"
    "S1,2025-03-31,P2,A,2,20.50\nS2,2025-03-30,P1,A,,-0.05\n";

Result<Dataset> read(std::vector<DataInput> inputs) {
  return read_dataset("", inputs, DataSchema::standard());
}

DataInput file(std::string name, std::string_view bytes) {
  return {std::move(name), bytes, nullptr};
}

DataInput rows(std::string name, std::shared_ptr<RowStream> stream) {
  return {std::move(name), {}, std::move(stream)};
}

std::shared_ptr<ColumnRows> sales_columns() {
  auto sales = std::make_shared<ColumnRows>("sales");
  const std::vector<std::optional<std::string_view>> ids{"S1", "S2"}, partners{"P2", "P1"},
      products{"A", "A"};
  sales->add_texts("id", ids);
  sales->add_dates("date",
                   std::vector<std::optional<Date>>{Date::of(2025, 3, 31), Date::of(2025, 3, 30)});
  sales->add_texts("partner", partners);
  sales->add_texts("product", products);
  sales->add_numbers("quantity", std::vector<std::optional<std::int64_t>>{2, std::nullopt}, 0);
  sales->add_numbers("net", std::vector<std::optional<std::int64_t>>{2050, -5}, 2);
  return sales;
}

std::string dump(const Dataset& data) {
  std::string text;
  for (const Table& table : data.ledger.tables()) {
    text += table.noun() + "\n";
    for (RowIndex row = 0; row < table.row_count(); ++row) {
      for (const Column& column : table.columns()) text += to_text(column.cell(row)) + "|";
      text += "\n";
    }
  }
  return text;
}

TEST(MemoryDataset, ReadsFilesColumnsAndObjectsAlike) {
  const Result<Dataset> files = read({file("partners.csv", kPartners), file("sales.csv", kSales)});
  ASSERT_TRUE(files.ok()) << to_string(files.issues());
  EXPECT_EQ(dump(*files), "sale\nS2|2025-03-30|P1|A||-0.05|\nS1|2025-03-31|P2|A|2|20.5|\n");

  const Result<Dataset> columns =
      read({file("partners.csv", kPartners), rows("sales", sales_columns())});
  ASSERT_TRUE(columns.ok()) << to_string(columns.issues());
  EXPECT_EQ(dump(*columns), dump(*files));

  const Result<Dataset> objects = read(
      {file("partners.json", R"([{"id": "P1", "tier": "gold", "valid_from": "2025-01-01"},
                                {"id": "P2", "tier": "silver", "valid_from": "2025-01-01"}])"),
       file("sales.json", R"([{"id": "S1", "date": "2025-03-31", "partner": "P2", "product": "A",
           "quantity": 2, "net": 20.50},
          {"id": "S2", "date": "2025-03-30", "partner": "P1", "product": "A", "quantity": null,
           "net": "-0.05"}])")});
  ASSERT_TRUE(objects.ok()) << to_string(objects.issues());
  EXPECT_EQ(dump(*objects), dump(*files));
}

TEST(MemoryDataset, AppendsToColumns) {
  const auto sales = sales_columns();
  for (const auto& [name, text] : {std::pair{"id", "S3"}, {"partner", "P1"}, {"product", "B"}}) {
    sales->add_texts(name, std::vector<std::optional<std::string_view>>{text});
  }
  sales->add_dates("date", std::vector<std::optional<Date>>{std::nullopt});
  sales->add_numbers("quantity", std::vector<std::optional<std::int64_t>>{std::nullopt}, 0);
  sales->add_numbers("net", std::vector<std::optional<std::int64_t>>{7}, 0);
  const Result<Dataset> data = read({file("partners.csv", kPartners), rows("sales", sales)});
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(to_string(data.issues()), "sales  RB4008  /2/date  The field date is empty.\n");
}

TEST(MemoryDataset, RefusesColumnsOfDifferentLength) {
  const auto sales = sales_columns();
  sales->add_flags("net", std::vector<std::optional<bool>>{true});
  const Result<Dataset> data = read({file("partners.csv", kPartners), rows("sales", sales)});
  EXPECT_EQ(to_string(data.issues()),
            "sales  RB4005  The column net has 3 values, id has 2. Expected columns of one "
            "length.\n");
}

TEST(MemoryDataset, TellsWhereAFieldOfAnObjectStands) {
  const Result<Dataset> data =
      read({file("partners.csv", kPartners),
            file("sales.json",
                 "[{\"id\": \"S1\", \"date\": \"2025-02-30\",\n"
                 "\"partner\": \"P1\", \"product\": \"A\", \"quantity\": 1, \"net\": 1}]")});
  ASSERT_FALSE(data.ok());
  EXPECT_TRUE(to_string(data.issues()).starts_with("sales.json:1:23  RB1106"))
      << to_string(data.issues());
}

TEST(MemoryDataset, RefusesJsonThatIsNoRows) {
  const auto fault = [](const char* text) {
    const Result<Dataset> data = read({file("partners.json", text)});
    return data.ok() ? std::string() : to_string(data.issues());
  };
  EXPECT_TRUE(fault("{}").starts_with("partners.json:1:01  RB1103")) << fault("{}");
  EXPECT_TRUE(fault("[1]").starts_with("partners.json:1:02  RB1103  /0")) << fault("[1]");
  EXPECT_TRUE(fault("[{\"id\": [1]}]").starts_with("partners.json:1:09  RB1103  /0/id"));
  EXPECT_TRUE(fault("[").starts_with("partners.json:1:02  RB1001"));
}

TEST(MemoryDataset, RefusesAnInputThatIsNoFile) {
  const Result<Dataset> data = read({file("partners.csv", kPartners), file("sale.csv", kSales)});
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(to_string(data.issues()),
            "sale.csv  RB4010  This is no file of the format, or another input is read in its "
            "place. Did you mean 'sales.csv'?\n");
  const Result<Dataset> twice =
      read({file("partners.csv", kPartners), file("partners.csv", kPartners)});
  ASSERT_FALSE(twice.ok());
  EXPECT_TRUE(twice.issues().contains(Code::kWrongValue));
  const Result<Dataset> both = read({file("partners.csv", kPartners), file("partners.json", "[]")});
  ASSERT_FALSE(both.ok());
  EXPECT_TRUE(both.issues().contains(Code::kFileIgnored));
}

TEST(MemoryDataset, ReadsInputsByTheMappingOfDataJson) {
  const Result<Dataset> data =
      read({file("data.json", R"({"as_of": "2025-04-01",
                "files": {"sales": {"file": "export.txt", "delimiter": ";",
                  "columns": {"date": "day", "partner": "who", "product": "what", "net": "value",
                              "id": "no", "quantity": "no"}}}})"),
            file("partners.csv", kPartners),
            file("export.txt", "day;who;what;value;no\n2025-03-31;P1;A;12;1\n")});
  ASSERT_TRUE(data.ok()) << to_string(data.issues());
  EXPECT_EQ(data->as_of, Date::of(2025, 4, 1));
  EXPECT_EQ(data->ledger.find("sale")->row_count(), 1u);
}

TEST(MemoryDataset, RefusesTextsThatAreNotUtf8) {
  auto sales = std::make_shared<ColumnRows>("partners");
  sales->add_texts("id", std::vector<std::optional<std::string_view>>{"P1", "caf\xe9",
                                                                      std::string_view("a\0b", 3)});
  sales->add_dates("valid_from", std::vector<std::optional<Date>>(4, Date::of(2025, 1, 1)));
  const std::string long_text(70'000, 'x');
  sales->add_texts("id", std::vector<std::optional<std::string_view>>{long_text});
  const Result<Dataset> data = read({rows("partners", sales)});
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(to_string(data.issues()),
            "partners  RB4003  /1/id  The field is not UTF-8, or holds a NUL byte.\n"
            "partners  RB4003  /2/id  The field is not UTF-8, or holds a NUL byte.\n"
            "partners  RB9002  /3/id  A field has more than 65536 bytes (limit: field bytes).\n");
}

TEST(MemoryDataset, WritesDecimalsAsFilesDo) {
  const auto text = [](std::int64_t coefficient, std::int32_t scale) {
    std::string made;
    append_decimal_text(coefficient, scale, made);
    return made;
  };
  EXPECT_EQ(text(125000, 2), "1250.00");
  EXPECT_EQ(text(5, 2), "0.05");
  EXPECT_EQ(text(-5, 3), "-0.005");
  EXPECT_EQ(text(0, 0), "0");
  EXPECT_EQ(text(0, 2), "0.00");
  EXPECT_EQ(text(std::numeric_limits<std::int64_t>::min(), 0), "-9223372036854775808");
  EXPECT_EQ(text(std::numeric_limits<std::int64_t>::min(), 18), "-9.223372036854775808");
  EXPECT_THROW(text(1, 19), ContractViolation);
}

}  // namespace
}  // namespace rebate
