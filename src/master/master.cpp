// SPDX-License-Identifier: Apache-2.0
#include "rebate/master/master.hpp"

#include <algorithm>

namespace rebate {

/// Makes the parts of a master from tables and collects what is wrong with any of them.
class MasterReader {
 public:
  MasterReader(MasterTables tables, const FiscalCalendar& calendar)
      : tables_(std::move(tables)), calendar_(calendar) {}

  Result<Master> read() {
    take(Register::make(table("partner")), master_.partners_);
    take(Register::make(table("product")), master_.products_);
    take(Register::make(table("customer")), master_.customers_);
    take(Figures::make(table("target"), "target", calendar_), master_.targets_);
    take(Figures::make(table("kpi"), "kpi", calendar_), master_.kpis_);
    take(Figures::make(table("history"), "measure", calendar_), master_.history_);
    take(PriceBook::make(table("price")), master_.prices_);
    take(ExchangeRates::make(table("exchange_rate")), master_.exchange_rates_);
    issues_.merge(Hierarchy::check(master_.partners_));
    read_enrolments(table("enrolment"));
    read_units(table("unit"));
    master_.has_settled_ = tables_.contains("settled");
    read_settled(table("settled"));
    read_balances(table("balance"));
    if (issues_.has_errors()) return std::move(issues_);
    return {std::move(master_), std::move(issues_)};
  }

 private:
  /// Each table is asked for once.
  Table table(std::string_view noun) {
    const auto found = tables_.find(noun);
    return found == tables_.end() ? Table() : std::move(found->second);
  }

  template <class T>
  void take(Result<T> part, T& into) {
    issues_.merge(part.issues());
    if (part.ok()) into = std::move(part).value();
  }

  static std::string text(const Table& table, RowIndex row, std::string_view field) {
    return to_text(table.cell(row, field));
  }
  static std::optional<Date> date(const Table& table, RowIndex row, std::string_view field) {
    const FieldValue value = table.cell(row, field);
    const Date* held = std::get_if<Date>(&value);
    return held == nullptr ? std::nullopt : std::optional(*held);
  }
  static std::optional<Decimal> number(const Table& table, RowIndex row, std::string_view field) {
    const FieldValue value = table.cell(row, field);
    const Decimal* held = std::get_if<Decimal>(&value);
    return held == nullptr ? std::nullopt : std::optional(*held);
  }

  void refuse(const Table& table, RowIndex row, Code code, std::string message) {
    Place place;
    const RowSource source = table.source(row);
    place.file = std::string(source.file);
    place.line = static_cast<int>(source.line);
    issues_.add(code, std::move(place), std::move(message));
  }

  void read_enrolments(const Table& table) {
    for (RowIndex row = 0; row < table.row_count(); ++row) {
      const Date from = date(table, row, "valid_from").value_or(DateRange::all().begin);
      const std::optional<Date> to = date(table, row, "valid_to");
      const std::string policy = text(table, row, "policy");
      const std::string partner = text(table, row, "partner");
      if (to && *to < from) {
        refuse(table, row, Code::kMasterRange,
               "valid_to " + to->to_string() + " lies before valid_from " + from.to_string() + ".");
        continue;
      }
      const DateRange valid{from, to ? to->add_days(1) : DateRange::all().end};
      auto& own = master_.enrolments_[{policy, partner}];
      for (const auto& other : own) {
        if (!other.valid.overlaps(valid)) continue;
        refuse(table, row, Code::kMasterOverlap,
               "Partner " + partner + " is enrolled in " + policy + " twice on " +
                   std::max(valid.begin, other.valid.begin).to_string() + ".");
      }
      own.push_back({valid, text(table, row, "choice")});
    }
  }

  void read_units(const Table& table) {
    for (RowIndex row = 0; row < table.row_count(); ++row) {
      const std::string product = text(table, row, "product");
      const std::string unit = text(table, row, "unit");
      const std::optional<Decimal> factor = number(table, row, "factor");
      if (!factor || factor->sign() <= 0) {
        refuse(table, row, Code::kWrongValue,
               "The factor of unit " + unit + " of product " + product + " is not above zero.");
        continue;
      }
      const auto [held, is_new] = master_.units_.emplace(std::pair(product, unit), *factor);
      if (!is_new && held->second != *factor) {
        refuse(table, row, Code::kMasterDuplicate,
               "Unit " + unit + " of product " + product + " is given twice: " +
                   held->second.to_string() + " and " + factor->to_string() + ".");
      }
    }
  }

  void read_settled(const Table& table) {
    for (RowIndex row = 0; row < table.row_count(); ++row) {
      SettledLine line;
      line.partner = text(table, row, "partner");
      line.rule = text(table, row, "rule");
      line.period = text(table, row, "period");
      line.kind = text(table, row, "kind");
      line.run = text(table, row, "run");
      line.each = text(table, row, "each");
      line.payee = text(table, row, "payee");
      line.fund = text(table, row, "fund");
      line.amount = number(table, row, "amount").value_or(Decimal());
      line.on = date(table, row, "on").value_or(DateRange::all().begin);
      master_.settled_.push_back(std::move(line));
    }
  }

  void read_balances(const Table& table) {
    for (RowIndex row = 0; row < table.row_count(); ++row) {
      FundBalance balance;
      balance.partner = text(table, row, "partner");
      balance.fund = text(table, row, "fund");
      balance.date = date(table, row, "date").value_or(DateRange::all().begin);
      balance.amount = number(table, row, "amount").value_or(Decimal());
      balance.expires = date(table, row, "expires");
      master_.balances_.push_back(std::move(balance));
    }
  }

  MasterTables tables_;
  const FiscalCalendar& calendar_;
  Master master_;
  Issues issues_;
};

Result<Master> Master::make(MasterTables tables, const FiscalCalendar& calendar) {
  return MasterReader(std::move(tables), calendar).read();
}

std::optional<std::string> Master::choice(std::string_view policy, std::string_view partner,
                                          Date day) const {
  const auto found = enrolments_.find(std::pair(std::string(policy), std::string(partner)));
  if (found == enrolments_.end()) return std::nullopt;
  for (const Enrolment& enrolment : found->second) {
    if (enrolment.valid.contains(day)) return enrolment.choice;
  }
  return std::nullopt;
}

std::optional<Decimal> Master::unit_factor(std::string_view product, std::string_view unit) const {
  const auto found = units_.find(std::pair(std::string(product), std::string(unit)));
  return found == units_.end() ? std::nullopt : std::optional(found->second);
}

LedgerReference Master::reference() const {
  LedgerReference reference;
  reference.partners = partners_.shared_ids();
  if (products_.ids().size() > 1) reference.products = products_.shared_ids();
  if (customers_.ids().size() > 1) reference.customers = customers_.shared_ids();
  reference.unit_factor = [this](std::string_view product, std::string_view unit) {
    return unit_factor(product, unit);
  };
  return reference;
}

}  // namespace rebate
