// SPDX-License-Identifier: Apache-2.0
#include "laws/random_case.hpp"

#include <algorithm>
#include <ostream>

namespace rebate {
namespace {

int number(int smallest, int largest) { return *rc::gen::inRange(smallest, largest + 1); }

std::string one_of(std::initializer_list<const char*> words) {
  return *(words.begin() + number(0, static_cast<int>(words.size()) - 1));
}

bool chance(int percent) { return number(1, 100) <= percent; }

/// "12.5", "-3", "100": two places at most.
std::string amount(int largest) {
  const int cents = chance(20) ? 100 * number(0, largest) : number(0, 100 * largest);
  const std::string text = std::to_string(cents / 100) + "." + (cents % 100 < 10 ? "0" : "") +
                           std::to_string(cents % 100);
  return text;
}

std::string day(int first_year, int last_year) {
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return std::to_string(number(first_year, last_year)) + "-" + two(number(1, 12)) + "-" +
         two(number(1, 28));
}

// --- rules
// -----------------------------------------------------------------------------------------

std::string bands(const std::string& unit) {
  const bool is_percent = unit == "%";
  const std::string low = is_percent ? "\"80%\"" : "500";
  const std::string high = is_percent ? "\"120%\"" : "2000";
  const std::string what = one_of({R"j("rate": "5%")j", R"j("rate": "1.25%")j",
                                   R"j("amount": "33.35")j", R"j("rate": "2%", "amount": "10")j"});
  return R"j("bands": [{"from": )j" + low + R"j(, "rate": "1%"}, {"above": )j" + high + ", " +
         what + "}]";
}

std::string limit() {
  return one_of({"", "", R"j(, "limit": {"cap": 40})j", R"j(, "limit": {"cap": "2% * net_sales"})j",
                 R"j(, "limit": {"floor": 15})j",
                 R"j(, "limit": {"round": {"to": "0.05", "mode": "half_even"}})j",
                 R"j(, "limit": {"floor": -10, "cap": 60})j"});
}

std::string period() { return one_of({"month", "quarter", "half", "year"}); }

/// A correction has the other sign and must be seen with what it corrects.
std::string condition(RuleKinds kinds) {
  if (kinds == RuleKinds::kSums) {
    return one_of({"product.line == 'L1'", "sale.region != partner.region",
                   "sale.date in '2025-Q2' || product.line == 'L2'"});
  }
  return one_of({"product.line == 'L1'", "sale.net > 100", "sale.region != partner.region",
                 "sale.type != 'cancel'", "sale.date in '2025-Q2' || product.line == 'L2'",
                 "sale.quantity >= 3 && !(product.line == 'L2')"});
}

/// A rule on rows by itself; empty `extra` members.
std::string row_rule(const std::string& id, RuleKinds kinds, bool is_member) {
  const std::string begin = R"j({"id": ")j" + id + R"j(", )j";
  const std::string end = is_member ? "}" : limit() + "}";
  const std::string when =
      is_member ? R"j("when": "quarter", )j" : R"j("when": ")j" + period() + R"j(", )j";
  const int last = kinds == RuleKinds::kSums ? 6 : kinds == RuleKinds::kOwnRows ? 13 : 14;
  switch (number(0, last)) {
    case 0:
      return begin + when + R"j("pay": "3%")j" + end;
    case 1:
      return begin + when + R"j("what": ")j" + condition(kinds) + R"j(", "pay": ")j" +
             one_of({"5%", "1.5%", "0.333%"}) + "\"" + end;
    case 2:
      return begin + when + R"j("pay": {"mode": ")j" +
             one_of({"retroactive", "marginal", "excess"}) + R"j(", )j" + bands("") + "}" + end;
    case 3:
      return begin + R"j("when": "year", "qualify": "attainment('annual')", "pay": {"mode": ")j" +
             one_of({"retroactive", "marginal"}) + R"j(", )j" + bands("%") + "}" + end;
    case 4:
      return begin + when +
             R"j("qualify": "growth(net_sales)", "pay": {"mode": "retroactive", "bands": [{"from": "0%", "rate": "1%"},
             {"from": "50%", "rate": "2%"}]})j" +
             end;
    case 5:
      return begin + when +
             R"j("pay": {"table": {"by": "product.line", "rates": {"L1": "1%", "L2": "5%", "*": "0.5%"}}})j" +
             end;
    case 6:
      return begin + when +
             R"j("who": "partner.tier >= 'silver'", "qualify": {"require": ["net_sales > 50"], "veto": ["units < -5"]},
             "pay": {"per_unit": "0.75"})j" +
             end;
    case 7:
      return begin + when + R"j("what": {"each": "product.line"}, "pay": {"mode": "marginal", )j" +
             bands("") + "}" + end;
    case 8:
      return begin + when +
             R"j("what": {"each": "sale"}, "pay": {"mode": "retroactive", "bands": [{"from": 0, "rate": "1%"},
             {"from": 150, "rate": "4%"}]})j" +
             end;
    case 9:
      return begin + when + R"j("what": {"each": "sale.document"}, "pay": "2.5%")j" + end;
    case 10:
      return begin + when +
             R"j("qualify": "orders", "pay": {"mode": "retroactive", "bands": [{"from": 2, "amount": "12.34"}]})j" +
             end;
    case 11:
      return begin + when + R"j("pay": {"of": "net_sales - sum(sale.cost)", "rate": "10%"})j" + end;
    case 12:
      return begin +
             R"j("when": "month", "what": {"each": "payment"}, "qualify": "days(invoice.date, payment.date)", "pay": {"of": "payment.amount",
             "mode": "retroactive", "bands": [{"up_to": 10, "rate": "2%"}, {"up_to": 30, "rate": "1%"}]})j" +
             end;
    case 13:
      return begin + when +
             R"j("qualify": {"require": ["smallest(sale.net) > -200 || net_sales.by(product.line).count(it > 100) >= 2",
             "largest(sale.quantity) < 40"]}, "pay": {"every": 100, "amount": "1.5", "steps": ")j" +
             one_of({"full", "started"}) + "\"}" + end;
    default:
      return begin + when +
             R"j("who": "partner.region == 'n'", "pay": {"of": "net_sales.among(below) + 1% * net_sales.among(all)", "rate": "1%"})j" +
             end;
  }
}

std::string combination(const std::string& id, RuleKinds kinds, std::string& rules) {
  std::string members;
  bool has_year = false;
  const int count = number(1, 3);
  for (int i = 0; i < count; ++i) {
    const std::string member = id + "m" + std::to_string(i);
    const std::string rule = row_rule(member, kinds, true);
    has_year = has_year || rule.find("\"when\": \"year\"") != std::string::npos;
    rules += rule + ",\n";
    members += (members.empty() ? "\"" : ", \"") + member + "\"";
  }
  return R"j({"id": ")j" + id + R"j(", "when": ")j" +
         (has_year ? "year" : one_of({"quarter", "year"})) + R"j(", "what": {")j" +
         one_of({"sum_of", "best_of", "first_of"}) + R"j(": [)j" + members + "]}" + limit() + "}";
}

std::string policy_members(RuleKinds kinds) {
  std::string rules;
  const int count = number(1, 4);
  for (int i = 0; i < count; ++i) {
    const std::string id = "r" + std::to_string(i);
    std::string rule;
    if (chance(30)) {
      rule = combination(id, kinds, rules);
    } else {
      rule = row_rule(id, kinds, false);
    }
    rules += rule + (i + 1 < count ? ",\n" : "");
  }
  if (chance(30))
    rules += R"j(,
{"id": "net", "when": "year", "pay": {"of": "net_sales - earned('r0')", "rate": "1%"}})j";
  return R"j("tiers": ["bronze", "silver", "gold"], "targets": {"annual": {"of": "net_sales", "per": "year"}},
"rules": [)j" +
         rules + "]";
}

// --- rows
// ------------------------------------------------------------------------------------------

std::string partner() { return "P" + std::to_string(number(1, 4)); }

void add_sales(CsvTable& table) {
  table.header = "id,document,date,posted,partner,product,type,quantity,net,cost,region,reverses";
  const int count = number(0, 24);
  for (int i = 0; i < count; ++i) {
    const std::string id = "S" + std::to_string(i);
    const std::string who = partner();
    const std::string product = one_of({"A", "B", "C", "X", ""});
    const std::string net = amount(900);
    const std::string when = day(2024, 2025);
    const std::string document = "O" + std::to_string(i / 2) + who;
    table.rows.push_back(id + "," + document + "," + when + "," + (chance(20) ? "2026-01-15" : "") +
                         "," + who + "," + product + "," +
                         one_of({"sale", "", "correction", "demo"}) + "," +
                         std::to_string(number(0, 20)) + "," + net + "," +
                         (chance(90) ? amount(300) : "") + "," + one_of({"n", "s", ""}) + ",");
    if (chance(20)) {
      const std::string part = chance(50) ? net : amount(200);
      table.rows.push_back("R" + std::to_string(i) + "," + document + "R," + day(2025, 2025) +
                           ",," + who + "," + product + "," + one_of({"return", "cancel"}) + ",-" +
                           std::to_string(number(0, 20)) + ",-" + part + "," + amount(10) + ",n," +
                           (chance(70) ? id : ""));
    }
  }
}

void add_payments(CsvTables& trade) {
  CsvTable& invoices = trade["invoices"];
  CsvTable& payments = trade["payments"];
  invoices.header = "id,date,partner";
  payments.header = "id,date,partner,invoice,amount";
  const int count = number(0, 6);
  for (int i = 0; i < count; ++i) {
    const std::string who = partner();
    const std::string id = "I" + std::to_string(i);
    invoices.rows.push_back(id + ",2025-03-05," + who);
    payments.rows.push_back("Y" + std::to_string(i) + ",2025-03-" +
                            one_of({"04", "05", "15", "16", "28"}) + "," + who + "," +
                            (chance(90) ? id : "") + "," + amount(500));
  }
}

}  // namespace

SplitCase random_case(RuleKinds kinds) {
  SplitCase given;
  given.members = policy_members(kinds);
  given.master["partners"] =
      "id,tier,region,parent\nP1,gold,n,\nP2,silver,s,P1\nP3,bronze,n,P1\nP4,,,P2\n";
  given.master["products"] = "id,line\nA,L1\nB,L2\nC,\n";
  std::string targets = "target,partner,period,value\n";
  for (int p = 1; p <= 3; ++p)
    targets += "annual,P" + std::to_string(p) + ",2025," + amount(4000) + "\n";
  given.master["targets"] = targets;
  add_sales(given.trade["sales"]);
  add_payments(given.trade);
  given.compile();
  return given;
}

std::vector<CsvTables> random_parts(const SplitCase& given, std::size_t k) {
  std::vector<CsvTables> parts(k);
  for (const auto& [file, table] : given.trade) {
    for (CsvTables& part : parts) part[file].header = table.header;
  }
  // The number in an id names the family: S7 and its return R7, I3 and its payment Y3.
  std::map<std::string, std::size_t> of_family;
  for (const auto& [file, table] : given.trade) {
    for (const std::string& row : table.rows) {
      const std::string family = (file == "sales" ? "s" : "i") + row.substr(1, row.find(',') - 1);
      const auto [place, is_new] = of_family.emplace(family, 0);
      if (is_new) place->second = static_cast<std::size_t>(number(0, static_cast<int>(k) - 1));
      parts[place->second][file].rows.push_back(row);
    }
  }
  return parts;
}

CsvTables shuffled(const CsvTables& rows) {
  CsvTables result = rows;
  for (auto& [file, table] : result) {
    for (std::size_t i = table.rows.size(); i > 1; --i) {
      std::swap(table.rows[i - 1],
                table.rows[static_cast<std::size_t>(number(0, static_cast<int>(i) - 1))]);
    }
  }
  return result;
}

std::string full_text(const Settlement& settlement) {
  const auto exact = [](const std::optional<Ratio>& value) {
    return value ? value->to_string() : std::string("-");
  };
  std::string text;
  for (const Line& line : settlement.lines()) {
    text += line_text(settlement, line) + " q " + exact(line.qualifying) + " m " +
            exact(line.earning) + " gross " + line.gross.to_string() + " limited " +
            line.after_limits.to_string() + " combined " + line.after_combination.to_string() +
            " rounded " + line.rounded.to_string();
    for (const Reason& reason : settlement.reasons(line.reasons)) {
      text += " | " + std::string(to_text(reason.kind)) + " " + reason.expression + " " +
              exact(reason.value) + " " + exact(reason.took);
    }
    text += "\n";
  }
  const Coverage& coverage = settlement.coverage();
  for (const auto& unused : coverage.unused) {
    text += "unused " + unused.noun + " " + std::to_string(unused.rows) + " " +
            unused.amount.to_string() + "\n";
  }
  for (const auto& twice : coverage.paid_twice) {
    text += "twice " + twice.rule + " " + twice.other + " " + std::to_string(twice.rows) + " " +
            twice.amount.to_string() + "\n";
  }
  for (const auto& missing : coverage.missing) {
    text += "missing " + missing.rule + " " + missing.expression + " " + missing.cause + " " +
            std::to_string(missing.times) + "\n";
  }
  for (const auto* list :
       {&coverage.rules_without_rows, &coverage.rules_that_paid_nothing,
        &coverage.partners_without_target, &coverage.partners_without_baseline}) {
    for (const std::string& name : *list) text += name + "\n";
  }
  return text;
}

void showValue(const SplitCase& given, std::ostream& out) {
  out << given.members << "\n";
  for (const auto& [file, text] : given.master) out << "--- " << file << "\n" << text;
  for (const auto& [file, table] : given.trade) out << "--- " << file << "\n" << table.text();
}

}  // namespace rebate
