// SPDX-License-Identifier: Apache-2.0
//
// Who, when, what and limit of a rule; its noun, and what its key fixes.
#include "policy/check_rule.hpp"

#include "rebate/policy/vocabulary.hpp"
#include "policy/formula_walk.hpp"

#include <algorithm>
#include <set>

namespace rebate {
namespace {

std::string listed(const std::vector<std::string>& nouns) {
  std::string text;
  for (std::size_t i = 0; i < nouns.size(); ++i)
    text += (i == 0 ? "" : i + 1 == nouns.size() ? " and " : ", ") + nouns[i];
  return text;
}

}  // namespace

Expected RuleChecker::line(std::vector<Type> types) const {
  return {Position::kLine, std::move(types), out_.noun, fixed_, false};
}
Expected RuleChecker::rate(std::vector<Type> types) const {
  return {Position::kRate, std::move(types), out_.noun, fixed_, false};
}
Expected RuleChecker::row(std::vector<Type> types) const {
  return {Position::kRow, std::move(types), out_.noun, {}, false};
}
Expected RuleChecker::key() const { return {Position::kKey, {}, out_.noun, {}, false}; }

void RuleChecker::check() {
  check_when();
  find_noun();
  check_who();
  check_what();
  check_qualify();
  check_pay();
  check_limit();
}

// --- when ----------------------------------------------------------------------------------------

void RuleChecker::check_when() {
  const When& when = rule_.when;
  const std::string pointer = pointer_ + "/when";
  if (when.per.empty()) {
    context_.error(
        Code::kPeriodMissing, pointer_,
        "rule '" + rule_.id +
            "' does not say over which period: write \"when\": \"month\", \"quarter\", \"year\" …");
  } else if (const auto per = context_.period(
                 when.per,
                 context_.policy.place(pointer + "/per").line > 0 ? pointer + "/per" : pointer)) {
    out_.per = *per;
  }
  for (std::size_t i = 0; i < when.in.size(); ++i) {
    const std::string place = at(pointer + "/in", i);
    const auto days = context_.range(when.in[i], place);
    if (!days) continue;
    if (!days->overlaps(context_.checked.valid)) {
      context_.error(
          Code::kPeriodOutside, place,
          when.in[i] + " lies outside the policy's validity, " + context_.policy.valid + ".");
    }
    out_.in.push_back(*days);
  }
  if (!when.settle.empty() && when.settle != "start") {
    const auto settle = context_.period(when.settle, pointer + "/settle");
    // A range of days cuts its instalments as the policy's validity cuts periods.
    const bool is_cut = out_.per.unit == PeriodUnit::kRange;
    if (settle && !when.per.empty() && !is_cut && !context_.divides(*settle, out_.per)) {
      context_.error(
          Code::kPeriodDivides, pointer + "/settle",
          "instalments of a " + when.settle + " do not divide the period " + when.per + ".");
    }
    out_.settle = settle;
  }
}

// --- the noun ------------------------------------------------------------------------------------

std::vector<std::string> RuleChecker::nouns_of(const std::vector<Expression>& list,
                                               Position position) const {
  std::set<std::string> rows, aggregates;
  Issues quiet;
  for (const Expression& expression : list) {
    if (!expression.is_set()) continue;
    const FormulaPtr formula =
        check_expression(expression, *context_.names, {position, {}, "", {}, false}, quiet);
    if (!formula) continue;
    for (const std::string& noun : row_nouns(*formula)) rows.insert(noun);
    for (const std::string& noun : aggregate_nouns(*formula)) aggregates.insert(noun);
  }
  const auto& chosen = rows.empty() ? aggregates : rows;
  return {chosen.begin(), chosen.end()};
}

bool RuleChecker::pays_by(bool rates, bool per_units) const {
  const auto does = [&](const Payout& payout) {
    return (rates && (payout.rate.is_set() || payout.every.is_set())) ||
           (per_units && payout.per_unit.is_set());
  };
  const Pay& pay = rule_.pay;
  if (does(pay.payout) || std::any_of(pay.bands.begin(), pay.bands.end(),
                                      [&](const Band& b) { return does(b.payout); })) {
    return true;
  }
  if (pay.matrix) {
    return (rates && pay.matrix->gives == Matrix::Gives::kRates) ||
           (per_units && pay.matrix->gives == Matrix::Gives::kPerUnits);
  }
  const int table = pay.table.empty() ? -1 : index_of(context_.policy.tables, pay.table);
  if (table < 0) return false;
  const auto& gives = context_.policy.tables[static_cast<std::size_t>(table)].second.gives;
  const auto has = [&](const char* column) {
    return std::find(gives.begin(), gives.end(), column) != gives.end();
  };
  return (rates && has("rate")) || (per_units && has("per_unit"));
}

void RuleChecker::find_noun() {
  if (is_combination()) {
    // A combination stands on its members; their common noun is what its expressions see.
    std::set<std::string> nouns;
    for (const int member : out_.members)
      nouns.insert(context_.checked.rules[static_cast<std::size_t>(member)].noun);
    if (nouns.size() == 1) out_.noun = *nouns.begin();
    return;
  }
  const auto choose = [&](const std::vector<std::string>& nouns, const std::string& where) {
    if (nouns.empty()) return false;
    out_.noun = nouns.front();
    if (nouns.size() > 1) {
      context_.error(Code::kRuleNoun, where,
                     "rule '" + rule_.id + "' could stand on rows of " + listed(nouns) +
                         ": say 'each' or 'of', so that it is clear which rows it sees.");
    }
    return true;
  };
  const std::string what = pointer_ + "/what";
  const std::vector<std::string> each = nouns_of(rule_.what.each, Position::kKey);
  const std::vector<std::string> where = nouns_of({rule_.what.where}, Position::kRow);
  if (rule_.pay.of.is_set()) {
    std::vector<std::string> of = nouns_of({rule_.pay.of}, Position::kRate);
    // Sums over two nouns: the key says whose rows are meant.
    if (of.size() > 1 && each.size() == 1) of = each;
    if (choose(of, pointer_ + "/pay/of")) return;
  } else if (pays_by(true, true)) {
    out_.noun = "sale";
    const std::vector<std::string>& seen = !each.empty() ? each : where;
    const bool differs = std::any_of(seen.begin(), seen.end(),
                                     [](const std::string& noun) { return noun != "sale"; });
    if (differs) {
      out_.noun = seen.front();
      context_.error(Code::kRuleNoun, pointer_ + "/pay",
                     "rule '" + rule_.id + "' looks at rows of " + listed(seen) + " and pays on " +
                         (pays_by(true, false) ? "net_sales" : "units") +
                         ", which are of sale: say 'of'" +
                         (seen.front() == "payment" ? ", such as payment.settles." : "."));
    }
    return;
  }
  if (choose(each, what + "/each")) return;
  if (choose(where, what)) return;
  std::vector<Expression> qualify = rule_.qualify.require;
  qualify.push_back(rule_.qualify.by);
  qualify.insert(qualify.end(), rule_.qualify.veto.begin(), rule_.qualify.veto.end());
  if (choose(nouns_of(qualify, Position::kLine), pointer_ + "/qualify")) return;
  out_.noun = "sale";
}

// --- who and what --------------------------------------------------------------------------------

void RuleChecker::check_who() {
  const std::string pointer = pointer_ + "/who";
  out_.who = context_.formula(rule_.who.where, pointer + "/where",
                              {Position::kWho, {Type::kFlag}, "", {}, false});
  out_.together = context_.formula(rule_.who.together, pointer + "/together",
                                   {Position::kKey, {}, "", {}, false});
  if (out_.together && (out_.together->op != Op::kField || out_.together->noun != "partner")) {
    context_.error(Code::kWrongValue, pointer + "/together",
                   "partners earn together by a field of theirs, such as partner.parent.");
    out_.together = nullptr;
  }
}

void RuleChecker::check_among() {
  const Expression& among = rule_.what.among;
  if (!among.is_set()) return;
  const Syntax& tree = *among.tree();
  if (tree.kind == Syntax::Kind::kName && tree.text == "all") {
    out_.among = Scope::Among::kAll;
  } else if (tree.kind == Syntax::Kind::kName && tree.text == "below") {
    out_.among = Scope::Among::kBelow;
  } else if (const FormulaPtr field = context_.formula(among, pointer_ + "/what/among",
                                                       {Position::kKey, {}, "", {}, false})) {
    if (field->op == Op::kField && field->noun == "partner") {
      out_.among = Scope::Among::kSameField;
      out_.among_field = field->field;
    } else {
      context_.error(Code::kWrongValue, pointer_ + "/what/among",
                     "'among' is below, all, or a field of the partner such as partner.group.");
    }
  }
}

void RuleChecker::check_what() {
  const What& what = rule_.what;
  const std::string pointer = pointer_ + "/what";
  out_.where = context_.formula(what.where, pointer + "/where", row({Type::kFlag}));
  for (std::size_t i = 0; i < what.each.size(); ++i) {
    const FormulaPtr part = context_.formula(what.each[i], at(pointer + "/each", i), key());
    if (!part) continue;
    const bool is_row = part->op == Op::kField && part->field == "id" && part->noun == out_.noun &&
                        !out_.noun.empty();
    out_.each_row = out_.each_row || is_row;
    fixed_.push_back(is_row ? part->noun : what.each[i].canonical());
    out_.each.push_back(part);
  }
  check_among();
  out_.credit = context_.formula(what.credit, pointer + "/credit", key());
  out_.credit_shares = shares(what.credit_shares, pointer + "/credit");
  // The window of months and another date read single rows.
  out_.since = context_.formula(rule_.when.since, pointer_ + "/when/since", row({Type::kDate}));
  Expected date = key();
  date.types = {Type::kDate};
  out_.dated_by = context_.formula(rule_.when.dated_by, pointer_ + "/when/dated_by", date);
  if (out_.dated_by && (out_.dated_by->op != Op::kField || out_.dated_by->noun != out_.noun)) {
    context_.error(
        Code::kWrongValue, pointer_ + "/when/dated_by",
        "'dated_by' is another date of the row itself, such as " + out_.noun + ".posted.");
  }
  out_.advance =
      context_.formula(rule_.when.advance, pointer_ + "/when/advance", line({Type::kRatio}));
  if (rule_.when.accrue) {
    out_.accrue_rate = context_.formula(rule_.when.accrue->rate, pointer_ + "/when/accrue/rate",
                                        line({Type::kRatio}));
  }
}

std::vector<CheckedShare> RuleChecker::shares(const std::vector<Share>& list,
                                              const std::string& pointer) {
  std::vector<CheckedShare> checked;
  Decimal sum;
  bool is_constant = !list.empty();
  for (std::size_t i = 0; i < list.size(); ++i) {
    CheckedShare share;
    share.to = context_.formula(list[i].to, at(pointer, i) + "/to", key());
    share.share = context_.formula(list[i].share, at(pointer, i) + "/share",
                                   rate({Type::kRatio, Type::kNumber}));
    const auto literal = literal_of(list[i].share);
    is_constant = is_constant && literal.has_value();
    if (literal) sum += literal->value;
    checked.push_back(std::move(share));
  }
  const Decimal whole = Decimal::from_int64(1);
  const bool is_payee = pointer.ends_with("/to");
  if (is_constant && (sum > whole || (is_payee && sum != whole))) {
    context_.error(
        Code::kShares, pointer,
        "the shares add up to " + (sum * Decimal::from_int64(100)).to_string() + "%; " +
            (is_payee ? "those of one line add up to 100%." : "they may not exceed 100%."));
  }
  return checked;
}

// --- limit ---------------------------------------------------------------------------------------

void RuleChecker::check_limit() {
  const Limit& limit = rule_.limit;
  const std::string pointer = pointer_ + "/limit";
  out_.cap = context_.formula(limit.cap, pointer + "/cap", line({Type::kMoney}));
  out_.floor = context_.formula(limit.floor, pointer + "/floor", line({Type::kMoney}));
  out_.lines =
      context_.formula(limit.lines, pointer + "/lines", line({Type::kNumber, Type::kQuantity}));
  out_.minimum = context_.formula(limit.minimum, pointer + "/minimum", line({Type::kMoney}));
  out_.ignore_under =
      context_.formula(limit.ignore_under, pointer + "/ignore_under", line({Type::kMoney}));
  if (limit.round_to.is_set()) {
    const auto step = literal_of(limit.round_to);
    if (step && step->value.sign() > 0) {
      out_.round_to = step->value;
    } else {
      context_.error(Code::kWrongValue, pointer + "/round/to",
                     "a rounding step is a plain number above zero, such as 0.05.");
    }
  }
  if (!limit.fund.empty()) {
    const int fund = index_of(context_.policy.funds, limit.fund);
    if (fund < 0) {
      context_.unknown(pointer + "/fund", "fund", limit.fund, names_in(context_.policy.funds));
    } else if (context_.policy.funds[static_cast<std::size_t>(fund)].second.unit == "points" &&
               out_.of && out_.of->type == Type::kMoney) {
      context_.error(Code::kFundUnit, pointer + "/fund",
                     "fund '" + limit.fund +
                         "' holds points, and the rule's earning measure is money. Say in 'of' how "
                         "many points are drawn.");
    }
  }
  if (limit.budget.empty()) return;
  const int budget = index_of(context_.policy.budgets, limit.budget);
  if (budget < 0) {
    context_.unknown(pointer + "/budget", "budget", limit.budget,
                     names_in(context_.policy.budgets));
    return;
  }
  const CheckedBudget& terms = context_.checked.budgets[static_cast<std::size_t>(budget)];
  if (!rule_.when.per.empty() && !context_.divides(out_.per, terms.per)) {
    context_.error(Code::kBudgetPeriod, pointer + "/budget",
                   "budget '" + limit.budget + "' is per " + terms.per.to_string() +
                       ", the rule per " + rule_.when.per +
                       ": a line must lie in one period of its budget.");
  }
  if (terms.when_short == "by_priority" && !limit.priority) {
    context_.error(Code::kMissingMember, pointer,
                   "budget '" + limit.budget + "' goes by priority: say 'priority', 1 before 2.");
  }
}

}  // namespace rebate
