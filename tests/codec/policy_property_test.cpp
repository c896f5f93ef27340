// SPDX-License-Identifier: Apache-2.0
//
// Random policies over the whole grammar: what is written is read back as the same value, and its
// text is stable. They need not make sense, only to be values that a policy can hold.
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"
#include "policy/policy_words.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace rebate {
namespace {

int any(int below) { return *rc::gen::inRange(0, below); }
bool maybe() { return any(3) == 0; }

std::string pick(const std::vector<std::string>& list) {
  return list[static_cast<std::size_t>(any(static_cast<int>(list.size())))];
}

Expression parsed(const std::string& text) {
  Issues issues;
  Expression expression = Expression::parse(text, {}, issues);
  RC_ASSERT(expression.is_set());
  return expression;
}

Expression any_expression() {
  return parsed(
      pick({"net_sales", "partner.tier >= 'gold'", "attainment('annual')", "(a + b) * 2 - c",
            "a ? 5% : b ? 1% : 0%", "!x && y || z",
            "net_sales.where(product.line in ['L01', 'it\\'s']).during(last_year)", "max(0, -5.50)",
            "'text with \\'quotes\\' and 金牌'", "sale.date in '2025-Q3'", "f(g(h(1)))", "-(a - b)",
            "12.500", "-3", "80%", "0", "true"}));
}
Expression any_amount() {
  return parsed(
      pick({"100", "12.50", "-50", "2% * net_sales", "0.1", "123456789012345678901", "900"}));
}
Expression any_rate() {
  return parsed(pick({"5%", "0.5%", "100%", "-20%", "a ? 1% : 2%", "level_rate - 1%"}));
}
Expression any_bound() {
  return parsed(pick({"0", "80%", "1500.5", "-10", "proposal", "'金牌'", "'gold plus'"}));
}

std::string any_id() { return pick({"a", "annual-target", "r2.x_y", "0-first"}); }
std::string any_text() {
  return pick({"x", "two words", "中文 “quoted”", "tab\tline\nback\\slash\"", "/~", "\x01"});
}

Title any_title() {
  if (!maybe()) return {};
  return any(2) == 0 ? Title{{"", any_text()}} : Title{{"en", any_text()}, {"zh-CN", any_text()}};
}

Notes any_notes() {
  Notes notes;
  if (!maybe()) return notes;
  notes.title = any_title();
  notes.note = any_title();
  notes.clause = any_title();
  if (maybe()) notes.extra = {{"x-a", "[1,{\"y\":2.50}]"}, {"x-b", "null"}};
  return notes;
}

template <class Make>
auto some(Make make, int most = 3) {
  std::vector<decltype(make())> list;
  for (int n = any(most); n > 0; --n) list.push_back(make());
  return list;
}

Cell any_cell() {
  Cell cell;
  switch (any(5)) {
    case 0:
      cell.held = Decimal::of(pick({"5", "-12.50", "0", "99999999999999999999"}));
      break;
    case 1:
      return Cell::from_text(
          pick({"5%", "-0.5%", "gold", "*", "0117", "24.50", "2025-01-01..2025-06-30"}));
    case 2:
      cell.held = any(2) == 0;
      break;
    case 3:
      break;
    default:
      cell.held = any_text();
  }
  return cell;
}

Share any_share() { return {any_expression(), any_amount(), any_notes()}; }

Payout any_payout() {
  Payout payout;
  if (maybe()) payout.per_unit = any_amount();
  if (maybe()) payout.rate = any_rate();
  if (any(2) == 0) payout.amount = any_amount();
  if (payout.amount.is_set() && maybe()) {
    payout.every = any_amount();
    payout.started_steps = maybe();
  }
  if (payout == Payout()) payout.rate = any_rate();
  return payout;
}

Band any_band(bool gives_level) {
  Band band;
  band.edge = static_cast<Edge>(any(6));
  if (band.edge != Edge::kNone) band.bound = any_bound();
  if (gives_level)
    band.level = pick({"gold", "金牌"});
  else
    band.payout = any_payout();
  if (!gives_level && maybe()) band.mode = static_cast<PayMode>(1 + any(4));
  band.notes = any_notes();
  return band;
}

std::vector<Band> any_bands(bool gives_level) {
  auto bands = some([&] { return any_band(gives_level); });
  bands.push_back(any_band(gives_level));
  return bands;
}

Matrix any_matrix() {
  Matrix matrix;
  matrix.gives = static_cast<Matrix::Gives>(any(3));
  matrix.by = any_expression();
  const auto cell = [&] { return Cell::from_text(pick({"5%", "-1%", "12.50 * x"})); };
  std::size_t width = 1;
  if (maybe()) {
    matrix.across = any_expression();
    width = 2;
    if (any(2) == 0) {
      matrix.edge = static_cast<Edge>(1 + any(4));
      matrix.bounds = {any_bound(), any_bound()};
    } else {
      matrix.columns = {Cell::from_text("low"), Cell::from_text("*")};
    }
  }
  for (const std::string name : {"gold", "*"}) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < width; ++i) cells.push_back(cell());
    matrix.rows.emplace_back(name, std::move(cells));
  }
  matrix.notes = any_notes();
  return matrix;
}

Spread any_spread() {
  Spread spread{any_expression(), any_expression(), {}, any_notes()};
  if (maybe()) spread.at_most = any_amount();
  return spread;
}

Pay any_pay() {
  Pay pay;
  pay.is_set = true;
  pay.notes = any_notes();
  if (maybe()) pay.of = any_expression();
  switch (any(5)) {
    case 0:
      pay.payout = any_payout();
      break;
    case 1:
      pay.bands = any_bands(false);
      pay.mode = static_cast<PayMode>(1 + any(4));
      if (maybe()) pay.baseline = any_amount();
      break;
    case 2:
      pay.sets = "partner.tier", pay.bands = any_bands(true);
      break;
    case 3:
      pay.matrix = any_matrix(), pay.mode = PayMode::kMarginal;
      break;
    default:
      pay.table = any_id();
  }
  pay.times = some(any_rate);
  if (maybe()) {
    pay.as.kind = static_cast<Form::Kind>(1 + any(6));
    if (pay.as.kind == Form::Kind::kFund) pay.as.fund = any_id(), pay.as.notes = any_notes();
    if (pay.as.kind == Form::Kind::kGoods) pay.as.goods = any_text(), pay.as.at = any_text();
  }
  pay.to.kind = static_cast<Payee::Kind>(any(5));
  if (pay.to.kind == Payee::Kind::kField) pay.to.field = any_expression();
  if (pay.to.kind == Payee::Kind::kShares) pay.to.shares = {any_share(), any_share()};
  if (pay.to.kind == Payee::Kind::kSpread) pay.to.spread = any_spread();
  if (pay.to.kind == Payee::Kind::kTable) pay.to.table = any_id(), pay.to.notes = any_notes();
  if (maybe()) pay.book = any_spread();
  return pay;
}

When any_when() {
  When when;
  when.per = pick({"year", "2 week", "policy", "2025-Q4", "2025-01-01..2025-03-31"});
  when.in = some([] { return pick({"2025-05", "2025-10-01..2025-10-07"}); });
  if (maybe()) when.first_months = 1 + any(24), when.since = any_expression();
  if (maybe()) when.settle = pick({"start", "quarter", "2 month"}), when.advance = any_rate();
  if (maybe()) {
    when.accrue.emplace();
    when.accrue->kind = static_cast<Accrue::Kind>(any(4));
    if (when.accrue->kind == Accrue::Kind::kRate)
      when.accrue->rate = any_rate(), when.accrue->notes = any_notes();
    if (when.accrue->kind == Accrue::Kind::kBand) when.accrue->band = 1 + any(9);
  }
  if (maybe()) when.close_after_days = any(100);
  if (maybe()) when.dated_by = any_expression();
  when.notes = any_notes();
  return when;
}

What any_what() {
  What what;
  if (any(4) == 0) {
    what.combine = static_cast<Combine>(1 + any(3));
    what.members = {"a", "b"};
  } else {
    if (maybe()) what.where = any_expression();
    if (any(2) == 0)
      what.credit_shares = some(any_share);
    else if (maybe())
      what.credit = any_expression();
  }
  what.each = some(any_expression);
  if (maybe()) what.among = any_expression();
  if (maybe()) what.returns = static_cast<Returns>(any(4));
  what.notes = any_notes();
  return what;
}

Limit any_limit() {
  Limit limit;
  if (maybe()) limit.cap = any_amount();
  if (maybe()) limit.floor = any_amount();
  if (maybe()) limit.lines = any_amount();
  if (maybe()) limit.fund = any_id();
  if (maybe()) limit.budget = any_id(), limit.priority = any(5);
  if (maybe()) limit.round_to = any_amount(), limit.round_notes = any_notes();
  if (maybe()) limit.round_mode = static_cast<RoundingMode>(any(7));
  if (maybe()) limit.minimum = any_amount(), limit.under = static_cast<Limit::Under>(any(3));
  if (maybe()) limit.negative = static_cast<Negative>(any(3));
  if (maybe()) limit.ignore_under = any_amount();
  if (maybe()) limit.steps_down = any(3), limit.steps_up = any(3);
  limit.notes = any_notes();
  return limit;
}

Rule any_rule(bool has_id) {
  Rule rule;
  if (has_id) rule.id = any_id();
  if (maybe()) rule.who = {any_expression(), {}, {}, any_notes()};
  if (maybe()) rule.who.together = any_expression();
  if (maybe()) rule.who.as_of = static_cast<AsOf>(any(3));
  if (any(2) == 0) rule.when = any_when();
  if (any(2) == 0) rule.what = any_what();
  if (maybe()) rule.qualify.by = any_expression();
  rule.qualify.require = some(any_expression);
  rule.qualify.veto = some(any_expression);
  if (maybe())
    rule.qualify.when_missing = any_amount(),
    rule.qualify.ties = static_cast<Qualify::Ties>(any(3));
  if (rule.what.combine == Combine::kNone || maybe()) rule.pay = any_pay();
  if (any(2) == 0) rule.limit = any_limit();
  rule.notes = any_notes();
  return rule;
}

void add_declarations(Policy& policy) {
  if (maybe())
    policy.fields = {{"kpi.nps", {"number", {}}}, {"stage.name", {"", {"lead", "报价"}}}};
  if (maybe()) {
    SetTerms listed, filed;
    listed.values = {Cell::from_text("L01"), Cell::from_text("5%")};
    filed.file = "a.csv", filed.column = "b", filed.notes = any_notes();
    policy.sets = {{"core", listed}, {"other", filed}};
  }
  if (maybe()) policy.conditions = {{"loyal", {any_expression(), "", any_notes()}}};
  if (maybe())
    policy.measures = {{"margin", {any_expression(), any_text(), {}}},
                       {"m2", {any_expression(), "", {}}}};
  if (maybe()) {
    Target target;
    target.per = "year", target.phased = pick({"", "linear", "none", "plan.csv"}),
    target.notes = any_notes();
    if (maybe()) target.of = any_expression();
    if (maybe()) target.one_for = any_expression();
    if (maybe()) target.is = any_expression();
    policy.targets = {{"annual", target}};
  }
  if (maybe()) {
    Score score;
    Band points;
    points.edge = Edge::kFrom, points.bound = any_bound(), points.score = any_amount(),
    points.notes = any_notes();
    score.items = {{"i", any_rate(), any_expression(), {points}, any_amount(), any_notes()},
                   {"j", any_rate(), any_expression(), {}, {}, {}}};
    score.veto = some(any_expression);
    score.grades = {any_band(true)};
    policy.scores = {{"dealer", score}};
  }
  if (maybe()) {
    TableTerms table;
    table.by = {{Edge::kNone, any_expression()}};
    if (maybe()) table.by.push_back({Edge::kUpTo, any_expression()});
    table.gives =
        maybe() ? std::vector<std::string>{"rate"} : std::vector<std::string>{"free", "exams"};
    if (maybe())
      table.file = "t.csv";
    else
      table.rows = {{any_cell(), any_cell(), any_cell()}, {any_cell(), any_cell()}};
    if (maybe()) table.otherwise = any_amount();
    table.notes = any_notes();
    policy.tables = {{"terms", table}};
  }
  if (maybe())
    policy.funds = {
        {"mdf", {"money", any(2) * 12, any_expression(), pick({"", "keep"}), any_notes()}}};
  if (maybe())
    policy.budgets = {{"pool",
                       {any_amount(), "year", any(2) == 0 ? any_expression() : Expression(),
                        "first_come", any(2) == 0, any_notes()}}};
  if (maybe())
    policy.currencies =
        Currencies{any_expression(), "rows", "rates.csv", {{"JPY", 0}, {"KWD", 3}}, any_notes()};
  if (maybe())
    policy.reports = {{"effect",
                       {{"2024", "2025"},
                        {any_expression()},
                        any_expression(),
                        {"cost"},
                        pick({"", "5:1"}),
                        any_notes()}}};
}

Example any_example() {
  Example example;
  example.pins = {{"net_sales", any_cell()}, {"attainment('a')", any_cell()}};
  if (maybe()) {
    example.tables = {{"sales", {{{"partner", any_cell()}, {"net", any_cell()}}, {}}},
                      {"none", {}}};
    example.period = "2025-Q1", example.as_of = "2025-07-01";
  }
  ExpectedLine line;
  line.partner = any_text();
  if (maybe()) line.due = "12.50", line.status = "payable";
  Expectation amount, by_partner, lines;
  amount.rule = "a", amount.is = std::string("27000");
  by_partner.rule = "b", by_partner.is = std::vector<std::pair<std::string, std::string>>{
                             {"P1", "1"}, {"P2", "no_target"}};
  lines.rule = "c", lines.is = std::vector<ExpectedLine>{line};
  example.expect = {amount, by_partner, lines};
  example.notes = any_notes();
  return example;
}

Policy any_policy() {
  Policy policy;
  policy.id = any_id();
  policy.currency = "CNY";
  policy.valid = "2025";
  policy.version = 1 + any(9);
  if (maybe()) policy.contract = any_text();
  if (maybe())
    policy.status = "approved", policy.tax = "after",
    policy.approved = {{"Li", any_text(), Date::of(2025, 1, 2), any_notes()}};
  if (maybe()) policy.calendar = {"04-01", any(2) * 25, "4-4-5", any_notes()};
  if (maybe()) policy.tiers = {"bronze", "gold plus"};
  add_declarations(policy);
  if (maybe()) policy.defaults = any_rule(false);
  policy.rules = some([] { return any_rule(true); });
  policy.rules.push_back(any_rule(true));
  if (maybe()) policy.limit = any_limit();
  policy.examples = some(any_example, 2);
  if (maybe()) policy.amendment = Amendment{2, "2025-07-01", any_text(), pick({"", "keep"}), {"a"}};
  policy.notes = any_notes();
  return policy;
}

RC_GTEST_PROP(PolicyProperty, ReadsBackWhatIsWritten, ()) {
  const Policy policy = any_policy();
  const std::string text = write_policy(policy);
  RC_LOG(text);
  const auto again = read_policy(text, "policy.json");
  RC_LOG(to_string(again.issues()));
  RC_ASSERT(again.ok());
  RC_ASSERT(write_policy(*again) == text);
  RC_ASSERT(*again == policy);
}

RC_GTEST_PROP(PolicyProperty, ChecksAnythingThatCanBeWritten, ()) {
  // Nonsense is refused with issues that have a place, never by an exception.
  const Policy policy = any_policy();
  const auto checked = load_policy(write_policy(policy), "policy.json");
  for (const Issue& issue : checked.issues()) RC_ASSERT(issue.place.line > 0);
}

}  // namespace
}  // namespace rebate
