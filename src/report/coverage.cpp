// SPDX-License-Identifier: Apache-2.0
//
// The coverage report as text: one line a finding, at most kMostNames of a kind.
#include "rebate/policy/checked_policy.hpp"
#include "rebate/report/statement.hpp"
#include "report/labels.hpp"
#include "report/number_text.hpp"

namespace rebate {
namespace {

constexpr std::size_t kMostNames = 20;

class CoverageWriter {
 public:
  CoverageWriter(TextSink& sink, Language language, int minor_unit)
      : sink_(sink), labels_(labels_of(language)), minor_unit_(minor_unit) {}

  void write(const Coverage& coverage) {
    sink_.append(labels_.coverage);
    sink_.append('\n');
    for (const Coverage::UnusedRows& unused : coverage.unused) {
      std::string ids;
      for (const std::string& id : unused.first_ids) ids += (ids.empty() ? "" : ", ") + id;
      finding(labels_.unused, unused.noun + ", " + count(unused.rows, labels_.rows) + ", " +
                                  grouped_text(unused.amount, minor_unit_) +
                                  (ids.empty() ? "" : bracketed(labels_.first, ids)));
    }
    for (const Coverage::PaidTwice& twice : coverage.paid_twice) {
      finding(labels_.used_twice, twice.rule + " " + std::string(labels_.and_word) + " " +
                                      twice.other + ", " + count(twice.rows, labels_.rows) + ", " +
                                      grouped_text(twice.amount, minor_unit_));
    }
    findings(labels_.rule_without_rows, coverage.rules_without_rows);
    findings(labels_.rule_paid_nothing, coverage.rules_that_paid_nothing);
    findings(labels_.without_target, coverage.partners_without_target);
    findings(labels_.without_baseline, coverage.partners_without_baseline);
    for (const Coverage::Missing& missing : coverage.missing) {
      finding(labels_.missing, missing.rule + ": " + missing.expression + ", " +
                                   count(missing.times, labels_.times) +
                                   (missing.cause.empty() ? "" : bracketed("", missing.cause)));
    }
    if (findings_ == 0) finding(labels_.nothing_left, "");
  }

 private:
  static std::string count(std::int64_t number, std::string_view what) {
    return Decimal(Integer(number)).to_grouped_string(0) + " " + std::string(what);
  }
  std::string bracketed(std::string_view word, const std::string& text) const {
    return std::string(labels_.open_bracket) + std::string(word) + (word.empty() ? "" : " ") +
           text + std::string(labels_.close_bracket);
  }

  void finding(std::string_view kind, const std::string& what) {
    sink_.append("  ");
    sink_.append(kind);
    if (!what.empty()) {
      sink_.append(": ");
      sink_.append(what);
    }
    sink_.append('\n');
    ++findings_;
  }

  void findings(std::string_view kind, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size() && i < kMostNames; ++i) finding(kind, names[i]);
    if (names.size() > kMostNames) {
      finding(kind, count(static_cast<std::int64_t>(names.size() - kMostNames), labels_.more));
    }
  }

  TextSink& sink_;
  const Labels& labels_;
  int minor_unit_;
  int findings_ = 0;
};

// Each kind with its number, where there is any.
void add_count(std::string& text, std::int64_t number, std::string_view what) {
  if (number == 0) return;
  text += text.empty() ? "" : " · ";
  text += std::string(what) + ": " + Decimal(Integer(number)).to_grouped_string(0);
}

}  // namespace

void write_coverage(const Settlement& settlement, TextSink& sink, Language language) {
  CoverageWriter(sink, language, policy_of(settlement.plan()).minor_unit)
      .write(settlement.coverage());
}

std::string coverage_summary(const Coverage& coverage, Language language) {
  const Labels& labels = labels_of(language);
  std::int64_t unused = 0;
  for (const Coverage::UnusedRows& rows : coverage.unused) unused += rows.rows;
  const auto size_of = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
  std::string text;
  add_count(text, unused, labels.unused);
  // Not their rows: one row paid by five rules makes ten pairs.
  add_count(text, size_of(coverage.paid_twice), labels.pairs);
  add_count(text, size_of(coverage.rules_without_rows), labels.rule_without_rows);
  add_count(text, size_of(coverage.rules_that_paid_nothing), labels.rule_paid_nothing);
  add_count(text, size_of(coverage.partners_without_target), labels.without_target);
  add_count(text, size_of(coverage.partners_without_baseline), labels.without_baseline);
  add_count(text, size_of(coverage.missing), labels.missing);
  return std::string(labels.coverage) + " · " +
         (text.empty() ? std::string(labels.nothing_left) : text);
}

}  // namespace rebate
