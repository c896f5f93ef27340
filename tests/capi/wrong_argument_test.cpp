// SPDX-License-Identifier: Apache-2.0
//
// Every function of rebate.h by its declaration, with live handles and one argument wrong at a
// time: NULL for each pointer, each handle by every other type, each mutable handle while a call
// uses it. What is tried is read off the types of the parameters, so a new function is tried as
// well.
#include "rebate/arrow/c_data.h"
#include "capi/client.hpp"

#include <array>
#include <iostream>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace rebate::client {
namespace {

/// A live handle of every type.
struct World {
  PolicyHandle policy = small_policy();
  Data data = small_data(policy);
  PlanHandle plan = make<rebate_plan>(rebate_plan_compile, policy.get(), data.get(), nullptr);
  TallyHandle tally = make<rebate_tally>(rebate_tally_build, plan.get(), data.get(), nullptr);
  SettlementHandle settlement = evaluate(policy, data);
  Options options = make<rebate_options>(rebate_options_new);
  Input input = small_master();
  Text text = make<rebate_text>(rebate_policy_to_json, policy.get());
  Error error = [] {
    rebate_error* made = nullptr;
    EXPECT_EQ(rebate_policy_from_json("[]", 2, nullptr, nullptr, &made), REBATE_INVALID_ARGUMENT);
    return Error(made);
  }();

  auto handles() {
    return std::tuple(policy.get(), data.get(), plan.get(), tally.get(), settlement.get(),
                      options.get(), input.get(), text.get(), error.get());
  }
};

template <class A>
using Pointee = std::remove_cv_t<std::remove_pointer_t<A>>;

template <class T, class = void>
inline constexpr bool kIsHandle = false;
template <class T>
inline constexpr bool
    kIsHandle<T, std::void_t<decltype(std::declval<Free<T>>()(std::declval<T*>()))>> = true;

template <class A>
inline constexpr bool kTakesHandle = std::is_pointer_v<A>&& kIsHandle<Pointee<A>>;
/// rebate_text **text_out
template <class A>
inline constexpr bool kGivesHandle =
    std::is_pointer_v<A>&& std::is_pointer_v<Pointee<A>>&& kIsHandle<Pointee<Pointee<A>>>;

/// What a parameter is given that is right. It frees what the call put there.
template <class A>
struct Right {
  explicit Right(World& world) {
    if constexpr (kTakesHandle<A>) {
      value = std::get<Pointee<A>*>(world.handles());
    } else if constexpr (kGivesHandle<A>) {
      value = &made;
    } else if constexpr (std::is_same_v<A, ArrowArrayStream*>) {
      value = &stream;
    } else if constexpr (std::is_same_v<A, const char*>) {
      value = "x";
    } else if constexpr (std::is_pointer_v<A> && !std::is_function_v<std::remove_pointer_t<A>>) {
      value = reinterpret_cast<A>(room.data());
    }
  }
  ~Right() {
    if constexpr (kGivesHandle<A>) Owned<Pointee<Pointee<A>>> freed(made);
    if (stream.release != nullptr) stream.release(&stream);
  }
  Right(const Right&) = delete;
  Right& operator=(const Right&) = delete;

  A value{};
  std::conditional_t<kGivesHandle<A>, Pointee<A>, void*> made{};
  ArrowArrayStream stream{};
  std::array<std::uint64_t, 64> room{};
};

struct Count {
  int tried = 0;
  int refused = 0;
};

/// Calls with the arguments of `rights`, that of number `wrong` replaced by `instead`.
template <class R, class... A, std::size_t... I>
void call(R (*function)(A...), World& world, std::size_t wrong, void* instead,
          std::index_sequence<I...>, rebate_status* status) {
  std::tuple<Right<A>...> rights{((void)sizeof(A), world)...};
  const auto argument = [&](auto& right, std::size_t at) {
    using V = decltype(right.value);
    if constexpr (std::is_pointer_v<V>) {
      if (at == wrong) return reinterpret_cast<V>(instead);
    }
    return right.value;
  };
  if constexpr (std::is_same_v<R, rebate_status>) {
    *status = function(argument(std::get<I>(rights), I)...);
  } else {
    static_cast<void>(function(argument(std::get<I>(rights), I)...));
  }
}

/// `visit(index, type)` for every parameter that is a pointer.
template <class... A, class Visit>
void each_pointer(void (*)(A...), [[maybe_unused]] Visit visit) {
  std::size_t at = 0;
  ((std::is_pointer_v<A> ? visit(at++, std::type_identity<A>()) : (void)at++), ...);
}

/// Tries one function. Those that free are tried with NULL elsewhere, since a live handle would go.
template <class R, class... A>
Count try_function(const char* name, R (*function)(A...), World& world) {
  Count count;
  if constexpr (!std::is_void_v<R>) {
    const bool is_of_errors = std::string_view(name).starts_with("rebate_error_");
    const auto attempt = [&](std::size_t at, void* instead, rebate_status expected) {
      SCOPED_TRACE(std::string(name) + " argument " + std::to_string(at));
      rebate_status status = REBATE_INTERNAL;
      call(function, world, at, instead, std::index_sequence_for<A...>(), &status);
      ++count.tried;
      if (!std::is_same_v<R, rebate_status>) return;
      EXPECT_NE(status, REBATE_INTERNAL);
      if (expected != REBATE_OK && !is_of_errors) {
        EXPECT_EQ(status, expected);
      }
      count.refused += status != REBATE_OK;
    };
    const auto visit = [&](std::size_t at, auto type) {
      using P = typename decltype(type)::type;
      attempt(at, nullptr, REBATE_OK);  // Many may be NULL; which ones the header says.
      if constexpr (kTakesHandle<P>) {
        std::apply(
            [&](auto*... other) {
              ((std::is_same_v<decltype(other), Pointee<P>*>
                    ? void()
                    : attempt(at, other, REBATE_WRONG_HANDLE)),
               ...);
            },
            world.handles());
      }
    };
    each_pointer(static_cast<void (*)(A...)>(nullptr), visit);
  }
  return count;
}

TEST(CWrongArgument, IsRefusedInEveryPlaceOfEveryFunction) {
  Count all;
  int functions = 0;
#define REBATE_FUNCTION(name)                              \
  {                                                        \
    World world;                                           \
    const Count count = try_function(#name, &name, world); \
    all.tried += count.tried;                              \
    all.refused += count.refused;                          \
    ++functions;                                           \
  }
#include "capi/functions.def"
#undef REBATE_FUNCTION
  std::cout << functions << " functions, " << all.tried << " wrong arguments tried, " << all.refused
            << " told by a status, none did harm\n";
  EXPECT_GT(all.tried, 500);
}

// ---- mutable handles in use --------------------------------------------------------------------

/// Calls everything that takes a mutable handle which a call is using.
int try_busy(World& world) {
  int refused = 0;
  const auto attempt = [&](const char* name, auto* function) {
    SCOPED_TRACE(name);
    [&]<class R, class... A>(R (*of)(A...)) {
      constexpr bool kIsMutable = (std::is_same_v<A, rebate_options*> || ...);
      if constexpr (kIsMutable && std::is_same_v<R, rebate_status>) {
        rebate_status status = REBATE_OK;
        call(of, world, sizeof...(A), nullptr, std::index_sequence_for<A...>(), &status);
        EXPECT_EQ(status, REBATE_BUSY);
        ++refused;
      }
    }(function);
  };
#define REBATE_FUNCTION(name) attempt(#name, &name);
#include "capi/functions.def"
#undef REBATE_FUNCTION
  return refused;
}

struct Busy {
  World* world = nullptr;
  bool from_another_thread = false;
  int refused = 0;
};

int32_t call_back(int32_t, int32_t, void* user_data) {
  auto& busy = *static_cast<Busy*>(user_data);
  const auto attempt = [&busy] { busy.refused = try_busy(*busy.world); };
  if (busy.from_another_thread) {
    std::thread(attempt).join();
  } else {
    attempt();
  }
  return 1;  // Once is enough.
}

TEST(CWrongArgument, AHandleInUseIsRefusedFromTheCallbackAndFromAnotherThread) {
  for (const bool is_thread : {false, true}) {
    World world;
    Busy busy{&world, is_thread, 0};
    done(rebate_options_set_progress, world.options.get(), &call_back, static_cast<void*>(&busy));
    rebate_settlement* none = nullptr;
    EXPECT_EQ(
        rebate_evaluate(world.policy.get(), world.data.get(), world.options.get(), &none, nullptr),
        REBATE_STOPPED);
    EXPECT_GT(busy.refused, 15);
    std::cout << busy.refused << " calls with a handle in use refused"
              << (is_thread ? " to another thread\n" : " to the callback\n");
  }
}

// Two threads on one handle: each call is done whole or refused, and nothing else.
TEST(CWrongArgument, TwoThreadsOnOneInputTakeTurnsOrAreRefused) {
  const PolicyHandle policy = small_policy();
  const Input input = make<rebate_input>(rebate_input_new);
  std::array<size_t, 2> done_by{};
  const auto add = [&](size_t thread) {
    const char* const ids[] = {"P1"};
    for (int i = 0; i < 2000; ++i) {
      const rebate_status status =
          rebate_input_add_texts(input.get(), "partners", "name", ids, nullptr, 1, nullptr);
      EXPECT_TRUE(status == REBATE_OK || status == REBATE_BUSY);
      done_by[thread] += status == REBATE_OK;
    }
  };
  std::thread first(add, 0), second(add, 1);
  first.join();
  second.join();
  EXPECT_GT(done_by[0] + done_by[1], 0u);
}

}  // namespace
}  // namespace rebate::client
