// SPDX-License-Identifier: Apache-2.0
#include "evaluation/foreign_money.hpp"

#include <optional>

namespace rebate {
namespace {

void check_table(const Policy& policy, const Table& table, Issues& issues) {
  const Column* column = table.find("currency");
  if (column == nullptr || !column->has_dictionary()) return;
  std::optional<RowIndex> first;
  std::uint64_t rows = 0;
  const auto own = column->dictionary().find(policy.currency);
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    const TextCode code = column->code(row);
    if (code == kMissingText || (own && code == *own)) continue;
    if (!first) first = row;
    ++rows;
  }
  if (!first) return;
  Issue issue;
  issue.code = Code::kForeignMoney;
  const RowSource source = table.source(*first);
  issue.place.file = std::string(source.file);
  issue.place.line = static_cast<int>(source.line);
  issue.found = std::string(column->text(*first));
  issue.expected = policy.currency;
  issue.message = "This row is in " + issue.found + ", the policy in " + policy.currency + " (" +
                  std::to_string(rows) + (rows == 1 ? " row" : " rows") +
                  "). Say in 'currencies' how money is converted.";
  issues.add(std::move(issue));
}

}  // namespace

Issues foreign_money(const CheckedPolicy& policy, const Ledger& ledger) {
  Issues issues;
  if (policy.source->currencies) return issues;
  for (const Table& table : ledger.tables()) check_table(*policy.source, table, issues);
  return issues;
}

}  // namespace rebate
