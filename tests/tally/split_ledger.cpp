// SPDX-License-Identifier: Apache-2.0
#include "tally/split_ledger.hpp"

#include "rebate/codec/tally_file.hpp"

namespace rebate {

std::string CsvTable::text() const {
  std::string text = header + "\n";
  for (const std::string& row : rows) text += row + "\n";
  return text;
}

SmallCase SplitCase::with(const CsvTables& rows) const {
  SmallCase given(members);
  for (const auto& [file, text] : master) given.table(file, text);
  for (const auto& [file, table] : rows) {
    if (!table.rows.empty()) given.table(file, table.text());
  }
  return given;
}

std::vector<CsvTables> SplitCase::parts(std::size_t k) const {
  std::vector<CsvTables> parts(k);
  for (const auto& [file, table] : trade) {
    for (std::size_t p = 0; p < k; ++p) parts[p][file].header = table.header;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      parts[i % k][file].rows.push_back(table.rows[i]);
  }
  return parts;
}

void SplitCase::compile() {
  const SmallCase all = whole();
  plan = all.plan();
  data = all.data();
}

std::shared_ptr<const Tally> SplitCase::tally_of(const CsvTables& rows, int threads) const {
  const Dataset part = with(rows).data();
  TallyOptions options;
  options.threads = threads;
  options.is_complete = true;
  return tally(*plan, *data.master, part.ledger, options);
}

std::string SplitCase::bytes_of(const CsvTables& rows, int threads) const {
  return save_tally(*tally_of(rows, threads));
}

}  // namespace rebate
