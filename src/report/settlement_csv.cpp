// SPDX-License-Identifier: Apache-2.0
#include "rebate/report/settlement_csv.hpp"

#include "rebate/policy/checked_policy.hpp"
#include "report/form_words.hpp"
#include "report/number_text.hpp"

#include <array>
#include <optional>
#include <vector>

namespace rebate {
namespace {

constexpr std::array<std::string_view, 26> kColumns = {
    "partner", "rule",           "period",     "each",
    "kind",    "status",         "qualifying", "earning",
    "band",    "rate",           "gross",      "after_limits",
    "due",     "currency",       "payee",      "after_combination",
    "rounded", "settled_before", "paid",       "share",
    "level",   "form",           "tax",        "policy",
    "version", "reasons"};

constexpr std::string_view kEndOfRecord = "\r\n";

bool looks_like_formula(std::string_view text) {
  return !text.empty() && (text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@' ||
                           text[0] == '\t' || text[0] == '\r');
}

std::string csv_text(std::string_view text) {
  TextCollector collector;
  append_csv_text(collector, text);
  return collector.text();
}

// Everything of a record that depends on the rule alone, as CSV writes it.
struct RuleCells {
  std::string id;
  std::string form;
};

class CsvWriter {
 public:
  CsvWriter(const Settlement& settlement, TextSink& sink)
      : settlement_(settlement), sink_(sink), policy_(policy_of(settlement.plan())) {
    for (const CheckedRule& rule : policy_.rules) {
      rules_.push_back({csv_text(rule.source.id), std::string(form_word(rule.source.pay.as.kind))});
    }
    const Policy& source = *policy_.source;
    tail_ = std::string(source.tax.empty() ? "before" : source.tax) + "," + csv_text(source.id) +
            "," + std::to_string(source.version) + ",";
  }

  void header() {
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      if (i > 0) sink_.append(',');
      sink_.append(kColumns[i]);
    }
    sink_.append(kEndOfRecord);
  }

  void record(const Line& line) {
    const RuleCells& rule = rules_[static_cast<std::size_t>(line.rule)];
    append_csv_text(sink_, settlement_.earner(line.earner));
    sink_.append(',');
    sink_.append(rule.id);
    sink_.append(',');
    append_csv_text(sink_, settlement_.period(line.period).name);
    sink_.append(',');
    each(line);
    sink_.append(',');
    sink_.append(to_text(line.kind));
    sink_.append(',');
    sink_.append(to_text(line.status));
    number(line.qualifying);
    number(line.earning);
    sink_.append(',');
    if (line.band >= 0) sink_.append_number(line.band + 1);
    number(line.rate);
    money(line.gross);
    money(line.after_limits);
    paid(line, line.due);
    sink_.append(',');
    sink_.append(settlement_.currency(line.currency));
    sink_.append(',');
    append_csv_text(sink_, settlement_.earner(line.payee));
    money(line.after_combination);
    paid(line, line.rounded);
    paid(line, line.settled_before);
    sink_.append(line.is_paid ? ",true," : ",false");
    if (!line.is_paid) paid(line, line.share);
    sink_.append(',');
    append_csv_text(sink_, settlement_.level(line.level));
    sink_.append(',');
    sink_.append(rule.form);
    sink_.append(',');
    sink_.append(tail_);
    reasons(line);
    sink_.append(kEndOfRecord);
  }

 private:
  void number(const std::optional<Ratio>& value) {
    sink_.append(',');
    if (value) append_ratio(sink_, *value);
  }
  void money(const Ratio& value) {
    sink_.append(',');
    append_ratio(sink_, value, policy_.minor_unit);
  }
  void paid(const Line& line, const Decimal& value) {
    sink_.append(',');
    append_decimal(sink_, value, paid_places(settlement_, line));
  }

  void each(const Line& line) {
    const std::vector<std::string>& key = settlement_.key(line.key);
    if (key.size() == 1) return append_csv_text(sink_, key[0]);
    std::string joined;
    for (const std::string& part : key) joined += (joined.empty() ? "" : "|") + part;
    append_csv_text(sink_, joined);
  }

  void reasons(const Line& line) {
    bool is_first = true;
    for (const Reason& reason : settlement_.reasons(line.reasons)) {
      if (!is_first) sink_.append(' ');
      is_first = false;
      sink_.append(to_text(reason.kind));
    }
  }

  const Settlement& settlement_;
  TextSink& sink_;
  const CheckedPolicy& policy_;
  std::vector<RuleCells> rules_;
  std::string tail_;
};

}  // namespace

bool LineFilter::admits(const Settlement& settlement, const Line& line) const {
  if (!partner.empty() && settlement.earner(line.earner) != partner &&
      settlement.earner(line.payee) != partner) {
    return false;
  }
  if (rule.empty()) return true;
  const CheckedPolicy& policy = policy_of(settlement.plan());
  return policy.rules[static_cast<std::size_t>(line.rule)].source.id == rule;
}

int paid_places(const Settlement& settlement, const Line& line) {
  const CheckedPolicy& policy = policy_of(settlement.plan());
  if (line.currency == 0) return policy.minor_unit;
  return minor_unit_in(policy, settlement.currency(line.currency)).value_or(policy.minor_unit);
}

std::span<const std::string_view> settlement_columns() { return kColumns; }

void append_csv_text(TextSink& sink, std::string_view text) {
  const bool is_formula = looks_like_formula(text);
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    if (is_formula) sink.append('\'');
    sink.append(text);
    return;
  }
  sink.append('"');
  if (is_formula) sink.append('\'');
  for (const char letter : text) {
    if (letter == '"') sink.append('"');
    sink.append(letter);
  }
  sink.append('"');
}

void write_csv(const Settlement& settlement, TextSink& sink, const LineFilter& filter) {
  CsvWriter writer(settlement, sink);
  writer.header();
  for (const Line& line : settlement.lines()) {
    if (!sink.ok()) return;
    if (filter.admits(settlement, line)) writer.record(line);
  }
}

}  // namespace rebate
