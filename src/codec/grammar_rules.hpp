// SPDX-License-Identifier: Apache-2.0
//
// What the members of one object say about each other: 'every' needs 'amount', a band has one edge.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/codec/json.hpp"
#include "codec/grammar.hpp"

namespace rebate::grammar {

void judge_rule(const JsonValue& value, const Shape& shape, const Rule& rule, Issues& issues);

/// "The period." as the end of a sentence: "the period."
std::string in_sentence(std::string_view about);

/// pay.bands: which of two shapes its elements have, only its rule knows.
bool is_judged_by_rules(const Shape& shape, const Member& member);

}  // namespace rebate::grammar
