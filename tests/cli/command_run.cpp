// SPDX-License-Identifier: Apache-2.0
#include "cli/command_run.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace rebate::testing {

namespace fs = std::filesystem;

void CommandTest::SetUp() {
  std::string pattern = (fs::temp_directory_path() / "rebate-cli-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  folder_ = pattern;
}

void CommandTest::TearDown() { fs::remove_all(folder_); }

void CommandTest::write(const std::string& name, const std::string& text) const {
  fs::create_directories((folder_ / name).parent_path());
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

std::string CommandTest::read(const std::string& name) const {
  std::ifstream file(folder_ / name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool CommandTest::exists(const std::string& name) const { return fs::exists(folder_ / name); }

std::vector<std::string> CommandTest::files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

CommandResult CommandTest::shell(const std::string& line) const {
  const std::string script = "cd '" + folder_.string() + "' && REBATE='" + REBATE_COMMAND +
                             "' && { " + line + " ; } >.stdout 2>.stderr";
  const int status = std::system(script.c_str());
  CommandResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  result.out = read(".stdout");
  result.err = read(".stderr");
  fs::remove(folder_ / ".stdout");
  fs::remove(folder_ / ".stderr");
  return result;
}

CommandResult CommandTest::rebate(const std::string& arguments) const {
  return shell("\"$REBATE\" " + arguments);
}

void CommandTest::write_programme() const {
  write("policy.json", R"json({
  "librebate": 1, "policy": "channel-2025", "title": {"en": "2025 channel programme", "zh": "2025 渠道激励政策"},
  "currency": "CNY", "valid": "2025",
  "targets": {"annual": {"of": "net_sales", "per": "year"}},
  "rules": [
    {"id": "annual-target", "title": {"en": "Annual target rebate", "zh": "年度目标达成返点"}, "clause": "3.1",
     "when": "year", "qualify": "attainment('annual')",
     "pay": {
  "mode" : "retroactive", "bands" : [
    {"from" : "80%", "rate" : "2%"}, {"from" : "90%", "rate" : "3%"},
    {"from" : "100%", "rate" : "5%"}
  ]}},
    {"id": "core-line", "title": {"en": "Core-line rebate", "zh": "核心产品线返点"}, "when": "year",
     "what": "product.line == 'L01'", "pay": "5%"}
  ],
  "examples": [{"given": {"attainment('annual')": "90%", "net_sales": 900000}, "expect": {"annual-target": "27000"}}]
})json");
  write("data/partners.csv",
        "id,name,valid_from\nD017,Huaxing Appliances,2024-01-01\n"
        "D018,\"North, South & Co\",2024-01-01\nD019,三江电器,2024-01-01\n");
  write("data/products.csv", "id,line\nP1,L01\nP2,L03\n");
  write("data/targets.csv",
        "target,partner,period,value\nannual,D017,2025,1000000\nannual,D018,2025,1000000\n");
  write("data/sales.csv",
        "id,date,partner,product,quantity,net\n"
        "S1,2025-02-01,D017,P1,10,400000\n"
        "S2,2025-05-01,D017,P2,10,500000\n"
        "S3,2025-05-01,D018,P2,10,799900\n"
        "S4,2025-06-01,D019,P1,1,1000.30\n");
}

}  // namespace rebate::testing
