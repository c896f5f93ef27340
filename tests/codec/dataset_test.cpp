// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/dataset.hpp"

#include "codec/sha256.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace rebate {
namespace {

namespace fs = std::filesystem;

/// A data folder that goes away with the test.
class Folder {
 public:
  explicit Folder(const std::map<std::string, std::string>& files) {
    static int count = 0;
    path_ = fs::temp_directory_path() / ("rebate_dataset_test_" + std::to_string(++count) + "_" +
                                         std::to_string(reinterpret_cast<std::uintptr_t>(this)));
    fs::create_directories(path_);
    for (const auto& [name, text] : files) std::ofstream(path_ / name, std::ios::binary) << text;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

const char* const kPartners = "id,tier,valid_from\nP1,gold,2025-01-01\nP2,silver,2025-01-01\n";

Dataset read(const Folder& folder, const DataSchema& schema = DataSchema::standard(),
             const DataOptions& options = {}) {
  Result<Dataset> data = read_dataset(folder.path(), schema, options);
  EXPECT_TRUE(data.ok()) << to_string(data.issues());
  return std::move(data).value();
}

std::string cell(const Table& table, RowIndex row, std::string_view field) {
  return to_text(table.cell(row, field));
}

TEST(Dataset, ReadsAFolderOfStandardFiles) {
  const Folder folder(
      {{"partners.csv", kPartners},
       {"products.csv", "id,line,launched\nA,L01,2024-05-01\n"},
       {"targets.csv",
        "target,partner,period,value,product.line\nannual,P1,2025,1000.00,\n"
        "annual,P1,2025,90%,L01\n"},
       {"kpis.csv", "kpi,partner,period,value\nnps,P1,2025-Q1,71\n"},
       {"sales.csv",
        "\xef\xbb\xbfid,date,partner,product,quantity,net,region\r\n"
        "S1,2025-03-31,P2,A,2,20.50,east\r\nS2,2025-03-30,P1,A,1,10,\r\n"},
       {"payments.csv", "id,date,partner,invoice,amount\nB1,2025-04-10,P1,I1,100\n"},
       {"invoices.csv", "id,date,partner,gross\nI1,2025-04-01,P1,100\n"},
       {"exchange-rates.csv", "from,to,date,rate\nUSD,CNY,2025-01-01,7.2\n"}});
  const Dataset data = read(folder);
  const Table& sales = *data.ledger.find("sale");
  ASSERT_EQ(sales.row_count(), 2u);
  EXPECT_EQ(cell(sales, 0, "id"), "S2");
  EXPECT_EQ(cell(sales, 1, "net"), "20.5");
  EXPECT_EQ(cell(sales, 1, "region"), "east");
  EXPECT_EQ(sales.source(1).line, 2u);
  EXPECT_EQ(sales.find("tax"), nullptr);
  EXPECT_EQ(data.ledger.find("payment")->link("invoice")[0], 0u);
  const Register& partners = data.master->partners();
  EXPECT_EQ(to_text(partners.attribute(*partners.ids().find("P1"), "tier", Date::of(2025, 6, 30))),
            "gold");
  EXPECT_EQ(&data.ledger.partners(), &partners.ids());
  const DateRange year = FiscalCalendar().year(2025);
  EXPECT_EQ(data.master->targets().find("annual", "P1", year)->number(), Decimal::of("1000"));
  EXPECT_EQ(data.master->targets().find("annual", "P1", year, {{"product.line", "L01"}})->number(),
            Decimal::of("0.9"));
  EXPECT_TRUE(data.ledger.doubtful_rows().empty());
  ASSERT_EQ(data.files.size(), 8u);
  EXPECT_EQ(data.files[6].name, "sales.csv");
  EXPECT_EQ(data.files[6].noun, "sale");
  EXPECT_EQ(data.files[6].rows, 2u);
  EXPECT_EQ(data.files[6].sha256.size(), 64u);
}

TEST(Dataset, ReadsNounsAndFieldsThatThePolicyDeclares) {
  DataSchema schema = DataSchema::standard();
  const auto declare = [&](const char* noun, const char* name, FieldType type,
                           std::vector<std::string> levels = {}) {
    FieldSpec field;
    field.name = name;
    field.type = type;
    field.levels = std::move(levels);
    schema.declare(noun, std::move(field));
  };
  declare("visit", "store", FieldType::kText);
  declare("visit", "passed", FieldType::kFlag);
  declare("sale", "paid_date", FieldType::kDate);
  declare("stage", "name", FieldType::kText, {"lead", "contract"});
  declare("kpi", "connected", FieldType::kFlag);
  declare("kpi", "grade", FieldType::kText, {"C", "B", "A"});
  const Folder folder(
      {{"partners.csv", kPartners},
       {"visits.csv",
        "id,date,partner,store,passed\nV1,2025-01-01,P1,X,true\nV2,2025-01-01,P1,Y,false\n"},
       {"stages.csv", "id,date,partner,name\nG1,2025-01-01,P1,lead\n"},
       {"kpis.csv",
        "kpi,partner,period,value\nconnected,P1,2025,true\ngrade,P1,2025,B\nnps,P1,2025,70%\n"},
       {"sales.csv",
        "id,date,partner,product,quantity,net,paid_date\nS1,2025-01-01,P1,A,1,1,2025-02-01\n"}});
  const Dataset data = read(folder, schema);
  EXPECT_EQ(data.ledger.find("visit")->cell(0, "passed"), FieldValue(true));
  EXPECT_EQ(data.ledger.find("sale")->cell(0, "paid_date"), FieldValue(Date::of(2025, 2, 1)));
  const DateRange year = FiscalCalendar().year(2025);
  EXPECT_EQ(data.master->kpis().find("connected", "P1", year)->value, FieldValue(true));
  EXPECT_EQ(data.master->kpis().find("grade", "P1", year)->value, FieldValue("B"));
  EXPECT_EQ(data.master->kpis().find("nps", "P1", year)->value, FieldValue(Decimal::of("0.7")));
  EXPECT_TRUE(data.master->kpis().find("nps", "P1", year)->keys.empty());
}

TEST(Dataset, MapsAnExport) {
  // GB 18030: 华星 is BB AA D0 C7.
  const Folder folder(
      {{"data.json", R"({"as_of": "2025-07-10", "files": {
          "partners": {"encoding": "gb18030"},
          "sales": {"file": "billing.txt", "delimiter": "tab", "encoding": "iso-8859-1",
                    "decimal": ",",
                    "group": ".", "dates": "DD.MM.YYYY", "skip_rows": 2, "from": "2024-01-01",
                    "columns": {"id": ["VBELN", "POSNR"], "document": "VBELN", "date": "FKDAT",
                                "partner": "KUNAG",
                                "product": "MATNR", "quantity": "FKIMG",
                                "net": "NETWR", "price": "NETPR",
                                "type": "FKART"},
                    "codes": {"type": {"ZF2": "sale", "ZRE": "return", "F5": "proforma"}},
                    "negate": "type in ['return', 'cancel']",
                    "keep": "type != 'proforma' && net != 0",
                    "strip_zeros": ["partner", "product"], "set": {"region": "east"},
                    "expect": {"rows": 3, "net": "1234.50", "quantity": "-1"}}}})"},
       {"partners.csv", "id,name,valid_from\n17,\xbb\xaa\xd0\xc7,2025-01-01\n"},
       {"billing.txt",
        "Report\nof July\n"
        "VBELN\tPOSNR\tFKDAT\tKUNAG\tMATNR\tFKIMG\tNETWR\tNETPR\tFKART\tM\xfc\tM\xfc\n"
        "9001\t10\t31.03.2025\t0000000017\t000A\t1\t2.234,50\t2.234,50\tZF2\t\t\n"
        "9001\t20\t31.03.2025\t0000000017\t000A\t1\t100,5\t100\tF5\t\t\n"
        "9002\t10\t01.04.2025\t0000000017\t0000\t3\t1.000,5\t333,5\tZRE\t\t\n"
        "9003\t10\t01.04.2025\t0000000017\t0000\t1\t0,50\t0,5\tZF2\t\t\n"
        "9004\t10\t01.04.2025\t0000000017\t0000\t1\t0,00\t0\tZF2\t\t\n"}});
  const Dataset data = read(folder);
  EXPECT_EQ(data.as_of, Date::of(2025, 7, 10));
  const Table& sales = *data.ledger.find("sale");
  ASSERT_EQ(sales.row_count(), 3u);
  const struct {
    const char* field;
    const char* values[3];
  } columns[] = {
      {"id", {"9001-10", "9002-10", "9003-10"}},
      {"document", {"9001", "9002", "9003"}},
      {"date", {"2025-03-31", "2025-04-01", "2025-04-01"}},
      {"partner", {"17", "17", "17"}},
      {"product", {"A", "0", "0"}},
      {"quantity", {"1", "-3", "1"}},
      {"net", {"2234.5", "-1000.5", "0.5"}},
      {"price", {"2234.5", "333.5", "0.5"}},  // Per unit: a sign does not turn it.
      {"type", {"sale", "return", "sale"}},
      {"region", {"east", "east", "east"}},
  };
  for (const auto& column : columns) {
    for (RowIndex row = 0; row < 3; ++row)
      EXPECT_EQ(cell(sales, row, column.field), column.values[row]) << column.field;
  }
  EXPECT_EQ(sales.source(0).line, 4u);
  EXPECT_EQ(sales.file(), "billing.txt");
  EXPECT_EQ(sales.known_from(), Date::of(2024, 1, 1));
  EXPECT_EQ(data.ledger.doubtful_rows().count("sale", RowDoubt::kKeptOut), 2u);
  const Register& partners = data.master->partners();
  EXPECT_EQ(to_text(partners.attribute(1, "name", Date::of(2025, 1, 1))), "华星");
  EXPECT_EQ(data.files[0].name, "billing.txt");
}

TEST(Dataset, ConditionsOnRowsHaveThreeValues) {
  const struct {
    const char* keep;
    const char* ids;
  } cases[] = {
      {"type == 'return'", "S2 "},
      {"type != 'return'", "S1 S3 "},  // A blank type of a sale is 'sale'.
      {"sale.type in ['sale', 'cancel']", "S1 S3 "},
      {"!(region == 'east')", "S2 "},  // A blank region is neither east nor not east.
      {"region == 'east' || region != 'east'", "S1 S2 "},
      {"net > 5 && quantity <= 2", "S1 "},
      {"net >= -20", "S1 S2 S3 "},
      {"date < '2025-02-01'", "S1 "},
      {"date == '2025-99-01'", ""},
      {"true", "S1 S2 S3 "},
      {"region == 'east' || true", "S1 S2 S3 "},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(row.keep);
    const Folder folder(
        {{"partners.csv", kPartners},
         {"data.json", std::string(R"({"files": {"sales": {"keep": ")") + row.keep + "\"}}}"},
         {"sales.csv",
          "id,date,partner,product,quantity,net,type,region\n"
          "S1,2025-01-01,P1,A,1,10,,east\nS2,2025-03-01,P1,A,-2,-20,return,west\n"
          "S3,2025-03-01,P1,A,3,5,sale,\n"}});
    const Dataset data = read(folder);
    std::string ids;
    const Table& sales = *data.ledger.find("sale");
    for (RowIndex i = 0; i < sales.row_count(); ++i) ids += cell(sales, i, "id") + " ";
    EXPECT_EQ(ids, row.ids);
  }
}

TEST(Dataset, IsTheSameForAnyNumberOfThreads) {
  std::string sales = "id,date,partner,product,quantity,net,store\n";
  for (int i = 0; i < 40'000; ++i) {
    sales += "S" + std::to_string(i * 7 % 39'000) + ",2025-0" + std::to_string(1 + i % 9) +
             "-10,P" + std::to_string(1 + i % 3) + ",A" + std::to_string(i * 31 % 57) + "," +
             std::to_string(i % 5) + "," + std::to_string(i % 1000) + "." + std::to_string(i % 10) +
             ",\"Store \"\"" + std::to_string(i % 11) + "\"\",\n2\"\n";
  }
  const Folder folder({{"partners.csv", kPartners}, {"sales.csv", sales}});
  DataOptions options;
  const Dataset one = read(folder, DataSchema::standard(), options);
  for (const unsigned threads : {2u, 3u, 8u}) {
    options.threads = threads;
    const Dataset many = read(folder, DataSchema::standard(), options);
    const Table& a = *one.ledger.find("sale");
    const Table& b = *many.ledger.find("sale");
    ASSERT_EQ(a.row_count(), b.row_count());
    for (RowIndex row = 0; row < a.row_count(); ++row) {
      ASSERT_EQ(a.source(row).line, b.source(row).line);
      for (const Column& column : a.columns()) {
        ASSERT_EQ(column.cell(row), b.cell(row, column.name()));
        const Column& other = *b.find(column.name());
        ASSERT_EQ(column.has_dictionary() ? column.code(row) : 0,
                  other.has_dictionary() ? other.code(row) : 0);
      }
    }
    EXPECT_EQ(to_string(one.ledger.doubtful_rows().issues()),
              to_string(many.ledger.doubtful_rows().issues()));
    EXPECT_EQ(one.files[1].sha256, many.files[1].sha256);
    EXPECT_EQ(one.files[1].rows, many.files[1].rows);
  }
}

TEST(Dataset, ReportsTheSameForAnyNumberOfThreads) {
  std::string sales = "id,date,partner,product,quantity,net\n";
  for (int i = 0; i < 40'000; ++i) {
    sales += "S" + std::to_string(i) + "," + (i % 9'000 == 77 ? "soon" : "2025-01-10") +
             ",P1,A,1," + (i % 7'000 == 5 ? "x" : "1") + (i % 13'000 == 9 ? ",,\n" : "\n");
  }
  const Folder folder({{"partners.csv", kPartners}, {"sales.csv", sales}});
  DataOptions options;
  const Result<Dataset> one = read_dataset(folder.path(), DataSchema::standard(), options);
  ASSERT_FALSE(one.ok());
  EXPECT_GT(one.issues().size(), 10u);
  for (const unsigned threads : {2u, 5u}) {
    options.threads = threads;
    const Result<Dataset> many = read_dataset(folder.path(), DataSchema::standard(), options);
    EXPECT_EQ(to_string(one.issues()), to_string(many.issues()));
  }
}

TEST(Dataset, TellsItsProgress) {
  std::string sales = "id,date,partner,product,quantity,net\n";
  for (int i = 0; i < 200'000; ++i) sales += "S" + std::to_string(i) + ",2025-01-10,P1,A,1,1\n";
  const Folder folder({{"partners.csv", kPartners}, {"sales.csv", sales}});
  DataOptions options;
  std::uint64_t last = 0, calls = 0, whole = 0;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_GE(done, last);
    EXPECT_LE(done, total);
    last = done, whole = total, ++calls;
  };
  read(folder, DataSchema::standard(), options);
  EXPECT_GE(calls, 3u);
  EXPECT_EQ(last, whole);
}

TEST(Dataset, RefusesWhatIsNoFolder) {
  const Result<Dataset> data = read_dataset("/nonexistent/folder", DataSchema::standard());
  ASSERT_FALSE(data.ok());
  EXPECT_TRUE(data.issues().contains(Code::kFileMissing));
}

TEST(Sha256, IsThatOfTheStandard) {
  // The examples of FIPS 180-4.
  EXPECT_EQ(detail::sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(detail::sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(detail::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(detail::sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace rebate
