// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/vocabulary.hpp"

#include <algorithm>

namespace rebate {
namespace {

// A branch is a partner: the earner's direct child through which a row came.
std::string_view holder_of_fields(std::string_view noun) {
  return noun == "branch" ? "partner" : noun;
}

template <class Word>
const Word* find_by_name(std::span<const Word> words, std::string_view name) {
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const Word& w) { return w.name == name; });
  return found == words.end() ? nullptr : &*found;
}

}  // namespace

std::span<const FieldWord> fields_of(std::string_view noun) {
  const std::string_view holder = holder_of_fields(noun);
  const auto all = fields();
  const auto is_own = [&](const FieldWord& field) { return field.noun == holder; };
  const auto first = std::find_if(all.begin(), all.end(), is_own);
  const auto last = std::find_if_not(first, all.end(), is_own);
  return {first, last};
}

const NounWord* find_noun(std::string_view name) { return find_by_name(nouns(), name); }
const MeasureWord* find_measure(std::string_view name) {
  return find_by_name(built_in_measures(), name);
}

const FieldWord* find_field(std::string_view noun, std::string_view field) {
  return find_by_name(fields_of(noun), field);
}

const FunctionWord* find_function(std::string_view name, WordKind kind) {
  for (const FunctionWord& word : functions()) {
    if (word.kind == kind && word.name == name) return &word;
  }
  return nullptr;
}

std::string file_of(std::string_view noun) {
  if (const NounWord* word = find_noun(noun)) return std::string(word->file);
  return std::string(noun) + "s";
}

std::string_view to_string(Type type) {
  switch (type) {
    case Type::kNumber:
      return "number";
    case Type::kMoney:
      return "money";
    case Type::kQuantity:
      return "quantity";
    case Type::kRatio:
      return "ratio";
    case Type::kText:
      return "text";
    case Type::kFlag:
      return "flag";
    case Type::kDate:
      return "date";
    case Type::kRange:
      return "range";
    case Type::kList:
      return "list";
    case Type::kLevel:
      return "level";
  }
  return "";
}

bool row_leads_to(std::string_view noun, std::string_view other) {
  if (noun == other || other == "partner" || other == "branch" || other == "period") return true;
  if (other == "product" || other == "customer") return find_field(noun, other) != nullptr;
  return noun == "payment" && other == "invoice";
}

}  // namespace rebate
