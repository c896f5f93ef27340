// SPDX-License-Identifier: Apache-2.0
//
// Arbitrary bytes as a saved tally: read as they are, and once more behind a right head and
// checksum, since nobody guesses those. What is restored saves to the same bytes, and settles.
#include "rebate/settlement/settlement.hpp"
#include "rebate/codec/dataset.hpp"
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/tally_file.hpp"
#include "codec/packed_bytes.hpp"
#include "codec/sha256.hpp"
#include "plan/plan_parts.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace rebate;

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr const char* kPolicy =
    R"j({"librebate": 1, "policy": "fuzz", "currency": "CNY", "valid": "2025",
  "rules": [
    {"id": "line", "when": "half", "what": {"each": "product.line"}, "pay": "1%"},
    {"id": "row", "when": "year", "what": {"each": "sale"}, "pay": {"of": "sum(sale.cost)", "rate": "1%"}},
    {"id": "last", "when": "year", "pay": {"amount": "last(sale.net) + smallest(sale.net / 3)"}},
    {"id": "orders", "when": "year", "qualify": "orders", "pay": {"mode": "retroactive",
      "bands": [{"from": 1, "amount": "10"}]}}]})j";

struct World {
  std::shared_ptr<const CheckedPolicy> policy;
  Dataset data;
  std::shared_ptr<const Plan> plan;
  std::string head;  ///< As every tally of the plan begins: name, version, fingerprint.
};

World make_world() {
  World world;
  world.policy = *load_policy(kPolicy, "policy.json");
  const auto cell = [](const char* text) { return Cell{std::string(text), false}; };
  const ExampleTables tables = {{"partners", {{{"id", cell("D")}}, {{"id", cell("E")}}}},
                                {"products", {{{"id", cell("A")}, {"line", cell("L1")}}}},
                                {"sales",
                                 {{{"id", cell("1")},
                                   {"date", cell("2025-01-05")},
                                   {"partner", cell("D")},
                                   {"product", cell("A")},
                                   {"net", cell("10")}},
                                  {{"id", cell("2")},
                                   {"date", cell("2025-08-05")},
                                   {"partner", cell("E")},
                                   {"product", cell("A")},
                                   {"net", cell("7.5")}}}}};
  world.data = *make_dataset(tables, DataSchema::of(*world.policy->source), world.policy->calendar);
  world.plan = *compile(world.policy, *world.data.master);
  const auto sums = tally(*world.plan, *world.data.master, world.data.ledger);
  detail::ByteWriter fingerprint;
  fingerprint.fixed(world.plan->fingerprint);
  const std::string saved = save_tally(*sums);
  const std::size_t at = saved.find(fingerprint.bytes());
  require(at != std::string::npos);
  world.head = saved.substr(0, at + fingerprint.bytes().size());
  return world;
}

void check(const World& world, std::string_view bytes) {
  const auto tally = restore_tally(bytes, *world.plan, *world.data.master);
  if (!tally.ok()) {
    require(tally.issues().contains(Code::kTallyFile) ||
            tally.issues().contains(Code::kTallyMismatch));
    return;
  }
  require(save_tally(**tally) == bytes);
  SettleOptions options;
  options.threads = 1;
  (void)settle(world.plan, *world.data.master, **tally, options);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world = make_world();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(world, bytes);
  detail::ByteWriter out;
  out.raw(world.head);
  out.raw(bytes);
  const std::string covered = out.take();
  check(world, covered + detail::sha256(covered));
  return 0;
}
