// SPDX-License-Identifier: Apache-2.0
//
// Scalars, notes and declarations.
#include "codec/policy_building.hpp"

#include "codec/bound_text.hpp"
#include "policy/policy_words.hpp"

#include <utility>

namespace rebate::detail {

using Kind = JsonValue::Kind;

std::string compact_json(const JsonValue& value) {
  if (value.is(Kind::kObject) || value.is(Kind::kArray)) {
    const bool is_object = value.is(Kind::kObject);
    std::string text(1, is_object ? '{' : '[');
    for (const JsonValue child : value) {
      if (text.size() > 1) text += ',';
      if (is_object) text += json_quoted(child.key()) + ':';
      text += compact_json(child);
    }
    return text += is_object ? '}' : ']';
  }
  return value.is(Kind::kText) ? json_quoted(value.text()) : std::string(value.source());
}

std::string PolicyBuilder::text(const JsonValue& value) {
  return value.is(Kind::kText) || value.is(Kind::kNumber) ? std::string(value.text())
                                                          : std::string();
}

std::vector<std::string> PolicyBuilder::texts(const JsonValue& value) {
  std::vector<std::string> list;
  if (!value.is(Kind::kArray)) return list;
  for (const JsonValue element : value) list.push_back(text(element));
  return list;
}

std::optional<int> PolicyBuilder::integer(const JsonValue& value) {
  if (!value.is(Kind::kNumber)) return std::nullopt;
  const auto number = Decimal::parse(value.text());
  const auto whole = number ? number->to_int64(0) : std::nullopt;
  if (!whole || *whole < -1'000'000'000 || *whole > 1'000'000'000) return std::nullopt;
  return static_cast<int>(*whole);
}

bool PolicyBuilder::flag(const JsonValue& value) { return value.is(Kind::kFlag) && value.flag(); }

Title PolicyBuilder::title(const JsonValue& value) {
  Title title;
  if (value.is(Kind::kText)) title[""] = text(value);
  if (!value.is(Kind::kObject)) return title;
  for (const JsonValue word : value) title[std::string(word.key())] = text(word);
  return title;
}

Notes PolicyBuilder::notes(const JsonValue& object) {
  Notes notes;
  if (!object.is(Kind::kObject)) return notes;
  notes.title = title(object.find("title"));
  notes.note = title(object.find("note"));
  notes.clause = title(object.find("clause"));
  for (const JsonValue member : object) {
    if (member.key().starts_with("x-")) {
      notes.extra.emplace_back(std::string(member.key()), compact_json(member));
    }
  }
  return notes;
}

Cell PolicyBuilder::cell(const JsonValue& value) {
  Cell cell;
  switch (value.kind()) {
    case Kind::kText:
      return Cell::from_text(std::string(value.text()));
    case Kind::kFlag:
      cell.held = value.flag();
      break;
    case Kind::kNumber:
      if (const auto number = Decimal::parse(value.text())) cell.held = *number;
      break;
    case Kind::kAbsent:
    case Kind::kNull:
    case Kind::kArray:
    case Kind::kObject:
      break;
  }
  return cell;
}

std::vector<Cell> PolicyBuilder::cells(const JsonValue& value) {
  std::vector<Cell> list;
  if (value.is(Kind::kArray)) {
    for (const JsonValue element : value) list.push_back(cell(element));
  } else if (value) {
    list.push_back(cell(value));
  }
  return list;
}

Expression PolicyBuilder::expression(const JsonValue& value) {
  // A number and a text that holds it are one value: -50 and "-50".
  if (value.is(Kind::kNumber) && !Decimal::parse(value.text())) return {};
  if (!value.is(Kind::kNumber) && (!value.is(Kind::kText) || value.text().empty())) return {};
  return Expression::parse(value.text(), value.place(), issues_);
}

std::vector<Expression> PolicyBuilder::expressions(const JsonValue& value) {
  std::vector<Expression> list;
  if (value.is(Kind::kArray)) {
    for (const JsonValue element : value) list.push_back(expression(element));
  } else if (value) {
    list.push_back(expression(value));
  }
  return list;
}

Expression PolicyBuilder::bound(const JsonValue& value) {
  if (!value.is(Kind::kText) || value.text().empty()) return expression(value);
  return read_bound(value.text(), value.place(), issues_);
}

CalendarTerms PolicyBuilder::calendar(const JsonValue& object) {
  CalendarTerms terms;
  terms.year_starts = text(object.find("year_starts"));
  terms.month_closes = integer(object.find("month_closes")).value_or(0);
  terms.weeks = text(object.find("weeks"));
  terms.notes = notes(object);
  return terms;
}

FieldTerms PolicyBuilder::field(const JsonValue& value) {
  FieldTerms terms;
  terms.type = value.is(Kind::kText) ? text(value) : std::string();
  terms.levels = texts(value);
  return terms;
}

SetTerms PolicyBuilder::set(const JsonValue& value) {
  SetTerms terms;
  if (value.is(Kind::kArray)) terms.values = cells(value);
  terms.file = text(value.find("file"));
  terms.column = text(value.find("column"));
  terms.notes = notes(value);
  return terms;
}

Named PolicyBuilder::named(const JsonValue& value) {
  Named named;
  if (!value.is(Kind::kObject)) {
    named.is = expression(value);
    return named;
  }
  named.is = expression(value.find("is"));
  named.unit = text(value.find("unit"));
  named.notes = notes(value);
  return named;
}

Target PolicyBuilder::target(const JsonValue& object) {
  Target target;
  target.of = expression(object.find("of"));
  target.per = text(object.find("per"));
  target.one_for = expression(object.find("for"));
  target.each = expression(object.find("each"));
  target.is = expression(object.find("is"));
  target.phased = text(object.find("phased"));
  target.notes = notes(object);
  return target;
}

Score PolicyBuilder::score(const JsonValue& object) {
  Score score;
  if (const JsonValue items = object.find("items"); items.is(Kind::kArray)) {
    for (const JsonValue element : items) {
      ScoreItem item;
      item.id = text(element.find("id"));
      item.weight = expression(element.find("weight"));
      item.of = expression(element.find("of"));
      item.bands = bands(element.find("bands"));
      item.when_missing = expression(element.find("when_missing"));
      item.notes = notes(element);
      score.items.push_back(std::move(item));
    }
  }
  score.veto = expressions(object.find("veto"));
  score.grades = bands(object.find("grades"));
  score.notes = notes(object);
  return score;
}

TableTerms PolicyBuilder::table(const JsonValue& object) {
  TableTerms table;
  const auto key = [&](const JsonValue& value) {
    TableKey made;
    if (!value.is(Kind::kObject)) {
      made.of = expression(value);
      return made;
    }
    for (const JsonValue member : value) {
      made.edge = from_word(kEdgeWords, member.key()).value_or(Edge::kNone);
      made.of = expression(member);
    }
    return made;
  };
  const JsonValue by = object.find("by");
  if (by.is(Kind::kArray)) {
    for (const JsonValue element : by) table.by.push_back(key(element));
  } else if (by) {
    table.by.push_back(key(by));
  }
  const JsonValue gives = object.find("gives");
  table.gives = gives.is(Kind::kText) ? std::vector<std::string>{text(gives)} : texts(gives);
  if (const JsonValue rows = object.find("rows"); rows.is(Kind::kArray)) {
    for (const JsonValue row : rows) table.rows.push_back(cells(row));
  }
  table.file = text(object.find("file"));
  table.dated = expression(object.find("dated"));
  table.otherwise = expression(object.find("otherwise"));
  table.notes = notes(object);
  return table;
}

Fund PolicyBuilder::fund(const JsonValue& object) {
  Fund fund;
  fund.unit = text(object.find("unit"));
  fund.expires_after_months = integer(object.find("expires_after_months")).value_or(0);
  fund.reserve_on = expression(object.find("reserve_on"));
  fund.at_end = text(object.find("at_end"));
  fund.notes = notes(object);
  return fund;
}

Budget PolicyBuilder::budget(const JsonValue& object) {
  Budget budget;
  budget.amount = expression(object.find("amount"));
  budget.per = text(object.find("per"));
  budget.each = expression(object.find("each"));
  budget.when_short = text(object.find("when_short"));
  budget.whole_only = flag(object.find("whole_only"));
  budget.notes = notes(object);
  return budget;
}

Currencies PolicyBuilder::currencies(const JsonValue& object) {
  Currencies currencies;
  currencies.pay_in = expression(object.find("pay_in"));
  currencies.convert = text(object.find("convert"));
  currencies.rates = text(object.find("rates"));
  currencies.minor_units = map<int>(object.find("minor_units"), [](const JsonValue& digits) {
    return integer(digits).value_or(0);
  });
  currencies.notes = notes(object);
  return currencies;
}

Report PolicyBuilder::report(const JsonValue& object) {
  Report report;
  report.compare = texts(object.find("compare"));
  report.by = expressions(object.find("by"));
  report.gain = expression(object.find("gain"));
  report.show = texts(object.find("show"));
  report.goal = text(object.find("goal"));
  report.notes = notes(object);
  return report;
}

}  // namespace rebate::detail
