// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/json.hpp"
#include "rebate/codec/row_stream.hpp"

#include <algorithm>
#include <map>

namespace rebate {

namespace {

/// Rows are many more bytes than a policy.
constexpr std::size_t kMaxRowsBytes = std::size_t{1} << 30;

class JsonRows final : public RowStream {
 public:
  explicit JsonRows(JsonDocument document)
      : document_(std::move(document)), next_(document_.root().begin()) {}

  /// All that is no row or no field; else the names of the columns are known.
  Issues find_columns() {
    Issues issues;
    if (!document_.root().is(JsonValue::Kind::kArray)) {
      wrong(document_.root(), "an array of rows", issues);
      return issues;
    }
    for (const JsonValue row : document_.root()) {
      if (!row.is(JsonValue::Kind::kObject)) {
        wrong(row, "an object, one row", issues);
        continue;
      }
      for (const JsonValue field : row) {
        if (field.is(JsonValue::Kind::kArray) || field.is(JsonValue::Kind::kObject)) {
          wrong(field, "a text, a number, true, false or null", issues);
        }
        if (columns_.try_emplace(std::string(field.key()), names_.size()).second) {
          names_.emplace_back(field.key());
        }
      }
    }
    return issues;
  }

  std::vector<std::string> columns() override { return names_; }

  bool next(std::span<std::string_view> texts) override {
    if (next_ == document_.root().end()) return false;
    row_ = *next_;
    ++next_;
    std::fill(texts.begin(), texts.end(), std::string_view());
    for (const JsonValue field : row_) texts[columns_.find(field.key())->second] = text_of(field);
    return true;
  }

  Place place(std::size_t column) const override {
    if (!row_) return document_.root().place();
    const JsonValue field = column < names_.size() ? row_.find(names_[column]) : JsonValue();
    return field ? field.place() : row_.place();
  }

  Issues take_issues() override { return {}; }

 private:
  static std::string_view text_of(const JsonValue& field) {
    switch (field.kind()) {
      case JsonValue::Kind::kFlag:
        return field.flag() ? "true" : "false";
      case JsonValue::Kind::kNumber:
      case JsonValue::Kind::kText:
        return field.text();
      default:
        return {};
    }
  }

  static void wrong(const JsonValue& value, std::string expected, Issues& issues) {
    if (issues.size() >= kMaxIssues) return;
    Issue issue;
    issue.code = Code::kWrongType;
    issue.place = value.place();
    issue.message = "Here stands " + std::string(to_string(value.kind())) + ".";
    issue.expected = std::move(expected);
    issues.add(std::move(issue));
  }

  JsonDocument document_;
  JsonValue::Iterator next_;
  JsonValue row_;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t, std::less<>> columns_;
};

}  // namespace

Result<std::shared_ptr<RowStream>> read_json_rows(std::string text, std::string file_name) {
  JsonLimits limits;
  limits.bytes = kMaxRowsBytes;
  Result<JsonDocument> document = read_json(std::move(text), std::move(file_name), limits);
  if (!document.ok()) return document.issues();
  auto rows = std::make_shared<JsonRows>(*std::move(document));
  Issues issues = rows->find_columns();
  if (issues.has_errors()) return issues;
  return std::shared_ptr<RowStream>(std::move(rows));
}

}  // namespace rebate
