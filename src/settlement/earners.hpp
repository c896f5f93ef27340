// SPDX-License-Identifier: Apache-2.0
//
// Who earns: every partner alone, or the partners that share a field as one. Members of a group are
// those whom `who` admits in the period, with the attributes of its end.
#pragma once

#include "rebate/master/master.hpp"
#include "rebate/policy/evaluate.hpp"
#include "plan/plan_parts.hpp"

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace rebate {

struct Earner {
  std::string id;                   ///< the partner's, or the value that the group shares
  TextCode partner = kMissingText;  ///< kMissingText: a group
};

/// Attributes of one partner in one rule period.
Value partner_attribute(const Plan& plan, const Master& master, const RulePeriod& period,
                        TextCode partner, const Formula& field);

/// What `who` reads: the partner, the period, tables and KPIs.
class WhoEnvironment : public Environment {
 public:
  WhoEnvironment(const Plan& plan, const Master& master, const RulePeriod& period, TextCode partner)
      : plan_(plan), master_(master), period_(period), partner_(partner) {}
  Value read(const Formula& leaf) override;
  const FiscalCalendar& calendar() const override { return plan_.policy->calendar; }

 private:
  const Plan& plan_;
  const Master& master_;
  const RulePeriod& period_;
  TextCode partner_;
};

/// A partner that is valid on some day of the period and that `who` admits. A missing condition
/// admits nobody; `missing` then names its cause.
bool is_admitted(const Plan& plan, const Master& master, const RulePeriod& period, TextCode partner,
                 std::string* missing = nullptr);

/// Members by the value they share; groups without members are not there.
std::map<std::string, std::vector<TextCode>> groups_of(const Plan& plan, const Master& master,
                                                       const RulePeriod& period);

/// Which partners have which value of a field in a rule period: those whose parent is D1, those of
/// the region "east". Found out once for all earners, by whoever asks first; any thread may ask.
class Relations {
 public:
  Relations(const Plan& plan, const Master& master) : plan_(plan), master_(master) {}

  /// Ascending. Each stands where it stood on its own last valid day of the period, so that who
  /// leaves in the middle of it still counts.
  std::span<const TextCode> with(const RulePeriod& period, const std::string& field,
                                 const Value& value) const;

  /// Whose rows `among` means for an earner, one partner or several that earn together: those below
  /// it, itself included, everybody's, or those of partners that share a field with all of it.
  /// REQUIRES: another one than kEarner.
  std::vector<TextCode> among(const RulePeriod& period, std::span<const TextCode> members,
                              Scope::Among among, const std::string& field) const;

 private:
  using Index = std::map<std::string, std::vector<TextCode>>;  // By the value's key.
  const Index& index_of(const RulePeriod& period, const std::string& field) const;
  std::vector<TextCode> below(const RulePeriod& period, std::span<const TextCode> above) const;

  const Plan& plan_;
  const Master& master_;
  mutable std::mutex mutex_;
  mutable std::map<std::pair<const RulePeriod*, std::string>, Index> indexes_;
};

/// The KPI of a partner for a period, or for the shortest one on file that contains it.
Value kpi_value(const Master& master, const std::string& kpi, const std::string& partner,
                const DateRange& period);

}  // namespace rebate
