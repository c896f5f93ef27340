// SPDX-License-Identifier: Apache-2.0
#include "policy/merge_defaults.hpp"

namespace rebate {
namespace {

void take(Expression& own, const Expression& other) {
  if (!own.is_set() && own.text().empty()) own = other;
}

template <class T>
void take(std::vector<T>& own, const std::vector<T>& other) {
  if (own.empty()) own = other;
}

template <class T>
void take(std::optional<T>& own, const std::optional<T>& other) {
  if (!own) own = other;
}

void take(std::string& own, const std::string& other) {
  if (own.empty()) own = other;
}

template <class E>
requires std::is_enum_v<E>
void take(E& own, E other, E none) {
  if (own == none) own = other;
}

void merge(Who& own, const Who& other) {
  take(own.where, other.where);
  take(own.together, other.together);
  take(own.as_of, other.as_of);
}

void merge(When& own, const When& other, bool is_member) {
  take(own.per, other.per);
  take(own.in, other.in);
  if (own.first_months == 0) own.first_months = other.first_months;
  take(own.since, other.since);
  if (!is_member) {
    take(own.settle, other.settle);
    take(own.advance, other.advance);
  }
  take(own.accrue, other.accrue);
  take(own.close_after_days, other.close_after_days);
  take(own.dated_by, other.dated_by);
}

void merge(What& own, const What& other) {
  take(own.where, other.where);
  take(own.each, other.each);
  take(own.among, other.among);
  if (own.credit_shares.empty()) take(own.credit, other.credit);
  if (!own.credit.is_set()) take(own.credit_shares, other.credit_shares);
  take(own.returns, other.returns);
}

void merge(Qualify& own, const Qualify& other) {
  take(own.by, other.by);
  take(own.require, other.require);
  take(own.veto, other.veto);
  take(own.when_missing, other.when_missing);
  take(own.ties, other.ties, Qualify::Ties::kNone);
}

void merge(Payout& own, const Payout& other) {
  take(own.rate, other.rate);
  take(own.per_unit, other.per_unit);
  take(own.amount, other.amount);
  // The step and how it counts belong together.
  if (!own.every.is_set() && other.every.is_set()) {
    own.every = other.every;
    own.started_steps = other.started_steps;
  }
}

void merge(Pay& own, const Pay& other, bool is_member) {
  take(own.of, other.of);
  merge(own.payout, other.payout);
  take(own.mode, other.mode, PayMode::kNone);
  take(own.baseline, other.baseline);
  take(own.bands, other.bands);
  if (!own.matrix) take(own.table, other.table);
  if (own.table.empty()) take(own.matrix, other.matrix);
  take(own.times, other.times);
  if (!is_member) {
    if (own.as.kind == Form::Kind::kNone) own.as = other.as;
    if (own.to.kind == Payee::Kind::kEarner) own.to = other.to;
  }
  take(own.book, other.book);
  take(own.sets, other.sets);
  own.is_set = own.is_set || other.is_set;
}

void merge(Limit& own, const Limit& other, bool is_member) {
  take(own.cap, other.cap);
  take(own.floor, other.floor);
  take(own.lines, other.lines);
  if (!is_member) {
    take(own.fund, other.fund);
    take(own.budget, other.budget);
    take(own.priority, other.priority);
    take(own.round_to, other.round_to);
    take(own.round_mode, other.round_mode);
    take(own.minimum, other.minimum);
    take(own.under, other.under, Limit::Under::kNone);
  }
  take(own.negative, other.negative);
  take(own.ignore_under, other.ignore_under);
  take(own.steps_down, other.steps_down);
  take(own.steps_up, other.steps_up);
}

}  // namespace

Rule with_defaults(const Rule& rule, const Rule& defaults, bool is_member) {
  Rule merged = rule;
  merge(merged.who, defaults.who);
  merge(merged.when, defaults.when, is_member);
  if (rule.what.combine == Combine::kNone) {
    merge(merged.what, defaults.what);
    merge(merged.pay, defaults.pay, is_member);
  }
  merge(merged.qualify, defaults.qualify);
  merge(merged.limit, defaults.limit, is_member);
  return merged;
}

}  // namespace rebate
