// SPDX-License-Identifier: Apache-2.0
//
// What must hold of every settlement, whatever the programme and the rows.
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"
#include "rebate/codec/tally_file.hpp"
#include "laws/random_case.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <sstream>

namespace rebate {
namespace {

Settlement settled(const SplitCase& given, const Tally& tally, int threads = 1) {
  SettleOptions options;
  options.threads = threads;
  const auto result = settle(given.plan, *given.data.master, tally, options);
  RC_ASSERT(result.ok());
  return *result;
}

void log_case(const SplitCase& given) {
  std::ostringstream text;
  showValue(given, text);
  RC_LOG() << text.str() << std::endl;
}

const std::string& rule_of(const Settlement& settlement, const Line& line) {
  return policy_of(settlement.plan()).rules[static_cast<std::size_t>(line.rule)].source.id;
}

RC_GTEST_PROP(Laws, AnyOrderOfRowsSettlesTheSame, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const auto tally = given.tally_of(given.trade);
  const auto turned = given.tally_of(shuffled(given.trade));
  RC_ASSERT(save_tally(*turned) == save_tally(*tally));
  RC_ASSERT(full_text(settled(given, *turned)) == full_text(settled(given, *tally)));
}

RC_GTEST_PROP(Laws, AnySplitMergesToTheSame, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const auto whole = given.tally_of(given.trade);
  std::vector<std::shared_ptr<const Tally>> tallies;
  for (const CsvTables& part :
       random_parts(given, static_cast<std::size_t>(*rc::gen::inRange(2, 6)))) {
    tallies.push_back(given.tally_of(part, *rc::gen::inRange(1, 4)));
  }
  // Grouped at random, too.
  while (tallies.size() > 1) {
    const auto at =
        static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(tallies.size()) - 1));
    auto merged = merge(*given.plan, *tallies[at + 1], *tallies[at]);
    RC_ASSERT(merged.ok());
    tallies[at] = *merged;
    tallies.erase(tallies.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  }
  RC_ASSERT(save_tally(*tallies[0]) == save_tally(*whole));
  RC_ASSERT(full_text(settled(given, *tallies[0])) == full_text(settled(given, *whole)));
}

RC_GTEST_PROP(Laws, AnyNumberOfThreadsSettlesTheSame, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const auto one = given.tally_of(given.trade, 1);
  const std::string text = full_text(settled(given, *one, 1));
  for (const int threads : {2, 16}) {
    const auto many = given.tally_of(given.trade, threads);
    RC_ASSERT(save_tally(*many) == save_tally(*one));
    RC_ASSERT(full_text(settled(given, *many, threads)) == text);
  }
}

RC_GTEST_PROP(Laws, ASavedTallySettlesTheSame, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const auto tally = given.tally_of(given.trade);
  const auto restored = restore_tally(save_tally(*tally), *given.plan, *given.data.master);
  RC_ASSERT(restored.ok());
  RC_ASSERT(full_text(settled(given, **restored)) == full_text(settled(given, *tally)));
}

RC_GTEST_PROP(Laws, EveryTraceReplaysToItsAmount, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const auto tally = given.tally_of(given.trade);
  const Settlement settlement = settled(given, *tally);
  for (std::size_t i = 0; i < settlement.lines().size(); ++i) {
    const Line& line = settlement.lines()[i];
    const LineTrace trace = trace_line(settlement, *given.data.master, *tally, i);
    RC_LOG() << line_text(settlement, line) << std::endl;
    RC_ASSERT(replay(trace) == line.due);
    RC_ASSERT(trace.due == line.due);
  }
}

RC_GTEST_PROP(Laws, PartsSumToTheWhole, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const auto tally = given.tally_of(given.trade);
  const Settlement settlement = settled(given, *tally);
  const CheckedPolicy& policy = policy_of(*given.plan);
  for (const Line& line : settlement.lines()) {
    const CheckedRule& rule = policy.rules[static_cast<std::size_t>(line.rule)];
    if (rule.members.empty()) continue;
    Decimal shared;
    bool has_qualified = false;  // Where nobody qualified, a guarantee is nobody's.
    for (const Line& part : settlement.lines()) {
      const bool is_member =
          std::find(rule.members.begin(), rule.members.end(), part.rule) != rule.members.end();
      if (!is_member || part.earner != line.earner) continue;
      if (!settlement.period(line.period).range.contains(settlement.period(part.period).range))
        continue;
      shared += part.share;
      has_qualified = has_qualified || part.status == Status::kPayable ||
                      part.status == Status::kReduced || part.status == Status::kUsedUp;
    }
    RC_LOG() << line_text(settlement, line) << " shared " << shared.to_string() << std::endl;
    RC_ASSERT(shared == (has_qualified ? line.rounded : Decimal()));
  }
}

RC_GTEST_PROP(Laws, UnrelatedPartnersAndNounsChangeNothing, ()) {
  const SplitCase given = random_case(RuleKinds::kOwnRows);
  log_case(given);
  const std::string text = full_text(settled(given, *given.tally_of(given.trade)));
  SplitCase more = given;
  more.master["partners"] += "ZZ,gold,n,\n";
  more.trade["sales"].rows.insert(more.trade["sales"].rows.begin(),
                                  "Z1,Z,2025-05-05,,ZZ,A,sale,5,700,1,n,");
  more.trade["stock"] = {"id,date,partner,quantity", {"T1,2025-05-05,P1,4"}};
  more.compile();
  const Settlement settlement = settled(more, *more.tally_of(more.trade));
  std::string kept;
  std::istringstream lines(full_text(settlement));
  std::string all = text;
  // Lines of the partners there were; the coverage of the new rows is new.
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" gross ") != std::string::npos && line.find(" ZZ ") == std::string::npos)
      kept += line + "\n";
  }
  std::string before;
  std::istringstream old(all);
  for (std::string line; std::getline(old, line);) {
    if (line.find(" gross ") != std::string::npos) before += line + "\n";
  }
  RC_ASSERT(kept == before);
}

RC_GTEST_PROP(Laws, AddingAndRetractingIsNothing, ()) {
  const SplitCase given = random_case(RuleKinds::kSums);
  log_case(given);
  SplitCase more = given;
  const std::string where = "2025-0" + std::to_string(*rc::gen::inRange(1, 10)) + "-11,,P" +
                            std::to_string(*rc::gen::inRange(1, 5)) + ",A,correction,";
  const std::string net = std::to_string(*rc::gen::inRange(1, 90000)) + ".07";
  more.trade["sales"].rows.push_back("N1,OX," + where + "3," + net + ",5,n,");
  more.trade["sales"].rows.push_back("N2,OX," + where + "-3,-" + net + ",-5,n,");
  more.compile();
  const auto dues = [](const Settlement& settlement) {
    std::string text;
    for (const Line& line : settlement.lines()) text += line_text(settlement, line) + "\n";
    return text;
  };
  RC_ASSERT(dues(settled(more, *more.tally_of(more.trade))) ==
            dues(settled(given, *given.tally_of(given.trade))));
}

RC_GTEST_PROP(Laws, APolicyReadAndWrittenSettlesTheSame, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const std::string written = write_policy(*policy_of(*given.plan).source);
  const auto again = load_policy(written, "again.json");
  RC_ASSERT(again.ok());
  RC_ASSERT(*(*again)->source == *policy_of(*given.plan).source);
  SplitCase other = given;
  const auto plan = compile(*again, *given.data.master);
  RC_ASSERT(plan.ok());
  other.plan = *plan;
  RC_ASSERT(full_text(settled(other, *other.tally_of(given.trade))) ==
            full_text(settled(given, *given.tally_of(given.trade))));
}

RC_GTEST_PROP(Laws, ASecondRunPaysNothing, ()) {
  const SplitCase given = random_case();
  log_case(given);
  const Settlement first = settled(given, *given.tally_of(given.trade));
  std::string settled_rows = "partner,rule,period,kind,amount,run,on,each\n";
  bool has_rows = false;
  for (const Line& line : first.lines()) {
    if (!line.is_paid || line.due.is_zero()) continue;
    std::string key;
    for (const std::string& part : first.key(line.key)) key += (key.empty() ? "" : " · ") + part;
    settled_rows += first.earner(line.earner) + "," + rule_of(first, line) + "," +
                    first.period(line.period).name + ",final," + line.due.to_string() +
                    ",run,2026-01-31," + key + "\n";
    has_rows = true;
  }
  SplitCase again = given;
  if (has_rows) again.master["settled"] = settled_rows;
  again.compile();
  const Settlement second = settled(again, *again.tally_of(again.trade));
  for (const Line& line : second.lines()) {
    RC_LOG() << line_text(second, line) << std::endl;
    RC_ASSERT(line.due.is_zero());
  }
}

}  // namespace
}  // namespace rebate
