// SPDX-License-Identifier: Apache-2.0
//
// A rule that makes a line per row or key would drown a statement: more than kMostKeys lines of one
// rule and period are told as one, with their number and sum. Members of combinations are left out:
// the combination's line has what they came to. Every single line is in the CSV.
#include "rebate/report/statement.hpp"

#include "rebate/numeric/rounding.hpp"
#include "rebate/policy/checked_policy.hpp"
#include "rebate/explanation/explain.hpp"
#include "rebate/report/text_table.hpp"
#include "report/labels.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <map>

namespace rebate {
namespace {

constexpr std::size_t kMostKeys = 4;

class StatementWriter {
 public:
  StatementWriter(const Settlement& settlement, const Master& master, TextSink& sink,
                  const StatementOptions& options)
      : settlement_(settlement),
        master_(master),
        sink_(sink),
        options_(options),
        policy_(policy_of(settlement.plan())),
        labels_(labels_of(options.language)) {}

  void write() {
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < settlement_.lines().size() && sink_.ok(); ++i) {
      const Line& line = settlement_.lines()[i];
      if (!line.is_paid || !options_.filter.admits(settlement_, line)) continue;
      if (!own.empty() && settlement_.lines()[own.front()].earner != line.earner) {
        statement(own);
        own.clear();
      }
      own.push_back(i);
    }
    if (!own.empty()) statement(own);
    if (statements_ > 1) all_partners();
  }

 private:
  /// By currency; 0 is the policy's.
  using Amounts = std::map<std::uint16_t, Decimal>;
  struct Sum {
    Amounts due;
    std::int64_t lines = 0;
  };

  const CheckedRule& rule_of(const Line& line) const {
    return policy_.rules[static_cast<std::size_t>(line.rule)];
  }
  // Discounts on invoices have been given already; what a fund takes in is not paid out.
  bool counts(const Line& line) const {
    const Form::Kind form = rule_of(line).source.pay.as.kind;
    return form != Form::Kind::kOnInvoice && form != Form::Kind::kFund;
  }
  std::string money(std::uint16_t currency, const Decimal& amount) const {
    const int places = minor_unit_in(policy_, settlement_.currency(currency)).value_or(0);
    return grouped_text(amount, places);
  }
  // A currency other than the policy's is told wherever it stands.
  std::string other_currency(std::uint16_t currency) const {
    return currency == 0 ? std::string() : settlement_.currency(currency);
  }
  void add_due(TextTable& table, const Amounts& due) const {
    if (due.empty()) return add_due(table, {{0, Decimal()}});
    std::string label(labels_.due);
    for (const auto& [currency, amount] : due) {
      table.add_row({label, "", money(currency, amount), settlement_.currency(currency)});
      label.clear();
    }
  }

  void title(const std::string& earner) {
    const Policy& source = *policy_.source;
    std::string text(labels_.statement);
    text += " " + (options_.period.empty() ? source.valid : options_.period) + " · " + earner;
    const std::string name = name_of_partner(earner);
    if (!name.empty()) text += " " + name;
    text += " · " + std::string(labels_.policy) + " " + source.id + ", " +
            std::string(labels_.version) + " " + std::to_string(source.version);
    if (options_.as_of)
      text += " · " + std::string(labels_.as_of) + " " + options_.as_of->to_string();
    text += " · ";
    text += source.tax == "after" ? labels_.after_tax : labels_.before_tax;
    sink_.append(text);
    sink_.append('\n');
  }

  // The name on the last day of the policy on which the partner is on file.
  std::string name_of_partner(const std::string& earner) const {
    const Register& partners = master_.partners();
    const auto id = partners.ids().find(earner);
    if (!id || !partners.has_attribute("name")) return {};
    const std::optional<Date> day = partners.last_valid_day(*id, policy_.valid);
    if (!day) return {};
    const FieldValue name = partners.attribute(*id, "name", *day);
    const std::string* text = std::get_if<std::string>(&name);
    return text == nullptr ? std::string() : *text;
  }

  void statement(const std::vector<std::size_t>& lines) {
    if (statements_++ > 0) sink_.append('\n');
    title(settlement_.earner(settlement_.lines()[lines.front()].earner));
    TextTable table({Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft});
    Amounts due;
    for (std::size_t first = 0; first < lines.size();) {
      const std::size_t end = end_of_group(lines, first);
      if (end - first > kMostKeys) {
        add_group(table, std::span(lines).subspan(first, end - first));
      } else {
        for (std::size_t i = first; i < end; ++i) add_line(table, lines[i]);
      }
      for (std::size_t i = first; i < end; ++i) {
        const Line& line = settlement_.lines()[lines[i]];
        Sum& sum = sums_[line.rule];
        sum.due[line.currency] += line.due;
        ++sum.lines;
        if (counts(line)) due[line.currency] += line.due;
      }
      first = end;
    }
    add_due(table, due);
    table.write(sink_, 2);
    add_funds(settlement_.lines()[lines.front()].earner);
    for (const auto& [currency, amount] : due) total_[currency] += amount;
  }

  // "Fund mdf: open 8,000.00 + earned 6,000.00 - drawn 4,000.00 - expired 0.00 = 10,000.00"
  void add_funds(std::uint32_t earner) const {
    for (const FundMove& move : settlement_.funds()) {
      if (move.earner != earner) continue;
      const auto amount = [&](const Ratio& value) {
        const std::optional<Decimal> exact = value.as_decimal();
        return exact ? grouped_text(exact->normalized(), places_of(move.fund)) : value.to_string();
      };
      std::string text = "  " + std::string(labels_.fund) + " " + title_of_fund(move.fund) + ": ";
      text += std::string(labels_.opened) + " " + amount(move.opened) + " + ";
      text += std::string(labels_.earned) + " " + amount(move.earned) + " - ";
      text += std::string(labels_.drawn) + " " + amount(move.drawn) + " - ";
      text += std::string(labels_.expired) + " " + amount(move.expired) + " = ";
      text += amount(move.closed());
      sink_.append(text);
      sink_.append('\n');
    }
  }
  std::string title_of_fund(const std::string& name) const {
    for (const auto& [fund, terms] : policy_.source->funds) {
      const std::string title = text_in(terms.notes.title, options_.language);
      if (fund == name && !title.empty()) return title;
    }
    return name;
  }
  int places_of(const std::string& name) const {
    for (const auto& [fund, terms] : policy_.source->funds) {
      if (fund == name && terms.unit == "points") return 0;
    }
    return policy_.minor_unit;
  }

  // Lines of one rule and period stand together.
  std::size_t end_of_group(const std::vector<std::size_t>& lines, std::size_t first) const {
    const Line& line = settlement_.lines()[lines[first]];
    std::size_t end = first + 1;
    while (end < lines.size()) {
      const Line& other = settlement_.lines()[lines[end]];
      if (other.rule != line.rule || other.period != line.period) break;
      ++end;
    }
    return end;
  }

  std::string form_remark(const Line& line) const {
    switch (rule_of(line).source.pay.as.kind) {
      case Form::Kind::kOnInvoice:
        return std::string(labels_.on_invoice);
      case Form::Kind::kFund:
        return std::string(labels_.into_fund);
      default:
        return {};
    }
  }

  std::string remark(const Line& line) const {
    if (line.status == Status::kPayable) {
      return form_remark(line);
    }
    return status_text(line.status, options_.language);
  }

  std::string title_of(int rule) const {
    const Rule& source = policy_.rules[static_cast<std::size_t>(rule)].source;
    const std::string title = text_in(source.notes.title, options_.language);
    return title.empty() ? source.id : title;
  }

  void add_line(TextTable& table, std::size_t index) const {
    const Line& line = settlement_.lines()[index];
    std::string name = line_name(line, context_of(settlement_, index), options_.language);
    // Where returns are charged beside it, the rate does not tell the amount.
    const bool is_whole = line.status != Status::kPayable || line.gross == line.after_limits;
    const bool is_told = is_whole && line.rate && line.earning && !line.earning->is_zero();
    if (is_told && *line.rate != Ratio(Integer(1))) {
      name += std::string(labels_.open_bracket) + measured(line) + " × " +
              percent_text(*line.rate) + std::string(labels_.close_bracket);
    }
    const std::string outcome =
        line.level == 0 ? money(line.currency, line.due) : settlement_.level(line.level);
    table.add_row({name, remark(line), outcome, other_currency(line.currency)});
  }

  std::string measured(const Line& line) const {
    const CheckedRule& rule = rule_of(line);
    const bool is_money = rule.of == nullptr || rule.of->type == Type::kMoney;
    const std::optional<Decimal> exact = line.earning->as_decimal();
    return exact ? grouped_text(exact->normalized(), is_money ? policy_.minor_unit : 0)
                 : line.earning->to_decimal_text(policy_.minor_unit, RoundingMode::kHalfUp);
  }

  void add_group(TextTable& table, std::span<const std::size_t> lines) const {
    ExplainContext context = context_of(settlement_, lines.front());
    context.key.clear();
    const Line& first = settlement_.lines()[lines.front()];
    Amounts due;
    std::size_t blocked = 0;
    for (const std::size_t index : lines) {
      due[settlement_.lines()[index].currency] += settlement_.lines()[index].due;
      blocked += settlement_.lines()[index].status == Status::kBlocked;
    }
    std::string name = line_name(first, context, options_.language);
    if (rule_of(first).each_row) name += " " + context.period.name;
    const std::string count = std::to_string(lines.size()) + " " + std::string(labels_.lines);
    std::string remark;
    remark = form_remark(first);
    if (remark.empty() && blocked > 0) {
      // The sum is not the whole: who reads it has to know.
      remark = status_text(Status::kBlocked, options_.language) + ": " + std::to_string(blocked);
    }
    name += std::string(labels_.open_bracket) + count + std::string(labels_.close_bracket);
    for (const auto& [currency, amount] : due) {
      table.add_row({name, remark, money(currency, amount), other_currency(currency)});
      name.clear();
    }
  }

  void all_partners() {
    sink_.append('\n');
    sink_.append(std::string(labels_.all_partners) + " · " + std::to_string(statements_) + " " +
                 std::string(labels_.partners) + "\n");
    TextTable table({Align::kLeft, Align::kRight, Align::kRight, Align::kLeft});
    for (const auto& [rule, sum] : sums_) {
      Line of_rule;
      of_rule.rule = rule;
      const std::string remark = form_remark(of_rule);
      std::string title = title_of(rule);
      std::string lines = std::to_string(sum.lines) + " " + std::string(labels_.lines);
      const bool sets_level =
          !policy_.rules[static_cast<std::size_t>(rule)].source.pay.sets.empty();
      for (const auto& [currency, amount] : sum.due) {
        const std::string other = other_currency(currency);
        const std::string due = sets_level ? std::string() : money(currency, amount);
        table.add_row({title, lines, due, remark.empty() ? other : remark});
        title.clear();
        lines.clear();
      }
    }
    add_due(table, total_);
    table.write(sink_, 2);
  }

  const Settlement& settlement_;
  const Master& master_;
  TextSink& sink_;
  const StatementOptions& options_;
  const CheckedPolicy& policy_;
  const Labels& labels_;
  std::size_t statements_ = 0;
  std::map<std::int32_t, Sum> sums_;
  Amounts total_;
};

}  // namespace

void write_statements(const Settlement& settlement, const Master& master, TextSink& sink,
                      const StatementOptions& options) {
  StatementWriter(settlement, master, sink, options).write();
}

}  // namespace rebate
