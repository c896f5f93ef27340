// SPDX-License-Identifier: Apache-2.0
//
// What a number costs on the paths that a settlement takes: amounts of two digits after the point,
// rates of three, and the fall-backs beyond 128 bits. Built with REBATE_BUILD_BENCHMARKS and Google
// Benchmark.
#include "rebate/numeric/apportion.hpp"
#include "rebate/numeric/rounding.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace {

using namespace rebate;

constexpr std::size_t kCount = 1024;

std::vector<Decimal> amounts() {
  std::vector<Decimal> values;
  for (std::size_t i = 0; i < kCount; ++i) {
    values.push_back(
        Decimal::from_int64(static_cast<std::int64_t>(i * 7919 % 1'000'003) - 300'000, 2));
  }
  return values;
}

std::vector<Ratio> ratios() {
  const std::vector<Decimal> values = amounts();
  return {values.begin(), values.end()};
}

// Runs `body(i)` over the indices of the values; an item is one call.
template <class Body>
void repeat(benchmark::State& state, Body body) {
  for (auto _ : state) {
    for (std::size_t i = 1; i < kCount; ++i) body(i);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount - 1));
}

void IntegerSum(benchmark::State& state) {
  std::vector<Integer> values;
  for (std::size_t i = 0; i < kCount; ++i) values.emplace_back(i * 7919);
  Integer total;
  repeat(state, [&](std::size_t i) { total += values[i]; });
  benchmark::DoNotOptimize(total);
}
BENCHMARK(IntegerSum);

void DecimalSum(benchmark::State& state) {
  const std::vector<Decimal> values = amounts();
  Decimal total;
  repeat(state, [&](std::size_t i) { total += values[i]; });
  benchmark::DoNotOptimize(total);
}
BENCHMARK(DecimalSum);

void DecimalAdd(benchmark::State& state) {
  const std::vector<Decimal> values = amounts();
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] + values[i - 1]); });
}
BENCHMARK(DecimalAdd);

void DecimalAddOfOtherScale(benchmark::State& state) {
  const std::vector<Decimal> values = amounts();
  const Decimal other = Decimal::of("0.125");
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] + other); });
}
BENCHMARK(DecimalAddOfOtherScale);

void DecimalMultiply(benchmark::State& state) {
  const std::vector<Decimal> values = amounts();
  const Decimal rate = Decimal::of("0.035");
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] * rate); });
}
BENCHMARK(DecimalMultiply);

void DecimalCompare(benchmark::State& state) {
  const std::vector<Decimal> values = amounts();
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] < values[i - 1]); });
}
BENCHMARK(DecimalCompare);

void DecimalCompareOfOtherScale(benchmark::State& state) {
  const std::vector<Decimal> values = amounts();
  const Decimal bound(5000);
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] < bound); });
}
BENCHMARK(DecimalCompareOfOtherScale);

void DecimalParse(benchmark::State& state) {
  const std::string text = "12345678.90";
  repeat(state, [&](std::size_t) { benchmark::DoNotOptimize(Decimal::parse(text)); });
}
BENCHMARK(DecimalParse);

void DecimalPrint(benchmark::State& state) {
  const std::vector<Decimal> values = amounts();
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i].to_string(2)); });
}
BENCHMARK(DecimalPrint);

void RatioAdd(benchmark::State& state) {
  const std::vector<Ratio> values = ratios();
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] + values[i - 1]); });
}
BENCHMARK(RatioAdd);

void RatioMultiply(benchmark::State& state) {
  const std::vector<Ratio> values = ratios();
  const Ratio rate = Decimal::of("0.035");
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] * rate); });
}
BENCHMARK(RatioMultiply);

void RatioCompare(benchmark::State& state) {
  const std::vector<Ratio> values = ratios();
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] < values[i - 1]); });
}
BENCHMARK(RatioCompare);

void RatioAttainment(benchmark::State& state) {
  const std::vector<Ratio> values = ratios();
  const Ratio target = Decimal::of("123456.78");
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] / target); });
}
BENCHMARK(RatioAttainment);

void RatioCompareOfFractions(benchmark::State& state) {
  std::vector<Ratio> values = ratios();
  for (Ratio& value : values) value /= Ratio(Decimal::of("123456.78"));
  const Ratio bound = Decimal::of("0.9");
  repeat(state, [&](std::size_t i) { benchmark::DoNotOptimize(values[i] < bound); });
}
BENCHMARK(RatioCompareOfFractions);

void RoundHalfUp(benchmark::State& state) {
  std::vector<Ratio> values = ratios();
  for (Ratio& value : values) value *= Ratio(Decimal::of("0.035"));
  const Decimal cent = Decimal::of("0.01");
  repeat(state, [&](std::size_t i) {
    benchmark::DoNotOptimize(round(values[i], cent, RoundingMode::kHalfUp));
  });
}
BENCHMARK(RoundHalfUp);

void BeyondWordsMultiply(benchmark::State& state) {
  const Decimal a = Decimal::of("123456789012345678901234567890.12");
  const Decimal b = Decimal::of("9876543210987654321098765432.1");
  repeat(state, [&](std::size_t) { benchmark::DoNotOptimize(a * b); });
}
BENCHMARK(BeyondWordsMultiply);

void ApportionOverAThousand(benchmark::State& state) {
  std::vector<Ratio> weights = ratios();
  for (Ratio& weight : weights) weight = abs(weight);
  for (auto _ : state) {
    benchmark::DoNotOptimize(apportion(Decimal::of("1000000.01"), weights, Decimal::of("0.01")));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}
BENCHMARK(ApportionOverAThousand);

}  // namespace
