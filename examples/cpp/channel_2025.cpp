// SPDX-License-Identifier: Apache-2.0
//
// The programme of examples/channel-2025, built in C++ instead of JSON, and settled over the same
// data: the same values, so the same amounts. Prints what each rule pays, and one explanation.
//
//   example_channel_2025 examples/channel-2025
#include "rebate/policy/builders.hpp"
#include "rebate/explanation/explain.hpp"
#include "rebate/codec/policy_reader.hpp"
#include "rebate/evaluation/evaluate.hpp"

#include <iomanip>
#include <iostream>
#include <map>
#include <string>

using namespace rebate::build;

namespace {

rebate::Rule annual_target() {
  return rule("annual-target")
      .title(words("Annual target rebate", "年度目标达成返点"))
      .clause("3.1")
      .when(per::year)
      .qualify("attainment('annual')")
      .pay(retroactive(from("80%").rate("2%"), from("90%").rate("3%"), from("100%").rate("5%"),
                       from("120%").rate("8%")));
}

rebate::Rule product_rebate() {
  return rule("product-rebate")
      .title(words("Product rebate", "产品返点"))
      .clause("4.1")
      .when(per::quarter)
      .what(where("product.line in appliances").each("product.line"))
      .pay(pay_table("product_rates"));
}

rebate::Rule growth_by_line() {
  return rule("growth-by-line")
      .title(words("Growth, line by line", "分产品线增长返点"))
      .clause("5.1")
      .when(per::quarter)
      .what(where("product.line in appliances").each("product.line"))
      .qualify("growth(net_sales)")
      .pay(retroactive(from("10%").rate("1%"), from("20%").rate("2%")));
}

rebate::Rule growth_overall() {
  return rule("growth-overall")
      .title(words("Growth of all sales", "整体增长返点"))
      .clause("5.2")
      .when(per::quarter)
      .qualify("growth(net_sales)")
      .pay(retroactive(from("10%").rate("1.2%"), from("20%").rate("2%")));
}

rebate::Rule quarter_growth() {
  return rule("quarter-growth")
      .title(words("Quarterly growth rebate", "季度增长返点"))
      .clause("5.3")
      .when(per::quarter)
      .what(best_of({"growth-by-line", "growth-overall"}));
}

rebate::Rule prompt_payment() {
  return rule("prompt-payment")
      .title(words("Prompt payment discount", "现金折扣"))
      .clause("6.1")
      .when(per::month)
      .what(each("payment"))
      .qualify("days(invoice.date, payment.date)")
      .pay(retroactive(up_to(0).rate("5%"), up_to(10).rate("4%"), up_to(20).rate("3%"),
                       up_to(30).rate("2%"))
               .of("payment.settles"));
}

rebate::Rule co_marketing() {
  return rule("co-marketing")
      .title(words("Co-marketing", "联合市场推广"))
      .clause("7.1")
      .when(per::year)
      .what("claim.kind == 'co-marketing' && claim.status == 'approved'")
      .pay(pay_table(table(by("partner.tier"))
                         .rates({{"diamond", {"70%"}},
                                 {"gold", {"50%"}},
                                 {"silver", {"40%"}},
                                 {"bronze", {"30%"}}}))
               .of("approved_claims"))
      .limit(cap("2% * net_sales"));
}

rebate::Rule gold_months() {
  return rule("gold-months")
      .title(words("Gold and diamond bonus", "金级及钻石级奖励"))
      .clause("8.1")
      .who(partners("partner.tier >= 'gold'").as_of(rebate::AsOf::kRow))
      .when(per::year)
      .pay("0.5%");
}

rebate::Rule collection() {
  return rule("collection")
      .title(words("Collection rebate", "回款返点"))
      .clause("6.2")
      .when(per::quarter)
      .qualify(require("collected >= 90% * gross_sales"))
      .pay("0.5%");
}

rebate::Rule data_bonus() {
  return rule("data-bonus")
      .title(words("Data bonus", "数据共享奖励"))
      .clause("9.1")
      .when(per::quarter)
      .qualify(require("reports >= 3").veto("count(sale).where(cross_region) >= 3"))
      .pay(amount(2000));
}

rebate::Rule project_units() {
  return rule("project-units")
      .title(words("Project sales, per unit", "工程项目台量奖励"))
      .clause("10.1")
      .when(per::half)
      .what("customer.kind == 'project'")
      .pay(marginal(from(10).per_unit("12.50"), from(30).per_unit(20)).of("units"));
}

rebate::Rule network() {
  return rule("network")
      .title(words("Network rebate", "分销网络返点"))
      .clause("11.1")
      .who("partner.kind == 'distributor'")
      .when(per::quarter)
      .what(where("product.line in appliances").among("below"))
      .pay("0.5%");
}

// Keys, then the rate. "*" is any product of the line that has no row of its own.
rebate::TableTerms product_rates() {
  rebate::TableTerms table;
  table.by = {{rebate::Edge::kNone, Text("product.line").expression()},
              {rebate::Edge::kNone, Text("product.id").expression()}};
  table.gives = {"rate"};
  const std::vector<std::vector<std::string>> rows = {
      {"L01", "*", "3%"}, {"L01", "F-520", "6%"}, {"L02", "*", "4%"},
      {"L03", "*", "5%"}, {"L03", "A-072", "8%"}, {"L04", "*", "3.5%"}};
  for (const std::vector<std::string>& row : rows) {
    std::vector<rebate::Cell> cells;
    for (const std::string& cell : row) cells.push_back(rebate::Cell::from_text(cell));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

rebate::Policy channel() {
  return policy("channel-2025")
      .title(words("2025 channel programme", "2025年度渠道激励政策"))
      .currency("CNY")
      .valid("2025")
      .tiers({"bronze", "silver", "gold", "diamond"})
      .field("kpi.sellout_reports", "number")
      .set("appliances", {"L01", "L02", "L03", "L04"})
      .condition("cross_region", "sale.region != partner.region")
      .measure("reports", "kpi('sellout_reports')")
      .target("annual", net_target(per::year))
      .table("product_rates", product_rates())
      .add(annual_target())
      .add(product_rebate())
      .add(growth_by_line())
      .add(growth_overall())
      .add(quarter_growth())
      .add(prompt_payment())
      .add(co_marketing())
      .add(gold_months())
      .add(collection())
      .add(data_bonus())
      .add(project_units())
      .add(network());
}

int tell(const rebate::Issues& issues) {
  std::cerr << rebate::to_string(issues);
  return 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: " << arguments[0] << " examples/channel-2025\n";
    return 2;
  }
  const auto checked = rebate::check(channel());
  if (!checked.ok()) return tell(checked.issues());
  auto data = rebate::read_data(**checked, std::string(arguments[1]) + "/data");
  if (!data.ok()) return tell(data.issues());
  const auto run = rebate::evaluate(*checked, *std::move(data));
  if (!run.ok()) return tell(run.issues());

  const rebate::Settlement& settlement = run->settlement;
  std::map<int, rebate::Decimal> due;
  for (const rebate::Line& line : settlement.lines()) due[line.rule] += line.due;
  for (const auto& [rule, sum] : due) {
    const std::string& id = run->policy->rules[static_cast<std::size_t>(rule)].source.id;
    std::cout << std::left << std::setw(16) << id << std::right << std::setw(14)
              << sum.to_grouped_string(2) << "\n";
  }

  // The first line is P01's annual target.
  const rebate::LineTrace trace = rebate::trace_line(settlement, *run->data.master, *run->tally, 0);
  const rebate::ExplainContext context = rebate::context_of(settlement, 0);
  for (const auto language : {rebate::Language::kEnglish, rebate::Language::kChinese}) {
    std::cout << "\n" << to_lines(explain_line(trace, context, language), language);
  }
  return 0;
}
