// SPDX-License-Identifier: Apache-2.0
#include "codec/data_mapping.hpp"

#include "rebate/codec/json.hpp"
#include "codec/encoding.hpp"

#include <algorithm>
#include <functional>

namespace rebate::detail {

namespace {

using Kind = JsonValue::Kind;

constexpr std::uint64_t kMaxSkippedRows = 1'000'000;

std::string all_of(std::span<const std::string> words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

/// Reads members of objects and reports what is not as it should be.
class Reader {
 public:
  explicit Reader(Issues& issues) : issues_(issues) {}

  void refuse(Code code, const Place& place, std::string message, std::string expected = "",
              std::string suggestion = "") {
    Issue issue;
    issue.code = code;
    issue.place = place;
    issue.message = std::move(message);
    issue.expected = std::move(expected);
    issue.suggestion = std::move(suggestion);
    issues_.add(std::move(issue));
  }

  bool is(const JsonValue& value, Kind kind) {
    if (value.is(kind)) return true;
    refuse(Code::kWrongType, value.place(),
           "Here stands " + std::string(to_string(value.kind())) + ".",
           std::string(to_string(kind)));
    return false;
  }

  /// A text or a number, as text.
  std::optional<std::string> scalar(const JsonValue& value) {
    if (value.is(Kind::kText) || value.is(Kind::kNumber)) return std::string(value.text());
    if (value.is(Kind::kFlag)) return value.flag() ? "true" : "false";
    (void)is(value, Kind::kText);
    return std::nullopt;
  }

  std::optional<std::string> text(const JsonValue& value) {
    if (!is(value, Kind::kText)) return std::nullopt;
    return std::string(value.text());
  }

  std::optional<std::uint64_t> whole_number(const JsonValue& value, std::uint64_t most) {
    if (!is(value, Kind::kNumber)) return std::nullopt;
    const auto number = Decimal::parse(value.text());
    const auto whole = number ? number->to_int64(0) : std::nullopt;
    if (whole && *whole >= 0 && static_cast<std::uint64_t>(*whole) <= most) {
      return static_cast<std::uint64_t>(*whole);
    }
    refuse(Code::kWrongValue, value.place(), std::string(value.text()) + " cannot stand here.",
           "a whole number from 0 to " + std::to_string(most));
    return std::nullopt;
  }

  std::optional<Date> date(const JsonValue& value) {
    const auto written = text(value);
    if (!written) return std::nullopt;
    const auto day = Date::parse(*written);
    if (!day) {
      refuse(Code::kNotADate, value.place(), "\"" + *written + "\" is no day of the calendar.",
             "a day written YYYY-MM-DD");
    }
    return day;
  }

  /// Calls `use` for each member that is known, and reports the others.
  void members(const JsonValue& object, const std::vector<std::string>& known,
               std::string_view what, const std::function<void(const JsonValue&)>& use) {
    if (!is(object, Kind::kObject)) return;
    for (const JsonValue member : object) {
      const std::string name(member.key());
      if (name.starts_with("x-")) continue;
      if (std::find(known.begin(), known.end(), name) != known.end()) {
        use(member);
        continue;
      }
      refuse(Code::kUnknownMember, member.key_place(),
             "There is no '" + name + "' in " + std::string(what) + ".", all_of(known),
             nearest_word(name, known));
    }
  }

 private:
  Issues& issues_;
};

/// The mapping of one file.
class FileReader {
 public:
  FileReader(Reader& reader, const DataFileSchema& schema, Issues& issues)
      : reader_(reader), schema_(schema), issues_(issues) {
    for (const FieldSpec& field : schema.table.fields) fields_.push_back(field.name);
  }

  FileMapping read(const JsonValue& object) {
    mapping_.place = object.place();
    static const std::vector<std::string> kMembers{
        "file",  "delimiter", "encoding",    "decimal", "group", "dates",  "skip_rows", "columns",
        "codes", "negate",    "strip_zeros", "keep",    "set",   "expect", "from",      "note"};
    reader_.members(object, kMembers, "a file of data.json",
                    [&](const JsonValue& m) { member(m); });
    if (mapping_.format.decimal == mapping_.format.group) {
      reader_.refuse(Code::kWrongValue, object.find("group").place(),
                     "One sign cannot be both the decimal point and between groups.");
    }
    return std::move(mapping_);
  }

 private:
  void member(const JsonValue& value) {
    const std::string_view name = value.key();
    if (name == "file") mapping_.file = reader_.text(value).value_or("");
    if (name == "delimiter") read_delimiter(value);
    if (name == "encoding") read_encoding(value);
    if (name == "decimal") mapping_.format.decimal = sign(value, ".,").value_or('.');
    if (name == "group") mapping_.format.group = sign(value, "., '_").value_or('\0');
    if (name == "dates") read_dates(value);
    if (name == "skip_rows")
      mapping_.skip_rows = reader_.whole_number(value, kMaxSkippedRows).value_or(0);
    if (name == "columns") read_columns(value);
    if (name == "codes") read_codes(value);
    if (name == "negate") mapping_.negate = condition(value);
    if (name == "keep") mapping_.keep = condition(value);
    if (name == "strip_zeros") read_strip_zeros(value);
    if (name == "set") read_set(value);
    if (name == "expect") read_expect(value);
    if (name == "from") mapping_.known_from = reader_.date(value);
  }

  bool is_field(const std::string& name, const Place& place) {
    if (schema_.has_keys || schema_.table.find(name) != nullptr) return true;
    reader_.refuse(Code::kUnknownMember, place,
                   schema_.table.noun + " has no field '" + name + "'.", "",
                   nearest_word(name, fields_));
    return false;
  }

  void read_delimiter(const JsonValue& value) {
    const auto written = reader_.text(value);
    if (!written) return;
    const std::string& text = *written;
    const std::map<std::string, char> words{
        {"tab", '\t'}, {"comma", ','}, {"semicolon", ';'}, {"pipe", '|'}};
    if (const auto word = words.find(text); word != words.end()) {
      mapping_.delimiter = word->second;
    } else if (text.size() == 1 &&
               std::string_view(",;|\t:~^").find(text[0]) != std::string_view::npos) {
      mapping_.delimiter = text[0];
    } else {
      reader_.refuse(Code::kWrongValue, value.place(), "\"" + text + "\" is no delimiter.",
                     "tab, comma, semicolon, pipe, or one of , ; | : ~ ^");
    }
  }

  void read_encoding(const JsonValue& value) {
    std::string name = reader_.text(value).value_or("utf-8");
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto known = known_encodings();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      reader_.refuse(Code::kMappingEncoding, value.place(),
                     "The encoding \"" + name + "\" is not known.", all_of(known),
                     nearest_word(name, known));
      return;
    }
    mapping_.encoding = name;
  }

  std::optional<char> sign(const JsonValue& value, std::string_view allowed) {
    const auto text = reader_.text(value);
    if (!text) return std::nullopt;
    if (text->size() == 1 && allowed.find((*text)[0]) != std::string_view::npos) return (*text)[0];
    std::string signs;
    for (const char c : allowed)
      signs += (signs.empty() ? "\"" : ", \"") + std::string(1, c) + "\"";
    reader_.refuse(Code::kWrongValue, value.place(), "\"" + *text + "\" cannot stand in a number.",
                   "one of " + signs);
    return std::nullopt;
  }

  void read_dates(const JsonValue& value) {
    const auto text = reader_.text(value);
    if (!text) return;
    if (const auto pattern = DatePattern::parse(*text)) {
      mapping_.format.dates = *pattern;
    } else {
      reader_.refuse(Code::kWrongValue, value.place(), "\"" + *text + "\" is no pattern of a date.",
                     "YYYY, MM and DD once each, such as DD.MM.YYYY or YYYYMMDD");
    }
  }

  void read_columns(const JsonValue& object) {
    if (!reader_.is(object, Kind::kObject)) return;
    for (const JsonValue value : object) {
      const std::string field(value.key());
      if (!is_field(field, value.key_place())) continue;
      std::vector<std::string>& columns = mapping_.columns[field];
      if (value.is(Kind::kArray) && value.size() > 0) {
        for (const JsonValue part : value) columns.push_back(reader_.text(part).value_or(""));
      } else if (value.is(Kind::kText)) {
        columns.emplace_back(value.text());
      } else {
        reader_.refuse(Code::kWrongType, value.place(),
                       "A field comes from a column, or several joined.",
                       "a column's name or a list of names");
      }
    }
  }

  void read_codes(const JsonValue& object) {
    if (!reader_.is(object, Kind::kObject)) return;
    for (const JsonValue codes : object) {
      const std::string field(codes.key());
      if (!is_field(field, codes.key_place()) || !reader_.is(codes, Kind::kObject)) continue;
      for (const JsonValue code : codes) {
        mapping_.codes[field][std::string(code.key())] = reader_.scalar(code).value_or("");
      }
    }
  }

  RowCondition condition(const JsonValue& value) {
    const auto text = reader_.text(value);
    if (!text) return {};
    return RowCondition::parse(*text, value.place(), schema_.table, issues_);
  }

  void read_strip_zeros(const JsonValue& array) {
    if (!reader_.is(array, Kind::kArray)) return;
    for (const JsonValue value : array) {
      const auto field = reader_.text(value);
      if (field && is_field(*field, value.place())) mapping_.strip_zeros.push_back(*field);
    }
  }

  void read_set(const JsonValue& object) {
    if (!reader_.is(object, Kind::kObject)) return;
    for (const JsonValue value : object) {
      const std::string field(value.key());
      const auto text = reader_.scalar(value);
      if (!text || !is_field(field, value.key_place())) continue;
      if (mapping_.columns.contains(field)) {
        reader_.refuse(Code::kWrongValue, value.key_place(),
                       "The field " + field + " comes from a column already.");
        continue;
      }
      mapping_.set[field] = *text;
    }
  }

  void read_expect(const JsonValue& object) {
    if (!reader_.is(object, Kind::kObject)) return;
    for (const JsonValue value : object) {
      const std::string name(value.key());
      if (name == "rows") {
        mapping_.expected_rows = reader_.whole_number(value, kMaxRows);
        continue;
      }
      const FieldSpec* field = schema_.table.find(name);
      const auto written = reader_.scalar(value);
      const auto sum = written ? Decimal::parse(*written) : std::nullopt;
      if (field == nullptr || field->type != FieldType::kNumber) {
        reader_.refuse(Code::kWrongValue, value.key_place(),
                       "Only rows and sums of number fields are expected.");
      } else if (!sum) {
        reader_.refuse(Code::kNotANumber, value.place(),
                       "The sum of " + name + " is no plain number.");
      } else {
        mapping_.expected_sums[name] = *sum;
      }
    }
  }

  Reader& reader_;
  const DataFileSchema& schema_;
  Issues& issues_;
  std::vector<std::string> fields_;
  FileMapping mapping_;
};

}  // namespace

Result<DataMapping> read_data_mapping(std::string text, const std::string& file_name,
                                      const DataSchema& schema) {
  const Result<JsonDocument> document = read_json(std::move(text), file_name);
  if (!document.ok()) return document.issues();
  Issues issues;
  Reader reader(issues);
  DataMapping mapping;
  std::vector<std::string> names;
  for (const DataFileSchema& file : schema.files()) names.push_back(file.file);
  reader.members(
      document->root(), {"as_of", "files", "note"}, "data.json", [&](const JsonValue& member) {
        if (member.key() == "as_of") mapping.as_of = reader.date(member);
        if (member.key() != "files") return;
        reader.members(member, names, "the files of data.json", [&](const JsonValue& file) {
          const DataFileSchema& known = *schema.find_file(file.key());
          if (!reader.is(file, Kind::kObject)) return;
          mapping.files[known.file] = FileReader(reader, known, issues).read(file);
        });
      });
  if (issues.has_errors()) {
    issues.sort();
    return issues;
  }
  return {std::move(mapping), std::move(issues)};
}

}  // namespace rebate::detail
