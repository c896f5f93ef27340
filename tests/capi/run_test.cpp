// SPDX-License-Identifier: Apache-2.0
//
// From a policy to what is owed, by every way that rebate.h has.
#include "capi/client.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

namespace rebate::client {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(REBATE_SOURCE_DIR) + "/" + path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

PolicyHandle channel_policy() {
  const std::string path = std::string(REBATE_SOURCE_DIR) + "/examples/channel-2025/policy.json";
  return make<rebate_policy>(rebate_policy_from_file, path.c_str());
}

Data channel_data(const PolicyHandle& policy, rebate_options* options = nullptr) {
  const std::string folder = std::string(REBATE_SOURCE_DIR) + "/examples/channel-2025/data";
  const Input input = make<rebate_input>(rebate_input_new);
  done(rebate_input_set_folder, input.get(), folder.c_str());
  return read(policy, input, options);
}

TEST(CRun, SettlesTheExampleToTheSameBytes) {
  const PolicyHandle policy = channel_policy();
  const SettlementHandle settlement = evaluate(policy, channel_data(policy));
  EXPECT_EQ(text(rebate_settlement_to_csv, settlement.get(), nullptr),
            file_text("examples/channel-2025/expected/settlement.csv"));
  for (const std::string language : {"en", "zh"}) {
    const Options options = make<rebate_options>(rebate_options_new);
    done(rebate_options_set_partner, options.get(), "P05");
    done(rebate_options_set_language, options.get(), language.c_str());
    const std::string found =
        text(rebate_settlement_to_statements, settlement.get(), options.get());
    const std::string expected =
        file_text("examples/channel-2025/expected/statement.P05." + language + ".txt");
    EXPECT_TRUE(expected.starts_with(found)) << found;
    EXPECT_GT(found.size(), 100u);
  }
}

#ifdef REBATE_COMMAND
TEST(CRun, GivesTheJsonOfTheCommand) {
  const std::string example = std::string(REBATE_SOURCE_DIR) + "/examples/channel-2025";
  const std::string line = "\"" REBATE_COMMAND "\" settle \"" + example +
                           "/policy.json\" --data \"" + example + "/data\" --format json";
  std::FILE* pipe = popen(line.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string expected;
  char part[4096];
  for (size_t size; (size = std::fread(part, 1, sizeof part, pipe)) > 0;) {
    expected.append(part, size);
  }
  ASSERT_EQ(pclose(pipe), 0);
  const PolicyHandle policy = channel_policy();
  EXPECT_EQ(json_of(evaluate(policy, channel_data(policy))), expected);
}
#endif

TEST(CRun, ReadsLinesFieldByField) {
  const PolicyHandle policy = small_policy();
  const SettlementHandle settlement = evaluate(policy, small_data(policy));
  const rebate_settlement* of = settlement.get();
  std::string table;
  for (size_t line = 0; line < rebate_settlement_line_count(of); ++line) {
    for (const int32_t field : {REBATE_LINE_PARTNER, REBATE_LINE_RULE, REBATE_LINE_PERIOD,
                                REBATE_LINE_KIND, REBATE_LINE_STATUS, REBATE_LINE_PAYEE,
                                REBATE_LINE_CURRENCY, REBATE_LINE_FORM, REBATE_LINE_LEVEL}) {
      table += std::string(rebate_settlement_line_text(of, line, field)) + "|";
    }
    for (const int32_t field :
         {REBATE_NUMBER_BAND, REBATE_NUMBER_IS_PAID, REBATE_NUMBER_KEY_COUNT}) {
      int64_t number = -1;
      done(rebate_settlement_line_number, of, line, field, &number);
      table += std::to_string(number) + "|";
    }
    const char* key = rebate_settlement_line_key(of, line, 0);
    table += std::string(key == nullptr ? "-" : key) + "|";
    for (const int32_t field :
         {REBATE_AMOUNT_DUE, REBATE_AMOUNT_GROSS, REBATE_AMOUNT_QUALIFYING, REBATE_AMOUNT_RATE}) {
      table += text(rebate_settlement_line_amount, of, line, field) + "|";
    }
    table += "\n";
  }
  EXPECT_EQ(
      table,
      "P1|target|2025|final|payable|P1|CNY|credit_note||2|1|0|-|27000.00|27000.00|0.9|0.03|\n"
      "P1|lines|2025|final|payable|P1|CNY|credit_note||0|1|1|L01|1033.33|3100/3|310000|1/300|\n"
      "P1|lines|2025|final|payable|P1|CNY|credit_note||0|1|1|L02|1966.67|5900/3|590000|1/300|\n"
      "P2|target|2025|final|not_qualified|P2|CNY|credit_note||0|1|0|-|0.00|0.00|0.00100001||\n"
      "P2|lines|2025|final|payable|P2|CNY|credit_note||0|1|1|L01|3.33|100001/30000|1000.01|1/"
      "300|\n");
}

TEST(CRun, GivesAmountsAsIntegersWithAScale) {
  const PolicyHandle policy = small_policy();
  const SettlementHandle settlement = evaluate(policy, small_data(policy));
  const rebate_settlement* of = settlement.get();
  std::vector<int64_t> due(5, -1);
  std::vector<uint8_t> present(5, 9);
  done(rebate_settlement_decimals, of, REBATE_AMOUNT_DUE, 2, due.data(), present.data(),
       due.size());
  EXPECT_EQ(due, (std::vector<int64_t>{2700000, 103333, 196667, 0, 333}));
  EXPECT_EQ(present, (std::vector<uint8_t>{1, 1, 1, 1, 1}));
  int64_t one = 0;
  done(rebate_settlement_line_decimal, of, size_t{0}, REBATE_AMOUNT_DUE, 3, &one);
  EXPECT_EQ(one, 27000000);
  rebate_error* error = nullptr;
  EXPECT_EQ(rebate_settlement_line_decimal(of, 1, REBATE_AMOUNT_GROSS, 18, &one, &error),
            REBATE_NOT_EXACT);
  rebate_error_free(error);
  EXPECT_EQ(one, 0);
  EXPECT_EQ(rebate_settlement_line_decimal(of, 3, REBATE_AMOUNT_RATE, 2, &one, nullptr),
            REBATE_NOT_FOUND);
  EXPECT_EQ(rebate_settlement_line_decimal(of, 5, REBATE_AMOUNT_DUE, 2, &one, nullptr),
            REBATE_NOT_FOUND);
  EXPECT_EQ(rebate_settlement_decimals(of, REBATE_AMOUNT_DUE, 2, due.data(), nullptr, 4, nullptr),
            REBATE_INVALID_ARGUMENT);
}

TEST(CRun, TakesPlanTallyAndSettleApart) {
  const PolicyHandle policy = small_policy();
  const Data all = small_data(policy);
  const std::string whole = json_of(evaluate(policy, all));
  const std::string head(kSales.substr(0, kSales.find('\n') + 1));
  const Data first =
      small_data(policy, head + "S1,2025-02-01,P1,X,31,310000.00\nS3,2025-05-02,P2,X,1,1000.01\n");
  const Data second = small_data(policy, head + "S2,2025-05-01,P1,Y,59,590000.00\n");
  PlanHandle plan = make<rebate_plan>(rebate_plan_compile, policy.get(), first.get(), nullptr);
  EXPECT_NE(text(rebate_plan_to_text, plan.get()).find("target"), std::string::npos);
  const TallyHandle a = make<rebate_tally>(rebate_tally_build, plan.get(), first.get(), nullptr);
  const TallyHandle b = make<rebate_tally>(rebate_tally_build, plan.get(), second.get(), nullptr);
  const TallyHandle sum = make<rebate_tally>(rebate_tally_merge, plan.get(), a.get(), b.get());
  const TallyHandle other = make<rebate_tally>(rebate_tally_merge, plan.get(), b.get(), a.get());
  const std::string bytes = text(rebate_tally_save, sum.get());
  EXPECT_EQ(bytes, text(rebate_tally_save, other.get()));
  const TallyHandle restored =
      make<rebate_tally>(rebate_tally_restore, plan.get(), bytes.data(), bytes.size());
  const SettlementHandle settlement =
      make<rebate_settlement>(rebate_settle, plan.get(), restored.get(), nullptr);
  plan.reset();  // What stands on it keeps what it needs.
  EXPECT_EQ(json_of(settlement), whole);
}

TEST(CRun, RefusesDamagedTallies) {
  const PolicyHandle policy = small_policy();
  const Data data = small_data(policy);
  const PlanHandle plan = make<rebate_plan>(rebate_plan_compile, policy.get(), data.get(), nullptr);
  const TallyHandle tally = make<rebate_tally>(rebate_tally_build, plan.get(), data.get(), nullptr);
  const std::string bytes = text(rebate_tally_save, tally.get());
  size_t refused = 0;
  const auto refuse = [&](const std::string& damaged) {
    rebate_tally* none = nullptr;
    rebate_error* error = nullptr;
    const rebate_status status =
        rebate_tally_restore(plan.get(), damaged.data(), damaged.size(), &none, &error);
    EXPECT_EQ(status, REBATE_INPUT);
    EXPECT_EQ(none, nullptr);
    refused += rebate_error_count(error);
    rebate_error_free(error);
  };
  for (size_t size = 0; size < bytes.size(); ++size) refuse(bytes.substr(0, size));
  for (size_t bit = 0; bit < bytes.size() * 8; bit += 3) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    refuse(flipped);
  }
  EXPECT_GE(refused, bytes.size());
}

TEST(CRun, ReadsColumnsAsItReadsFiles) {
  const PolicyHandle policy = small_policy();
  const std::string whole = json_of(evaluate(policy, small_data(policy)));
  const Input input = small_master();
  const char* const ids[] = {"S1", "S2", "S3"};
  const char* const partners[] = {"P1", "P1", "P2?"};
  const size_t sizes[] = {2, 2, 2};
  const char* const products[] = {"X", "Y", "X"};
  const int32_t days[] = {20120, 20209, 20210};
  const int64_t quantities[] = {31, 59, 1}, net[] = {31000000, 59000000, 100001};
  rebate_input* to = input.get();
  // In two batches.
  for (const auto& [first, count] : {std::pair{size_t{0}, size_t{2}}, {size_t{2}, size_t{1}}}) {
    done(rebate_input_add_texts, to, "sales", "id", ids + first, nullptr, count);
    done(rebate_input_add_days, to, "sales", "date", days + first, nullptr, count);
    done(rebate_input_add_texts, to, "sales", "partner", partners + first, sizes + first, count);
    done(rebate_input_add_texts, to, "sales", "product", products + first, nullptr, count);
    done(rebate_input_add_numbers, to, "sales", "quantity", quantities + first, 0, nullptr, count);
    done(rebate_input_add_numbers, to, "sales", "net", net + first, 2, nullptr, count);
  }
  const Data data = read(policy, input);
  uint64_t rows = 0;
  done(rebate_data_row_count, data.get(), "sales", &rows);
  EXPECT_EQ(rows, 3u);
  EXPECT_EQ(rebate_data_row_count(data.get(), "claims", &rows, nullptr), REBATE_NOT_FOUND);
  EXPECT_EQ(json_of(evaluate(policy, data)), whole);
}

TEST(CRun, ExplainsALine) {
  const PolicyHandle policy = small_policy();
  const SettlementHandle settlement = evaluate(policy, small_data(policy));
  const Options options = make<rebate_options>(rebate_options_new);
  const std::string english =
      text(rebate_settlement_explain, settlement.get(), size_t{0}, options.get());
  EXPECT_NE(english.find("27,000.00"), std::string::npos) << english;
  EXPECT_EQ(english.find("S1"), std::string::npos) << english;
  done(rebate_options_set_rows, options.get(), 1);
  const std::string rows =
      text(rebate_settlement_explain, settlement.get(), size_t{0}, options.get());
  EXPECT_NE(rows.find("S1"), std::string::npos) << rows;
  done(rebate_options_set_language, options.get(), "zh");
  const std::string json =
      text(rebate_settlement_explain_to_json, settlement.get(), size_t{0}, options.get());
  EXPECT_TRUE(json.starts_with("{\"line\": {\"rule\": \"target\"")) << json;
  EXPECT_NE(json.find("\"trace\": {"), std::string::npos);
}

TEST(CRun, FiltersWhatItPrints) {
  const PolicyHandle policy = small_policy();
  const SettlementHandle settlement = evaluate(policy, small_data(policy));
  const Options options = make<rebate_options>(rebate_options_new);
  done(rebate_options_set_partner, options.get(), "P2");
  done(rebate_options_set_rule, options.get(), "lines");
  done(rebate_options_set_traces, options.get(), 1);
  const std::string json = json_of(settlement, options.get());
  EXPECT_EQ(json.find("\"P1\""), std::string::npos) << json;
  EXPECT_NE(json.find("\"trace\""), std::string::npos) << json;
  done(rebate_options_set_rule, options.get(), "line");
  rebate_text* none = nullptr;
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_settlement_to_json(settlement.get(), options.get(), &none, &raw),
            REBATE_NOT_FOUND);
  EXPECT_EQ(message(Error(raw)), "There is no rule 'line'. Did you mean 'lines'?\n");
  EXPECT_NE(text(rebate_settlement_coverage_to_json, settlement.get()).find("\"unused\""),
            std::string::npos);
  EXPECT_FALSE(text(rebate_settlement_coverage_to_text, settlement.get(), nullptr).empty());
}

TEST(CRun, SettlesAPeriodOnly) {
  const PolicyHandle policy = channel_policy();
  const Data data = channel_data(policy);
  const Options options = make<rebate_options>(rebate_options_new);
  done(rebate_options_set_period, options.get(), "2025-Q2");
  const SettlementHandle quarter = evaluate(policy, data, options.get());
  EXPECT_GT(rebate_settlement_line_count(quarter.get()), 0u);
  EXPECT_LT(rebate_settlement_line_count(quarter.get()),
            rebate_settlement_line_count(evaluate(policy, data).get()));
  done(rebate_options_set_period, options.get(), "2025-Q7");
  rebate_settlement* none = nullptr;
  EXPECT_EQ(rebate_evaluate(policy.get(), data.get(), options.get(), &none, nullptr),
            REBATE_INVALID_ARGUMENT);
}

struct Told {
  std::vector<int> stages = {0, 0, 0};
  int stop_at_stage = -1;
  std::thread::id thread = std::this_thread::get_id();
  rebate_options* options = nullptr;
  rebate_status reentered = REBATE_OK;
};

int32_t tell(int32_t stage, int32_t thousandths, void* user_data) {
  auto& told = *static_cast<Told*>(user_data);
  EXPECT_EQ(std::this_thread::get_id(), told.thread);
  EXPECT_GE(thousandths, 0);
  EXPECT_LE(thousandths, 1000);
  ++told.stages[static_cast<size_t>(stage)];
  if (told.options != nullptr) {
    told.reentered = rebate_options_set_threads(told.options, 1, nullptr);
    rebate_options_free(told.options);  // Refused as well: the call goes on with it.
  }
  return stage == told.stop_at_stage ? 7 : 0;
}

TEST(CRun, TellsProgressToTheCallingThread) {
  const PolicyHandle policy = channel_policy();
  const Options options = make<rebate_options>(rebate_options_new);
  Told told;
  done(rebate_options_set_progress, options.get(), &tell, static_cast<void*>(&told));
  done(rebate_options_set_threads, options.get(), 4);
  const Data data = channel_data(policy, options.get());
  evaluate(policy, data, options.get());
  for (const int times : told.stages) EXPECT_GT(times, 0);
  told.options = options.get();
  evaluate(policy, data, options.get());
  EXPECT_EQ(told.reentered, REBATE_BUSY);
}

TEST(CRun, StopsWhereTheCallbackSaysSo) {
  const PolicyHandle policy = small_policy();
  const Data data = small_data(policy);
  for (const int stage : {REBATE_STAGE_ADDING_UP, REBATE_STAGE_SETTLING}) {
    const Options options = make<rebate_options>(rebate_options_new);
    Told told;
    told.stop_at_stage = stage;
    done(rebate_options_set_progress, options.get(), &tell, static_cast<void*>(&told));
    done(rebate_options_set_threads, options.get(), 1);
    rebate_settlement* none = nullptr;
    rebate_error* error = nullptr;
    EXPECT_EQ(rebate_evaluate(policy.get(), data.get(), options.get(), &none, &error),
              REBATE_STOPPED);
    EXPECT_EQ(none, nullptr);
    EXPECT_EQ(rebate_error_status(error), REBATE_STOPPED);
    rebate_error_free(error);
  }
  const Options options = make<rebate_options>(rebate_options_new);
  Told told;
  told.stop_at_stage = REBATE_STAGE_READING;
  done(rebate_options_set_progress, options.get(), &tell, static_cast<void*>(&told));
  rebate_data* none = nullptr;
  EXPECT_EQ(rebate_data_read(policy.get(), small_master().get(), options.get(), &none, nullptr),
            REBATE_STOPPED);
}

TEST(CRun, SharesHandlesAmongThreads) {
  const PolicyHandle policy = small_policy();
  const Data data = small_data(policy);
  const SettlementHandle settlement = evaluate(policy, data);
  const std::string whole = json_of(settlement);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        EXPECT_EQ(json_of(evaluate(policy, data)), whole);
        EXPECT_FALSE(text(rebate_settlement_explain, settlement.get(), size_t{1}, nullptr).empty());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace rebate::client
