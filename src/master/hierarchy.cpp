// SPDX-License-Identifier: Apache-2.0
//
// A circle that exists on some day still stands on the day on which the latest of its rows began.
// So it is enough to look upwards from each row on its first day.
#include "rebate/master/hierarchy.hpp"

#include "rebate/base/require.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace rebate {

namespace {

/// The code of the parent that a row names; kMissingText for none and for one who is no partner.
class Parents {
 public:
  explicit Parents(const Register& partners) : partners_(partners) {
    const Column* column = partners.table().find("parent");
    if (column == nullptr || column->type() != FieldType::kText || !column->has_dictionary())
      return;
    column_ = column;
    const Dictionary& named = column->dictionary();
    for (TextCode code = 0; code < named.size(); ++code) {
      codes_.push_back(partners.ids().find(named.text(code)).value_or(kMissingText));
    }
  }

  TextCode of_row(RowIndex row) const {
    return column_ == nullptr ? kMissingText : codes_[column_->code(row)];
  }
  TextCode on(TextCode partner, Date day) const {
    const DatedRecord* record = partners_.record_at(partner, day);
    return record == nullptr ? kMissingText : of_row(record->row);
  }
  /// The text that a row names without meaning a partner; empty otherwise.
  std::string_view stranger(RowIndex row) const {
    if (column_ == nullptr || of_row(row) != kMissingText) return {};
    return column_->text(row);
  }

 private:
  const Register& partners_;
  const Column* column_ = nullptr;
  std::vector<TextCode> codes_;
};

Issue at(const Register& partners, RowIndex row, Code code, Severity severity,
         std::string message) {
  Issue issue;
  issue.code = code;
  issue.severity = severity;
  const RowSource source = partners.table().source(row);
  issue.place.file = std::string(source.file);
  issue.place.line = static_cast<int>(source.line);
  issue.message = std::move(message);
  return issue;
}

/// Reports the circle, or the endless row of parents, that begins with the partner's row.
void look_up(const Register& partners, const Parents& parents, TextCode partner,
             const DatedRecord& record, std::set<std::set<TextCode>>& known, Issues& issues) {
  const Date day = record.valid.begin;
  std::vector<TextCode> path{partner};
  for (TextCode above = parents.of_row(record.row); above != kMissingText;
       above = parents.on(above, day)) {
    if (above == partner) {
      std::string circle;
      for (const TextCode member : path) circle += std::string(partners.ids().text(member)) + " < ";
      if (!known.insert(std::set<TextCode>(path.begin(), path.end())).second) return;
      issues.add(at(partners, record.row, Code::kMasterCycle, Severity::kError,
                    "On " + day.to_string() + " partners are above each other: " + circle +
                        std::string(partners.ids().text(partner)) + "."));
      return;
    }
    if (path.size() >= static_cast<std::size_t>(kMaxHierarchyDepth)) {
      // A circle further up is reported from its own members.
      if (std::find(path.begin(), path.end(), above) != path.end()) return;
      issues.add(at(partners, record.row, Code::kLimitExceeded, Severity::kError,
                    "More than " + std::to_string(kMaxHierarchyDepth) +
                        " levels stand above partner " + std::string(partners.ids().text(partner)) +
                        " (limit: hierarchy depth)."));
      return;
    }
    path.push_back(above);
  }
}

}  // namespace

Issues Hierarchy::check(const Register& partners) {
  Issues issues;
  const Parents parents(partners);
  std::set<std::set<TextCode>> circles;
  for (TextCode partner = 1; partner < partners.ids().size(); ++partner) {
    for (const DatedRecord& record : partners.records(partner)) {
      const std::string_view stranger = parents.stranger(record.row);
      if (!stranger.empty()) {
        issues.add(at(partners, record.row, Code::kMasterParent, Severity::kWarning,
                      "Partner " + std::string(partners.ids().text(partner)) + " stands below " +
                          std::string(stranger) + ", who is no partner."));
      }
      look_up(partners, parents, partner, record, circles, issues);
    }
  }
  issues.sort();
  return issues;
}

Hierarchy::Hierarchy(const Register& partners, Date day) {
  const Parents parents(partners);
  const TextCode size = partners.ids().size();
  parents_.assign(size, kMissingText);
  offsets_.assign(std::size_t{size} + 1, 0);
  for (TextCode partner = 1; partner < size; ++partner) {
    parents_[partner] = parents.on(partner, day);
    ++offsets_[parents_[partner] + 1];
  }
  std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());
  children_.resize(size - 1);
  std::vector<std::uint32_t> next(offsets_.begin(), offsets_.end() - 1);
  for (TextCode partner = 1; partner < size; ++partner)
    children_[next[parents_[partner]]++] = partner;
}

TextCode Hierarchy::parent(TextCode partner) const {
  return partner < parents_.size() ? parents_[partner] : kMissingText;
}

std::span<const TextCode> Hierarchy::children(TextCode partner) const {
  if (partner == kMissingText || partner >= parents_.size()) return {};
  return std::span(children_).subspan(offsets_[partner], offsets_[partner + 1] - offsets_[partner]);
}

std::vector<TextCode> Hierarchy::below(TextCode partner) const {
  std::vector<TextCode> all{partner};
  for (std::size_t i = 0; i < all.size(); ++i) {
    REBATE_REQUIRE(all.size() <= parents_.size(), "the hierarchy has no circle");
    for (const TextCode child : children(all[i])) all.push_back(child);
  }
  std::sort(all.begin(), all.end());
  return all;
}

bool Hierarchy::is_below(TextCode partner, TextCode above) const {
  return partner == above || branch(above, partner) != kMissingText;
}

TextCode Hierarchy::branch(TextCode earner, TextCode partner) const {
  for (int level = 0; level <= kMaxHierarchyDepth && partner != kMissingText; ++level) {
    const TextCode above = parent(partner);
    if (above == earner && earner != kMissingText) return partner;
    partner = above;
  }
  return kMissingText;
}

}  // namespace rebate
