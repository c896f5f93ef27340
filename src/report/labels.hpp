// SPDX-License-Identifier: Apache-2.0
//
// The words of statements and coverage reports in one language.
#pragma once

#include "rebate/explanation/language.hpp"

#include <string_view>

namespace rebate {

struct Labels {
  std::string_view statement, policy, version, as_of, before_tax, after_tax;
  std::string_view lines, on_invoice, into_fund, due, all_partners, partners;
  std::string_view fund, opened, earned, drawn, expired;
  std::string_view coverage, nothing_left, unused, used_twice, pairs, rule_without_rows;
  std::string_view rule_paid_nothing, without_target, without_baseline, missing;
  std::string_view rows, times, first, and_word, more;
  std::string_view open_bracket, close_bracket;
};

const Labels& labels_of(Language language);

}  // namespace rebate
