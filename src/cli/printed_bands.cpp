// SPDX-License-Identifier: Apache-2.0
#include "cli/printed_bands.hpp"

#include "cli/usage.hpp"

#include <optional>
#include <string_view>

namespace rebate::cli {
namespace {

/// What a range pays.
enum class Kind { kNone, kRate, kPerUnit, kAmount };

struct PrintedRange {
  std::string text;
  Decimal first;
  bool is_over = false;         // "over 240": 240 itself is not in it
  std::optional<Decimal> last;  // none: and more
  bool is_percent = false;      // the bounds are
  Kind kind = Kind::kNone;
  Decimal value;
};

struct Band {
  bool is_above = false;
  Decimal edge;
};

constexpr std::string_view kDashes[] = {"–", "—", "~", "至"};

// Contracts print all kinds of dashes.
std::string with_plain_dashes(std::string text) {
  for (const std::string_view dash : kDashes) {
    for (std::size_t at = text.find(dash); at != std::string::npos; at = text.find(dash)) {
      text.replace(at, dash.size(), "-");
    }
  }
  return text;
}

// One token a range, a value or a word; commas, semicolons and colons only part them.
std::vector<std::string> tokens_of(const std::vector<std::string>& words) {
  std::vector<std::string> tokens;
  for (const std::string& word : words) {
    std::string token;
    for (const char letter : with_plain_dashes(word) + " ") {
      if (std::string_view(" \t\n,;:").find(letter) == std::string_view::npos) {
        token += letter;
      } else if (!token.empty()) {
        tokens.push_back(std::move(token));
        token.clear();
      }
    }
  }
  return tokens;
}

[[noreturn]] void refuse_token(const std::string& token) {
  throw UsageError("'" + token +
                   "' is no range. Write 1-60, or 241+ or \"over 240\" for the last.");
}

Decimal bound_in(const std::string& token, std::string text, PrintedRange& range) {
  if (!text.empty() && text.back() == '%') {
    range.is_percent = true;
    text.pop_back();
  }
  const std::optional<Decimal> number = Decimal::parse(text);
  if (!number) refuse_token(token);
  return *number;
}

bool is_range(const std::string& token) {
  return token.back() == '+' || token.find('-', 1) != std::string::npos;
}

PrintedRange read_range(const std::string& token) {
  PrintedRange range;
  range.text = token;
  if (token.back() == '+') {
    range.first = bound_in(token, token.substr(0, token.size() - 1), range);
    return range;
  }
  const std::size_t dash = token.find('-', 1);
  range.first = bound_in(token, token.substr(0, dash), range);
  range.last = bound_in(token, token.substr(dash + 1), range);
  if (*range.last < range.first) throw UsageError("'" + token + "' ends before it begins.");
  return range;
}

void read_value(const std::string& token, PrintedRange& range) {
  constexpr std::string_view kPerUnit = "/unit";
  std::string text = token;
  if (range.kind != Kind::kNone) refuse_token(token);
  range.kind = Kind::kAmount;
  if (text.ends_with(kPerUnit)) {
    range.kind = Kind::kPerUnit;
    text.resize(text.size() - kPerUnit.size());
  } else if (text.back() == '%') {
    range.kind = Kind::kRate;
    text.pop_back();
  }
  const std::optional<Decimal> value = Decimal::parse(text);
  if (!value) refuse_token(token);
  range.value = *value;
}

std::vector<PrintedRange> read_ranges(const std::vector<std::string>& words) {
  std::vector<PrintedRange> ranges;
  const std::vector<std::string> tokens = tokens_of(words);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] == "over" && i + 1 < tokens.size()) {
      PrintedRange range;
      range.is_over = true;
      range.text = "over " + tokens[i + 1];
      range.first = bound_in(tokens[i + 1], tokens[i + 1], range);
      ranges.push_back(std::move(range));
      ++i;
    } else if (is_range(tokens[i])) {
      ranges.push_back(read_range(tokens[i]));
    } else if (!ranges.empty()) {
      read_value(tokens[i], ranges.back());
    } else {
      refuse_token(tokens[i]);
    }
  }
  if (ranges.empty()) throw UsageError("No range is given. Write \"1-60, 61-240\".");
  return ranges;
}

std::string bound_text(const Decimal& bound, bool is_percent) {
  return bound.to_string() + (is_percent ? "%" : "");
}

std::string value_text(Kind kind, const Decimal& value) {
  switch (kind) {
    case Kind::kNone:
      return "\"rate\": \"...%\"";
    case Kind::kRate:
      return "\"rate\": \"" + value.to_string() + "%\"";
    case Kind::kPerUnit:
      return "\"per_unit\": \"" + value.to_string() + "\"";
    case Kind::kAmount:
      return "\"amount\": \"" + value.to_string() + "\"";
  }
  return {};
}

class Reader {
 public:
  Reader(std::vector<PrintedRange> ranges, const Decimal& step, BreakMethod method)
      : ranges_(std::move(ranges)), step_(step), method_(method) {}

  PrintedBands read() {
    require_one_kind();
    first_edge();
    for (std::size_t i = 1; i < ranges_.size(); ++i) next_edge(ranges_[i - 1], ranges_[i]);
    say_edges();
    PrintedBands result;
    result.json = method_ == BreakMethod::kUnstated
                      ? "\"bands\": [" + bands() + "]"
                      : "\"pay\": {\"mode\": \"" + mode() + "\", \"bands\": [" + bands() + "]}";
    say_method();
    result.decisions = std::move(decisions_);
    return result;
  }

 private:
  void require_one_kind() const {
    for (const PrintedRange& range : ranges_) {
      if (range.is_percent != ranges_.front().is_percent) {
        throw UsageError("'" + range.text + "': either all bounds are percentages, or none is.");
      }
      if (range.kind != ranges_.front().kind) {
        throw UsageError("'" + range.text + "' does not pay like '" + ranges_.front().text +
                         "': a percentage, an amount, or an amount/unit, the same for all.");
      }
    }
    if (method_ != BreakMethod::kUnstated && ranges_.front().kind == Kind::kNone) {
      throw UsageError("A method needs what the ranges pay: \"1-60 2%, 61-240 3%\".");
    }
  }

  // "1-60" begins with the first of whatever is counted, so at nothing; "61-120" begins at 61.
  void first_edge() {
    const PrintedRange& range = ranges_.front();
    const bool is_all = !range.is_over && range.first == step_;
    edges_.push_back({range.is_over, is_all ? Decimal() : range.first});
    if (!is_all && range.first.sign() > 0) {
      decisions_.push_back("Nothing is printed below '" + range.text +
                           "', so nothing is paid there.");
    }
  }

  void next_edge(const PrintedRange& before, const PrintedRange& range) {
    if (!before.last) {
      throw UsageError("'" + before.text + "' has no end, and others follow it.");
    }
    if (range.first == *before.last) {
      edges_.push_back({range.is_over, range.first});
      if (!range.is_over) {
        decisions_.push_back(text(range.first) + " is printed in '" + before.text + "' and in '" +
                             range.text + "'; it belongs to the upper one.");
      }
      return;
    }
    const Decimal next = *before.last + step_;
    if (range.first != next || range.is_over) {
      throw UsageError("After '" + before.text + "' the next range begins at " + text(next) +
                       " where the step is " + step_.to_string() + "; '" + range.text +
                       "' leaves a gap or overlaps.");
    }
    edges_.push_back({true, *before.last});
    lies_between_ = true;
  }

  void say_edges() {
    std::string edges;
    for (const Band& band : edges_) {
      edges += (edges.empty() ? "" : ", ");
      edges += (band.is_above ? "above " : "from ") + text(band.edge);
    }
    std::string said = "Read as: " + edges + ".";
    if (lies_between_) {
      said += " What lies between two printed ranges belongs to the upper one, and the step " +
              step_.to_string() + " is no longer needed.";
    }
    decisions_.insert(decisions_.begin(), std::move(said));
    if (const auto& last = ranges_.back().last; last) {
      decisions_.push_back("The last band has no end. If more than " + text(*last) +
                           " pays nothing, say so with a band above it.");
    }
  }

  std::string mode() const { return method_ == BreakMethod::kStepped ? "marginal" : "retroactive"; }

  // What the band pays: of a method that adds up the ranges below, with them.
  std::string pays(std::size_t at) const {
    const PrintedRange& range = ranges_[at];
    const bool adds_up = method_ == BreakMethod::kRolling || method_ == BreakMethod::kTotal;
    if (!adds_up || at == 0) return value_text(range.kind, range.value);
    Decimal sum;
    for (std::size_t i = 0; i < at; ++i) {
      const bool is_fixed = method_ == BreakMethod::kTotal || range.kind == Kind::kAmount;
      sum += is_fixed ? ranges_[i].value : ranges_[i].value * *ranges_[i].last;
    }
    if (method_ == BreakMethod::kTotal || range.kind == Kind::kAmount) {
      return value_text(range.kind, sum + range.value);
    }
    if (range.kind == Kind::kRate) sum *= Decimal::of("0.01");
    return value_text(range.kind, range.value) + ", " + value_text(Kind::kAmount, sum);
  }

  std::string bands() const {
    std::string bands;
    const bool is_percent = ranges_.front().is_percent;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      const std::string edge = text(edges_[i].edge);
      bands += bands.empty() ? "{" : ", {";
      bands += edges_[i].is_above ? "\"above\": " : "\"from\": ";
      bands += is_percent ? "\"" + edge + "\"" : edge;
      bands += ", " + pays(i) + "}";
    }
    return bands;
  }

  void say_method() {
    switch (method_) {
      case BreakMethod::kUnstated:
        if (ranges_.front().kind != Kind::kNone) {
          decisions_.emplace_back(
              "How the bands pay is for the policy to say: \"mode\": \"retroactive\" (all of it at "
              "the reached rate) or \"marginal\" (each part at its own).");
        }
        return;
      case BreakMethod::kStepped:
        decisions_.emplace_back("Stepped: each part at the rate of its own range.");
        return;
      case BreakMethod::kCumulative:
        decisions_.emplace_back("Cumulative: all of it at the rate of the range that is reached.");
        return;
      case BreakMethod::kRolling:
        decisions_.emplace_back(
            "Rolling: all of it at the reached rate, and what the ranges below pay up to their own "
            "ends, which is a fixed amount in each band.");
        if (ranges_.front().kind == Kind::kRate) {
          decisions_.emplace_back(
              "The amounts hold where the ranges are of the money that the rate is paid on.");
        }
        return;
      case BreakMethod::kTotal:
        decisions_.emplace_back(
            "Total: every range that is reached pays on all of it, so the rates are added up.");
        return;
    }
  }

  std::string text(const Decimal& bound) const {
    return bound_text(bound, ranges_.front().is_percent);
  }

  std::vector<PrintedRange> ranges_;
  Decimal step_;
  BreakMethod method_;
  std::vector<Band> edges_;
  std::vector<std::string> decisions_;
  bool lies_between_ = false;
};

}  // namespace

PrintedBands read_printed_bands(const std::vector<std::string>& words, const Decimal& step,
                                BreakMethod method) {
  return Reader(read_ranges(words), step, method).read();
}

}  // namespace rebate::cli
