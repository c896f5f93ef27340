// SPDX-License-Identifier: Apache-2.0
//
// A client of rebate.h for tests: handles that free themselves, and a small programme of two
// partners that every test can settle.
#pragma once

#include "rebate/rebate.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

namespace rebate::client {

template <class H>
struct Free;
#define REBATE_FREE(noun)                                                          \
  template <>                                                                      \
  struct Free<rebate_##noun> {                                                     \
    void operator()(rebate_##noun* handle) const { rebate_##noun##_free(handle); } \
  };
REBATE_FREE(text)
REBATE_FREE(error)
REBATE_FREE(options)
REBATE_FREE(policy)
REBATE_FREE(input)
REBATE_FREE(data)
REBATE_FREE(plan)
REBATE_FREE(tally)
REBATE_FREE(settlement)
#undef REBATE_FREE

template <class H>
using Owned = std::unique_ptr<H, Free<H>>;

using Text = Owned<rebate_text>;
using Error = Owned<rebate_error>;
using Options = Owned<rebate_options>;
using PolicyHandle = Owned<rebate_policy>;
using Input = Owned<rebate_input>;
using Data = Owned<rebate_data>;
using PlanHandle = Owned<rebate_plan>;
using TallyHandle = Owned<rebate_tally>;
using SettlementHandle = Owned<rebate_settlement>;

/// Calls f(arguments..., &handle, &error) and expects success.
template <class H, class F, class... A>
Owned<H> make(F* function, A... arguments) {
  H* made = nullptr;
  rebate_error* error = nullptr;
  const rebate_status status = function(arguments..., &made, &error);
  EXPECT_EQ(status, REBATE_OK) << rebate_error_message(error);
  EXPECT_EQ(error, nullptr);
  rebate_error_free(error);
  return Owned<H>(made);
}

/// Calls f(arguments..., &error) and expects success.
template <class F, class... A>
void done(F* function, A... arguments) {
  rebate_error* error = nullptr;
  EXPECT_EQ(function(arguments..., &error), REBATE_OK) << rebate_error_message(error);
  rebate_error_free(error);
}

template <class F, class... A>
std::string text(F* function, A... arguments) {
  const Text made = make<rebate_text>(function, arguments...);
  return made == nullptr ? std::string()
                         : std::string(rebate_text_data(made.get()), rebate_text_size(made.get()));
}

inline std::string message(const Error& error) { return rebate_error_message(error.get()); }

inline constexpr std::string_view kPolicy = R"json({
  "librebate": 1, "policy": "small", "version": 1, "currency": "CNY", "valid": "2025",
  "tiers": ["silver", "gold"],
  "targets": {"annual": {"of": "net_sales", "per": "year"}},
  "rules": [
    {"id": "target", "when": "year", "qualify": "attainment('annual')",
     "pay": {"mode": "retroactive",
             "bands": [{"from": "80%", "rate": "2%"}, {"from": "90%", "rate": "3%"}]}},
    {"id": "lines", "when": "year", "what": {"each": "product.line"},
     "pay": {"rate": "1% / 3"}}
  ],
  "examples": [
    {"given": {"attainment('annual')": "90%", "net_sales": 900000}, "expect": {"target": "27000"}}
  ]
})json";
inline constexpr std::string_view kPartners =
    "id,name,tier,valid_from\nP1,Huaxing,gold,2025-01-01\nP2,North,silver,2025-01-01\n";
inline constexpr std::string_view kProducts = "id,line\nX,L01\nY,L02\n";
inline constexpr std::string_view kTargets =
    "target,partner,period,value\nannual,P1,2025,1000000\nannual,P2,2025,1000000\n";
inline constexpr std::string_view kSales =
    "id,date,partner,product,quantity,net\n"
    "S1,2025-02-01,P1,X,31,310000.00\nS2,2025-05-01,P1,Y,59,590000.00\n"
    "S3,2025-05-02,P2,X,1,1000.01\n";

inline PolicyHandle small_policy() {
  return make<rebate_policy>(rebate_policy_from_json, kPolicy.data(), kPolicy.size(),
                             "policy.json");
}

inline void add_file(const Input& input, const char* name, std::string_view bytes) {
  done(rebate_input_add_file, input.get(), name, bytes.data(), bytes.size());
}

/// Partners, products and targets.
inline Input small_master() {
  Input input = make<rebate_input>(rebate_input_new);
  add_file(input, "partners.csv", kPartners);
  add_file(input, "products.csv", kProducts);
  add_file(input, "targets.csv", kTargets);
  return input;
}

inline Data read(const PolicyHandle& policy, const Input& input,
                 rebate_options* options = nullptr) {
  return make<rebate_data>(rebate_data_read, policy.get(), input.get(), options);
}

inline Data small_data(const PolicyHandle& policy, std::string_view sales = kSales) {
  const Input input = small_master();
  add_file(input, "sales.csv", sales);
  return read(policy, input);
}

inline SettlementHandle evaluate(const PolicyHandle& policy, const Data& data,
                                 rebate_options* options = nullptr) {
  return make<rebate_settlement>(rebate_evaluate, policy.get(), data.get(), options);
}

inline std::string json_of(const SettlementHandle& settlement, rebate_options* options = nullptr) {
  return text(rebate_settlement_to_json, settlement.get(), options);
}

}  // namespace rebate::client
