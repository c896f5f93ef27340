// SPDX-License-Identifier: Apache-2.0
#include "settlement/small_case.hpp"

#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/tally_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace rebate {
namespace {

template <class T>
T value_of(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(to_string(result.issues()));
  return *std::move(result);
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts(1);
  for (const char letter : text) {
    if (letter == mark) {
      parts.emplace_back();
    } else {
      parts.back() += letter;
    }
  }
  return parts;
}

std::vector<ExampleRow> rows_of(const std::string& csv) {
  std::vector<std::string> lines = split(csv, '\n');
  const std::vector<std::string> names = split(lines.front(), ',');
  std::vector<ExampleRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    const std::vector<std::string> cells = split(lines[i], ',');
    if (cells.size() != names.size()) throw std::runtime_error("a row is ragged: " + lines[i]);
    ExampleRow& row = rows.emplace_back();
    for (std::size_t c = 0; c < names.size(); ++c)
      row.emplace_back(names[c], Cell{cells[c], false});
  }
  return rows;
}

std::string key_text(const Settlement& settlement, const Line& line) {
  std::string text;
  for (const std::string& part : settlement.key(line.key))
    text += (text.empty() ? "" : " · ") + part;
  return text;
}

const std::string& rule_id(const Settlement& settlement, const Line& line) {
  return policy_of(settlement.plan()).rules[static_cast<std::size_t>(line.rule)].source.id;
}

void expect_replay(const SettledCase& run) {
  for (std::size_t i = 0; i < run.settlement.lines().size(); ++i) {
    const Line& line = run.settlement.lines()[i];
    SCOPED_TRACE(line_text(run.settlement, line));
    const LineTrace trace = trace_line(run.settlement, *run.data.master, *run.tally, i);
    try {
      EXPECT_EQ(replay(trace).to_string(), line.due.to_string());
    } catch (const ContractViolation& error) {
      ADD_FAILURE() << "the trace does not replay: " << error.what();
    }
  }
}

}  // namespace

std::string line_text(const Settlement& settlement, const Line& line) {
  std::string text = rule_id(settlement, line) + " " + settlement.earner(line.earner);
  if (line.payee != line.earner) text += "/" + settlement.earner(line.payee);
  text += " " + settlement.period(line.period).name;
  const std::string key = key_text(settlement, line);
  if (!key.empty()) text += " " + key;
  text += ":";
  if (line.kind != LineKind::kFinal) text += " " + std::string(to_text(line.kind));
  text += " " + std::string(to_text(line.status));
  if (line.level != 0) return text + " " + settlement.level(line.level);
  if (!line.is_paid)
    return text + " kept " + line.share.to_string() + " of " + line.after_limits.to_string();
  return text + " " + line.due.to_string();
}

std::string SettledCase::text() const {
  std::string text;
  for (const Line& line : settlement.lines()) text += line_text(settlement, line) + "\n";
  return text;
}

Line SettledCase::line(const std::string& rule, const std::string& partner,
                       const std::string& period, const std::string& key) const {
  Line found;
  int count = 0;
  for (const Line& line : settlement.lines()) {
    if (rule_id(settlement, line) != rule) continue;
    if (!partner.empty() && settlement.earner(line.earner) != partner) continue;
    if (!period.empty() && settlement.period(line.period).name != period) continue;
    if (!key.empty() && key_text(settlement, line) != key) continue;
    found = line;
    ++count;
  }
  EXPECT_EQ(count, 1) << rule << " " << partner << " " << period << " " << key << " in\n" << text();
  return found;
}

std::string SettledCase::reasons(const std::string& rule, const std::string& partner,
                                 const std::string& period, const std::string& key) const {
  std::string text;
  for (const Reason& reason : settlement.reasons(line(rule, partner, period, key).reasons)) {
    text += (text.empty() ? "" : "; ") + std::string(to_text(reason.kind));
    if (!reason.expression.empty()) text += " " + reason.expression;
    if (reason.value) text += " = " + reason.value->to_string();
    if (reason.took) text += " took " + reason.took->to_string();
  }
  return text;
}

SmallCase& SmallCase::table(std::string file, std::string csv) {
  tables_.emplace_back(std::move(file), rows_of(csv));
  return *this;
}

SmallCase& SmallCase::as_of(const std::string& day) {
  as_of_ = Date::parse(day);
  return *this;
}

std::string SmallCase::policy_text() const {
  std::string text = R"({"librebate": 1, "policy": "case", "status": "approved")";
  if (members_.find("\"currency\"") == std::string::npos) text += R"(, "currency": "CNY")";
  if (members_.find("\"valid\"") == std::string::npos) text += R"(, "valid": "2025")";
  return text + ", " + members_ + "}";
}

std::shared_ptr<const CheckedPolicy> SmallCase::policy() const {
  return value_of(load_policy(policy_text(), "policy.json"));
}

Dataset SmallCase::data_of(const CheckedPolicy& policy) const {
  const DataSchema schema = DataSchema::of(*policy.source);
  if (!is_folder_) return value_of(make_dataset(tables_, schema, policy.calendar));
  std::string folder = (std::filesystem::temp_directory_path() / "rebate-case-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
  for (const auto& [file, rows] : tables_) {
    std::ofstream out(folder + "/" + file + ".csv", std::ios::binary);
    for (std::size_t r = 0; r <= rows.size(); ++r) {
      std::string line;
      for (const auto& [name, cell] : rows[r == 0 ? 0 : r - 1]) {
        line += (r == 0 ? name : std::get<std::string>(cell.held)) + ",";
      }
      line.pop_back();
      out << line << "\n";
    }
  }
  DataOptions options;
  options.calendar = policy.calendar;
  Result<Dataset> data = read_dataset(folder, schema, options);
  std::filesystem::remove_all(folder);
  return value_of(std::move(data));
}

Dataset SmallCase::data() const { return data_of(*policy()); }

std::shared_ptr<const Plan> SmallCase::plan() const {
  const auto checked = policy();
  PlanOptions options;
  options.as_of = as_of_;
  return value_of(compile(checked, *data_of(*checked).master, options));
}

std::string SmallCase::refusals() const {
  const auto checked = load_policy(policy_text(), "policy.json");
  Issues issues = checked.issues();
  if (checked.ok()) {
    issues.merge(compile(*checked, *data_of(**checked).master).issues());
  }
  std::string text;
  for (const Issue& issue : issues) {
    if (issue.severity == Severity::kError)
      text += issue.place.pointer + ": " + issue.message + "\n";
  }
  return text;
}

SettledCase SmallCase::settle(const std::string& period) const {
  SettledCase run;
  run.policy = policy();
  run.data = data_of(*run.policy);
  PlanOptions planning;
  planning.as_of = as_of_;
  run.plan = value_of(compile(run.policy, *run.data.master, planning));
  TallyOptions tallying;
  tallying.threads = threads_;
  tallying.is_complete = !is_folder_;
  const auto fresh = tally(*run.plan, *run.data.master, run.data.ledger, tallying);
  const std::string saved = save_tally(*fresh);
  run.tally = value_of(restore_tally(saved, *run.plan, *run.data.master));
  EXPECT_EQ(save_tally(*run.tally), saved);
  SettleOptions options;
  options.threads = threads_;
  if (!period.empty()) options.period = run.policy->calendar.range(period);
  run.settlement = value_of(rebate::settle(run.plan, *run.data.master, *run.tally, options));
  expect_replay(run);
  return run;
}

}  // namespace rebate
