// SPDX-License-Identifier: Apache-2.0
//
// Plans and tallies.
#include "rebate/codec/tally_file.hpp"
#include "rebate/evaluation/evaluate.hpp"
#include "capi/progress.hpp"
#include "capi/run.hpp"
#include "evaluation/foreign_money.hpp"

using namespace rebate;
using namespace rebate::capi;

namespace rebate::capi {

std::unique_ptr<rebate_plan> compile_plan(const rebate_policy& policy, const rebate_data& data,
                                          const rebate_options& options) {
  EvaluateOptions planning;
  planning.as_of = options.as_of;
  auto made = std::make_unique<rebate_plan>();
  made->policy = policy.policy;
  made->data = data.data;
  Result<std::shared_ptr<const Plan>> plan = plan_for(policy.policy, *data.data, planning);
  if (plan.ok()) made->warnings = warnings_of(plan.issues());
  made->plan = value_of(std::move(plan));
  return made;
}

std::shared_ptr<const Tally> add_up(const rebate_plan& plan, const Dataset& data,
                                    const rebate_options& options, Progress& progress) {
  // The rows may be others than those that the plan was checked with.
  Issues foreign = foreign_money(*plan.policy, data.ledger);
  if (!foreign.empty()) throw InputFailure{std::move(foreign)};
  progress.tell_or_stop(REBATE_STAGE_ADDING_UP, 0);
  TallyOptions adding;
  adding.threads = options.threads;
  std::shared_ptr<const Tally> sums = tally(*plan.plan, *data.master, data.ledger, adding);
  progress.tell_or_stop(REBATE_STAGE_ADDING_UP, 1000);
  return sums;
}

}  // namespace rebate::capi

namespace {

std::unique_ptr<rebate_tally> tally_of(std::shared_ptr<const Tally> sums) {
  auto made = std::make_unique<rebate_tally>();
  made->tally = std::move(sums);
  return made;
}

}  // namespace

rebate_status rebate_plan_compile(const rebate_policy* policy, const rebate_data* data,
                                  rebate_options* options, rebate_plan** plan_out,
                                  rebate_error** error_out) {
  return guard_new(plan_out, "plan_out", error_out, [&] {
    const UseOptions run(options);
    return compile_plan(live(policy, "policy"), live(data, "data"), *run);
  });
}

rebate_status rebate_plan_to_text(const rebate_plan* plan, rebate_text** text_out,
                                  rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] { return to_text(*live(plan, "plan").plan); });
}

const rebate_error* rebate_plan_warnings(const rebate_plan* plan) {
  return is_live(plan) ? plan->warnings.get() : nullptr;
}
void rebate_plan_free(rebate_plan* plan) { free_handle(plan); }

rebate_status rebate_tally_build(const rebate_plan* plan, const rebate_data* data,
                                 rebate_options* options, rebate_tally** tally_out,
                                 rebate_error** error_out) {
  return guard_new(tally_out, "tally_out", error_out, [&] {
    const UseOptions run(options);
    Progress progress(*run);
    return tally_of(add_up(live(plan, "plan"), *live(data, "data").data, *run, progress));
  });
}

rebate_status rebate_tally_merge(const rebate_plan* plan, const rebate_tally* a,
                                 const rebate_tally* b, rebate_tally** tally_out,
                                 rebate_error** error_out) {
  return guard_new(tally_out, "tally_out", error_out, [&] {
    return tally_of(
        value_of(merge(*live(plan, "plan").plan, *live(a, "a").tally, *live(b, "b").tally)));
  });
}

rebate_status rebate_tally_save(const rebate_tally* tally, rebate_text** bytes_out,
                                rebate_error** error_out) {
  return guard_text(bytes_out, error_out, [&] { return save_tally(*live(tally, "tally").tally); });
}

rebate_status rebate_tally_restore(const rebate_plan* plan, const char* bytes, size_t size,
                                   rebate_tally** tally_out, rebate_error** error_out) {
  return guard_new(tally_out, "tally_out", error_out, [&] {
    const rebate_plan& of = live(plan, "plan");
    const std::string_view text(&given(bytes, "bytes"), size);
    return tally_of(value_of(restore_tally(text, *of.plan, *of.data->master)));
  });
}

void rebate_tally_free(rebate_tally* tally) { free_handle(tally); }
