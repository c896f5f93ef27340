// SPDX-License-Identifier: Apache-2.0
//
// The figures of a worked example that pins them: {"attainment('annual')": "90%", "net_sales":
// 900000}. A pinned name stands for whatever the rules write exactly so; all else is worked out
// from the pins or is missing.
#pragma once

#include "plan/plan_parts.hpp"
#include "settlement/compute_line.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>

namespace rebate {

class PinnedSource : public LineSource {
 public:
  /// `earned` says what another rule earns under the same pins.
  PinnedSource(const CheckedPolicy& policy, const Example& example,
               std::function<Value(const std::string&)> earned);

  Value read(const Formula& leaf) override;
  const Value* pinned(const Formula& formula) override;
  const FiscalCalendar& calendar() const override { return policy_.calendar; }
  std::optional<Ratio> last_target() override { return std::nullopt; }

  /// Pinned names, in their one spelling, that none of these texts is.
  std::vector<std::string> unread(const std::set<std::string>& texts) const;

 private:
  struct Pin {
    std::string written;
    Cell cell;
    Value value;
    bool is_converted = false;
  };
  Value read_growth(const Formula& formula);
  Value read_attainment(const Formula& formula);
  Value pinned_target(const std::string& name);

  const CheckedPolicy& policy_;
  std::function<Value(const std::string&)> earned_;
  std::map<std::string, Pin> pins_;  // By canonical text.
};

/// A cell as a value of this type: "90%", "gold", "2025-03-01"; missing if it is none.
Value cell_value(const Cell& cell, const Formula& as, const Policy& policy);

}  // namespace rebate
