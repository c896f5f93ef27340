// SPDX-License-Identifier: Apache-2.0
//
// Settles single partners, as often as asked: a partner's page, or the partners that a batch of new
// entries has touched.
//
//   const Result<Settler> settler = Settler::make(plan, master, tally);
//   const Result<Settlement> page = settler->settle({{code_of_p17}});
//
// New entries need no second look at the old ones. Their own tally is merged with the old one, for
// the partners that have any, and those are settled again:
//
//   const auto batch = tally(*plan, *master, new_rows);
//   const std::vector<TextCode> touched = partners_in(*batch);
//   const auto now = merge(*plan, *old, *batch, touched);
//   const Result<Settlement> fresh = Settler::make(plan, master, *now)->settle(touched);
#pragma once

#include "rebate/settlement/settlement.hpp"

#include <memory>
#include <span>

namespace rebate {

class Settler {
 public:
  /// FAILS: as settle(); kNotYetSupported if some line depends on other partners: groups that earn
  /// as one, measures among others, budgets, ranks. Those are settled all together.
  static Result<Settler> make(std::shared_ptr<const Plan> plan,
                              std::shared_ptr<const Master> master,
                              std::shared_ptr<const Tally> tally);
  Settler(Settler&&) noexcept;
  Settler& operator=(Settler&&) noexcept;
  ~Settler();

  /// The lines of these partners as the whole settlement has them; its coverage says nothing of
  /// rows. Any thread may ask. REQUIRES: codes of the plan's partners, ascending. FAILS:
  /// kNumberOutgrown.
  [[nodiscard]] Result<Settlement> settle(std::span<const TextCode> partners) const;

 private:
  struct State;
  explicit Settler(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace rebate
