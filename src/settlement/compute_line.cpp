// SPDX-License-Identifier: Apache-2.0
//
// The order is the format's: vetoes, requirements, the qualifying measure, its band, the amount,
// coefficients, cap, floor; the first that keeps the line from being paid gives its status.
#include "settlement/compute_line.hpp"

#include "settlement/line_bands.hpp"
#include "settlement/next_band.hpp"

#include <algorithm>

namespace rebate {
namespace {

class LineComputer {
 public:
  LineComputer(const CompiledRule& rule, LineSource& source, const std::optional<Ratio>& combined,
               LineTrace* trace)
      : rule_(rule), source_(source), combined_(combined), trace_(trace) {}

  LineResult run() {
    const bool is_open = gates();
    if (!is_open && trace_ == nullptr) return std::move(result_);
    if (is_open) {
      amount();
      return std::move(result_);
    }
    // What the gates cost: the amount is worked out all the same, for the explanation alone.
    LineResult closed = result_;
    result_ = LineResult();
    amount();
    trace_->without =
        result_.is_qualified() ? std::optional<Ratio>(result_.after_limits) : std::nullopt;
    trace_->slices.clear();
    trace_->steps.clear();
    trace_->next.reset();
    trace_->gross = Ratio();
    closed.qualifying = result_.qualifying;
    closed.earning = result_.earning;
    return closed;
  }

 private:
  bool gates() {
    if (gate(rule_.veto, true)) {
      result_.status = Status::kVetoed;
      return false;
    }
    if (gate(rule_.require, false)) {
      result_.status = Status::kNotQualified;
      return false;
    }
    return true;
  }

  /// True if a veto holds, or a requirement does not.
  bool gate(const std::vector<FormulaPtr>& conditions, bool is_veto) {
    bool closes = false;
    for (const FormulaPtr& condition : conditions) {
      ConditionSeen seen;
      if (trace_ != nullptr) source_.record(&seen.figures);
      const Value value = evaluate(*condition, source_);
      source_.record(nullptr);
      if (value.is_missing()) source_.count_missing(*condition, value.missing());
      const bool is_closed = is_veto == holds(value);
      if (is_closed && !closes) {
        closes = true;
        result_.reasons.push_back({is_veto ? Reason::Kind::kVetoed : Reason::Kind::kRequirement,
                                   condition->text, std::nullopt, std::nullopt});
      }
      if (trace_ == nullptr) {
        if (closes) return true;
        continue;
      }
      seen.expression = condition->text;
      seen.is_veto = is_veto;
      seen.result = value;
      trace_->conditions.push_back(std::move(seen));
    }
    return closes;
  }

  Value measured(const FormulaPtr& formula, std::vector<FigureSeen>* figures) {
    source_.record(figures);
    source_.record_missing(trace_ != nullptr ? &trace_->missing : nullptr);
    Value value = evaluate(*formula, source_);
    source_.record(nullptr);
    source_.record_missing(nullptr);
    return value;
  }

  void stop(const Missing& missing, const std::string& expression) {
    result_.status = status_of(missing.kind);
    Reason reason{Reason::Kind::kMissing, missing.cause.empty() ? expression : missing.cause,
                  std::nullopt, std::nullopt};
    result_.reasons.push_back(std::move(reason));
  }

  /// An amount that is not known blocks the line, whatever is missing.
  void block(const Missing& missing, const std::string& expression) {
    stop(missing, expression);
    result_.status = Status::kBlocked;
  }

  const FormulaPtr& by_formula() const {
    const int axis =
        rule_.rule->table && is_looked_up(rule_, source_) ? -1 : rule_.rule->banded_axis;
    return axis >= 0 ? rule_.table_keys[static_cast<std::size_t>(axis)] : rule_.by;
  }

  void amount() {
    Value m = earning();
    const FormulaPtr& by = by_formula();
    Value q = m;
    if (by != nullptr) {
      q = measured(by, trace_ != nullptr ? &trace_->by_figures : nullptr);
      if (trace_ != nullptr) {
        // Only of what is attainment or growth itself, not of a score or a streak made of them.
        const Formula* measure = by.get();
        while (measure->op == Op::kNamed) measure = measure->children[0].get();
        if (measure->op != Op::kStreak && measure->op != Op::kScore) {
          trace_->target = source_.last_target();
          trace_->baseline = source_.last_baseline();
        }
      }
    }
    if (q.is_missing() && rule_.when_missing != nullptr) q = measured(rule_.when_missing, nullptr);
    note(q, m);
    const bool needs_q = by != nullptr || !rule_.bands.empty();
    const bool is_missing_of = by == nullptr && has_earning() && m.is_missing();
    if ((needs_q || is_missing_of) && q.is_missing()) {
      return stop(q.missing(), by != nullptr ? by->text : "");
    }
    if (!rule_.rule->source.pay.sets.empty()) return set_level(q);
    if (rule_.rule->table && rule_.rule->table->name.empty() && !reaches_any_band(q)) {
      return below_table(q, m);
    }
    if (m.is_missing() && has_earning() && !can_do_without(q, m.missing())) return;
    if (!pay_places(q, m.is_number() ? m.number() : Ratio())) return;
    if (!coefficients()) return;
    result_.after_limits = result_.gross;
    limits();
    for (auto& [part, worth] : result_.worth) {
      if (!paid_.is_zero()) worth = worth * result_.after_limits / paid_;
    }
  }

  /// No earning measure: not qualified where no band is reached, blocked where a rate would pay on
  /// it; plain amounts are paid all the same.
  bool can_do_without(const Value& q, const Missing& missing) {
    const std::string text = rule_.of ? rule_.of->text : "";
    if (source_.part_count() == 0) return block(missing, text), false;
    const LineBands bands = line_bands(rule_, source_);
    const Accrue* accrual = source_.accrual();
    const bool has_rate = accrual != nullptr && accrual->kind == Accrue::Kind::kRate;
    if (bands.no_row || has_rate) return block(missing, text), false;
    int reached = -1;
    if (!bands.bands.empty()) {
      reached = accrual_band(bands.bands, q);
      if (reached < 0 && !bands.otherwise) return below(bands.bands, q), false;
    }
    const bool nothing_spreads = !q.is_number() || q.number().is_zero();
    for (int i = reached < 0 ? -1 : 0; i <= reached; ++i) {
      const PayMode mode =
          i < 0 ? PayMode::kRetroactive : bands.bands[static_cast<std::size_t>(i)].mode;
      const bool is_spread = mode == PayMode::kMarginal || mode == PayMode::kExcess;
      const PayoutValues values =
          reached < 0 && bands.otherwise ? *bands.otherwise : bands.payout(i);
      const bool needs_steps = values.every && !(nothing_spreads && is_spread);
      if (values.rate || values.per_unit || needs_steps) return block(missing, text), false;
    }
    return true;
  }

  bool has_earning() const { return rule_.of != nullptr || combined_.has_value(); }

  Value earning() {
    if (rule_.of == nullptr) return combined_ ? Value(*combined_) : Value(Missing{});
    return measured(rule_.of, trace_ != nullptr ? &trace_->of_figures : nullptr);
  }

  void note(const Value& q, const Value& m) {
    if (q.is_number()) result_.qualifying = q.number();
    if (m.is_number()) result_.earning = m.number();
    if (trace_ == nullptr) return;
    trace_->by = q;
    trace_->of = m;
    const FormulaPtr& by = by_formula();
    trace_->by_expression = by != nullptr ? by->text : (rule_.of != nullptr ? rule_.of->text : "");
    trace_->of_expression = rule_.of != nullptr ? rule_.of->text : "";
    trace_->mode = rule_.rule->mode;
  }

  void set_level(const Value& q) {
    std::vector<PayBand> bands;
    for (std::size_t i = 0; i < rule_.bands.size(); ++i) {
      bands.push_back(
          {rule_.bands[i].edge, rule_.bands[i].bound, PayMode::kRetroactive, static_cast<int>(i)});
    }
    result_.band = reached_band(bands, q);
    if (result_.band < 0) return below(bands, q);
    result_.level = within_steps(rule_.bands[static_cast<std::size_t>(result_.band)].level);
  }

  /// The level reached, as far as the steps allowed from the present one lead.
  std::string within_steps(const Level& reached) {
    const Limit& limit = rule_.rule->source.limit;
    if (rule_.ladder.empty() || (!limit.steps_down && !limit.steps_up)) return reached.name;
    const Value present = evaluate(*rule_.sets, source_);
    if (!present.is_level()) return reached.name;
    const int top = static_cast<int>(rule_.ladder.size()) - 1;
    const int from = present.level().position;
    const int lowest = limit.steps_down ? std::max(0, from - *limit.steps_down) : 0;
    const int highest = limit.steps_up ? std::min(top, from + *limit.steps_up) : top;
    return rule_.ladder[static_cast<std::size_t>(std::clamp(reached.position, lowest, highest))];
  }

  void below(const std::vector<PayBand>& bands, const Value&) {
    result_.status = Status::kNotQualified;
    result_.reasons.push_back(reason_below(bands));
  }

  /// Under every band of a table: of one that does not look at rows, the row tells what is next.
  void below_table(const Value& q, const Value& m) {
    if (trace_ == nullptr || source_.is_cut() || !m.is_number()) return below({}, q);
    const LineBands bands = line_bands(rule_, source_);
    if (!bands.no_row && !bands.bands.empty()) {
      trace_->next = next_band(rule_, bands, -1, q, m.number(), trace_->target, trace_->baseline);
    }
    below(bands.bands, q);
  }

  /// Equal ranks that share get each the mean of what the places they fill would pay.
  bool pay_places(const Value& q, const Ratio& m) {
    const bool shares = rule_.rule->source.qualify.ties == Qualify::Ties::kShare && q.is_number();
    const std::size_t tied = shares ? source_.tied() : 1;
    if (!pay(q, m)) return false;
    if (tied == 1) return true;
    const int band = result_.band;
    Ratio prizes = result_.gross;
    for (std::size_t i = 1; i < tied; ++i) {
      const Value place = q.number() + Ratio(Integer(static_cast<std::int64_t>(i)));
      if (!reaches_any_band(place)) continue;
      if (!pay(place, m)) return false;
      prizes += result_.gross;
    }
    const Ratio part = Ratio::fraction(Integer(1), Integer(static_cast<std::int64_t>(tied)));
    result_.band = band;
    result_.gross = paid_ = prizes * part;
    for (auto& [of_part, worth] : result_.worth) worth = worth * part;
    if (trace_ != nullptr) {
      Slice slice;
      slice.band = band;
      slice.base = prizes;
      slice.rate = part;
      slice.pays = trace_->gross = result_.gross;
      trace_->slices = {slice};
      trace_->next.reset();
    }
    return true;
  }

  /// min(sum, x) over rows at several rates: which of them are under the limit is not known.
  Missing not_a_sum() const {
    return Missing{MissingKind::kField, rule_.of->text + " of rows at several rates"};
  }

  /// Every part that row fields cut at its own rate, added up. What is filled in order grows with
  /// each part by what that part pays on. False: the line stops here.
  bool pay(const Value& q, const Ratio& m) {
    const std::size_t parts = source_.part_count();
    std::vector<FigureSeen>* figures = trace_ != nullptr ? &trace_->pay_figures : nullptr;
    const bool is_cut = source_.is_cut() && rule_.of != nullptr;
    Ratio total;
    Ratio bases;
    std::size_t paid_parts = 0;
    for (std::size_t p = 0; p < parts; ++p) {
      source_.select_part(static_cast<int>(p));
      // Rows of the rule that the earning measure does not see have no rate to look for.
      if (is_cut && !source_.has_rows(rule_.of)) {
        source_.select_part(-1);
        continue;
      }
      ++paid_parts;
      Ratio base = m;
      if (is_cut && parts > 1) {
        const Value part = evaluate(*rule_.of, source_);
        if (!part.is_number()) return block(part.missing(), rule_.of->text), false;
        base = rule_.fills_in_order ? part.number() - bases : part.number();
        bases += base;
      }
      source_.record(figures);
      const bool goes_on = pay_part(q, base, is_cut && parts > 1, total);
      source_.record(nullptr);
      source_.select_part(-1);
      if (!goes_on) return false;
    }
    if (is_cut && parts > 1 && !(bases == m)) return block(not_a_sum(), rule_.of->text), false;
    if (paid_parts > 1) result_.rate.reset();
    if (paid_parts == 0 && !reaches_any_band(q)) return below({}, q), false;
    // A figure on file, say: of which rows it is, nobody knows.
    if (is_cut && paid_parts == 0 && !m.is_zero()) return block(not_a_sum(), rule_.of->text), false;
    result_.gross = paid_ = total;
    if (trace_ != nullptr) trace_->gross = total;
    return true;
  }

  bool pay_part(const Value& q, const Ratio& base, bool is_cut, Ratio& total) {
    const LineBands bands = line_bands(rule_, source_);
    if (bands.no_row) return block(bands.no_row->missing(), ""), false;
    std::vector<Slice> slices;
    std::vector<Slice>* seen = trace_ != nullptr ? &slices : nullptr;
    PayResult paid;
    if (const Accrue* accrual = source_.accrual();
        accrual && accrual->kind == Accrue::Kind::kRate) {
      PayoutValues values;
      values.rate = evaluate(*rule_.rule->accrue_rate, source_);
      paid = pay_once(values, base, -1, seen);
    } else if (bands.bands.empty()) {
      PayoutValues values = bands.otherwise ? *bands.otherwise : bands.payout(-1);
      if (combined_ && is_unstated(values)) values.rate = Value(Ratio(Decimal::from_int64(1)));
      paid = pay_once(values, base, -1, seen);
    } else {
      const int reached = accrual_band(bands.bands, q);
      if (trace_ != nullptr && !is_cut) {
        trace_->next = next_band(rule_, bands, reached, q, base, trace_->target, trace_->baseline);
        if (reached >= 0) {
          trace_->edge = bands.bands[static_cast<std::size_t>(reached)].edge;
          trace_->bound = bands.bands[static_cast<std::size_t>(reached)].bound;
        }
      }
      if (reached < 0 && !bands.otherwise) return below(bands.bands, q), false;
      result_.band = reached;
      if (reached < 0) {
        paid = pay_once(*bands.otherwise, base, -1, seen);
      } else {
        const Value baseline =
            rule_.baseline != nullptr ? evaluate(*rule_.baseline, source_) : Value(Ratio());
        if (!baseline.is_number()) return block(baseline.missing(), rule_.baseline->text), false;
        const auto given =
            rule_.baseline != nullptr ? std::optional<Ratio>(baseline.number()) : std::nullopt;
        paid = pay_bands(bands.bands, reached, q, base, given, bands.payout, seen);
      }
    }
    if (paid.amount.is_missing()) return block(paid.amount.missing(), ""), false;
    total += paid.amount.number();
    result_.rate = paid.rate;
    if (rule_.returned != nullptr) result_.worth.emplace_back(source_.part_label(), paid.worth);
    if (trace_ != nullptr) {
      for (Slice& slice : slices) {
        if (is_cut) slice.part = source_.part_label();
        trace_->slices.push_back(std::move(slice));
      }
    }
    return true;
  }

  /// The band reached; of an accrual the one forecast, or the one that the policy provides for.
  int accrual_band(const std::vector<PayBand>& bands, const Value& q) {
    const Accrue* accrual = source_.accrual();
    if (accrual == nullptr || accrual->kind == Accrue::Kind::kActual) return reached_band(bands, q);
    if (accrual->kind == Accrue::Kind::kBand) {
      return std::min(accrual->band, static_cast<int>(bands.size())) - 1;
    }
    if (!q.is_number()) return reached_band(bands, q);
    return reached_band(bands, Value(q.number() / source_.elapsed()));
  }

  /// Without rows nothing is paid, but a line whose measure reaches no band at all is not
  /// qualified.
  bool reaches_any_band(const Value& q) {
    const Accrue* accrual = source_.accrual();
    if (accrual != nullptr && accrual->kind != Accrue::Kind::kActual) {
      if (accrual->kind != Accrue::Kind::kForecast)
        return true;  // the policy names what it provides
      if (q.is_number()) return reaches(Value(q.number() / source_.elapsed()));
    }
    return reaches(q);
  }

  bool reaches(const Value& q) {
    std::vector<PayBand> bands;
    if (rule_.rule->banded_axis >= 0 && !is_looked_up(rule_, source_)) {
      if (rule_.rule->table->otherwise) return true;
      bands = all_bands(*rule_.rule->table, static_cast<std::size_t>(rule_.rule->banded_axis));
    }
    for (const CheckedBand& band : rule_.bands)
      bands.push_back({band.edge, band.bound, band.mode, 0});
    return bands.empty() || reached_band(bands, q) >= 0;
  }

  static bool is_unstated(const PayoutValues& values) {
    return !values.rate && !values.per_unit && !values.amount;
  }

  bool coefficients() {
    for (const FormulaPtr& coefficient : rule_.times) {
      LimitStep step;
      step.kind = LimitStep::Kind::kTimes;
      step.expression = coefficient->text;
      step.before = result_.gross;
      const Value value = measured(coefficient, trace_ != nullptr ? &step.figures : nullptr);
      if (!value.is_number()) return block(value.missing(), coefficient->text), false;
      result_.gross = result_.gross * value.number();
      step.value = value.number();
      step.after = result_.gross;
      if (trace_ != nullptr) trace_->steps.push_back(std::move(step));
    }
    return true;
  }

  void limits() {
    if (rule_.cap != nullptr && !limit(*rule_.cap, rule_.cap, true)) return;
    if (rule_.floor != nullptr) limit(*rule_.floor, rule_.floor, false);
  }

  /// False: the limit is not known, and so neither is the amount.
  bool limit(const Formula& formula, const FormulaPtr& pointer, bool is_cap) {
    LimitStep step;
    step.kind = is_cap ? LimitStep::Kind::kCap : LimitStep::Kind::kFloor;
    step.expression = formula.text;
    step.before = result_.after_limits;
    const Value value = measured(pointer, trace_ != nullptr ? &step.figures : nullptr);
    if (!value.is_number()) {
      block(value.missing(), formula.text);
      result_.after_limits = Ratio();
      return false;
    }
    Ratio& amount = result_.after_limits;
    const Ratio bound = is_cap ? std::max(value.number(), Ratio()) : value.number();
    const Ratio before = amount;
    if (is_cap) {
      result_.cap = bound;
      if (amount > bound) amount = bound;  // a cap does not touch what is owed back
    } else if (amount < bound && (amount.sign() >= 0 || bound.sign() < 0)) {
      amount =
          bound;  // a guarantee does not lift a negative line; a negative floor bounds a charge
    }
    step.value = bound;
    step.after = amount;
    if (trace_ != nullptr) trace_->steps.push_back(std::move(step));
    if (amount == before) return true;
    result_.reasons.push_back({is_cap ? Reason::Kind::kCapped : Reason::Kind::kFloored,
                               formula.text, bound, before - amount});
    if (is_cap) result_.status = amount.is_zero() ? Status::kUsedUp : Status::kReduced;
    return true;
  }

  const CompiledRule& rule_;
  LineSource& source_;
  const std::optional<Ratio>& combined_;
  LineTrace* trace_;
  LineResult result_;
  Ratio paid_;  ///< what the bands pay, before coefficients and limits
};

}  // namespace

bool is_open(const CompiledRule& rule, LineSource& source) {
  const auto holds_now = [&](const FormulaPtr& condition) {
    return holds(evaluate(*condition, source));
  };
  return std::none_of(rule.veto.begin(), rule.veto.end(), holds_now) &&
         std::all_of(rule.require.begin(), rule.require.end(), holds_now);
}

Status status_of(MissingKind kind) {
  switch (kind) {
    case MissingKind::kNoTarget:
      return Status::kNoTarget;
    case MissingKind::kNoBaseline:
      return Status::kNoBaseline;
    default:
      return Status::kBlocked;
  }
}

LineResult compute_line(const CompiledRule& rule, LineSource& source,
                        const std::optional<Ratio>& combined, LineTrace* trace) {
  return LineComputer(rule, source, combined, trace).run();
}

}  // namespace rebate
