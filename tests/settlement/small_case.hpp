// SPDX-License-Identifier: Apache-2.0
//
// A policy, a few rows, and the lines that come out:
//
//   SmallCase flat(R"("rules": [{"id": "flat", "when": "quarter", "pay": "3%"}])");
//   flat.table("sales", "date,partner,net\n2025-01-05,D1,1000\n");
//   EXPECT_EQ(flat.lines("2025-Q1"), "flat D1 2025-Q1: payable 30\n");
//
// Every settlement that a case makes is also looked at from behind: each line's trace replays to
// its amount, and the tally is saved and restored first.
#pragma once

#include "rebate/plan/plan.hpp"
#include "rebate/tally/tally.hpp"
#include "rebate/settlement/settlement.hpp"
#include "rebate/codec/dataset.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rebate {

/// Everything between the rows and the lines.
struct SettledCase {
  std::shared_ptr<const CheckedPolicy> policy;
  Dataset data;
  std::shared_ptr<const Plan> plan;
  std::shared_ptr<const Tally> tally;
  Settlement settlement;

  /// "rule partner/payee period key: status due"; of a member of a combination "status kept 30 of
  /// 45".
  std::string text() const;
  /// The one line of these; an empty name is any. Fails the test and gives an empty line if it is
  /// not one.
  Line line(const std::string& rule, const std::string& partner = "",
            const std::string& period = "", const std::string& key = "") const;
  /// The reasons of that line: "capped 2% * net_sales = 42000 took 2800".
  std::string reasons(const std::string& rule, const std::string& partner = "",
                      const std::string& period = "", const std::string& key = "") const;
};

class SmallCase {
 public:
  /// Members of a policy; what is not among them is approved, in CNY, valid in 2025.
  explicit SmallCase(std::string members) : members_(std::move(members)) {}

  /// A table of the data folder as CSV: a header, then rows. A partner that some row names exists.
  SmallCase& table(std::string file, std::string csv);
  SmallCase& as_of(const std::string& day);
  SmallCase& threads(int count) { return threads_ = count, *this; }
  /// Read from a folder of files, as a run is: nothing is known of the time before the first row.
  SmallCase& as_files() { return is_folder_ = true, *this; }

  std::string policy_text() const;
  std::shared_ptr<const CheckedPolicy> policy() const;
  Dataset data() const;
  std::shared_ptr<const Plan> plan() const;
  SettledCase settle(const std::string& period = "") const;
  std::string lines(const std::string& period = "") const { return settle(period).text(); }
  /// Codes and messages of what keeps it from being settled, one a line.
  std::string refusals() const;

 private:
  Dataset data_of(const CheckedPolicy& policy) const;

  std::string members_;
  ExampleTables tables_;
  std::optional<Date> as_of_;
  int threads_ = 1;
  bool is_folder_ = false;
};

/// One line of a settlement as SettledCase::text() writes it.
std::string line_text(const Settlement& settlement, const Line& line);

}  // namespace rebate
