// SPDX-License-Identifier: Apache-2.0
//
// What the figures pay: the band that was reached, the slices, or a flat rate.
#include "explanation/explainer.hpp"

#include <algorithm>
#include <set>

namespace rebate {
namespace {

Message message_of_band(Edge edge) {
  switch (edge) {
    case Edge::kFrom:
      return Message::kBandFrom;
    case Edge::kAbove:
      return Message::kBandAbove;
    case Edge::kUpTo:
      return Message::kBandUpTo;
    case Edge::kBelow:
      return Message::kBandBelow;
    case Edge::kAt:
      return Message::kBandAt;
    case Edge::kNone:
      return Message::kBandRest;
  }
  return Message::kBandRest;
}

// What is in the line at the end: a slice is gone where a later band of its part replaced it.
std::vector<Slice> kept(const std::vector<Slice>& slices) {
  std::vector<Slice> left;
  for (auto slice = slices.begin(); slice != slices.end(); ++slice) {
    const bool is_replaced = std::any_of(slice + 1, slices.end(), [&](const Slice& later) {
      return later.replaces && later.band != slice->band && later.part == slice->part;
    });
    if (!is_replaced) left.push_back(*slice);
  }
  return left;
}

}  // namespace

void Explainer::say_pay(Sentences& sentences) const {
  const std::vector<Slice> slices = kept(trace_.slices);
  if (slices.empty()) {
    say_nothing_measured(sentences);
    return;
  }
  // Nothing times any rate is nothing: which one does not matter.
  const bool is_nothing = std::all_of(slices.begin(), slices.end(), [](const Slice& slice) {
    return slice.base.is_zero() && slice.pays.is_zero();
  });
  if (is_nothing) return say_nothing_measured(sentences);
  const bool has_bands = slices.front().band >= 0 && trace_.mode != PayMode::kNone;
  const Slice& only = slices.front();
  const int parts = static_cast<int>(only.rate.has_value()) +
                    static_cast<int>(only.per_unit.has_value()) +
                    static_cast<int>(only.amount.has_value());
  if (slices.size() > 1 || parts != 1 || only.every || !only.part.empty()) {
    say_slices(sentences, slices);
  } else if (has_bands && trace_.mode == PayMode::kRetroactive) {
    say_band(sentences, only);
  } else if (has_bands) {
    say_slices(sentences, slices);
  } else {
    say_flat(sentences, only);
  }
}

void Explainer::say_nothing_measured(Sentences& sentences) const {
  // Of slices only what they pay is told; where that is nothing, the figure is.
  if (!trace_.of.is_number()) return;
  if (!trace_.of.number().is_zero() && trace_.mode != PayMode::kMarginal) return;
  sentences.add(
      words_.say(Message::kMeasured, {{"measure", words_.phrase(trace_.of_expression)},
                                      {"value", words_.amount(trace_.of.number(), of_type())}}));
}

// "Certified staff 2. The 2 band gives expert."
void Explainer::say_level(Sentences& sentences) const {
  const auto band = static_cast<std::size_t>(trace_.line.band);
  if (!trace_.by.is_missing()) {
    sentences.add(words_.say(Message::kMeasured, {{"measure", words_.phrase(trace_.by_expression)},
                                                  {"value", words_.value(trace_.by, by_type())}}));
  }
  if (trace_.line.band < 0 || band >= rule_.bands.size()) return;
  const std::string& given = rule_.bands[band].level.name;
  sentences.add(
      words_.say(Message::kBandGives, {{"band", band_name()}, {"level", words_.level(given)}}));
  if (given != trace_.level) {
    sentences.add(words_.say(Message::kLevelHeld, {{"level", words_.level(trace_.level)}}));
  }
}

// A return takes back its part of what the row it reverses was paid.
void Explainer::say_taken_back(Sentences& sentences) const {
  const Slice& slice = trace_.slices.front();
  const std::string noun = rule_.each_row || rule_.each.empty() || rule_.each[0] == nullptr
                               ? words_.noun(rule_.noun)
                               : words_.field(rule_.each[0]->noun, rule_.each[0]->field);
  sentences.add(words_.say(Message::kTakenBack, {{"noun", noun},
                                                 {"id", trace_.takes_back},
                                                 {"paid", words_.money(slice.base)},
                                                 {"part", words_.rate(abs(*slice.rate))},
                                                 {"amount", words_.money(slice.pays)}}));
}

std::string Explainer::attributes() const {
  std::string list;
  std::set<std::string> told;
  for (const FigureSeen& seen : trace_.pay_figures) {
    if (seen.kind != FigureSeen::Kind::kField || seen.value.is_number()) continue;
    if (seen.value.is_missing()) continue;
    const std::string text = seen.value.is_text() ? words_.level(seen.value.text())
                                                  : words_.value(seen.value, Type::kText);
    if (!told.insert(text).second) continue;
    list = list.empty() ? text : words_.say(Message::kListJoin, {{"left", list}, {"right", text}});
  }
  return list;
}

std::string Explainer::band_name() const {
  Edge edge = trace_.edge;
  Value bound = trace_.bound;
  const auto band = static_cast<std::size_t>(trace_.line.band);
  if (bound.is_missing() && trace_.line.band >= 0 && band < rule_.bands.size()) {
    edge = rule_.bands[band].edge;
    bound = rule_.bands[band].bound;
  }
  std::string name = words_.say(message_of_band(bound.is_missing() ? Edge::kNone : edge),
                                {{"bound", words_.bound(bound, by_type())}});
  const std::string with = attributes();
  return with.empty() ? name
                      : words_.say(Message::kBandWith, {{"band", name}, {"attribute", with}});
}

void Explainer::say_band(Sentences& sentences, const Slice& slice) const {
  if (slice.amount) {
    sentences.add(words_.say(Message::kBandPaysAmount,
                             {{"band", band_name()}, {"amount", words_.money(*slice.amount)}}));
    return;
  }
  if (slice.rate && trace_.of_expression.empty()) {
    sentences.add(words_.say(Message::kPrizesShared, {{"total", words_.money(slice.base)},
                                                      {"amount", words_.money(slice.pays)}}));
    return;
  }
  const std::string base = words_.amount(slice.base, of_type());
  const std::string measure = words_.phrase(trace_.of_expression);
  if (slice.per_unit) {
    sentences.add(words_.say(Message::kBandPaysUnit, {{"band", band_name()},
                                                      {"amount", words_.money(*slice.per_unit)},
                                                      {"measure", measure},
                                                      {"value", base}}));
    return;
  }
  if (is_row_of_payment()) {
    sentences.add(words_.say(Message::kBandPays,
                             {{"band", band_name()}, {"rate", words_.rate(*slice.rate)}}));
    return;
  }
  // What was measured is what is paid on: it is not said twice.
  const bool is_same = trace_.by_expression == trace_.of_expression && trace_.by.is_number() &&
                       trace_.by.number() == slice.base;
  // "On all sales" is only said where the reader has just seen the sum of all sales.
  const FigureSeen* seen = measured();
  const bool is_shown = is_same || (seen != nullptr && seen->value.number() == slice.base &&
                                    words_.phrase(seen->expression) == measure);
  const bool is_plain_line = context_.key.size() == 1 && rule_.each.size() == 1 &&
                             rule_.each[0] != nullptr && rule_.each[0]->field == "line" &&
                             rule_.each[0]->noun == "product";
  if (is_shown && rule_.where == nullptr && (context_.key.empty() || is_plain_line)) {
    std::string whole = words_.whole(trace_.of_expression);
    if (is_plain_line) whole = words_.say(Message::kWholeOfLine, {{"whole", whole}});
    sentences.add(
        words_.say(Message::kBandPaysRate,
                   {{"band", band_name()}, {"rate", words_.rate(*slice.rate)}, {"whole", whole}}));
    return;
  }
  if (is_same) {
    sentences.add(words_.say(Message::kBandPaysRateAll,
                             {{"band", band_name()}, {"rate", words_.rate(*slice.rate)}}));
    return;
  }
  sentences.add(words_.say(Message::kBandPaysRateOf, {{"band", band_name()},
                                                      {"rate", words_.rate(*slice.rate)},
                                                      {"measure", measure},
                                                      {"value", base}}));
}

void Explainer::say_flat(Sentences& sentences, const Slice& slice) const {
  if (slice.amount) {
    sentences.add(words_.say(Message::kFixed, {{"amount", words_.money(*slice.amount)}}));
    return;
  }
  const std::string base = words_.amount(slice.base, of_type());
  const std::string measure = words_.phrase(trace_.of_expression);
  const std::string result = words_.money(slice.pays);
  if (slice.per_unit) {
    sentences.add(words_.say(Message::kUnitSlice, {{"measure", measure},
                                                   {"base", base},
                                                   {"amount", words_.money(*slice.per_unit)},
                                                   {"result", result}}));
    return;
  }
  const std::string with = attributes();
  sentences.add(words_.say(with.empty() ? Message::kTimesRate : Message::kTimesRateWith,
                           {{"measure", measure},
                            {"value", base},
                            {"rate", words_.rate(*slice.rate)},
                            {"attribute", with},
                            {"result", result}}));
}

std::vector<std::string> Explainer::slice_texts(const Slice& slice) const {
  std::string part;
  for (const auto& [name, value] : slice.part) {
    const std::string text = words_.value(value, Type::kText);
    part = part.empty() ? text : words_.say(Message::kListJoin, {{"left", part}, {"right", text}});
  }
  const std::string base = words_.amount(slice.base, of_type());
  std::vector<std::string> texts;
  const auto add_share = [&](const std::string& rate, const Ratio& result) {
    texts.push_back(words_.say(
        part.empty() ? Message::kSlice : Message::kSliceOf,
        {{"part", part}, {"base", base}, {"rate", rate}, {"result", words_.money(result)}}));
  };
  if (slice.every && slice.amount && slice.steps) {
    texts.push_back(words_.say(Message::kSliceSteps,
                               {{"steps", words_.number(Ratio(*slice.steps))},
                                {"every", words_.amount(*slice.every, of_type())},
                                {"amount", words_.money(*slice.amount)},
                                {"result", words_.money(*slice.amount * Ratio(*slice.steps))}}));
  } else if (slice.amount) {
    texts.push_back(words_.say(Message::kSliceFixed, {{"amount", words_.money(*slice.amount)}}));
  }
  if (slice.rate) add_share(words_.rate(*slice.rate), slice.base * *slice.rate);
  if (slice.per_unit) add_share(words_.money(*slice.per_unit), slice.base * *slice.per_unit);
  return texts;
}

void Explainer::say_slices(Sentences& sentences, std::span<const Slice> slices) const {
  std::string list;
  for (const Slice& slice : slices) {
    for (const std::string& text : slice_texts(slice)) {
      list += list.empty() ? text : std::string(words_.catalogue().list_gap) + text;
    }
  }
  if (list.empty()) return;
  sentences.add(words_.say(Message::kSlices, {{"list", list}}));
}

}  // namespace rebate
