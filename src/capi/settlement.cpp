// SPDX-License-Identifier: Apache-2.0
//
// Settling, and a settlement as a whole.
#include "rebate/report/settlement_csv.hpp"
#include "rebate/report/settlement_json.hpp"
#include "rebate/report/statement.hpp"
#include "rebate/arrow/stream.hpp"
#include "capi/filter.hpp"
#include "capi/run.hpp"

using namespace rebate;
using namespace rebate::capi;

namespace {

std::optional<DateRange> period_of(const CheckedPolicy& policy, const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::string problem;
  const std::optional<DateRange> range = policy.calendar.range(text, &problem);
  if (!range) {
    refuse(REBATE_INVALID_ARGUMENT,
           "'" + text + "' is no period. Write 2025, 2025-H1, 2025-Q2, 2025-05 or " +
               "2025-04-01..2025-06-30.");
  }
  return range;
}

std::unique_ptr<rebate_settlement> settle_plan(const rebate_plan& plan,
                                               std::shared_ptr<const Tally> sums,
                                               const rebate_options& options, Progress& progress) {
  SettleOptions settling;
  settling.period = period_of(*plan.policy, options.period);
  settling.threads = options.threads;
  if (progress.is_wanted()) {
    settling.progress = [&progress](int thousandths) {
      return progress.tell(REBATE_STAGE_SETTLING, thousandths);
    };
  }
  progress.tell_or_stop(REBATE_STAGE_SETTLING, 0);
  auto made = std::make_unique<rebate_settlement>();
  Result<Settlement> settled = settle(plan.plan, *plan.data->master, *sums, settling);
  if (settled.ok()) made->warnings = warnings_of(settled.issues());
  made->settlement = std::make_shared<const Settlement>(value_of(std::move(settled)));
  made->policy = plan.policy;
  made->data = plan.data;
  made->tally = std::move(sums);
  return made;
}

TraceOfLine traces_of(const rebate_settlement& of) {
  return [&of](std::size_t line) {
    return trace_line(*of.settlement, *of.data->master, *of.tally, line);
  };
}

/// The text that `write` gives a sink.
template <class Write>
std::string collected(Write&& write) {
  TextCollector text;
  write(text);
  return text.text();
}

}  // namespace

rebate_status rebate_settle(const rebate_plan* plan, const rebate_tally* tally,
                            rebate_options* options, rebate_settlement** settlement_out,
                            rebate_error** error_out) {
  return guard_new(settlement_out, "settlement_out", error_out, [&] {
    const UseOptions run(options);
    Progress progress(*run);
    return settle_plan(live(plan, "plan"), live(tally, "tally").tally, *run, progress);
  });
}

rebate_status rebate_evaluate(const rebate_policy* policy, const rebate_data* data,
                              rebate_options* options, rebate_settlement** settlement_out,
                              rebate_error** error_out) {
  return guard_new(settlement_out, "settlement_out", error_out, [&] {
    const UseOptions run(options);
    Progress progress(*run);
    const std::unique_ptr<rebate_plan> plan =
        compile_plan(live(policy, "policy"), live(data, "data"), *run);
    return settle_plan(*plan, add_up(*plan, *data->data, *run, progress), *run, progress);
  });
}

const rebate_error* rebate_settlement_warnings(const rebate_settlement* settlement) {
  return is_live(settlement) ? settlement->warnings.get() : nullptr;
}
void rebate_settlement_free(rebate_settlement* settlement) { free_handle(settlement); }

rebate_status rebate_settlement_to_json(const rebate_settlement* settlement,
                                        rebate_options* options, rebate_text** text_out,
                                        rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    const rebate_settlement& of = live(settlement, "settlement");
    const UseOptions shown(options);
    const LineFilter filter = filter_of(of, *shown);
    return collected([&](TextSink& sink) {
      write_json(*of.settlement, sink, filter, shown->wants_traces ? traces_of(of) : nullptr);
    });
  });
}

rebate_status rebate_settlement_to_csv(const rebate_settlement* settlement, rebate_options* options,
                                       rebate_text** text_out, rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    const rebate_settlement& of = live(settlement, "settlement");
    const UseOptions shown(options);
    const LineFilter filter = filter_of(of, *shown);
    return collected([&](TextSink& sink) { write_csv(*of.settlement, sink, filter); });
  });
}

rebate_status rebate_settlement_to_statements(const rebate_settlement* settlement,
                                              rebate_options* options, rebate_text** text_out,
                                              rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    const rebate_settlement& of = live(settlement, "settlement");
    const UseOptions shown(options);
    StatementOptions printing;
    printing.language = shown->language;
    printing.filter = filter_of(of, *shown);
    printing.as_of = shown->as_of ? shown->as_of : of.data->as_of;
    printing.period = shown->period;
    return collected([&](TextSink& sink) {
      write_statements(*of.settlement, *of.data->master, sink, printing);
    });
  });
}

rebate_status rebate_settlement_to_stream(const rebate_settlement* settlement,
                                          rebate_options* options, struct ArrowArrayStream* stream,
                                          rebate_error** error_out) {
  if (stream != nullptr) *stream = ArrowArrayStream{};
  return guard(error_out, [&] {
    given(stream, "stream");
    const rebate_settlement& of = live(settlement, "settlement");
    const UseOptions shown(options);
    value_of(export_lines(of.settlement, filter_of(of, *shown), stream));
  });
}

rebate_status rebate_settlement_coverage_to_json(const rebate_settlement* settlement,
                                                 rebate_text** text_out, rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    return coverage_json(live(settlement, "settlement").settlement->coverage());
  });
}

rebate_status rebate_settlement_coverage_to_text(const rebate_settlement* settlement,
                                                 rebate_options* options, rebate_text** text_out,
                                                 rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    const rebate_settlement& of = live(settlement, "settlement");
    const UseOptions shown(options);
    return collected(
        [&](TextSink& sink) { write_coverage(*of.settlement, sink, shown->language); });
  });
}
