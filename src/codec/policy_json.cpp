// SPDX-License-Identifier: Apache-2.0
//
// Scalars and the parts of a rule.
#include "codec/policy_json.hpp"

#include "codec/bound_text.hpp"
#include "policy/policy_words.hpp"

namespace rebate::detail {
namespace {

// The largest whole number up to which every reader of JSON is exact.
constexpr std::int64_t kSafeInteger = 9007199254740991;

bool has_notes(const Notes& notes) { return !(notes == Notes()); }

bool is_negated_number(const Syntax& tree) {
  return tree.kind == Syntax::Kind::kUnary && tree.text == "-" &&
         tree.children[0]->kind == Syntax::Kind::kNumber;
}

template <class T, class Convert>
JsonText list_of(const std::vector<T>& list, Convert convert) {
  JsonText array = JsonText::array();
  for (const T& element : list) array.add(convert(element));
  return array;
}

JsonText shares(const std::vector<Share>& list) {
  return list_of(list, [](const Share& share) {
    ObjectWriter object;
    object.expression("to", share.to);
    object.value("share", share.share);
    object.notes(share.notes);
    return object.finish(share.notes);
  });
}

void payout(ObjectWriter& object, const Payout& payout) {
  object.expression("rate", payout.rate);
  object.value("per_unit", payout.per_unit);
  object.value("every", payout.every);
  if (payout.started_steps) object.word("steps", "started");
  object.value("amount", payout.amount);
}

JsonText part(const Spread& spread) {
  ObjectWriter object;
  object.expression("each", spread.each);
  object.expression("by", spread.by);
  object.value("at_most", spread.at_most);
  object.notes(spread.notes);
  return object.finish(spread.notes);
}

JsonText part(const Matrix& matrix) {
  ObjectWriter object;
  object.expression("by", matrix.by);
  object.expression("across", matrix.across);
  if (matrix.edge != Edge::kNone) {
    object.add(to_word(kEdgeWords, matrix.edge),
               list_of(matrix.bounds, [](const Expression& bound) { return literal_json(bound); }));
  }
  if (!matrix.columns.empty()) {
    object.add("columns", list_of(matrix.columns, [](const Cell& cell) { return json_of(cell); }));
  }
  JsonText rows = JsonText::object();
  for (const auto& [name, cells] : matrix.rows) {
    const bool is_single = !matrix.across.is_set() && cells.size() == 1;
    rows.add(name, is_single ? json_of(cells[0])
                             : list_of(cells, [](const Cell& cell) { return json_of(cell); }));
  }
  object.add(to_word(kGivesWords, matrix.gives), std::move(rows));
  object.notes(matrix.notes);
  return object.finish(matrix.notes);
}

JsonText part(const Form& form) {
  if (form.kind != Form::Kind::kFund && form.kind != Form::Kind::kGoods) {
    return JsonText::string(to_word(kFormWords, form.kind));
  }
  ObjectWriter object;
  object.text("fund", form.fund);
  if (form.kind == Form::Kind::kGoods) {
    object.add("goods", JsonText::string(form.goods));
    object.add("at", JsonText::string(form.at));
  }
  object.notes(form.notes);
  return object.finish(form.notes);
}

JsonText part(const Payee& payee) {
  switch (payee.kind) {
    case Payee::Kind::kEarner:
      break;
    case Payee::Kind::kField:
      return JsonText::string(payee.field.canonical());
    case Payee::Kind::kShares:
      return shares(payee.shares);
    case Payee::Kind::kSpread:
      return part(payee.spread);
    case Payee::Kind::kTable: {
      ObjectWriter object;
      object.text("table", payee.table);
      object.notes(payee.notes);
      return object.finish(payee.notes);
    }
  }
  return JsonText::object();
}

JsonText part(const Accrue& accrue) {
  switch (accrue.kind) {
    case Accrue::Kind::kActual:
      return JsonText::string("actual");
    case Accrue::Kind::kForecast:
      return JsonText::string("forecast");
    case Accrue::Kind::kRate:
    case Accrue::Kind::kBand:
      break;
  }
  ObjectWriter object;
  object.expression("rate", accrue.rate);
  if (accrue.kind == Accrue::Kind::kBand) object.integer("band", accrue.band);
  object.notes(accrue.notes);
  return object.finish(accrue.notes);
}

JsonText part(const Who& who) {
  Who short_form;
  short_form.where = who.where;
  if (who == short_form) return JsonText::string(who.where.canonical());
  ObjectWriter object;
  object.expression("where", who.where);
  object.expression("together", who.together);
  if (who.as_of) object.word("as_of", to_word(kAsOfWords, *who.as_of));
  object.notes(who.notes);
  return object.finish(who.notes);
}

JsonText part(const When& when) {
  When short_form;
  short_form.per = when.per;
  if (when == short_form) return JsonText::string(when.per);
  ObjectWriter object;
  object.text("per", when.per);
  object.texts("in", when.in);
  if (when.first_months > 0) object.integer("first_months", when.first_months);
  object.expression("since", when.since);
  object.text("settle", when.settle);
  object.expression("advance", when.advance);
  if (when.accrue) object.add("accrue", part(*when.accrue));
  object.integer("close_after_days", when.close_after_days);
  object.expression("dated_by", when.dated_by);
  object.notes(when.notes);
  return object.finish(when.notes);
}

JsonText part(const What& what) {
  What short_form;
  short_form.where = what.where;
  if (what == short_form) return JsonText::string(what.where.canonical());
  ObjectWriter object;
  object.expression("where", what.where);
  if (what.each.size() == 1)
    object.expression("each", what.each[0]);
  else
    object.expressions("each", what.each);
  object.expression("among", what.among);
  object.expression("credit", what.credit);
  if (!what.credit_shares.empty()) object.add("credit", shares(what.credit_shares));
  if (what.returns) object.word("returns", to_word(kReturnsWords, *what.returns));
  if (what.combine != Combine::kNone)
    object.texts(to_word(kCombineWords, what.combine), what.members);
  object.notes(what.notes);
  return object.finish(what.notes);
}

JsonText part(const Qualify& qualify) {
  Qualify short_form;
  short_form.by = qualify.by;
  if (qualify == short_form) return JsonText::string(qualify.by.canonical());
  ObjectWriter object;
  object.expression("by", qualify.by);
  object.expressions("require", qualify.require);
  object.expressions("veto", qualify.veto);
  object.value("when_missing", qualify.when_missing);
  if (qualify.ties != Qualify::Ties::kNone) object.word("ties", to_word(kTiesWords, qualify.ties));
  object.notes(qualify.notes);
  return object.finish(qualify.notes);
}

JsonText part(const Pay& pay) {
  Pay short_form;
  short_form.is_set = true;
  short_form.payout.rate = pay.payout.rate;
  if (pay == short_form && pay.payout.rate.is_set())
    return JsonText::string(pay.payout.rate.canonical());
  ObjectWriter object;
  object.expression("of", pay.of);
  object.text("sets", pay.sets);
  payout(object, pay.payout);
  if (pay.mode != PayMode::kNone) object.word("mode", to_word(kModeWords, pay.mode));
  object.value("baseline", pay.baseline);
  if (!pay.bands.empty()) object.add("bands", json_of_bands(pay.bands));
  object.text("table", pay.table);
  if (pay.matrix) object.add("table", part(*pay.matrix));
  if (pay.times.size() == 1)
    object.value("times", pay.times[0]);
  else if (!pay.times.empty())
    object.add("times", list_of(pay.times, [](const Expression& e) { return json_of_value(e); }));
  if (pay.as.kind != Form::Kind::kNone) object.add("as", part(pay.as));
  if (pay.to.kind != Payee::Kind::kEarner) object.add("to", part(pay.to));
  if (pay.book) object.add("book", part(*pay.book));
  object.notes(pay.notes);
  return object.finish(pay.notes);
}

}  // namespace

JsonText literal_json(const Expression& bound) {
  const JsonText number = json_of_value(bound);
  return bound.tree()->kind == Syntax::Kind::kNumber || is_negated_number(*bound.tree())
             ? number
             : JsonText::string(bound_text(bound));
}

void ObjectWriter::text(std::string_view name, const std::string& value) {
  if (!value.empty()) object_.add(name, JsonText::string(value));
}

void ObjectWriter::texts(std::string_view name, const std::vector<std::string>& list) {
  if (!list.empty())
    object_.add(name,
                list_of(list, [](const std::string& text) { return JsonText::string(text); }));
}

void ObjectWriter::integer(std::string_view name, std::optional<int> value) {
  if (value) object_.add(name, JsonText::raw(std::to_string(*value)));
}

void ObjectWriter::word(std::string_view name, std::string_view value) {
  object_.add(name, JsonText::string(value));
}

void ObjectWriter::title(std::string_view name, const Title& title) {
  if (!title.empty()) object_.add(name, json_of(title));
}

void ObjectWriter::expression(std::string_view name, const Expression& value) {
  if (value.is_set()) object_.add(name, JsonText::string(value.canonical()));
}

void ObjectWriter::expressions(std::string_view name, const std::vector<Expression>& list) {
  if (list.empty()) return;
  object_.add(name,
              list_of(list, [](const Expression& e) { return JsonText::string(e.canonical()); }));
}

void ObjectWriter::value(std::string_view name, const Expression& value) {
  if (value.is_set()) object_.add(name, json_of_value(value));
}

void ObjectWriter::notes(const Notes& notes) {
  title("title", notes.title);
  title("note", notes.note);
  title("clause", notes.clause);
}

JsonText ObjectWriter::finish(const Notes& notes) {
  for (const auto& [name, json] : notes.extra) object_.add(name, JsonText::raw(json));
  return std::move(object_);
}

JsonText json_of(const Title& title) {
  const auto plain = title.find("");
  if (title.size() == 1 && plain != title.end()) return JsonText::string(plain->second);
  JsonText object = JsonText::object();
  for (const auto& [language, text] : title) object.add(language, JsonText::string(text));
  return object;
}

// Whole numbers are JSON numbers; what has a fraction or a percent sign is a text, as JSON's
// readers would make a double of it.
JsonText json_of_value(const Expression& value) {
  const Syntax& tree = *value.tree();
  const Syntax& number = is_negated_number(tree) ? *tree.children[0] : tree;
  const bool is_whole = number.kind == Syntax::Kind::kNumber && !number.is_percent &&
                        number.number.is_integer() &&
                        abs(number.number) <= Decimal::from_int64(kSafeInteger);
  std::string text = value.canonical();
  return is_whole ? JsonText::raw(std::move(text)) : JsonText::string(text);
}

JsonText json_of(const Cell& cell) {
  if (cell.is_empty()) return JsonText::raw("null");
  const bool is_quoted = cell.is_text() || cell.is_percent;
  return is_quoted ? JsonText::string(cell.text()) : JsonText::raw(cell.text());
}

JsonText json_of(const Band& band) {
  ObjectWriter object;
  if (band.edge != Edge::kNone && band.bound.is_set()) {
    object.add(to_word(kEdgeWords, band.edge), literal_json(band.bound));
  }
  object.text("level", band.level);
  object.value("score", band.score);
  payout(object, band.payout);
  if (band.mode != PayMode::kNone) object.word("mode", to_word(kModeWords, band.mode));
  object.notes(band.notes);
  return object.finish(band.notes);
}

JsonText json_of_bands(const std::vector<Band>& bands) {
  return list_of(bands, [](const Band& band) { return json_of(band); });
}

JsonText json_of(const Limit& limit) {
  ObjectWriter object;
  object.value("cap", limit.cap);
  object.value("floor", limit.floor);
  object.value("lines", limit.lines);
  object.text("fund", limit.fund);
  object.text("budget", limit.budget);
  object.integer("priority", limit.priority);
  if (limit.round_to.is_set() || limit.round_mode || has_notes(limit.round_notes)) {
    ObjectWriter round;
    round.value("to", limit.round_to);
    if (limit.round_mode) round.word("mode", to_string(*limit.round_mode));
    round.notes(limit.round_notes);
    object.add("round", round.finish(limit.round_notes));
  }
  object.value("minimum", limit.minimum);
  if (limit.under != Limit::Under::kNone) object.word("under", to_word(kUnderWords, limit.under));
  if (limit.negative) object.word("negative", to_word(kNegativeWords, *limit.negative));
  object.value("ignore_under", limit.ignore_under);
  object.integer("steps_down", limit.steps_down);
  object.integer("steps_up", limit.steps_up);
  object.notes(limit.notes);
  return object.finish(limit.notes);
}

JsonText json_of(const Rule& rule) {
  ObjectWriter object;
  object.text("id", rule.id);
  object.notes(rule.notes);
  if (!(rule.who == Who())) object.add("who", part(rule.who));
  if (!(rule.when == When())) object.add("when", part(rule.when));
  if (!(rule.what == What())) object.add("what", part(rule.what));
  if (!(rule.qualify == Qualify())) object.add("qualify", part(rule.qualify));
  if (rule.pay.is_set) object.add("pay", part(rule.pay));
  if (!(rule.limit == Limit())) object.add("limit", json_of(rule.limit));
  return object.finish(rule.notes);
}

}  // namespace rebate::detail
