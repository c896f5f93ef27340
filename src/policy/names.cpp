// SPDX-License-Identifier: Apache-2.0
#include "policy/names.hpp"

#include "rebate/policy/vocabulary.hpp"

#include <array>

namespace rebate {
namespace {

// Columns that rows of a noun of the policy's own always have.
struct OwnField {
  std::string_view name;
  Type type;
};
constexpr std::array kOwnFields = {OwnField{"id", Type::kText}, OwnField{"date", Type::kDate},
                                   OwnField{"posted", Type::kDate},
                                   OwnField{"partner", Type::kText}};

template <class Table>
void add_keys(const Table& table, std::vector<std::string>& words) {
  for (const auto& entry : table) words.push_back(entry.first);
}

}  // namespace

Kinds kinds_of_word(std::string_view word) {
  for (const Type type :
       {Type::kText, Type::kNumber, Type::kMoney, Type::kQuantity, Type::kDate, Type::kFlag}) {
    if (to_string(type) == word) return kinds_of_field(type);
  }
  return 0;
}

Kinds kinds_of_field(Type type) {
  return type == Type::kNumber
             ? static_cast<Kinds>(kinds_of(Type::kNumber) | kinds_of(Type::kRatio))
             : kinds_of(type);
}

std::string_view to_string(Quoted what) {
  switch (what) {
    case Quoted::kTarget:
      return "target";
    case Quoted::kKpi:
      return "KPI";
    case Quoted::kScore:
      return "score";
    case Quoted::kFund:
      return "fund";
    case Quoted::kRule:
      return "rule";
  }
  return "";
}

std::optional<FieldInfo> Names::find_field(std::string_view noun, std::string_view field) const {
  const std::string_view holder = noun == "branch" ? "partner" : noun;
  if (const auto own = fields.find(holder); own != fields.end()) {
    if (const auto found = own->second.find(field); found != own->second.end())
      return found->second;
  }
  if (const FieldWord* word = rebate::find_field(holder, field))
    return FieldInfo{kinds_of_field(word->type), nullptr};
  if (declared_nouns.count(holder) == 0) return std::nullopt;
  for (const OwnField& own : kOwnFields) {
    if (own.name == field) return FieldInfo{kinds_of_field(own.type), nullptr};
  }
  return std::nullopt;
}

bool Names::is_noun(std::string_view name) const {
  return find_noun(name) != nullptr || declared_nouns.count(name) != 0;
}

bool Names::is_trade_noun(std::string_view name) const {
  const NounWord* word = find_noun(name);
  return word != nullptr ? word->is_trade : declared_nouns.count(name) != 0;
}

bool Names::leads_to(std::string_view noun, std::string_view other) const {
  if (row_leads_to(noun, other)) return true;
  return (other == "product" || other == "customer") && find_field(noun, other).has_value();
}

bool Names::knows(Quoted what, std::string_view name) const {
  switch (what) {
    case Quoted::kTarget:
      return targets.find(name) != targets.end();
    case Quoted::kKpi:
      return kpis.find(name) != kpis.end();
    case Quoted::kScore:
      return scores.find(name) != scores.end();
    case Quoted::kFund:
      return funds.find(name) != funds.end();
    case Quoted::kRule:
      return rules.find(name) != rules.end();
  }
  return false;
}

std::vector<std::string> Names::quoted_words(Quoted what) const {
  std::vector<std::string> words;
  switch (what) {
    case Quoted::kTarget:
      add_keys(targets, words);
      break;
    case Quoted::kKpi:
      add_keys(kpis, words);
      break;
    case Quoted::kScore:
      add_keys(scores, words);
      break;
    case Quoted::kFund:
      add_keys(funds, words);
      break;
    case Quoted::kRule:
      add_keys(rules, words);
      break;
  }
  return words;
}

std::vector<std::string> Names::field_words(std::string_view noun) const {
  const std::string_view holder = noun == "branch" ? "partner" : noun;
  std::vector<std::string> words;
  for (const FieldWord& word : fields_of(holder)) words.emplace_back(word.name);
  if (declared_nouns.count(holder) != 0) {
    for (const OwnField& own : kOwnFields) words.emplace_back(own.name);
  }
  if (const auto own = fields.find(holder); own != fields.end()) add_keys(own->second, words);
  return words;
}

std::vector<std::string> Names::trade_words() const {
  std::vector<std::string> words;
  for (const NounWord& word : nouns()) {
    if (word.is_trade) words.emplace_back(word.name);
  }
  words.insert(words.end(), declared_nouns.begin(), declared_nouns.end());
  return words;
}

std::vector<std::string> Names::bare_words() const {
  std::vector<std::string> words;
  add_keys(bodies, words);
  add_keys(sets, words);
  add_keys(tables, words);
  for (const NounWord& word : nouns()) words.emplace_back(word.name);
  words.insert(words.end(), declared_nouns.begin(), declared_nouns.end());
  words.emplace_back("as_of");
  return words;
}

}  // namespace rebate
