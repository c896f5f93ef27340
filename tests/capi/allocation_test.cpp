// SPDX-License-Identifier: Apache-2.0
//
// Memory runs out at every point of a run: the call says so, nothing leaks, and the same handles do
// the same afterwards. operator new is replaced by one that fails when it is told to.
#include "capi/client.hpp"

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <new>

namespace {

std::atomic<long> live_blocks{0};
std::atomic<long> until_failure{-1};  // Below zero: never.

void* allocate(std::size_t size) {
  if (until_failure >= 0 && until_failure-- == 0) return nullptr;
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block != nullptr) ++live_blocks;
  return block;
}

void* allocate_or_throw(std::size_t size) {
  void* block = allocate(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void release(void* block) {
  if (block == nullptr) return;
  --live_blocks;
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* block) noexcept { release(block); }
void operator delete[](void* block) noexcept { release(block); }
void operator delete(void* block, std::size_t) noexcept { release(block); }
void operator delete[](void* block, std::size_t) noexcept { release(block); }

namespace rebate::client {
namespace {

struct Points {
  long tried = 0;
  long survived = 0;
};

/// Runs `call` with memory that ends at each of its allocations until it does not fail any more.
/// `call(error_out)` frees what it makes.
template <class Call>
Points fail_everywhere(Call call) {
  Points points;
  call(nullptr);  // Tables that are made once are made now.
  for (long point = 0;; ++point) {
    const long before = live_blocks;
    rebate_error* error = nullptr;
    until_failure = point;
    const rebate_status status = call(&error);
    const bool is_failed = until_failure < 0;
    until_failure = -1;
    rebate_error_free(error);
    if (!is_failed) {
      EXPECT_EQ(status, REBATE_OK);
      return points;
    }
    ++points.tried;
    const bool has_leaked = live_blocks != before;
    EXPECT_FALSE(has_leaked) << "at allocation " << point << ": " << live_blocks - before;
    // What failed may have been an attempt that can be done without.
    const bool is_told = status == REBATE_NO_MEMORY || status == REBATE_OK;
    EXPECT_TRUE(is_told) << "at allocation " << point << ": " << rebate_status_name(status);
    points.survived += !has_leaked && is_told;
    if (has_leaked || !is_told) return points;
  }
}

class CAllocation : public ::testing::Test {
 protected:
  static void report(const Points& points) {
    EXPECT_EQ(points.tried, points.survived);
    EXPECT_GT(points.tried, 0);
    all_.tried += points.tried;
    all_.survived += points.survived;
  }

  static void TearDownTestSuite() {
    std::cout << "memory ended at " << all_.tried << " points, " << all_.survived
              << " of them survived\n";
  }

  static inline Points all_;
  const PolicyHandle policy_ = small_policy();
  const Data data_ = small_data(policy_);
  const PlanHandle plan_ =
      make<rebate_plan>(rebate_plan_compile, policy_.get(), data_.get(), nullptr);
  Options options_ = make<rebate_options>(rebate_options_new);
  void SetUp() override { done(rebate_options_set_threads, options_.get(), 1); }
};

TEST_F(CAllocation, OfAPolicy) {
  report(fail_everywhere([](rebate_error** error) {
    rebate_policy* policy = nullptr;
    const rebate_status status =
        rebate_policy_from_json(kPolicy.data(), kPolicy.size(), "p.json", &policy, error);
    rebate_policy_free(policy);
    return status;
  }));
}

TEST_F(CAllocation, OfAPolicyThatIsWrong) {
  std::string wrong(kPolicy);
  wrong.replace(wrong.find("product.line"), 12, "product.lin");
  report(fail_everywhere([&](rebate_error** error) {
    rebate_policy* policy = nullptr;
    const rebate_status status =
        rebate_policy_from_json(wrong.data(), wrong.size(), "p.json", &policy, error);
    EXPECT_EQ(policy, nullptr);
    return status == REBATE_INPUT ? REBATE_OK : status;
  }));
}

TEST_F(CAllocation, OfData) {
  report(fail_everywhere([&](rebate_error** error) {
    rebate_input* input = nullptr;
    rebate_data* data = nullptr;
    rebate_status status = rebate_input_new(&input, error);
    for (const auto& [name, bytes] : {std::pair{"partners.csv", kPartners},
                                      {"products.csv", kProducts},
                                      {"targets.csv", kTargets},
                                      {"sales.csv", kSales}}) {
      if (status != REBATE_OK) break;
      status = rebate_input_add_file(input, name, bytes.data(), bytes.size(), error);
    }
    if (status == REBATE_OK) {
      status = rebate_data_read(policy_.get(), input, options_.get(), &data, error);
    }
    rebate_data_free(data);
    rebate_input_free(input);
    return status;
  }));
}

TEST_F(CAllocation, OfASettlement) {
  const std::string whole = json_of(evaluate(policy_, data_));
  report(fail_everywhere([&](rebate_error** error) {
    rebate_settlement* settlement = nullptr;
    const rebate_status status =
        rebate_evaluate(policy_.get(), data_.get(), options_.get(), &settlement, error);
    rebate_settlement_free(settlement);
    return status;
  }));
  EXPECT_EQ(json_of(evaluate(policy_, data_)), whole);
}

// Threads that cannot be started are done without.
TEST_F(CAllocation, OfASettlementOnThreads) {
  done(rebate_options_set_threads, options_.get(), 3);
  const std::string whole = json_of(evaluate(policy_, data_));
  report(fail_everywhere([&](rebate_error** error) {
    rebate_settlement* settlement = nullptr;
    const rebate_status status =
        rebate_evaluate(policy_.get(), data_.get(), options_.get(), &settlement, error);
    rebate_settlement_free(settlement);
    return status;
  }));
  EXPECT_EQ(json_of(evaluate(policy_, data_)), whole);
}

TEST_F(CAllocation, OfATallyRestored) {
  const TallyHandle tally =
      make<rebate_tally>(rebate_tally_build, plan_.get(), data_.get(), nullptr);
  report(fail_everywhere([&](rebate_error** error) {
    rebate_text* bytes = nullptr;
    rebate_tally* restored = nullptr;
    rebate_status status = rebate_tally_save(tally.get(), &bytes, error);
    if (status == REBATE_OK) {
      status = rebate_tally_restore(plan_.get(), rebate_text_data(bytes), rebate_text_size(bytes),
                                    &restored, error);
    }
    rebate_text_free(bytes);
    rebate_tally_free(restored);
    return status;
  }));
}

TEST_F(CAllocation, OfWhatIsPrinted) {
  const SettlementHandle settlement = evaluate(policy_, data_);
  done(rebate_options_set_traces, options_.get(), 1);
  done(rebate_options_set_rows, options_.get(), 1);
  for (const auto print :
       {rebate_settlement_to_json, rebate_settlement_to_csv, rebate_settlement_to_statements}) {
    report(fail_everywhere([&](rebate_error** error) {
      rebate_text* text = nullptr;
      const rebate_status status = print(settlement.get(), options_.get(), &text, error);
      rebate_text_free(text);
      return status;
    }));
  }
  for (const auto explain : {rebate_settlement_explain, rebate_settlement_explain_to_json}) {
    report(fail_everywhere([&](rebate_error** error) {
      rebate_text* text = nullptr;
      const rebate_status status = explain(settlement.get(), 0, options_.get(), &text, error);
      rebate_text_free(text);
      return status;
    }));
  }
}

}  // namespace
}  // namespace rebate::client
