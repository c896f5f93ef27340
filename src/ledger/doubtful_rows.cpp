// SPDX-License-Identifier: Apache-2.0
#include "rebate/ledger/doubtful_rows.hpp"

namespace rebate {

namespace {

std::string_view words_of(RowDoubt doubt) {
  switch (doubt) {
    case RowDoubt::kDuplicate:
      return "stands there again, the same in all fields; it counts once";
    case RowDoubt::kConflict:
      return "has the id of another row that differs; none of them counts";
    case RowDoubt::kSign:
      return "has a sign against its type; it does not count";
    case RowDoubt::kUnknownPartner:
      return "is of an unknown partner; it does not count";
    case RowDoubt::kUnknownProduct:
      return "is of an unknown product; it counts under that code";
    case RowDoubt::kUnknownCustomer:
      return "is of an unknown customer; it counts under that code";
    case RowDoubt::kUnknownUnit:
      return "has an unknown unit; its quantity is missing";
    case RowDoubt::kNoReference:
      return "points at a row that is not there";
    case RowDoubt::kKeptOut:
      return "is kept out by data.json";
  }
  return "";
}

}  // namespace

Code code_of(RowDoubt doubt) {
  switch (doubt) {
    case RowDoubt::kDuplicate:
      return Code::kRowDuplicate;
    case RowDoubt::kConflict:
      return Code::kRowConflict;
    case RowDoubt::kSign:
      return Code::kRowSign;
    case RowDoubt::kUnknownPartner:
      return Code::kRowPartner;
    case RowDoubt::kUnknownProduct:
      return Code::kRowProduct;
    case RowDoubt::kUnknownCustomer:
      return Code::kRowCustomer;
    case RowDoubt::kUnknownUnit:
      return Code::kRowUnit;
    case RowDoubt::kNoReference:
      return Code::kRowReference;
    case RowDoubt::kKeptOut:
      return Code::kRowKeptOut;
  }
  return Code::kRowsDoubtful;
}

bool still_counts(RowDoubt doubt) {
  switch (doubt) {
    case RowDoubt::kUnknownProduct:
    case RowDoubt::kUnknownCustomer:
    case RowDoubt::kUnknownUnit:
    case RowDoubt::kNoReference:
      return true;
    case RowDoubt::kDuplicate:
    case RowDoubt::kConflict:
    case RowDoubt::kSign:
    case RowDoubt::kUnknownPartner:
    case RowDoubt::kKeptOut:
      return false;
  }
  return false;
}

void DoubtfulRows::add(std::string_view noun, std::string_view file, RowDoubt doubt,
                       std::uint64_t line, std::string_view id, std::string_view text) {
  Group& group = groups_[{std::string(noun), doubt}];
  if (group.count++ == 0) group.file = file;
  if (group.first.size() < kMaxListed) {
    group.first.push_back({line, std::string(id), std::string(text)});
  }
}

void DoubtfulRows::merge(const DoubtfulRows& other) {
  for (const auto& [key, from] : other.groups_) {
    Group& group = groups_[key];
    if (group.count == 0) group.file = from.file;
    group.count += from.count;
    for (const DoubtfulRow& row : from.first) {
      if (group.first.size() < kMaxListed) group.first.push_back(row);
    }
  }
}

std::uint64_t DoubtfulRows::count(std::string_view noun, RowDoubt doubt) const {
  const auto found = groups_.find({std::string(noun), doubt});
  return found == groups_.end() ? 0 : found->second.count;
}

std::uint64_t DoubtfulRows::count(RowDoubt doubt) const {
  std::uint64_t count = 0;
  for (const auto& [key, group] : groups_) count += key.second == doubt ? group.count : 0;
  return count;
}

Issues DoubtfulRows::issues() const {
  Issues issues;
  for (const auto& [key, group] : groups_) {
    const auto& [noun, doubt] = key;
    for (const DoubtfulRow& row : group.first) {
      Issue issue;
      issue.code = code_of(doubt);
      issue.severity = Severity::kWarning;
      issue.place.file = group.file;
      issue.place.line = row.line <= INT32_MAX ? static_cast<int>(row.line) : 0;
      issue.found = row.text;
      issue.message = noun + (row.id.empty() ? "" : " " + row.id) + " " +
                      std::string(words_of(doubt)) +
                      (row.text.empty() ? "." : ": " + row.text + ".");
      issues.add(std::move(issue));
    }
    if (group.count > group.first.size()) {
      Issue issue;
      issue.code = Code::kRowsDoubtful;
      issue.severity = Severity::kWarning;
      issue.place.file = group.file;
      issue.message = "And " + std::to_string(group.count - group.first.size()) + " more of " +
                      noun + ": each " + std::string(words_of(doubt)) + ".";
      issues.add(std::move(issue));
    }
  }
  return issues;
}

}  // namespace rebate
