// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a policy: they are read or refused, never a crash; what is read is written to a text
// that reads back as the same value, and its issues can be printed.
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto loaded = rebate::load_policy(text, "policy.json");
  require(loaded.ok() || !rebate::to_string(loaded.issues()).empty());
  const auto policy = rebate::read_policy(text, "policy.json");
  if (!policy.ok()) return 0;
  const std::string written = rebate::write_policy(*policy);
  const auto again = rebate::read_policy(written, "policy.json");
  require(again.ok() && *again == *policy && rebate::write_policy(*again) == written);
  return 0;
}
