// SPDX-License-Identifier: Apache-2.0
//
// The grammar printed as JSON Schema. Each form, shape and rule of the grammar has one counterpart
// here.
#include "rebate/codec/policy_schema.hpp"

#include "rebate/base/require.hpp"
#include "rebate/policy/vocabulary.hpp"
#include "codec/grammar.hpp"
#include "codec/json_text.hpp"

#include <map>

namespace rebate {
namespace {

using detail::JsonText;
using grammar::Form;
using grammar::Label;
using grammar::Member;
using grammar::Shape;
using grammar::TextKind;
using RuleKind = grammar::Rule::Kind;

// What editors offer where a text is free: shape and member, then texts.
const std::map<std::string_view, std::vector<std::string_view>>& samples() {
  static const std::map<std::string_view, std::vector<std::string_view>> known{
      {"rule.who", {"partner.tier >= 'gold'", "partner.kind == 'distributor'"}},
      {"rule.when", {"month", "quarter", "year", "policy"}},
      {"rule.what", {"product.line in ['L01', 'L02']", "claim.status == 'approved'"}},
      {"rule.qualify",
       {"attainment('annual')", "growth(net_sales)", "days(invoice.date, payment.date)"}},
      {"rule.pay", {"5%"}},
      {"what.each", {"sale", "payment", "sale.document", "product.line"}},
      {"what.among", {"below", "all", "partner.group"}},
      {"pay.of", {"net_sales", "units", "payment.settles", "approved_claims"}},
      {"pay.sets", {"partner.tier"}},
      {"pay.to", {"partner.parent"}},
      {"limit.cap", {"2% * net_sales"}},
      {"when.since", {"product.launched", "partner.joined"}},
      {"who.together", {"partner.parent", "partner.group"}}};
  return known;
}

JsonText text(std::string_view value) { return JsonText::string(value); }
JsonText number(long value) { return JsonText::raw(std::to_string(value)); }
JsonText truth(bool value) { return JsonText::raw(value ? "true" : "false"); }

template <class List>
JsonText texts(const List& list) {
  JsonText array = JsonText::array();
  for (const auto& element : list) array.add(text(element));
  return array;
}

JsonText reference(std::string_view definition) {
  return JsonText::object().add("$ref", text("#/definitions/" + std::string(definition)));
}

JsonText required(const std::vector<std::string_view>& members) {
  return JsonText::object().add("required", texts(members));
}

JsonText required_each(const std::vector<std::string_view>& members, std::size_t from = 0) {
  JsonText array = JsonText::array();
  for (std::size_t i = from; i < members.size(); ++i) array.add(required({members[i]}));
  return array;
}

JsonText none_of(JsonText list) {
  return JsonText::object().add("not", JsonText::object().add("anyOf", std::move(list)));
}

class SchemaPrinter {
 public:
  explicit SchemaPrinter(std::string_view language) : language_(language) {}

  std::string print();

 private:
  std::string words(const Label& label) const {
    if (language_ == "en") return std::string(label.en);
    if (language_ == "zh") return std::string(label.zh);
    return std::string(label.en) + (label.en == label.zh ? "" : " · " + std::string(label.zh));
  }

  JsonText definition(const TextKind& kind) const;
  JsonText form(const Form& form) const;
  JsonText member(const Shape& shape, const Member& member) const;
  JsonText shape(const Shape& shape) const;
  void rules(const Shape& shape, JsonText& object) const;
  JsonText rule(const grammar::Rule& rule) const;
  void base_definitions(JsonText& definitions) const;
  JsonText nouns() const;
  JsonText measures() const;
  JsonText functions() const;

  std::string_view language_;
};

JsonText SchemaPrinter::definition(const TextKind& kind) const {
  JsonText object = JsonText::object();
  object.add("description", text(words(kind.what)))
      .add("type", text("string"))
      .add("pattern", text(kind.pattern));
  return object.add("examples", JsonText::array().add(text(kind.sample)));
}

JsonText SchemaPrinter::form(const Form& form_of) const {
  JsonText object = JsonText::object();
  switch (form_of.kind) {
    case Form::Kind::kText:
      return object.add("type", text("string"));
    case Form::Kind::kFilled:
      return object.add("type", text("string")).add("minLength", number(1));
    case Form::Kind::kLook:
      return reference(form_of.look->name);
    case Form::Kind::kTitle:
      return reference("text");
    case Form::Kind::kExpression:
      return reference("expression");
    case Form::Kind::kValue:
      return reference("value");
    case Form::Kind::kRate:
      return reference("rate");
    case Form::Kind::kInteger:
      object.add("type", text("integer")).add("minimum", number(form_of.minimum));
      if (form_of.maximum >= form_of.minimum) object.add("maximum", number(form_of.maximum));
      return object;
    case Form::Kind::kFlag:
      return object.add("type", text("boolean"));
    case Form::Kind::kWord:
      return object.add("enum", texts(form_of.words));
    case Form::Kind::kScalar:
      return object.add(
          "type", texts(std::vector<std::string_view>{"number", "string", "boolean", "null"}));
    case Form::Kind::kPlain:
      return object.add("type", texts(std::vector<std::string_view>{"number", "string"}));
    case Form::Kind::kObject:
      return reference(form_of.shape->name);
    case Form::Kind::kList:
      object.add("type", text("array"));
      if (form_of.count_min > 0)
        object.add("minItems", number(static_cast<long>(form_of.count_min)));
      if (form_of.count_max > 0)
        object.add("maxItems", number(static_cast<long>(form_of.count_max)));
      if (form_of.is_set) object.add("uniqueItems", truth(true));
      return object.add("items", form(form_of.inner.front()));
    case Form::Kind::kMap:
      object.add("type", text("object"));
      if (form_of.count_min > 0)
        object.add("minProperties", number(static_cast<long>(form_of.count_min)));
      if (form_of.look) object.add("propertyNames", reference(form_of.look->name));
      return object.add("additionalProperties", form(form_of.inner.front()));
    case Form::Kind::kEither: {
      JsonText choices = JsonText::array();
      for (const Form& choice : form_of.inner) choices.add(form(choice));
      return object.add("anyOf", std::move(choices));
    }
  }
  return object;
}

JsonText SchemaPrinter::member(const Shape& owner, const Member& of) const {
  JsonText object = JsonText::object();
  object.add("title", text(words(of.title))).add("description", text(words(of.about)));
  const bool is_bands = owner.name == "pay" && of.name == "bands";
  // Beside a $ref draft 07 sees nothing else.
  JsonText what = is_bands
                      ? JsonText::object().add("type", text("array")).add("minItems", number(1))
                      : form(of.form);
  object.add("allOf", JsonText::array().add(std::move(what)));
  if (!of.fallback.empty()) object.add("default", JsonText::raw(std::string(of.fallback)));
  const auto sample = samples().find(std::string(owner.name) + "." + std::string(of.name));
  if (sample != samples().end()) object.add("examples", texts(sample->second));
  return object;
}

JsonText SchemaPrinter::rule(const grammar::Rule& of) const {
  const auto& names = of.members;
  JsonText object = JsonText::object();
  switch (of.kind) {
    case RuleKind::kNeeds:
      break;  // In "dependencies".
    case RuleKind::kNeedsUnless:
      return object.add("if", required({names[0]}))
          .add("else", required({names.begin() + 1, names.end()}));
    case RuleKind::kExactlyOne:
      return object.add("oneOf", required_each(names));
    case RuleKind::kAtLeastOne:
      return object.add("anyOf", required_each(names));
    case RuleKind::kAtMostOne: {
      JsonText pairs = JsonText::array();
      for (std::size_t a = 0; a < names.size(); ++a) {
        for (std::size_t b = a + 1; b < names.size(); ++b)
          pairs.add(required({names[a], names[b]}));
      }
      return none_of(std::move(pairs));
    }
    case RuleKind::kExcludes: {
      JsonText pairs = JsonText::array();
      for (std::size_t i = 1; i < names.size(); ++i) pairs.add(required({names[0], names[i]}));
      return none_of(std::move(pairs));
    }
    case RuleKind::kOneOfWith:
      return object.add("if", required({names[0]}))
          .add("then", JsonText::object().add("anyOf", required_each(names, 1)));
    case RuleKind::kRulePays: {
      JsonText combines = JsonText::object();
      combines.add("type", text("object"))
          .add("anyOf", required_each({"sum_of", "best_of", "first_of"}));
      JsonText combination = required({"what"});
      combination.add("properties", JsonText::object().add("what", std::move(combines)));
      return object.add("anyOf",
                        JsonText::array().add(required({"pay"})).add(std::move(combination)));
    }
    case RuleKind::kBandsByMode: {
      const auto bands = [](std::string_view shape_name) {
        JsonText list = JsonText::object();
        list.add("items", reference(shape_name));
        return JsonText::object().add("properties",
                                      JsonText::object().add("bands", std::move(list)));
      };
      JsonText paying = bands("band");
      paying.add("dependencies",
                 JsonText::object().add("bands", texts(std::vector<std::string_view>{"mode"})));
      return object.add("if", required({"sets"}))
          .add("then", bands("level_band"))
          .add("else", std::move(paying));
    }
    case RuleKind::kMatrixMode: {
      JsonText banded = JsonText::object();
      banded.add("type", text("object"))
          .add("anyOf", required_each({"from", "above", "up_to", "below"}));
      JsonText has_banded = required({"table"});
      has_banded.add("properties", JsonText::object().add("table", std::move(banded)));
      return object.add("if", std::move(has_banded)).add("then", required({"mode"}));
    }
  }
  return object;
}

void SchemaPrinter::rules(const Shape& of, JsonText& object) const {
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> needs;
  JsonText all = JsonText::array();
  for (const grammar::Rule& one : of.rules) {
    if (one.kind != RuleKind::kNeeds) {
      all.add(rule(one));
      continue;
    }
    needs.emplace_back(one.members[0],
                       std::vector<std::string_view>(one.members.begin() + 1, one.members.end()));
  }
  if (!needs.empty()) {
    JsonText dependencies = JsonText::object();
    for (const auto& [name, needed] : needs) dependencies.add(name, texts(needed));
    object.add("dependencies", std::move(dependencies));
  }
  if (!all.is_empty()) object.add("allOf", std::move(all));
}

JsonText SchemaPrinter::shape(const Shape& of) const {
  JsonText object = JsonText::object();
  object.add("title", text(words(of.what))).add("description", text(words(of.about)));
  object.add("type", text("object"));
  JsonText properties = JsonText::object();
  std::vector<std::string_view> needed;
  for (const Member& one : of.members) {
    properties.add(one.name, member(of, one));
    if (one.is_required) needed.push_back(one.name);
  }
  if (of.has_notes) {
    for (const Member& one : grammar::note_members()) properties.add(one.name, member(of, one));
    object.add("patternProperties", JsonText::object().add("^x-", JsonText::object()));
  }
  object.add("properties", std::move(properties)).add("additionalProperties", truth(false));
  if (!needed.empty()) object.add("required", texts(needed));
  rules(of, object);
  return object;
}

void SchemaPrinter::base_definitions(JsonText& definitions) const {
  JsonText by_language = JsonText::object();
  by_language.add("type", text("object")).add("minProperties", number(1));
  by_language.add("propertyNames", reference("language"))
      .add("additionalProperties", JsonText::object().add("type", text("string")));
  JsonText words_of = JsonText::object();
  words_of.add("description", text(words({"a text, or texts by language", "文本,或分语言文本"})));
  words_of.add("anyOf", JsonText::array()
                            .add(JsonText::object().add("type", text("string")))
                            .add(std::move(by_language)));
  definitions.add("text", std::move(words_of));

  JsonText expression = JsonText::object();
  expression.add("description", text(words({"an expression in CEL syntax", "表达式(CEL 语法)"})));
  definitions.add("expression",
                  std::move(expression.add("type", text("string")).add("minLength", number(1))));

  JsonText value = JsonText::object();
  value.add("description",
            text(words({"a number, a percentage or an expression", "数、百分数或表达式"})));
  value.add("type", texts(std::vector<std::string_view>{"number", "string"}));
  definitions.add("value", std::move(value.add("minLength", number(1))));

  JsonText rate = JsonText::object();
  rate.add("description",
           text(words({"a percentage such as 5%, or an expression; a bare number is refused",
                       "百分数(如 5%)或表达式;不接受不带百分号的数"})));
  rate.add("type", text("string")).add("minLength", number(1));
  rate.add("not", JsonText::object().add("pattern", text("^-?[0-9]+(\\.[0-9]+)?$")));
  definitions.add("rate", std::move(rate.add("examples", JsonText::array().add(text("5%")))));
}

JsonText SchemaPrinter::nouns() const {
  JsonText list = JsonText::object();
  for (const NounWord& noun : rebate::nouns()) {
    JsonText fields = JsonText::object();
    for (const FieldWord& field : fields_of(noun.name)) {
      JsonText object = JsonText::object();
      object.add("type", text(to_string(field.type)))
          .add("title", text(words({field.en, field.zh})));
      fields.add(field.name, std::move(object));
    }
    JsonText object = JsonText::object();
    object.add("title", text(words({noun.en, noun.zh}))).add("fields", std::move(fields));
    list.add(noun.name, std::move(object));
  }
  return list;
}

JsonText SchemaPrinter::measures() const {
  JsonText list = JsonText::object();
  for (const MeasureWord& measure : built_in_measures()) {
    JsonText object = JsonText::object();
    object.add("is", text(measure.is)).add("title", text(words({measure.en, measure.zh})));
    list.add(measure.name, std::move(object));
  }
  return list;
}

JsonText SchemaPrinter::functions() const {
  JsonText list = JsonText::array();
  for (const FunctionWord& function : rebate::functions()) {
    JsonText object = JsonText::object();
    object.add("name", text(function.name)).add("signature", text(function.signature));
    list.add(std::move(object.add("title", text(words({function.en, function.zh})))));
  }
  return list;
}

std::string SchemaPrinter::print() {
  JsonText schema = JsonText::object();
  schema.add("$schema", text("http://json-schema.org/draft-07/schema#"));
  schema.add("$ref", text("#/definitions/document"));
  JsonText definitions = JsonText::object();
  base_definitions(definitions);
  for (const TextKind* kind :
       {&grammar::kId, &grammar::kLanguage, &grammar::kDate, &grammar::kRange, &grammar::kPeriod,
        &grammar::kSettle, &grammar::kPhased, &grammar::kCurrencyCode, &grammar::kMonthDay,
        &grammar::kWeeks, &grammar::kFieldName, &grammar::kRatioGoal}) {
    definitions.add(kind->name, definition(*kind));
  }
  for (const Shape* one : grammar::all_shapes()) definitions.add(one->name, shape(*one));
  schema.add("definitions", std::move(definitions));
  schema.add("x-nouns", nouns()).add("x-measures", measures()).add("x-functions", functions());
  return schema.layout();
}

}  // namespace

std::string policy_schema(std::string_view language) {
  REBATE_REQUIRE(language.empty() || language == "en" || language == "zh",
                 "the schema speaks en and zh");
  return SchemaPrinter(language).print();
}

}  // namespace rebate
