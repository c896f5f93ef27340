// SPDX-License-Identifier: Apache-2.0
//
// The form in which a rule pays, as a policy writes it: "credit_note", "on_invoice".
#pragma once

#include "rebate/policy/policy.hpp"

#include <string_view>

namespace rebate {

constexpr std::string_view form_word(Form::Kind kind) {
  switch (kind) {
    case Form::Kind::kNone:  // a credit note where nothing is said
    case Form::Kind::kCreditNote:
      return "credit_note";
    case Form::Kind::kPayment:
      return "payment";
    case Form::Kind::kOnInvoice:
      return "on_invoice";
    case Form::Kind::kOffset:
      return "offset";
    case Form::Kind::kFund:
      return "fund";
    case Form::Kind::kGoods:
      return "goods";
  }
  return {};
}

}  // namespace rebate
