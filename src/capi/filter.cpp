// SPDX-License-Identifier: Apache-2.0
#include "capi/filter.hpp"

#include "rebate/base/nearest_word.hpp"

#include <algorithm>

namespace rebate::capi {

namespace {

[[noreturn]] void unknown(const std::string& what, const std::string& word,
                          const std::vector<std::string>& known) {
  const std::string near = nearest_word(word, known);
  refuse(REBATE_NOT_FOUND, "There is no " + what + " '" + word + "'." +
                               (near.empty() ? "" : " Did you mean '" + near + "'?"));
}

bool has_line_of(const Settlement& settlement, const std::string& partner) {
  return std::any_of(settlement.lines().begin(), settlement.lines().end(), [&](const Line& line) {
    return settlement.earner(line.earner) == partner || settlement.earner(line.payee) == partner;
  });
}

}  // namespace

LineFilter filter_of(const rebate_settlement& settlement, const rebate_options& options) {
  if (!options.rule.empty()) {
    std::vector<std::string> rules;
    for (const CheckedRule& rule : settlement.policy->rules) rules.push_back(rule.source.id);
    if (std::find(rules.begin(), rules.end(), options.rule) == rules.end()) {
      unknown("rule", options.rule, rules);
    }
  }
  const Dictionary& ids = settlement.data->master->partners().ids();
  if (!options.partner.empty() && !ids.find(options.partner) &&
      !has_line_of(*settlement.settlement, options.partner)) {
    std::vector<std::string> known;
    for (TextCode code = 1; code < ids.size(); ++code) known.emplace_back(ids.text(code));
    unknown("partner", options.partner, known);
  }
  return {options.partner, options.rule};
}

}  // namespace rebate::capi
