// SPDX-License-Identifier: Apache-2.0
//
// The master is what is known beside the trade itself, all with its dates: partners and who stands
// below whom, products, customers, units, targets, KPIs, history, prices, rates, and what was
// settled before.
//
//   const Result<Master> master = Master::make(std::move(tables), calendar);
//   const TextCode d017 = *master->partners().ids().find("D017");
//   master->partners().attribute(d017, "tier", period.range.last());
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/ledger/ledger.hpp"
#include "rebate/master/figures.hpp"
#include "rebate/master/hierarchy.hpp"
#include "rebate/master/prices.hpp"
#include "rebate/master/register.hpp"
#include "rebate/master/standing.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// The master's tables by noun: "partner", "product", "customer", "unit", "enrolment", "target",
/// "kpi", "history", "price", "exchange_rate", "settled", "balance". What is not there is not
/// known.
using MasterTables = std::map<std::string, Table, std::less<>>;

class Master {
 public:
  Master() = default;

  /// FAILS: what its parts refuse, all of it at once; their warnings come with the value.
  [[nodiscard]] static Result<Master> make(MasterTables tables, const FiscalCalendar& calendar);

  [[nodiscard]] const Register& partners() const { return partners_; }
  [[nodiscard]] const Register& products() const { return products_; }
  [[nodiscard]] const Register& customers() const { return customers_; }

  [[nodiscard]] Hierarchy hierarchy_on(Date day) const { return Hierarchy(partners_, day); }

  [[nodiscard]] const Figures& targets() const { return targets_; }
  [[nodiscard]] const Figures& kpis() const { return kpis_; }
  /// Measures of the time before the ledger.
  [[nodiscard]] const Figures& history() const { return history_; }
  [[nodiscard]] const PriceBook& prices() const { return prices_; }
  [[nodiscard]] const ExchangeRates& exchange_rates() const { return exchange_rates_; }

  /// The package that a partner has chosen under a policy on a day; nothing if it is not enrolled.
  /// A choice in partners.csv itself is the attribute "choice".
  [[nodiscard]] std::optional<std::string> choice(std::string_view policy, std::string_view partner,
                                                  Date day) const;
  /// Base units in one `unit` of a product; nothing if unknown.
  [[nodiscard]] std::optional<Decimal> unit_factor(std::string_view product,
                                                   std::string_view unit) const;

  /// False: no file of settled lines was given, so what was settled before is not known.
  [[nodiscard]] bool has_settled() const { return has_settled_; }
  [[nodiscard]] std::span<const SettledLine> settled() const { return settled_; }
  [[nodiscard]] std::span<const FundBalance> balances() const { return balances_; }

  /// What a LedgerBuilder asks. Products and customers are checked only if there are any on file.
  /// Valid as long as the master stays where it is.
  [[nodiscard]] LedgerReference reference() const;

 private:
  struct Enrolment {
    DateRange valid;
    std::string choice;
  };

  Register partners_;
  Register products_;
  Register customers_;
  Figures targets_;
  Figures kpis_;
  Figures history_;
  PriceBook prices_;
  ExchangeRates exchange_rates_;
  std::map<std::pair<std::string, std::string>, std::vector<Enrolment>, std::less<>> enrolments_;
  std::map<std::pair<std::string, std::string>, Decimal, std::less<>> units_;
  bool has_settled_ = false;
  std::vector<SettledLine> settled_;
  std::vector<FundBalance> balances_;

  friend class MasterReader;
};

}  // namespace rebate
