// SPDX-License-Identifier: Apache-2.0
#include "codec/row_table.hpp"

#include "rebate/base/limits.hpp"

#include <algorithm>
#include <array>

namespace rebate::detail {

namespace {

/// A code that is put together from several columns has this between its parts.
constexpr char kJoin = '-';
constexpr std::size_t kMaxColumns = 4096;

std::string_view without_zeros(std::string_view text) {
  const std::size_t first = text.find_first_not_of('0');
  if (first == std::string_view::npos) return text.substr(0, std::min<std::size_t>(text.size(), 1));
  return text.substr(first);
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

void CappedIssues::add(Issue issue) {
  if (++count_ <= kMaxIssues) issues_.add(std::move(issue));
}

void CappedIssues::add(const Issues& issues, std::uint64_t count) {
  for (const Issue& issue : issues) {
    if (issues_.size() < kMaxIssues) issues_.add(issue);
  }
  count_ += count;
}

Issues CappedIssues::take(const std::string& file) && {
  issues_.sort();
  if (count_ > issues_.size()) {
    Place place;
    place.file = file;
    issues_.add(Code::kLimitExceeded, place,
                "And " + std::to_string(count_ - issues_.size()) +
                    " more problems of this file; the first " + std::to_string(kMaxIssues) +
                    " are listed (limit: issues).");
  }
  return std::move(issues_);
}

RowTable::RowTable(const DataSchema& schema, const DataFileSchema& file_schema,
                   const FileMapping& mapping, std::string file, Strictness strictness,
                   const RowPlaces& places)
    : schema_(schema),
      file_schema_(file_schema),
      mapping_(mapping),
      file_(std::move(file)),
      strictness_(strictness),
      places_(places) {}

void RowTable::fault(const Slot& slot, FieldFault fault) {
  Issue issue;
  issue.code = fault.code;
  if (slot.sources.empty()) {
    issue.place = mapping_.place;
  } else {
    issue.place = places_.place(slot.sources.front());
  }
  issue.message = std::move(fault.message);
  issue.expected = std::move(fault.expected);
  issue.suggestion = std::move(fault.suggestion);
  issues_.add(std::move(issue));
}

void RowTable::add_slot(FieldSpec spec, Slot slot) {
  slot.column = specs_.size();
  slot_of_field_[spec.name] = slots_.size();
  specs_.push_back(std::move(spec));
  slots_.push_back(std::move(slot));
}

/// Values of KPIs that are texts, dates or flags stand in columns of their own, see
/// Figures::make().
void RowTable::add_kpi_value(FieldSpec value, Slot slot) {
  slot.is_kpi_value = true;
  add_slot(value, std::move(slot));
  const std::array<std::pair<const char*, FieldType>, 3> others{{{"value_text", FieldType::kText},
                                                                 {"value_date", FieldType::kDate},
                                                                 {"value_flag", FieldType::kFlag}}};
  for (const auto& [name, type] : others) {
    FieldSpec spec;
    spec.name = name;
    spec.type = type;
    specs_.push_back(std::move(spec));
  }
}

bool RowTable::check_names(std::span<const std::string_view> names) {
  bool is_right = true;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto before =
        std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]);
    const bool is_twice = before != names.begin() + static_cast<std::ptrdiff_t>(i);
    if (!names[i].empty() && !is_twice) continue;
    // An export may have nameless or repeated columns as long as data.json does not ask for them.
    const bool is_asked =
        mapping_.columns.empty() ||
        std::any_of(mapping_.columns.begin(), mapping_.columns.end(), [&](const auto& entry) {
          return std::find(entry.second.begin(), entry.second.end(), names[i]) !=
                 entry.second.end();
        });
    if (!is_asked) continue;
    is_right = false;
    Issue issue;
    issue.code = Code::kCsvHeader;
    issue.place = places_.place(i);
    issue.message = names[i].empty()
                        ? "Column " + std::to_string(i + 1) + " has no name."
                        : "The column " + quoted(names[i]) + " stands in the header twice.";
    issues_.add(std::move(issue));
  }
  return is_right;
}

/// The file's columns that a field is made of; none if it is not in the file.
std::vector<std::size_t> RowTable::sources_of(const std::string& field,
                                              std::span<const std::string_view> names,
                                              bool& is_known) {
  std::vector<std::string> wanted{field};
  const auto mapped = mapping_.columns.find(field);
  if (!mapping_.columns.empty()) {
    if (mapped == mapping_.columns.end()) return {};
    wanted = mapped->second;
  }
  std::vector<std::size_t> sources;
  for (const std::string& name : wanted) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) {
      sources.push_back(static_cast<std::size_t>(found - names.begin()));
      continue;
    }
    if (mapping_.columns.empty()) continue;
    is_known = false;
    Issue issue;
    issue.code = Code::kMappingColumn;
    issue.place = places_.place(0);
    issue.message =
        "The file has no column " + quoted(name) + ", from which data.json takes " + field + ".";
    issue.suggestion = nearest_word(name, std::vector<std::string>(names.begin(), names.end()));
    issues_.add(std::move(issue));
  }
  return sources;
}

void RowTable::note_ignored(std::span<const std::string_view> names) {
  if (!mapping_.columns.empty()) return;
  std::vector<std::string> known;
  for (const FieldSpec& field : file_schema_.table.fields) known.push_back(field.name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty() || slot_of_field_.contains(names[i])) continue;
    Issue issue;
    issue.code = Code::kColumnIgnored;
    issue.severity = strictness_ == Strictness::kExample ? Severity::kError : Severity::kNote;
    issue.place = places_.place(i);
    issue.message = "The column " + quoted(names[i]) + " is no field of " +
                    file_schema_.table.noun +
                    (strictness_ == Strictness::kExample ? "." : " and is not read.");
    issue.suggestion = nearest_word(names[i], known);
    issue.expected = issue.suggestion.empty()
                         ? "a field of the format, or one that the policy's fields name"
                         : "";
    issues_.add(std::move(issue));
  }
}

bool RowTable::set_header(std::span<const std::string_view> names) {
  // Names are looked for among all others, so their number is bounded.
  if (names.size() > kMaxColumns) {
    Issue issue;
    issue.code = Code::kLimitExceeded;
    issue.place = places_.place(kMaxColumns);
    issue.message = "A table has at most " + std::to_string(kMaxColumns) +
                    " columns; this one has " + std::to_string(names.size()) + ".";
    issues_.add(std::move(issue));
    return false;
  }
  bool is_right = check_names(names);
  std::vector<FieldSpec> fields = file_schema_.table.fields;
  if (file_schema_.has_keys) {
    // Of targets, every other column is the key of an `each`.
    std::vector<std::string> keys(names.begin(), names.end());
    for (const auto& [field, columns] : mapping_.columns) keys.push_back(field);
    for (const std::string& name : keys) {
      const bool is_field = std::any_of(fields.begin(), fields.end(),
                                        [&](const FieldSpec& field) { return field.name == name; });
      if (is_field || name.empty()) continue;
      fields.emplace_back();
      fields.back().name = name;
    }
  }
  for (FieldSpec& field : fields) {
    Slot slot;
    slot.sources = sources_of(field.name, names, is_right);
    const auto constant = mapping_.set.find(field.name);
    if (constant != mapping_.set.end()) slot.constant = constant->second;
    if (slot.sources.empty() && constant == mapping_.set.end()) {
      if (!field.is_required || strictness_ == Strictness::kExample) continue;
      if (mapping_.columns.contains(field.name))
        continue;  // Reported as a column that is not there.
      is_right = false;
      Issue issue;
      issue.code = Code::kColumnMissing;
      issue.place = places_.place(0);
      issue.message = "The column " + quoted(field.name) +
                      " is missing: " + file_schema_.table.noun + " needs it.";
      issue.suggestion =
          nearest_word(field.name, std::vector<std::string>(names.begin(), names.end()));
      if (!issue.suggestion.empty() && slot_of_field_.contains(issue.suggestion))
        issue.suggestion.clear();
      issues_.add(std::move(issue));
      continue;
    }
    if (strictness_ == Strictness::kExample) field.is_filled = false;
    const auto& zeros = mapping_.strip_zeros;
    slot.strips_zeros = std::find(zeros.begin(), zeros.end(), field.name) != zeros.end();
    const auto codes = mapping_.codes.find(field.name);
    if (codes != mapping_.codes.end()) slot.codes = &codes->second;
    slot.is_expected = mapping_.expected_sums.contains(field.name);
    const bool is_kpi_value =
        file_schema_.table.noun == "kpi" && field.name == "value" && !schema_.kpis().empty();
    if (is_kpi_value) {
      add_kpi_value(std::move(field), std::move(slot));
    } else {
      add_slot(std::move(field), std::move(slot));
    }
  }
  note_ignored(names);
  row_.resize(slots_.size());
  made_.resize(slots_.size());
  table_.emplace(file_schema_.table.noun, file_, specs_);
  if (mapping_.known_from) table_->set_known_from(*mapping_.known_from);
  return is_right;
}

std::vector<bool> RowTable::read_columns(std::size_t count) const {
  std::vector<bool> is_read(count);
  for (const Slot& slot : slots_) {
    for (const std::size_t source : slot.sources) is_read[source] = true;
  }
  return is_read;
}

void RowTable::reserve(std::size_t rows) {
  if (table_) table_->reserve(rows);
}

/// The text of a field as the mapping makes it; `made` keeps it where it is no part of the file.
std::string_view RowTable::text_of(const Slot& slot, std::span<const std::string_view> texts,
                                   std::string& made) const {
  if (slot.sources.empty()) return slot.constant;
  std::string_view text = texts[slot.sources[0]];
  if (slot.is_plain()) return text;
  if (slot.sources.size() > 1) {
    made.clear();
    bool is_blank = true;
    for (const std::size_t source : slot.sources) {
      if (source != slot.sources[0]) made += kJoin;
      made += slot.strips_zeros ? without_zeros(texts[source]) : texts[source];
      is_blank = is_blank && texts[source].empty();
    }
    text = is_blank ? std::string_view() : std::string_view(made);
  } else if (slot.strips_zeros) {
    text = without_zeros(text);
  }
  if (slot.codes != nullptr) {
    const auto code = slot.codes->find(text);
    if (code != slot.codes->end()) return code->second;
  }
  return text;
}

void RowTable::fill_row(std::span<const std::string_view> texts) {
  for (std::size_t i = 0; i < slots_.size(); ++i) row_[i] = text_of(slots_[i], texts, made_[i]);
}

bool RowTable::is_kept(std::uint64_t line) {
  if (!mapping_.keep.is_set()) return true;
  const auto field_text = [this](std::string_view field) {
    const auto slot = slot_of_field_.find(field);
    return slot == slot_of_field_.end() ? std::string_view() : row_[slot->second];
  };
  if (mapping_.keep.holds(field_text, mapping_.format)) return true;
  doubtful_.add(file_schema_.table.noun, file_, RowDoubt::kKeptOut, line, field_text("id"), "");
  return false;
}

void RowTable::check_code(const Slot& slot, std::string_view text) {
  if (slot.codes == nullptr || text.empty()) return;
  std::vector<std::string> known;
  for (const auto& [code, meaning] : *slot.codes) {
    if (meaning == text) return;
    known.push_back(code);
  }
  fault(slot, {Code::kMappingCode,
               "The code " + quoted(text) + " of " + specs_[slot.column].name +
                   " is not translated in data.json.",
               "an entry for it in codes", nearest_word(text, known)});
}

void RowTable::add_to_sum(const Slot& slot, std::string_view text, bool negate) {
  const FieldSpec& spec = specs_[slot.column];
  std::optional<NumberText> number = read_number(text, mapping_.format, spec.allows_percent);
  if (!number) return;
  if (negate && spec.is_amount) number->negate();
  sums_[spec.name] += number->decimal();
}

void RowTable::add_kpi(const Slot& slot, std::string_view text) {
  const auto name_slot = slot_of_field_.find("kpi");
  const std::string_view name =
      name_slot == slot_of_field_.end() ? std::string_view() : row_[name_slot->second];
  const auto& kpis = schema_.kpis();
  const auto known = std::find_if(kpis.begin(), kpis.end(),
                                  [&](const FieldSpec& kpi) { return kpi.name == name; });
  const FieldType type = known == kpis.end() ? FieldType::kNumber : known->type;
  FieldFault wrong;
  for (std::size_t column = slot.column; column < slot.column + 4; ++column) {
    ColumnBuilder& builder = table_->column(column);
    if (builder.type() != type) {
      builder.add_missing();
    } else if (!add_field(text, mapping_.format, false, builder, wrong)) {
      fault(slot, wrong);
    } else if (known != kpis.end() && !known->levels.empty() && !text.empty() &&
               std::find(known->levels.begin(), known->levels.end(), text) == known->levels.end()) {
      fault(slot, {Code::kWrongValue, quoted(text) + " is no level of the KPI " + known->name + ".",
                   "", nearest_word(text, known->levels)});
    }
  }
}

void RowTable::add(std::uint64_t line, std::span<const std::string_view> texts) {
  ++rows_read_;
  fill_row(texts);
  if (!is_kept(line)) return;
  ++rows_kept_;
  bool negate = false;
  if (mapping_.negate.is_set()) {
    const auto field_text = [this](std::string_view field) {
      const auto slot = slot_of_field_.find(field);
      return slot == slot_of_field_.end() ? std::string_view() : row_[slot->second];
    };
    negate = mapping_.negate.holds(field_text, mapping_.format);
  }
  FieldFault wrong;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const Slot& slot = slots_[i];
    if (slot.is_expected) add_to_sum(slot, row_[i], negate);
    if (slot.is_kpi_value) {
      add_kpi(slot, row_[i]);
      continue;
    }
    if (!add_field(row_[i], mapping_.format, negate, table_->column(slot.column), wrong))
      fault(slot, wrong);
    if (slot.codes != nullptr) check_code(slot, row_[i]);
  }
  table_->end_row(line);
}

std::vector<RowTable::PlainColumn> RowTable::plain_columns() {
  std::vector<PlainColumn> plain;
  const bool is_standard =
      mapping_.format.is_plain_number() && mapping_.format.dates.text() == DatePattern().text();
  if (mapping_.keep.is_set() || mapping_.negate.is_set() || !is_standard) return {};
  for (const Slot& slot : slots_) {
    const bool has_levels = !specs_[slot.column].levels.empty();
    if (!slot.is_plain() || slot.is_kpi_value || slot.is_expected || has_levels) return {};
    plain.push_back({slot.sources[0], &table_->column(slot.column)});
  }
  return plain;
}

void RowTable::add_rows(std::uint64_t first_line, std::size_t count) {
  rows_read_ += count;
  rows_kept_ += count;
  table_->end_rows(first_line, count);
}

void RowTable::append(RowTable later) {
  table_->append(*std::move(later.table_));
  doubtful_.merge(later.doubtful_);
  rows_read_ += later.rows_read_;
  rows_kept_ += later.rows_kept_;
  for (const auto& [field, sum] : later.sums_) sums_[field] += sum;
}

void RowTable::finish() {
  const auto differs = [&](std::string what, std::string found, std::string expected) {
    Issue issue;
    issue.code = Code::kMappingExpect;
    issue.place.file = file_;
    issue.message = "The file has " + found + " " + what + ", data.json expects " + expected + ".";
    issue.found = std::move(found);
    issue.expected = std::move(expected);
    issues_.add(std::move(issue));
  };
  if (mapping_.expected_rows && *mapping_.expected_rows != rows_kept_) {
    differs("rows", std::to_string(rows_kept_), std::to_string(*mapping_.expected_rows));
  }
  for (const auto& [field, expected] : mapping_.expected_sums) {
    if (sums_[field] != expected)
      differs("as sum of " + field, sums_[field].to_string(), expected.to_string());
  }
}

}  // namespace rebate::detail
