// SPDX-License-Identifier: Apache-2.0
//
// Qualify and pay of a rule: what decides, what is paid on what, by bands or tables, to whom.
#include "policy/check_bands.hpp"
#include "policy/check_rule.hpp"
#include "policy/check_tables.hpp"
#include "policy/formula_walk.hpp"

#include <algorithm>

namespace rebate {
namespace {

bool is_empty(const Payout& payout) {
  return !payout.rate.is_set() && !payout.per_unit.is_set() && !payout.amount.is_set() &&
         !payout.every.is_set();
}

bool reads(const FormulaPtr& formula, Op op) {
  bool found = false;
  visit_nodes(formula, [&](const Formula& node) { found = found || node.op == op; });
  return found;
}

FormulaPtr whole() {
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kConstant;
  formula->type = Type::kRatio;
  formula->value = Ratio(Decimal::from_int64(1));
  formula->text = "100%";
  return formula;
}

}  // namespace

// --- qualify -------------------------------------------------------------------------------------

void RuleChecker::check_qualify() {
  const Qualify& qualify = rule_.qualify;
  const std::string pointer = pointer_ + "/qualify";
  out_.by = context_.formula(qualify.by, pointer + "/by", line(measure_types()));
  out_.require = context_.formulas(qualify.require, pointer + "/require", line({Type::kFlag}));
  out_.veto = context_.formulas(qualify.veto, pointer + "/veto", line({Type::kFlag}));
  const std::vector<Type> like_by =
      out_.by ? std::vector<Type>{out_.by->type} : std::vector<Type>{};
  out_.when_missing =
      context_.formula(qualify.when_missing, pointer + "/when_missing", line(like_by));

  if (reads(out_.by, Op::kRank) && qualify.ties == Qualify::Ties::kNone) {
    context_.error(Code::kRankTies, pointer,
                   "a rank decides: say \"ties\": \"same\" (equal ranks receive the same) or "
                   "\"share\" (they receive "
                   "the mean of the places they fill).");
  }
  for (const auto* list : {&out_.require, &out_.veto}) {
    for (const FormulaPtr& condition : *list) {
      if (!reads(condition, Op::kRank)) continue;
      context_.error(Code::kWrongValue, pointer + (list == &out_.veto ? "/veto" : "/require"),
                     "requirements and vetoes decide who is ranked, and cannot read a rank.");
    }
  }
}

// --- pay -----------------------------------------------------------------------------------------

void RuleChecker::check_pay() {
  const Pay& pay = rule_.pay;
  const std::string pointer = pointer_ + "/pay";
  check_of();
  out_.payout = payout(pay.payout, pointer);
  out_.mode = pay.mode;
  const bool has_bands = !pay.bands.empty();
  const bool has_table = !pay.table.empty() || pay.matrix;
  const int ways = (is_empty(pay.payout) ? 0 : 1) + (has_bands ? 1 : 0) + (has_table ? 1 : 0);
  if (ways > 1 || (!pay.sets.empty() && (ways != 1 || !has_bands))) {
    context_.error(
        Code::kPaysTwice, pointer,
        pay.sets.empty()
            ? "what is paid stands in one place: directly in 'pay', in 'bands' or in 'table'."
            : "'sets' gives a level by 'bands' and pays nothing.");
  } else if (ways == 0 && !is_combination()) {
    context_.error(Code::kMissingMember, pay.is_set ? pointer : pointer_,
                   "rule '" + rule_.id +
                       "' does not say what it pays: a rate, per_unit, amount, bands or a table.");
  } else if (ways == 0) {
    out_.payout.rate = whole();
  }
  check_table();
  check_bands();
  check_mode();
  out_.times = context_.formulas(pay.times, pay.times.size() == 1 ? pointer : pointer + "/times",
                                 line({Type::kRatio, Type::kNumber}));
  check_payee();
  check_unit_of_pay();
}

void RuleChecker::check_of() {
  const Pay& pay = rule_.pay;
  if (pay.of.is_set()) {
    out_.of = context_.formula(pay.of, pointer_ + "/pay/of", line(numeric_types()));
    return;
  }
  if (is_combination()) return;
  // By default net sales; units where only sums per unit are paid; nothing where only amounts are,
  // unless the earning measure is the one that qualifies, or that a provision is a part of.
  const bool per_unit_only = !pays_by(true, false) && pays_by(false, true);
  const bool is_banded = !pay.bands.empty() || (pay.matrix && pay.matrix->edge != Edge::kNone);
  const bool is_qualifying =
      is_banded && !rule_.qualify.by.is_set() && !(pay.matrix && pay.matrix->across.is_set());
  const bool is_provided = rule_.when.accrue && rule_.when.accrue->kind == Accrue::Kind::kRate;
  if (!pays_by(true, true) && !is_qualifying && !is_provided) return;
  if (out_.noun != "sale") {
    if (is_qualifying && !pays_by(true, true)) {
      context_.error(
          Code::kRuleNoun, pointer_ + "/pay",
          "the bands of rule '" + rule_.id + "' have nothing to be compared with: say 'qualify'.");
    } else if (is_provided && !pays_by(true, true)) {
      context_.error(
          Code::kRuleNoun, pointer_ + "/when/accrue",
          "the provision of rule '" + rule_.id + "' has nothing to be a part of: say 'of' in pay.");
    }
    return;
  }
  Issues quiet;
  const Expression measure = Expression::parse(per_unit_only ? "units" : "net_sales", {}, quiet);
  out_.of = context_.formula(measure, pointer_ + "/pay/of", line(numeric_types()));
}

// A literal without percent sign where a rate is chosen: `x ? 5 : 3%`.
void RuleChecker::refuse_bare_rates(const Expression& rate_text, const std::string& pointer) {
  const std::function<void(const Syntax&)> look = [&](const Syntax& node) {
    switch (node.kind) {
      case Syntax::Kind::kNumber: {
        if (node.is_percent || node.number.is_zero()) return;
        const std::string percent = (node.number * Decimal::from_int64(100)).to_string() + "%";
        const bool is_fraction = abs(node.number) < Decimal::from_int64(1);
        const std::string fix = is_fraction ? percent : node.number.to_string() + "%";
        context_.error(Code::kRateOverWhole, pointer,
                       node.number.to_string() + " would be " + percent +
                           ". A literal rate carries its sign: write " + fix + ".");
        return;
      }
      case Syntax::Kind::kConditional:
        look(*node.children[1]), look(*node.children[2]);
        return;
      case Syntax::Kind::kUnary:
        look(*node.children[0]);
        return;
      case Syntax::Kind::kCall:
        if (node.text != "min" && node.text != "max" && node.text != "clamp" &&
            node.text != "default")
          return;
        for (const SyntaxPtr& child : node.children) look(*child);
        return;
      default:
        return;
    }
  };
  look(*rate_text.tree());
}

CheckedPayout RuleChecker::payout(const Payout& terms, const std::string& pointer) {
  CheckedPayout checked;
  const std::string& written_at = terms.rate.place().pointer;
  const std::string rate_at = written_at.empty() ? pointer + "/rate" : written_at;
  if (terms.rate.is_set()) {
    refuse_bare_rates(terms.rate, rate_at);
    const Syntax& tree = *terms.rate.tree();
    if (tree.kind == Syntax::Kind::kName && index_of(context_.policy.tables, tree.text) >= 0) {
      context_.error(Code::kTableAsRate, rate_at,
                     "'" + tree.text + "' is a table: write \"table\": \"" + tree.text +
                         "\" instead of a rate, so that "
                         "explanations name the row.");
    } else {
      checked.rate = context_.formula(terms.rate, rate_at, rate({Type::kRatio, Type::kNumber}));
    }
  }
  checked.per_unit = context_.formula(terms.per_unit, pointer + "/per_unit", rate({Type::kMoney}));
  checked.amount = context_.formula(terms.amount, pointer + "/amount", rate({Type::kMoney}));
  if (terms.every.is_set()) {
    const std::vector<Type> like_of = out_.of ? std::vector<Type>{out_.of->type} : numeric_types();
    checked.every = context_.formula(terms.every, pointer + "/every", line(like_of));
    if (const auto step = literal_of(terms.every); step && step->value.sign() <= 0) {
      context_.error(Code::kWrongValue, pointer + "/every", "a step is above zero.");
    }
    if (!terms.amount.is_set()) {
      context_.error(Code::kMissingMember, pointer,
                     "each step of 'every' pays an 'amount'; it is missing.");
    }
  }
  checked.started_steps = terms.started_steps;
  return checked;
}

void RuleChecker::check_table() {
  const Pay& pay = rule_.pay;
  const std::string pointer = pointer_ + "/pay/table";
  if (pay.matrix) {
    out_.table = rebate::check_matrix(context_, *pay.matrix, pointer, rate({}));
  } else if (!pay.table.empty()) {
    const int index = index_of(context_.policy.tables, pay.table);
    if (index < 0) {
      context_.unknown(pointer, "table", pay.table, names_in(context_.policy.tables));
      return;
    }
    const TableTerms& terms = context_.policy.tables[static_cast<std::size_t>(index)].second;
    out_.table = context_.checked.tables[static_cast<std::size_t>(index)];
    const auto pays = [](const std::string& column) {
      return column == "rate" || column == "per_unit" || column == "amount";
    };
    if (std::none_of(terms.gives.begin(), terms.gives.end(), pays)) {
      context_.error(Code::kTablePays, pointer,
                     "table '" + pay.table +
                         "' gives neither rate, per_unit nor amount, so that it pays nothing.");
    }
    // The keys again, now as this rule sees them.
    for (std::size_t i = 0; i < terms.by.size() && i < out_.table->keys.size(); ++i) {
      if (!out_.table->keys[i].of) continue;
      Issues found;
      CheckContext quiet(context_.policy, context_.checked, found);
      quiet.names = context_.names;
      out_.table->keys[i].of = check_key(quiet, terms.by[i].of, pointer, rate({}));
      if (!found.has_errors()) continue;
      context_.error(Code::kTablePays, pointer,
                     "rule '" + rule_.id + "' cannot look up '" + pay.table + "' by " +
                         terms.by[i].of.text() + ": " + found[0].message);
    }
  }
  if (!out_.table) return;
  for (std::size_t i = 0; i < out_.table->keys.size(); ++i) {
    if (out_.table->keys[i].edge == Edge::kNone) continue;
    if (out_.banded_axis >= 0) {
      context_.error(Code::kTableAxis, pointer,
                     "a table that pays has one banded key, the qualifying measure.");
      return;
    }
    out_.banded_axis = static_cast<int>(i);
  }
  if (out_.banded_axis >= 0 && rule_.qualify.by.is_set()) {
    context_.error(
        Code::kTableAxis, pointer_ + "/qualify",
        "the banded axis of the table is the qualifying measure; leave 'by' out of 'qualify'.");
  }
}

void RuleChecker::check_bands() {
  const Pay& pay = rule_.pay;
  const std::string pointer = pointer_ + "/pay/bands";
  if (pay.bands.empty()) return;
  const FormulaPtr& measure = out_.by ? out_.by : rule_.qualify.by.is_set() ? out_.by : out_.of;
  const bool is_line = pay.mode == PayMode::kInterpolated;
  const std::vector<Value> bounds =
      check_edges(context_, edges_of(pay.bands, pointer), measure, is_line);
  const std::size_t dot = pay.sets.find('.');
  if (!pay.sets.empty() &&
      levels_of(*context_.names, pay.sets.substr(0, dot), pay.sets.substr(dot + 1)).empty()) {
    context_.error(Code::kUnknownReference, pointer_ + "/pay/sets",
                   "'" + pay.sets + "' has no levels: list them, lowest first, in " +
                       (pay.sets == "partner.tier" ? "'tiers'." : "'fields'."));
    return;
  }
  for (std::size_t i = 0; i < pay.bands.size(); ++i) {
    const Band& band = pay.bands[i];
    const std::string band_at = at(pointer, i);
    CheckedBand checked;
    checked.edge = band.edge;
    checked.bound = bounds[i];
    checked.mode = band.mode != PayMode::kNone ? band.mode : pay.mode;
    if (band.mode != PayMode::kNone && is_line != (band.mode == PayMode::kInterpolated)) {
      context_.error(
          Code::kBandEdges, band_at,
          "interpolation is a mode of the whole list, whose points are written with 'at'.");
    }
    if (!pay.sets.empty()) {
      checked.mode = PayMode::kNone;
      const std::string noun = pay.sets.substr(0, dot), field = pay.sets.substr(dot + 1);
      const Value level = context_.level(band_at + "/level", noun, field, band.level);
      if (level.is_level()) checked.level = level.level();
    } else {
      checked.payout = payout(band.payout, band_at);
      if (is_empty(band.payout)) {
        context_.error(Code::kMissingMember, band_at,
                       "a band pays a rate, a per_unit or an amount.");
      }
    }
    const bool may_warn = !pay.sets.empty() || checked.mode == PayMode::kRetroactive;
    if (i > 0 && may_warn && is_alike(pay.bands[i - 1], band)) {
      context_.warn(Code::kBandsAlike, band_at,
                    "bands " + std::to_string(i) + " and " + std::to_string(i + 1) +
                        " pay the same; one will do.");
    }
    out_.bands.push_back(std::move(checked));
  }
}

void RuleChecker::check_mode() {
  const Pay& pay = rule_.pay;
  const std::string pointer = pointer_ + "/pay";
  const bool pays_by_bands = pay.sets.empty() && !pay.bands.empty();
  if (pay.mode == PayMode::kNone && (pays_by_bands || out_.banded_axis >= 0)) {
    context_.error(
        Code::kModeMissing, pointer,
        "bands need a mode: retroactive (whole amount, 全额累进) or marginal (slices, 超额累进)?");
  }
  if (pay.mode == PayMode::kInterpolated && out_.banded_axis >= 0) {
    context_.error(Code::kBandEdges, pointer,
                   "a table has bands, not points; interpolation needs 'bands' with 'at'.");
  }
  const bool is_banded = pays_by_bands || out_.banded_axis >= 0;
  if (pay.mode != PayMode::kNone && !is_banded && pay.sets.empty()) {
    context_.warn(Code::kModeUnused, pointer,
                  "a mode says how bands pay; here are none, so that it changes nothing.");
  }
  const bool has_excess =
      pay.mode == PayMode::kExcess ||
      std::any_of(out_.bands.begin(), out_.bands.end(),
                  [](const CheckedBand& band) { return band.mode == PayMode::kExcess; });
  const FormulaPtr& measure = out_.by ? out_.by : out_.of;
  const std::vector<Type> like_by = measure ? std::vector<Type>{measure->type} : numeric_types();
  out_.baseline = context_.formula(pay.baseline, pointer + "/baseline", line(like_by));
  if (pay.baseline.is_set() && !has_excess) {
    context_.warn(Code::kModeUnused, pointer,
                  "a baseline belongs to the mode excess; here it changes nothing.");
  }
  if (is_banded && pay.mode != PayMode::kNone) check_slices(context_, out_, pointer_);

  if (rule_.what.returns != Returns::kAtOriginalRate) return;
  const auto is_plain = [](const CheckedPayout& p) { return !p.every && !p.amount; };
  const auto is_one_rate = [](PayMode mode) {
    return mode != PayMode::kMarginal && mode != PayMode::kExcess;
  };
  bool is_allowed = is_plain(out_.payout) && is_one_rate(pay.mode);
  for (const CheckedBand& band : out_.bands)
    is_allowed = is_allowed && is_plain(band.payout) && is_one_rate(band.mode);
  if (!is_allowed) {
    context_.error(Code::kReturnsRate, pointer_ + "/what",
                   "a return at the original rate needs one rate for the sale it reverses; with "
                   "slices, steps or amounts "
                   "there is none. Write \"returns\": \"restate\".");
  }
}

CheckedSpread RuleChecker::spread(const Spread& terms, const std::string& pointer) {
  CheckedSpread checked;
  checked.each = context_.formula(terms.each, pointer + "/each", key());
  checked.by = context_.formula(terms.by, pointer + "/by", line(numeric_types()));
  checked.at_most = context_.formula(terms.at_most, pointer + "/at_most", rate({Type::kMoney}));
  return checked;
}

void RuleChecker::check_payee() {
  const Pay& pay = rule_.pay;
  const std::string pointer = pointer_ + "/pay/to";
  switch (pay.to.kind) {
    case Payee::Kind::kEarner:
      if (rule_.who.together.is_set() && pay.sets.empty() && out_.member_of < 0) {
        context_.error(Code::kTogetherPayee, pointer_ + "/pay",
                       "partners earn together by " + rule_.who.together.text() +
                           ", so that nobody is paid by default: "
                           "say 'to', such as \"partner.parent\" or {\"each\": \"sale.partner\", "
                           "\"by\": \"net_sales\"}.");
      }
      break;
    case Payee::Kind::kField:
      out_.to_field = context_.formula(pay.to.field, pointer, key());
      break;
    case Payee::Kind::kShares:
      out_.to_shares = shares(pay.to.shares, pointer);
      break;
    case Payee::Kind::kSpread:
      out_.to_spread = spread(pay.to.spread, pointer);
      break;
    case Payee::Kind::kTable: {
      const int index = index_of(context_.policy.tables, pay.to.table);
      if (index < 0) {
        context_.unknown(pointer + "/table", "table", pay.to.table,
                         names_in(context_.policy.tables));
        break;
      }
      out_.to_table = index;
      const TableTerms& terms = context_.policy.tables[static_cast<std::size_t>(index)].second;
      const bool ends_in_payee =
          !terms.by.empty() && terms.by.back().of.is_set() && terms.by.back().of.text() == "payee";
      if (!ends_in_payee ||
          std::find(terms.gives.begin(), terms.gives.end(), "share") == terms.gives.end()) {
        context_.error(Code::kTablePays, pointer + "/table",
                       "a table of payees has 'payee' as its last key and gives 'share'.");
      }
      break;
    }
  }
  if (pay.book) out_.book = spread(*pay.book, pointer_ + "/pay/book");
}

// A rate makes money of money, a sum per unit makes money of units.
void RuleChecker::check_unit_of_pay() {
  const Pay& pay = rule_.pay;
  bool is_points = false;
  if (pay.as.kind == Form::Kind::kFund) {
    const int fund = index_of(context_.policy.funds, pay.as.fund);
    if (fund < 0) {
      context_.unknown(pointer_ + "/pay/as/fund", "fund", pay.as.fund,
                       names_in(context_.policy.funds));
      return;
    }
    is_points = context_.policy.funds[static_cast<std::size_t>(fund)].second.unit == "points";
  }
  if (!out_.of) return;
  const bool is_money = out_.of->type == Type::kMoney;
  const bool is_count =
      out_.of->op == Op::kAggregate &&
      (out_.of->aggregate == Aggregate::kCount || out_.of->aggregate == Aggregate::kDistinct);
  const bool has_rate =
      pays_by(true, false) && !(pay.payout.every.is_set() && !pay.payout.rate.is_set());
  if (is_points && is_money && has_rate) {
    context_.error(Code::kFundUnit, pointer_ + "/pay",
                   "a rate of money is money, and fund '" + pay.as.fund +
                       "' holds points: pay 'per_unit', or 'every' with 'amount'.");
  }
  if (is_points) return;
  const bool only_every = std::all_of(pay.bands.begin(), pay.bands.end(),
                                      [](const Band& b) { return !b.payout.rate.is_set(); });
  if (has_rate && !(only_every && !pay.bands.empty()) &&
      (out_.of->type == Type::kQuantity || is_count)) {
    context_.error(Code::kNotAnAmount, pointer_ + "/pay",
                   "a rate of " + out_.of->text +
                       " is no money: pay 'per_unit', or say 'of' with a measure of money.");
  }
  if (is_money && pays_by(false, true)) {
    context_.error(Code::kNotAnAmount, pointer_ + "/pay",
                   "'per_unit' multiplies " + out_.of->text +
                       ", which is money already: pay a 'rate', or say 'of' with a quantity.");
  }
}

}  // namespace rebate
