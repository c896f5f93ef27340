// SPDX-License-Identifier: Apache-2.0
//
// Puts the lines of all earners together in their order, with the texts they share.
#pragma once

#include "rebate/settlement/settlement.hpp"
#include "settlement/earner_run.hpp"
#include "settlement/packed_lines.hpp"

namespace rebate {

/// The lines of one earner and the texts they point at.
struct EarnerLines {
  PackedLines lines;
  // Places begin at 1; 0 is no key, no level, the earner itself, the policy's currency.
  std::vector<std::vector<std::string>> keys;
  std::vector<std::vector<Reason>> reasons;
  std::vector<std::string> payees;
  std::vector<std::string> currencies;
  std::vector<std::string> levels;
  std::vector<FundMove> funds;
  std::vector<EarnerRun::Missed> missed;
};

/// Lines of a run that fall into `only`, if it is set.
EarnerLines lines_of(const Plan& plan, EarnerRun& run, const std::optional<DateRange>& only);

/// Settles the earner.
EarnerLines settled_lines(const EarnerRunInput& input, const Earner& earner,
                          const std::optional<DateRange>& only);

/// What is wrong if the tally was not made by this plan and for these partners.
std::optional<Issue> mismatch_of(const Plan& plan, const Master& master, const Tally& tally);

class SettlementBuilder {
 public:
  explicit SettlementBuilder(std::shared_ptr<const Plan> plan);
  /// Makes room for what will be added.
  void reserve(const std::vector<EarnerLines>& all);
  void add(const std::string& earner, EarnerLines lines);
  Coverage& coverage() { return settlement_.coverage_; }
  Settlement take();

 private:
  void cover(const std::string& earner, const EarnerLines& lines);
  std::uint32_t payee_named(const std::string& name, const std::string& earner,
                            std::uint32_t index);

  Settlement settlement_;
  PackedLines lines_;
  std::map<std::tuple<int, std::string, std::string>, std::int64_t> missed_;
  std::map<std::string, std::uint32_t> names_;  // Payees that are no earner of an earlier line.
  std::vector<bool> has_paid_;
  std::vector<bool> has_line_;
};

}  // namespace rebate
