// SPDX-License-Identifier: Apache-2.0
#include "report/json_writer.hpp"

#include "rebate/report/issues_json.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

TEST(JsonWriter, PutsCommasAndNames) {
  TextCollector text;
  JsonWriter json(text);
  json.begin_object();
  json.member("rule", "co-marketing");
  json.member("version", 1);
  json.name("each");
  json.null();
  json.name("reasons");
  json.begin_array();
  json.begin_object();
  json.member_flag("is_new", true);
  json.end_object();
  json.text("x");
  json.end_array();
  json.name("none");
  json.begin_array();
  json.end_array();
  json.end_object();
  EXPECT_EQ(
      text.text(),
      R"({"rule": "co-marketing", "version": 1, "each": null, "reasons": [{"is_new": true}, "x"], )"
      R"("none": []})");
}

TEST(JsonWriter, EscapesWhatJsonEscapes) {
  TextCollector text;
  JsonWriter json(text);
  json.text(std::string_view("a\"b\\c\n\t\x01\x7F目标\0", 16));
  EXPECT_EQ(text.text(), "\"a\\\"b\\\\c\\n\\u0009\\u0001\\u007f目标\\u0000\"");
}

TEST(IssuesJson, LeavesOutWhatIsNotKnown) {
  Issue issue;
  issue.code = Code::kBandNotAscending;
  issue.place = {"policy.json", "/rules/4/pay/bands/2/from", 31, 22};
  issue.message = "bands ascend";
  issue.found = "90%";
  EXPECT_EQ(
      issues_json(Issues(issue)),
      "[\n{\"code\": \"RB2204\", \"name\": \"policy.band.not_ascending\", \"severity\": \"error\", "
      "\"file\": \"policy.json\", \"pointer\": \"/rules/4/pay/bands/2/from\", \"line\": 31, "
      "\"column\": 22, \"message\": \"bands ascend\", \"found\": \"90%\"}\n]");
  EXPECT_EQ(issues_json({}), "[]");
}

}  // namespace
}  // namespace rebate
