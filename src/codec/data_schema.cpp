// SPDX-License-Identifier: Apache-2.0
//
// The trade nouns and the fields of partners, products and customers come from the vocabulary of
// the language; here stands what only data files know: which columns are required, and the files of
// figures.
#include "rebate/codec/data_schema.hpp"

#include "rebate/policy/vocabulary.hpp"

#include <algorithm>

namespace rebate {

namespace {

using Type = rebate::Type;

FieldType field_type(Type type) {
  switch (type) {
    case Type::kNumber:
    case Type::kMoney:
    case Type::kQuantity:
    case Type::kRatio:
      return FieldType::kNumber;
    case Type::kDate:
      return FieldType::kDate;
    case Type::kFlag:
      return FieldType::kFlag;
    case Type::kText:
    case Type::kLevel:
    case Type::kRange:
    case Type::kList:
      return FieldType::kText;
  }
  return FieldType::kText;
}

/// A price is for one unit, whatever the row's sign; what else is money or a quantity is the row's
/// total.
bool is_total(std::string_view field, Type type) {
  return (type == Type::kMoney || type == Type::kQuantity) && !field.ends_with("price");
}

FieldSpec field(std::string name, FieldType type = FieldType::kText) {
  FieldSpec spec;
  spec.name = std::move(name);
  spec.type = type;
  return spec;
}

FieldSpec filled(std::string name, FieldType type = FieldType::kText) {
  FieldSpec spec = field(std::move(name), type);
  spec.is_required = spec.is_filled = true;
  return spec;
}

FieldSpec percent(std::string name) {
  FieldSpec spec = filled(std::move(name), FieldType::kNumber);
  spec.allows_percent = true;
  return spec;
}

void require(TableSchema& table, std::initializer_list<std::string_view> names, bool is_filled) {
  for (FieldSpec& spec : table.fields) {
    if (std::find(names.begin(), names.end(), spec.name) == names.end()) continue;
    spec.is_required = true;
    spec.is_filled = is_filled;
  }
}

DataFileSchema trade_file(std::string noun, std::string file) {
  DataFileSchema schema;
  schema.file = std::move(file);
  schema.is_trade = true;
  schema.table.noun = std::move(noun);
  return schema;
}

DataFileSchema from_vocabulary(const NounWord& noun) {
  DataFileSchema schema = trade_file(std::string(noun.name), std::string(noun.file));
  schema.is_trade = noun.is_trade;
  for (const FieldWord& word : fields_of(noun.name)) {
    FieldSpec spec = field(std::string(word.name), field_type(word.type));
    spec.is_unique = word.name == "id" || word.name == "serial";
    spec.is_amount = noun.is_trade && is_total(word.name, word.type);
    schema.table.fields.push_back(std::move(spec));
  }
  require(schema.table, {"id"}, true);
  if (noun.is_trade) require(schema.table, {"date", "partner"}, true);
  if (noun.name == "sale" || noun.name == "sellout") {
    require(schema.table, {"product", "quantity", "net"}, false);
  }
  if (noun.name == "payment") require(schema.table, {"invoice", "amount"}, false);
  if (noun.name == "adjustment") require(schema.table, {"amount", "reason"}, true);
  if (!noun.is_trade) {
    const bool is_partner = noun.name == "partner";
    schema.table.fields.push_back(is_partner ? filled("valid_from", FieldType::kDate)
                                             : field("valid_from", FieldType::kDate));
    schema.table.fields.push_back(field("valid_to", FieldType::kDate));
  }
  return schema;
}

DataFileSchema master_file(std::string file, std::string noun, std::vector<FieldSpec> fields,
                           bool has_keys = false) {
  DataFileSchema schema;
  schema.file = std::move(file);
  schema.has_keys = has_keys;
  schema.table = {std::move(noun), std::move(fields)};
  return schema;
}

std::vector<DataFileSchema> master_files() {
  const auto number = FieldType::kNumber;
  const auto date = FieldType::kDate;
  return {
      master_file("units", "unit", {filled("product"), filled("unit"), filled("factor", number)}),
      master_file("enrolments", "enrolment",
                  {filled("partner"), filled("policy"), field("choice"), filled("valid_from", date),
                   field("valid_to", date)}),
      master_file("targets", "target",
                  {filled("target"), filled("partner"), filled("period"), percent("value")}, true),
      master_file("kpis", "kpi",
                  {filled("kpi"), filled("partner"), filled("period"), percent("value")}),
      master_file("history", "history",
                  {filled("measure"), filled("partner"), filled("period"), percent("value")}),
      master_file("prices", "price",
                  {filled("list"), filled("product"), filled("valid_from", date),
                   filled("price", number), field("valid_to", date), field("currency")}),
      master_file("exchange-rates", "exchange_rate",
                  {filled("from"), filled("to"), filled("date", date), filled("rate", number)}),
      master_file("settled", "settled",
                  {filled("partner"), filled("rule"), filled("period"), filled("kind"),
                   filled("amount", number), filled("run"), filled("on", date), field("each"),
                   field("payee"), field("fund")}),
      master_file("balances", "balance",
                  {filled("partner"), filled("fund"), filled("date", date),
                   filled("amount", number), field("expires", date)}),
  };
}

/// The type that a policy's `fields` names; text for what is no type of a column.
struct NamedType {
  FieldType type = FieldType::kText;
  bool is_amount = false;
};

NamedType named_type(std::string_view type, std::string_view field_name) {
  if (type == "number") return {FieldType::kNumber, false};
  if (type == "money") return {FieldType::kNumber, is_total(field_name, Type::kMoney)};
  if (type == "quantity") return {FieldType::kNumber, is_total(field_name, Type::kQuantity)};
  if (type == "date") return {FieldType::kDate, false};
  if (type == "flag") return {FieldType::kFlag, false};
  return {};
}

}  // namespace

DataSchema DataSchema::standard() {
  DataSchema schema;
  for (const NounWord& noun : nouns()) {
    if (!noun.file.empty()) schema.files_.push_back(from_vocabulary(noun));
  }
  for (DataFileSchema& file : master_files()) schema.files_.push_back(std::move(file));
  return schema;
}

DataSchema DataSchema::of(const Policy& policy) {
  DataSchema schema = standard();
  for (const auto& [name, terms] : policy.fields) {
    const std::size_t point = name.find('.');
    if (point == std::string::npos || point == 0 || point + 1 == name.size()) continue;
    FieldSpec spec = field(name.substr(point + 1));
    const NamedType named = named_type(terms.type, spec.name);
    spec.type = named.type;
    spec.is_amount = named.is_amount;
    spec.levels = terms.levels;
    schema.declare(std::string_view(name).substr(0, point), std::move(spec));
  }
  if (!policy.tiers.empty()) {
    FieldSpec tier = field("tier");
    tier.levels = policy.tiers;
    schema.declare("partner", std::move(tier));
  }
  return schema;
}

void DataSchema::declare(std::string_view noun, FieldSpec spec) {
  if (noun == "kpi") {
    kpis_.push_back(std::move(spec));
    return;
  }
  auto file = std::find_if(files_.begin(), files_.end(),
                           [&](const DataFileSchema& known) { return known.table.noun == noun; });
  if (file == files_.end()) {
    DataFileSchema made = trade_file(std::string(noun), file_of(noun));
    made.table.fields = {filled("id"), filled("date", FieldType::kDate),
                         field("posted", FieldType::kDate), filled("partner")};
    made.table.fields[0].is_unique = true;
    files_.push_back(std::move(made));
    file = files_.end() - 1;
  }
  auto& fields = file->table.fields;
  const auto held = std::find_if(fields.begin(), fields.end(),
                                 [&](const FieldSpec& known) { return known.name == spec.name; });
  if (held == fields.end()) {
    spec.is_amount = spec.is_amount && file->is_trade;
    fields.push_back(std::move(spec));
    return;
  }
  // What identifies and places a row keeps its type; the checker of policies refuses another one.
  if (held->is_filled && held->name != "tier") return;
  held->levels = std::move(spec.levels);
  if (held->is_unique) return;
  held->type = spec.type;
  held->is_amount = spec.is_amount && file->is_trade;
}

const DataFileSchema* DataSchema::find_file(std::string_view file) const {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [&](const DataFileSchema& known) { return known.file == file; });
  return found == files_.end() ? nullptr : &*found;
}

const DataFileSchema* DataSchema::find_noun(std::string_view noun) const {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const DataFileSchema& known) {
    return known.table.noun == noun;
  });
  return found == files_.end() ? nullptr : &*found;
}

}  // namespace rebate
