// SPDX-License-Identifier: Apache-2.0
#include "rebate/report/issues_json.hpp"

#include "report/json_writer.hpp"

namespace rebate {
namespace {

void member_if_said(JsonWriter& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.member(name, text);
}

void write_issue(JsonWriter& json, const Issue& issue) {
  json.begin_object();
  json.member("code", tag_of(issue.code));
  json.member("name", name_of(issue.code));
  json.member("severity", to_string(issue.severity));
  member_if_said(json, "file", issue.place.file);
  member_if_said(json, "pointer", issue.place.pointer);
  if (issue.place.line > 0) json.member("line", issue.place.line);
  if (issue.place.column > 0) json.member("column", issue.place.column);
  if (issue.place.offset >= 0) {
    json.member("offset", issue.place.offset + 1);
    json.member("length", issue.place.length);
  }
  json.member("message", issue.message);
  member_if_said(json, "found", issue.found);
  member_if_said(json, "expected", issue.expected);
  member_if_said(json, "suggestion", issue.suggestion);
  json.end_object();
}

}  // namespace

std::string issues_json(const Issues& issues) {
  TextCollector text;
  JsonWriter json(text);
  json.begin_array();
  for (const Issue& issue : issues) {
    json.new_line();
    write_issue(json, issue);
  }
  if (!issues.empty()) json.new_line();
  json.end_array();
  return text.text();
}

}  // namespace rebate
