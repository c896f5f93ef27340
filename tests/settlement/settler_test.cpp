// SPDX-License-Identifier: Apache-2.0
//
// Partners settled one by one, and after new entries: the lines of the whole run, byte for byte.
#include "rebate/settlement/settler.hpp"

#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace rebate {
namespace {

constexpr const char* kMembers = R"j("rules": [
  {"id": "volume", "when": "quarter", "what": "product.line == 'L1'", "pay": {"mode": "marginal",
   "bands": [{"from": 100, "rate": "1%"}, {"from": 900, "rate": "2%"}]}},
  {"id": "by-line", "when": "year", "what": {"each": "product.line"}, "qualify": "growth(net_sales)",
   "pay": {"mode": "retroactive", "bands": [{"from": "-50%", "rate": "3%"}]}},
  {"id": "order", "when": "month", "what": {"each": "sale.document"}, "pay": {"amount": 2}},
  {"id": "average", "when": "year", "pay": {"of": "sum(sale.net / sale.quantity)", "rate": "1%"}},
  {"id": "lines", "when": "quarter", "qualify": "distinct(product.line)",
   "pay": {"of": "net_sales", "mode": "retroactive", "bands": [{"from": 2, "rate": "0.5%"}]},
   "limit": {"cap": "5"}}])j";

constexpr int kPartners = 9;

std::string sales(std::mt19937& random, int first, int count) {
  std::string rows = "id,document,date,partner,product,type,quantity,net\n";
  for (int i = first; i < first + count; ++i) {
    const bool back = random() % 6 == 0;
    rows += "S" + std::to_string(i) + ",O" + std::to_string(random() % 40) +
            (random() % 2 == 0 ? ",2024-0" : ",2025-0") + std::to_string(1 + random() % 9) + "-1" +
            std::to_string(random() % 10) + ",D" + std::to_string(1 + random() % kPartners) + "," +
            "ABC"[random() % 3] + (back ? ",return,-" : ",sale,") +
            std::to_string(1 + random() % 9) + "," + (back ? "-" : "") +
            std::to_string(random() % 500) + "." + std::to_string(10 + random() % 90) + "\n";
  }
  return rows;
}

SmallCase with(const std::string& rows) {
  SmallCase given(kMembers);
  std::string partners = "id\n";
  for (int p = 1; p <= kPartners; ++p) partners += "D" + std::to_string(p) + "\n";
  given.table("partners", partners).table("products", "id,line\nA,L1\nB,L2\nC,\n");
  return given.table("sales", rows);
}

/// Every figure of the lines of these partners.
std::string bytes_of(const Settlement& settlement, const std::vector<std::string>& partners) {
  const auto shown = [](const std::optional<Ratio>& number) {
    return number ? number->to_string() : std::string("-");
  };
  std::string text;
  for (const Line& line : settlement.lines()) {
    const std::string& earner = settlement.earner(line.earner);
    if (std::find(partners.begin(), partners.end(), earner) == partners.end()) continue;
    text += line_text(settlement, line);
    for (const auto& number :
         {shown(line.qualifying), shown(line.earning), shown(line.rate), line.gross.to_string(),
          line.after_limits.to_string(), line.rounded.to_string(), line.due.to_string(),
          std::to_string(line.band)}) {
      text += " " + number;
    }
    for (const Reason& reason : settlement.reasons(line.reasons))
      text += " " + std::string(to_text(reason.kind)) + shown(reason.took);
    text += "\n";
  }
  return text;
}

std::string without_header(std::string text) { return text.substr(text.find('\n') + 1); }

TEST(Settler, GivesEachPartnerTheLinesOfTheWholeRun) {
  std::mt19937 random(7);
  const SettledCase run = with(sales(random, 0, 300)).settle();
  const auto settler = Settler::make(run.plan, run.data.master, run.tally);
  ASSERT_TRUE(settler.ok());
  const Dictionary& ids = run.data.master->partners().ids();
  for (TextCode code = 1; code < ids.size(); ++code) {
    const auto alone = settler->settle(std::span(&code, 1));
    ASSERT_TRUE(alone.ok());
    const std::string id(ids.text(code));
    EXPECT_GT(alone->lines().size(), 3u);
    EXPECT_EQ(bytes_of(*alone, {id}), bytes_of(run.settlement, {id}));
  }
}

TEST(Settler, AfterNewEntriesGivesTheLinesOfAllEntries) {
  std::size_t changed = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string before = sales(random, 0, 250);
    const std::string added = sales(random, 250, 1 + static_cast<int>(random() % 6));
    const SettledCase old = with(before).settle();
    const SettledCase whole = with(before + without_header(added)).settle();
    const Dataset batch = with(added).data();
    TallyOptions options;
    options.is_complete = true;
    const auto sums = tally(*old.plan, *old.data.master, batch.ledger, options);
    const std::vector<TextCode> touched = partners_in(*sums);
    ASSERT_FALSE(touched.empty());
    const auto merged = merge(*old.plan, *old.tally, *sums, touched);
    ASSERT_TRUE(merged.ok());
    const auto settler = Settler::make(old.plan, old.data.master, *merged);
    ASSERT_TRUE(settler.ok());
    const auto fresh = settler->settle(touched);
    ASSERT_TRUE(fresh.ok());
    std::vector<std::string> names;
    for (const TextCode code : touched)
      names.emplace_back(old.data.master->partners().ids().text(code));
    EXPECT_EQ(bytes_of(*fresh, names), bytes_of(whole.settlement, names));
    changed += bytes_of(*fresh, names) != bytes_of(old.settlement, names);
  }
  EXPECT_GE(changed, 8u) << "the new entries change too little to show anything";
}

TEST(Settler, RefusesWhatDependsOnOthers) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year",
    "what": {"among": "below", "each": "sale.partner"}, "pay": "1%"}])j");
  given.table("partners", "id,parent\nA,\nB,A\n")
      .table("sales", "date,partner,net\n2025-01-05,A,10\n");
  const SettledCase run = given.settle();
  const auto settler = Settler::make(run.plan, run.data.master, run.tally);
  ASSERT_FALSE(settler.ok());
  EXPECT_TRUE(settler.issues().contains(Code::kNotYetSupported));
}

}  // namespace
}  // namespace rebate
