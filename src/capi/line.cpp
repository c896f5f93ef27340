// SPDX-License-Identifier: Apache-2.0
//
// Lines of a settlement, field by field.
#include "rebate/report/settlement_csv.hpp"
#include "rebate/report/settlement_json.hpp"
#include "rebate/evaluation/line_rows.hpp"
#include "capi/guard.hpp"
#include "report/form_words.hpp"
#include "report/number_text.hpp"

#include <variant>

using namespace rebate;
using namespace rebate::capi;

namespace {

constexpr int32_t kMostScale = 18;

std::optional<Line> find_line(const rebate_settlement* settlement, size_t line) {
  if (!is_live(settlement) || line >= settlement->settlement->lines().size()) return std::nullopt;
  return settlement->settlement->lines()[line];
}

Line line_at(const rebate_settlement* settlement, size_t line) {
  live(settlement, "settlement");
  const std::optional<Line> found = find_line(settlement, line);
  if (!found) {
    refuse(REBATE_NOT_FOUND, "There is no line " + std::to_string(line) + ": lines are counted " +
                                 "from 0 to below rebate_settlement_line_count().");
  }
  return *found;
}

/// Decimals have ended; ratios may not.
using Amount = std::variant<std::monostate, Decimal, Ratio>;

Amount amount_or_none(const std::optional<Ratio>& value) {
  return value ? Amount(*value) : Amount();
}

Amount amount_of(const Line& line, int32_t field) {
  switch (field) {
    case REBATE_AMOUNT_DUE:
      return line.due;
    case REBATE_AMOUNT_ROUNDED:
      return line.rounded;
    case REBATE_AMOUNT_SETTLED_BEFORE:
      return line.settled_before;
    case REBATE_AMOUNT_GROSS:
      return line.gross;
    case REBATE_AMOUNT_AFTER_LIMITS:
      return line.after_limits;
    case REBATE_AMOUNT_AFTER_COMBINATION:
      return line.after_combination;
    case REBATE_AMOUNT_SHARE:
      return line.share;
    case REBATE_AMOUNT_QUALIFYING:
      return amount_or_none(line.qualifying);
    case REBATE_AMOUNT_EARNING:
      return amount_or_none(line.earning);
    case REBATE_AMOUNT_RATE:
      return amount_or_none(line.rate);
    default:
      refuse(REBATE_INVALID_ARGUMENT,
             "There is no field REBATE_AMOUNT_ " + std::to_string(field) + ".");
  }
}

/// In the digits of its currency at least, as the JSON has it.
std::string amount_text(const rebate_settlement& of, const Line& line, int32_t field) {
  const Amount amount = amount_of(line, field);
  if (const auto* decimal = std::get_if<Decimal>(&amount)) {
    return decimal->to_string(paid_places(*of.settlement, line));
  }
  const bool is_money = field <= REBATE_AMOUNT_SHARE;
  return exact_text(std::get<Ratio>(amount), is_money ? of.policy->minor_unit : 0);
}

void check_scale(int32_t scale) {
  if (scale < 0 || scale > kMostScale) {
    refuse(REBATE_INVALID_ARGUMENT, "scale is a number from 0 to 18.");
  }
}

/// Nothing if the line has no such number.
std::optional<int64_t> coefficient_of(const Amount& amount, int32_t scale, size_t line) {
  std::optional<Decimal> decimal;
  if (std::holds_alternative<std::monostate>(amount)) return std::nullopt;
  if (const auto* ended = std::get_if<Decimal>(&amount)) {
    decimal = *ended;
  } else {
    decimal = std::get<Ratio>(amount).as_decimal();
  }
  const std::optional<int64_t> coefficient = decimal ? decimal->to_int64(scale) : std::nullopt;
  if (!coefficient) {
    refuse(REBATE_NOT_EXACT, "The number of line " + std::to_string(line) +
                                 " does not fit 64 bits at scale " + std::to_string(scale) + ".");
  }
  return coefficient;
}

LineTrace trace_of(const rebate_settlement& of, size_t line, bool wants_rows) {
  LineTrace trace = trace_line(*of.settlement, *of.data->master, *of.tally, line);
  if (wants_rows) add_rows(trace, rows_of_line(*of.settlement, *of.data, line));
  return trace;
}

}  // namespace

size_t rebate_settlement_line_count(const rebate_settlement* settlement) {
  return is_live(settlement) ? settlement->settlement->lines().size() : 0;
}

const char* rebate_settlement_line_text(const rebate_settlement* settlement, size_t line,
                                        int32_t field) {
  const std::optional<Line> of = find_line(settlement, line);
  if (!of) return nullptr;
  const Settlement& whole = *settlement->settlement;
  switch (field) {
    case REBATE_LINE_RULE:
      return settlement->policy->rules[static_cast<size_t>(of->rule)].source.id.c_str();
    case REBATE_LINE_PARTNER:
      return whole.earner(of->earner).c_str();
    case REBATE_LINE_PAYEE:
      return whole.earner(of->payee).c_str();
    case REBATE_LINE_PERIOD:
      return whole.period(of->period).name.c_str();
    // Words of the format: literals, which end with NUL.
    case REBATE_LINE_KIND:
      return to_text(of->kind).data();
    case REBATE_LINE_STATUS:
      return to_text(of->status).data();
    case REBATE_LINE_LEVEL:
      return whole.level(of->level).c_str();
    case REBATE_LINE_CURRENCY:
      return whole.currency(of->currency).c_str();
    case REBATE_LINE_FORM:
      return form_word(settlement->policy->rules[static_cast<size_t>(of->rule)].source.pay.as.kind)
          .data();
    default:
      return nullptr;
  }
}

const char* rebate_settlement_line_key(const rebate_settlement* settlement, size_t line,
                                       size_t part) {
  const std::optional<Line> of = find_line(settlement, line);
  if (!of) return nullptr;
  const std::vector<std::string>& key = settlement->settlement->key(of->key);
  return part < key.size() ? key[part].c_str() : nullptr;
}

rebate_status rebate_settlement_line_number(const rebate_settlement* settlement, size_t line,
                                            int32_t field, int64_t* number_out,
                                            rebate_error** error_out) {
  if (number_out != nullptr) *number_out = 0;
  return guard(error_out, [&] {
    given(number_out, "number_out");
    const Line of = line_at(settlement, line);
    switch (field) {
      case REBATE_NUMBER_BAND:
        *number_out = of.band + 1;
        return;
      case REBATE_NUMBER_IS_PAID:
        *number_out = of.is_paid ? 1 : 0;
        return;
      case REBATE_NUMBER_KEY_COUNT:
        *number_out = static_cast<int64_t>(settlement->settlement->key(of.key).size());
        return;
      default:
        refuse(REBATE_INVALID_ARGUMENT,
               "There is no field REBATE_NUMBER_ " + std::to_string(field) + ".");
    }
  });
}

rebate_status rebate_settlement_line_amount(const rebate_settlement* settlement, size_t line,
                                            int32_t field, rebate_text** text_out,
                                            rebate_error** error_out) {
  return guard_new(text_out, "text_out", error_out, [&] {
    const Line of = line_at(settlement, line);
    if (std::holds_alternative<std::monostate>(amount_of(of, field))) {
      return std::unique_ptr<rebate_text>();
    }
    return std::make_unique<rebate_text>(amount_text(*settlement, of, field));
  });
}

rebate_status rebate_settlement_line_decimal(const rebate_settlement* settlement, size_t line,
                                             int32_t field, int32_t scale, int64_t* coefficient_out,
                                             rebate_error** error_out) {
  if (coefficient_out != nullptr) *coefficient_out = 0;
  return guard(error_out, [&] {
    given(coefficient_out, "coefficient_out");
    check_scale(scale);
    const Line of = line_at(settlement, line);
    const std::optional<int64_t> coefficient = coefficient_of(amount_of(of, field), scale, line);
    if (!coefficient) refuse(REBATE_NOT_FOUND, "The line has no such number.");
    *coefficient_out = *coefficient;
  });
}

rebate_status rebate_settlement_decimals(const rebate_settlement* settlement, int32_t field,
                                         int32_t scale, int64_t* coefficients, uint8_t* present,
                                         size_t count, rebate_error** error_out) {
  return guard(error_out, [&] {
    const Lines& lines = live(settlement, "settlement").settlement->lines();
    check_scale(scale);
    if (count != lines.size()) {
      refuse(REBATE_INVALID_ARGUMENT, "count is not the number of lines.");
    }
    if (count > 0) given(coefficients, "coefficients");
    for (size_t i = 0; i < count; ++i) {
      const std::optional<int64_t> made = coefficient_of(amount_of(lines[i], field), scale, i);
      coefficients[i] = made.value_or(0);
      if (present != nullptr) present[i] = made ? 1 : 0;
    }
  });
}

rebate_status rebate_settlement_explain(const rebate_settlement* settlement, size_t line,
                                        rebate_options* options, rebate_text** text_out,
                                        rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    line_at(settlement, line);
    const UseOptions shown(options);
    const LineTrace trace = trace_of(*settlement, line, shown->wants_rows);
    const ExplainContext context = context_of(*settlement->settlement, line);
    std::string text = to_lines(explain_line(trace, context, shown->language), shown->language);
    if (shown->wants_rows) {
      text += figures_text(trace, context, shown->language, FigureDetail::kRows);
    }
    return text;
  });
}

rebate_status rebate_settlement_explain_to_json(const rebate_settlement* settlement, size_t line,
                                                rebate_options* options, rebate_text** text_out,
                                                rebate_error** error_out) {
  return guard_text(text_out, error_out, [&] {
    line_at(settlement, line);
    const UseOptions shown(options);
    return explained_line_json(*settlement->settlement, line,
                               trace_of(*settlement, line, shown->wants_rows), shown->language);
  });
}
