// SPDX-License-Identifier: Apache-2.0
//
// How to run and what to print.
#include "capi/guard.hpp"

using namespace rebate;
using namespace rebate::capi;

namespace {

constexpr int32_t kMostThreads = 1024;

template <class Set>
rebate_status change(rebate_options* options, rebate_error** error_out, Set&& set) {
  return guard(error_out, [&] {
    const Use<rebate_options> use(options, "options");
    set(*use);
  });
}

std::string text_or_empty(const char* text) { return text == nullptr ? std::string() : text; }

}  // namespace

rebate_status rebate_options_new(rebate_options** options_out, rebate_error** error_out) {
  return guard_new(options_out, "options_out", error_out,
                   [] { return std::make_unique<rebate_options>(); });
}

rebate_status rebate_options_set_threads(rebate_options* options, int32_t threads,
                                         rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) {
    if (threads < 0 || threads > kMostThreads) {
      refuse(REBATE_INVALID_ARGUMENT, "threads is a number from 0 to 1024.");
    }
    to.threads = threads;
  });
}

rebate_status rebate_options_set_as_of(rebate_options* options, const char* day,
                                       rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) {
    std::optional<Date> date;
    if (day != nullptr) {
      date = Date::parse(day);
      if (!date) {
        refuse(REBATE_INVALID_ARGUMENT,
               "'" + std::string(day) + "' is no day. Write it as 2025-07-10.");
      }
    }
    to.as_of = date;
  });
}

rebate_status rebate_options_set_period(rebate_options* options, const char* period,
                                        rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) { to.period = text_or_empty(period); });
}

rebate_status rebate_options_set_progress(rebate_options* options, rebate_progress progress,
                                          void* user_data, rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) {
    to.progress = progress;
    to.user_data = user_data;
  });
}

rebate_status rebate_options_set_partner(rebate_options* options, const char* partner,
                                         rebate_error** error_out) {
  return change(options, error_out,
                [&](rebate_options& to) { to.partner = text_or_empty(partner); });
}

rebate_status rebate_options_set_rule(rebate_options* options, const char* rule,
                                      rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) { to.rule = text_or_empty(rule); });
}

rebate_status rebate_options_set_language(rebate_options* options, const char* language,
                                          rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) {
    const std::optional<Language> known = language_from_text(&given(language, "language"));
    if (!known) {
      refuse(REBATE_INVALID_ARGUMENT,
             "'" + std::string(language) + "' is no language; there are 'en' and 'zh'.");
    }
    to.language = *known;
  });
}

rebate_status rebate_options_set_traces(rebate_options* options, int32_t traces,
                                        rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) { to.wants_traces = traces != 0; });
}

rebate_status rebate_options_set_rows(rebate_options* options, int32_t rows,
                                      rebate_error** error_out) {
  return change(options, error_out, [&](rebate_options& to) { to.wants_rows = rows != 0; });
}

void rebate_options_free(rebate_options* options) { free_handle(options); }
