// SPDX-License-Identifier: Apache-2.0
//
// Every function of rebate.h called wrongly, by templates over its parameters: nothing given, a
// handle of another type, a freed handle. None may crash, and those with a status must tell.
#include "capi/client.hpp"

#include <array>
#include <cstring>
#include <map>
#include <set>
#include <type_traits>

namespace rebate::client {
namespace {

template <class T>
inline constexpr bool kIsHandle =
    std::is_same_v<T, rebate_text> || std::is_same_v<T, rebate_error> ||
    std::is_same_v<T, rebate_options> || std::is_same_v<T, rebate_policy> ||
    std::is_same_v<T, rebate_input> || std::is_same_v<T, rebate_data> ||
    std::is_same_v<T, rebate_plan> || std::is_same_v<T, rebate_tally> ||
    std::is_same_v<T, rebate_settlement>;

/// A parameter that takes a handle.
template <class A>
inline constexpr bool kTakesHandle =
    std::is_pointer_v<A>&& kIsHandle<std::remove_cv_t<std::remove_pointer_t<A>>>;

// ---- nothing given -----------------------------------------------------------------------------

template <class R, class... A>
void call_with_nothing(const char* name, R (*function)(A...)) {
  SCOPED_TRACE(name);
  if constexpr (std::is_void_v<R>) {
    function(A{}...);
  } else if constexpr (std::is_same_v<R, rebate_status>) {
    const rebate_status status = function(A{}...);
    // Of an error NULL is an answer too, as of an error's status and numbers.
    if (!std::string(name).starts_with("rebate_error_")) {
      EXPECT_EQ(status, REBATE_INVALID_ARGUMENT);
    }
  } else {
    static_cast<void>(function(A{}...));
  }
}

TEST(CMisuse, NullIsRefusedEverywhere) {
#define REBATE_FUNCTION(name) call_with_nothing(#name, &name);
#include "capi/functions.def"
#undef REBATE_FUNCTION
}

// ---- wrong handles -----------------------------------------------------------------------------

/// What a call may be given beside its handles, all of it sound.
struct Room {
  std::array<char, 64> bytes{};
  std::array<void*, 8> outs{};
  size_t used = 0;
};

template <class A>
A sound(Room& room) {
  if constexpr (std::is_same_v<A, const char*>) {
    return "x";
  } else if constexpr (std::is_same_v<A, rebate_progress> || std::is_same_v<A, void*>) {
    return nullptr;
  } else if constexpr (std::is_pointer_v<A>) {
    return reinterpret_cast<A>(&room.outs[room.used++]);
  } else {
    return A{};
  }
}

/// `wrong` for a handle, something sound for all else. Optional handles too.
template <class A>
A wrong_or_sound(void* wrong, Room& room) {
  if constexpr (kTakesHandle<A>) {
    return static_cast<A>(wrong);
  } else {
    return sound<A>(room);
  }
}

template <class R, class... A>
void call_with_wrong_handle(const char* name, R (*function)(A...), void* wrong) {
  if constexpr ((kTakesHandle<A> || ...)) {
    SCOPED_TRACE(name);
    Room room;
    if constexpr (std::is_void_v<R>) {
      function(wrong_or_sound<A>(wrong, room)...);
    } else if constexpr (std::is_same_v<R, rebate_status>) {
      rebate_status status = function(wrong_or_sound<A>(wrong, room)...);
      if (!std::string(name).starts_with("rebate_error_")) {
        EXPECT_EQ(status, REBATE_WRONG_HANDLE);
      }
    } else if constexpr (std::is_pointer_v<R>) {
      R answer = function(wrong_or_sound<A>(wrong, room)...);
      if constexpr (std::is_same_v<R, const char*>) {
        EXPECT_TRUE(answer == nullptr || *answer == '\0');
      } else {
        EXPECT_EQ(answer, nullptr);
      }
    } else {
      static_cast<void>(function(wrong_or_sound<A>(wrong, room)...));
    }
    for (void* out : room.outs) {
      if (std::is_same_v<R, rebate_status> && out != nullptr) {
        rebate_error_free(static_cast<rebate_error*>(out));  // The only thing made.
      }
    }
  }
}

TEST(CMisuse, AHandleOfAnotherTypeIsRefusedEverywhere) {
  // Nothing takes such a thing: large enough to be looked at, of no type.
  std::array<std::uint64_t, 64> nothing{};
#define REBATE_FUNCTION(name) call_with_wrong_handle(#name, &name, nothing.data());
#include "capi/functions.def"
#undef REBATE_FUNCTION
  EXPECT_EQ(nothing, (std::array<std::uint64_t, 64>{}));
}

TEST(CMisuse, APolicyIsNoDataAndDataNoPolicy) {
  const PolicyHandle policy = small_policy();
  const Data data = small_data(policy);
  rebate_plan* plan = nullptr;
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_plan_compile(reinterpret_cast<const rebate_policy*>(data.get()), data.get(),
                                nullptr, &plan, &raw),
            REBATE_WRONG_HANDLE);
  EXPECT_EQ(message(Error(raw)), "policy is a handle of another type, or one that was freed.\n");
  EXPECT_EQ(rebate_plan_compile(policy.get(), reinterpret_cast<const rebate_data*>(policy.get()),
                                nullptr, &plan, nullptr),
            REBATE_WRONG_HANDLE);
  // A free of the wrong type frees nothing.
  rebate_data_free(reinterpret_cast<rebate_data*>(policy.get()));
  EXPECT_STREQ(rebate_policy_id(policy.get()), "small");
}

// Memory that was freed may be looked at only where nobody watches.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define REBATE_WATCHED
#endif
#endif
#else
#define REBATE_WATCHED
#endif

#ifndef REBATE_WATCHED
TEST(CMisuse, AFreedHandleIsRecognised) {
  rebate_policy* policy = small_policy().release();
  rebate_policy_free(policy);
  rebate_text* none = nullptr;
  EXPECT_EQ(rebate_policy_to_json(policy, &none, nullptr), REBATE_WRONG_HANDLE);
  rebate_policy_free(policy);  // Twice.
}
#endif

// ---- wrong numbers and words -------------------------------------------------------------------

TEST(CMisuse, WrongNumbersAndWordsAreRefused) {
  const Options options = make<rebate_options>(rebate_options_new);
  EXPECT_EQ(rebate_options_set_threads(options.get(), -1, nullptr), REBATE_INVALID_ARGUMENT);
  EXPECT_EQ(rebate_options_set_threads(options.get(), 1025, nullptr), REBATE_INVALID_ARGUMENT);
  EXPECT_EQ(rebate_options_set_as_of(options.get(), "2025-02-30", nullptr),
            REBATE_INVALID_ARGUMENT);
  EXPECT_EQ(rebate_options_set_language(options.get(), "EN", nullptr), REBATE_INVALID_ARGUMENT);
  const Input input = make<rebate_input>(rebate_input_new);
  const int64_t one = 1;
  const int32_t never = 1 << 30;
  for (const int32_t scale : {-1, 19}) {
    EXPECT_EQ(
        rebate_input_add_numbers(input.get(), "sales", "net", &one, scale, nullptr, 1, nullptr),
        REBATE_INVALID_ARGUMENT);
  }
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_input_add_days(input.get(), "sales", "date", &never, nullptr, 1, &raw),
            REBATE_INVALID_ARGUMENT);
  EXPECT_EQ(message(Error(raw)), "days[0] lies beyond the years 1 to 9999.\n");
  EXPECT_EQ(rebate_input_add_texts(input.get(), "sales", "id", nullptr, nullptr, 1, nullptr),
            REBATE_INVALID_ARGUMENT);
  const PolicyHandle policy = small_policy();
  const SettlementHandle settlement = evaluate(policy, small_data(policy));
  int64_t number = 0;
  rebate_text* none = nullptr;
  EXPECT_EQ(rebate_settlement_line_number(settlement.get(), 0, 99, &number, nullptr),
            REBATE_INVALID_ARGUMENT);
  EXPECT_EQ(rebate_settlement_line_amount(settlement.get(), 0, 0, &none, nullptr),
            REBATE_INVALID_ARGUMENT);
  EXPECT_EQ(rebate_settlement_line_text(settlement.get(), 0, 99), nullptr);
  EXPECT_EQ(rebate_settlement_explain(settlement.get(), 5, nullptr, &none, nullptr),
            REBATE_NOT_FOUND);
  EXPECT_EQ(
      rebate_settlement_line_decimal(settlement.get(), 0, REBATE_AMOUNT_DUE, 19, &number, nullptr),
      REBATE_INVALID_ARGUMENT);
}

TEST(CMisuse, AnInputIsEmptyAfterReadingAndUsableAgain) {
  const PolicyHandle policy = small_policy();
  const Input input = make<rebate_input>(rebate_input_new);
  add_file(input, "sale.csv", kSales);
  rebate_data* none = nullptr;
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_data_read(policy.get(), input.get(), nullptr, &none, &raw), REBATE_INPUT);
  EXPECT_NE(message(Error(raw)).find("Did you mean 'sales.csv'?"), std::string::npos);
  add_file(input, "partners.csv", kPartners);
  add_file(input, "products.csv", kProducts);
  add_file(input, "targets.csv", kTargets);
  add_file(input, "sales.csv", kSales);
  const SettlementHandle settlement = evaluate(policy, read(policy, input));
  EXPECT_EQ(rebate_settlement_line_count(settlement.get()), 5u);
}

// A row in another currency is refused by every way in, also where its plan never saw it.
TEST(CMisuse, ForeignMoneyIsRefused) {
  const PolicyHandle policy = small_policy();
  const Data own = small_data(policy);
  const Data foreign = small_data(policy,
                                  "id,date,partner,product,quantity,net,currency\n"
                                  "S1,2025-02-01,P1,X,1,10.00,EUR\n");
  rebate_settlement* none = nullptr;
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_evaluate(policy.get(), foreign.get(), nullptr, &none, &raw), REBATE_INPUT);
  EXPECT_EQ(rebate_error_number(Error(raw).get(), 0, REBATE_ISSUE_CODE), 4306);
  const PlanHandle plan = make<rebate_plan>(rebate_plan_compile, policy.get(), own.get(), nullptr);
  rebate_tally* tally = nullptr;
  EXPECT_EQ(rebate_tally_build(plan.get(), foreign.get(), nullptr, &tally, nullptr), REBATE_INPUT);
}

TEST(CMisuse, TalliesOfOtherPlansAreRefused) {
  const PolicyHandle policy = small_policy();
  const Data data = small_data(policy);
  std::string changed(kPolicy);
  changed.replace(changed.find("\"3%\""), 4, "\"4%\"");
  changed.replace(changed.find("product.line"), 12, "sale.product");
  const PolicyHandle other =
      make<rebate_policy>(rebate_policy_from_json, changed.data(), changed.size(), nullptr);
  const PlanHandle plan = make<rebate_plan>(rebate_plan_compile, policy.get(), data.get(), nullptr);
  const PlanHandle other_plan =
      make<rebate_plan>(rebate_plan_compile, other.get(), data.get(), nullptr);
  const TallyHandle tally = make<rebate_tally>(rebate_tally_build, plan.get(), data.get(), nullptr);
  rebate_settlement* none = nullptr;
  rebate_error* raw = nullptr;
  EXPECT_EQ(rebate_settle(other_plan.get(), tally.get(), nullptr, &none, &raw), REBATE_INPUT);
  const Error error(raw);
  EXPECT_EQ(rebate_error_number(raw, 0, REBATE_ISSUE_CODE), 5002);
}

}  // namespace
}  // namespace rebate::client
