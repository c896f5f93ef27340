// SPDX-License-Identifier: Apache-2.0
#include "rebate/master/register.hpp"

#include <algorithm>

namespace rebate {

namespace {

Issue at(const Table& table, RowIndex row, Code code, std::string message) {
  Issue issue;
  issue.code = code;
  const RowSource source = table.source(row);
  issue.place.file = std::string(source.file);
  issue.place.line = static_cast<int>(source.line);
  issue.message = std::move(message);
  return issue;
}

std::optional<Date> date_of(const Table& table, RowIndex row, std::string_view field) {
  const Column* column = table.find(field);
  if (column == nullptr || column->type() != FieldType::kDate) return std::nullopt;
  return column->date(row);
}

/// The days of a row; nothing, with an issue, if it ends before it begins.
std::optional<DateRange> valid_of(const Table& table, RowIndex row, Issues& issues) {
  const std::optional<Date> from = date_of(table, row, "valid_from");
  const std::optional<Date> to = date_of(table, row, "valid_to");
  if (from && to && *to < *from) {
    issues.add(
        at(table, row, Code::kMasterRange,
           "valid_to " + to->to_string() + " lies before valid_from " + from->to_string() + "."));
    return std::nullopt;
  }
  const DateRange all = DateRange::all();
  return DateRange{from.value_or(all.begin), to ? to->add_days(1) : all.end};
}

}  // namespace

Register::Register() : ids_(std::make_shared<Dictionary>()), offsets_{0, 0} {}

Register Register::of_ids(std::span<const std::string> ids) {
  FieldSpec spec;
  spec.name = "id";
  spec.is_unique = true;
  TableBuilder rows("partner", "", {spec});
  std::vector<std::string> sorted(ids.begin(), ids.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (const std::string& id : sorted) {
    if (id.empty()) continue;
    rows.column(0).add_text(id);
    rows.end_row(0);
  }
  return make(std::move(rows).build()).value();
}

Result<Register> Register::make(Table table) {
  Issues issues;
  Register made;
  const Column* ids = table.find("id");
  struct Entry {
    std::string_view id;
    DatedRecord record;
  };
  std::vector<Entry> entries;
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    const std::string_view id = ids == nullptr ? std::string_view() : ids->text(row);
    if (id.empty()) {
      issues.add(at(table, row, Code::kFieldEmpty, table.noun() + " has no id."));
      continue;
    }
    if (const auto valid = valid_of(table, row, issues)) entries.push_back({id, {*valid, row}});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    if (a.id != b.id) return a.id < b.id;
    if (a.record.valid.begin != b.record.valid.begin)
      return a.record.valid.begin < b.record.valid.begin;
    return a.record.row < b.record.row;
  });
  auto dictionary = std::make_shared<Dictionary>();
  made.offsets_ = {0};
  const Entry* before = nullptr;  // Of the rows of the same id so far, the one that ends last.
  for (const Entry& entry : entries) {
    if (before == nullptr || before->id != entry.id) {
      dictionary->add(entry.id);
      made.offsets_.push_back(static_cast<std::uint32_t>(made.records_.size()));
    } else if (entry.record.valid.begin < before->record.valid.end) {
      const RowSource other = table.source(before->record.row);
      issues.add(at(table, entry.record.row, Code::kMasterOverlap,
                    table.noun() + " " + std::string(entry.id) + " is valid on " +
                        entry.record.valid.begin.to_string() + " in two rows, this and line " +
                        std::to_string(other.line) + ": write the first one's valid_to."));
    }
    made.records_.push_back(entry.record);
    made.changes_.push_back(entry.record.valid.begin);
    made.changes_.push_back(entry.record.valid.end);
    if (before == nullptr || before->id != entry.id ||
        before->record.valid.end < entry.record.valid.end) {
      before = &entry;
    }
  }
  made.offsets_.push_back(static_cast<std::uint32_t>(made.records_.size()));
  std::sort(made.changes_.begin(), made.changes_.end());
  made.changes_.erase(std::unique(made.changes_.begin(), made.changes_.end()), made.changes_.end());
  if (issues.has_errors()) {
    issues.sort();
    return issues;
  }
  made.ids_ = std::move(dictionary);
  made.table_ = std::move(table);
  return made;
}

std::span<const DatedRecord> Register::records(TextCode id) const {
  if (id == kMissingText || id >= ids_->size()) return {};
  return std::span(records_).subspan(offsets_[id], offsets_[id + 1] - offsets_[id]);
}

const DatedRecord* Register::record_at(TextCode id, Date day) const {
  const std::span<const DatedRecord> own = records(id);
  const auto after = std::upper_bound(
      own.begin(), own.end(), day,
      [](Date date, const DatedRecord& record) { return date < record.valid.begin; });
  if (after == own.begin()) return nullptr;
  const DatedRecord& record = *(after - 1);
  return record.valid.contains(day) ? &record : nullptr;
}

bool Register::is_valid_within(TextCode id, const DateRange& range) const {
  const std::span<const DatedRecord> own = records(id);
  return std::any_of(own.begin(), own.end(),
                     [&](const DatedRecord& record) { return record.valid.overlaps(range); });
}

std::optional<Date> Register::last_valid_day(TextCode id, const DateRange& range) const {
  const std::span<const DatedRecord> own = records(id);
  for (auto record = own.rbegin(); record != own.rend(); ++record) {
    if (const auto days = record->valid.intersect(range)) return days->last();
  }
  return std::nullopt;
}

std::optional<Date> Register::first_valid_day(TextCode id, const DateRange& range) const {
  for (const DatedRecord& record : records(id)) {
    if (const auto days = record.valid.intersect(range)) return days->begin;
  }
  return std::nullopt;
}

FieldValue Register::attribute(TextCode id, std::string_view field, Date day) const {
  if (field == "id" && id != kMissingText && id < ids_->size()) return std::string(ids_->text(id));
  const DatedRecord* record = record_at(id, day);
  return record == nullptr ? FieldValue() : table_.cell(record->row, field);
}

std::vector<Date> Register::changes_within(const DateRange& range) const {
  const auto begin = std::upper_bound(changes_.begin(), changes_.end(), range.begin);
  const auto end = std::lower_bound(changes_.begin(), changes_.end(), range.end);
  return begin < end ? std::vector<Date>(begin, end) : std::vector<Date>();
}

}  // namespace rebate
