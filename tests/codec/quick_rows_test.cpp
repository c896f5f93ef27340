// SPDX-License-Identifier: Apache-2.0
//
// The quick way through a CSV file against the plain one. A column at the end of each record that
// nobody reads stands in quotes in one of two files that are alike otherwise: quotes are never
// quick, so that the one is read record by record. Rows and issues must be the same.
#include "rebate/codec/dataset.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace rebate {
namespace {

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {
    faults_ = std::vector<unsigned>{0, 0, 3, 60}[seed % 4];
    end_ = seed % 3 == 0 ? "\r\n" : "\n";
  }

  /// Two files that differ in the quotes of the last column alone.
  std::pair<std::string, std::string> sales(unsigned rows) {
    std::string quick = "id,date,partner,product,quantity,net,paid,done,note" + end_;
    std::string plain = quick;
    for (unsigned i = 0; i < rows; ++i) {
      const std::string record = id(i) + "," + date() + "," + partner() + "," + product() + "," +
                                 number() + "," + number() + "," + date() + "," + flag();
      if (faulty(4)) {  // an empty line, or fields too few or too many
        const std::string line = below(2) == 0 ? "" : below(2) == 0 ? "x,y" : record + ",n,n";
        quick += line + end_;
        plain += line + end_;
      }
      quick += record + "," + "n" + end_;
      plain += record + ",\"n\"" + end_;
    }
    return {quick, plain};
  }

 private:
  unsigned below(unsigned bound) { return random_() % bound; }
  /// Some of thousand, `weight` times as often as a fault of a field.
  bool faulty(unsigned weight = 1) { return below(1000) < faults_ * weight / 4; }
  std::string one_of(std::vector<std::string> texts) {
    return texts[below(static_cast<unsigned>(texts.size()))];
  }

  std::string id(unsigned i) {
    if (faulty()) return one_of({"", "S1", "\"a\"\"b\"", std::string(300, 'q')});
    return (below(30) == 0 ? "a-much-longer-identifier-" : "S") + std::to_string(i);
  }
  std::string date() {
    if (faulty()) {
      return one_of({"2025-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "2025/01/01", "",
                     "25-01-01", "2025-01-0a", "1899-12-31", "2200-01-01", "0000-01-01",
                     "2025-1-01", "20250101"});
    }
    const unsigned month = 1 + below(12);
    const unsigned day = 1 + below(28);
    return (below(2) == 0 ? "2024-" : "2025-") + std::string(month < 10 ? "0" : "") +
           std::to_string(month) + (day < 10 ? "-0" : "-") + std::to_string(day);
  }
  std::string partner() {
    if (faulty()) return one_of({"", "nobody", "P1 ", "\xe5\x8d\x8e", "\xff"});
    return "P" + std::to_string(1 + below(40));
  }
  std::string product() {
    return one_of({"", "A", "AB", "SKU00017", "SKU00018", "\xe4\xba\xa7\xe5\x93\x81",
                   "a-product-of-sixte", "a-product-of-six", "seventeen-letters"});
  }
  std::string number() {
    if (faulty()) {
      return one_of({"",
                     "-",
                     ".5",
                     "5.",
                     "1,5",
                     "00",
                     "01.5",
                     "-0",
                     "1e3",
                     "0x1",
                     "1.2.3",
                     "+1",
                     "--1",
                     "12345678901234567890.5",
                     "123456789012345678",
                     "1234567890123456789",
                     "0.123456789012",
                     "1.5-",
                     "1/2",
                     "1:2",
                     "99999999",
                     "999999999",
                     "NaN"});
    }
    const std::string whole = std::to_string(below(below(2) == 0 ? 100 : 2000000));
    const std::string sign = below(20) == 0 ? "-" : "";
    if (below(3) == 0) return sign + whole;
    return sign + whole + "." + std::to_string(below(10)) + std::to_string(below(10)) +
           (below(200) == 0 ? "125" : "");
  }
  std::string flag() {
    return faulty() ? one_of({"yes", "TRUE", "1"}) : one_of({"true", "false", ""});
  }

  std::mt19937 random_;
  unsigned faults_ = 0;
  std::string end_;
};

/// All that was read, and all that was said.
std::string outcome(const std::string& folder, const std::string& sales, unsigned threads) {
  std::ofstream(folder + "/sales.csv", std::ios::binary) << sales;
  DataSchema schema = DataSchema::standard();
  for (const auto& [name, type] :
       {std::pair("paid", FieldType::kDate), {"done", FieldType::kFlag}}) {
    FieldSpec field;
    field.name = name;
    field.type = type;
    schema.declare("sale", field);
  }
  DataOptions options;
  options.threads = threads;
  options.wants_hashes = false;
  const Result<Dataset> read = read_dataset(folder, schema, options);
  std::string text;
  for (const Issue& issue : read.issues()) text += to_string(issue) + "\n";
  if (!read.ok()) return text;
  for (const Table& table : read->ledger.tables()) {
    for (RowIndex row = 0; row < table.row_count(); ++row) {
      text += std::to_string(table.source(row).line);
      for (const Column& column : table.columns()) text += "|" + to_text(column.cell(row));
      text += "\n";
    }
  }
  return text;
}

TEST(QuickRows, ReadsAndRefusesWhatThePlainWayDoes) {
  const std::string folder = testing::TempDir() + "/quick-rows";
  std::filesystem::create_directories(folder);
  std::ofstream partners(folder + "/partners.csv");
  partners << "id,valid_from\n";
  for (int p = 1; p <= 40; ++p) partners << "P" << p << ",2024-01-01\n";
  partners.close();
  std::size_t refused = 0, read = 0;
  for (unsigned seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(seed);
    const auto [quick, plain] = Writer(seed).sales(seed % 5 == 0 ? 9000 : 40 * seed % 900);
    const std::string expected = outcome(folder, plain, 1);
    ASSERT_EQ(outcome(folder, quick, 1), expected);
    ASSERT_EQ(outcome(folder, quick, 3), expected);
    const bool is_refused =
        expected.find("error") != std::string::npos || expected.find('|') == std::string::npos;
    ++(is_refused ? refused : read);
  }
  EXPECT_GE(refused, 20u);
  EXPECT_GE(read, 20u);
}

}  // namespace
}  // namespace rebate
