// SPDX-License-Identifier: Apache-2.0
//
// What the opaque handles of rebate.h are: values of the library, each under a word that tells
// which type it is, so that a wrong or freed handle is refused instead of being read.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/policy/checked_policy.hpp"
#include "rebate/plan/plan.hpp"
#include "rebate/tally/tally.hpp"
#include "rebate/settlement/settlement.hpp"
#include "rebate/explanation/language.hpp"
#include "rebate/codec/data_schema.hpp"
#include "rebate/codec/dataset.hpp"
#include "rebate/rebate.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rebate::capi {

enum class Kind : std::uint32_t {
  kFreed = 0xdeadbea7,
  kText = 0x7e870001,
  kError,
  kOptions,
  kPolicy,
  kInput,
  kData,
  kPlan,
  kTally,
  kSettlement,
};

/// The head of every handle. The word stands behind what an allocator overwrites in freed memory,
/// so that a freed handle is recognised as long as nothing else took its place.
template <Kind kKind>
struct Head {
  static constexpr Kind kOwnKind = kKind;
  std::uint64_t room[2] = {0, 0};
  volatile std::uint32_t kind = static_cast<std::uint32_t>(kKind);

  Head() = default;
  Head(const Head&) = delete;
  Head& operator=(const Head&) = delete;
  ~Head() { kind = static_cast<std::uint32_t>(Kind::kFreed); }
};

/// What a mutable handle has besides: a call is using it.
struct Busy {
  std::atomic<bool> is_busy{false};
};

}  // namespace rebate::capi

struct rebate_text : rebate::capi::Head<rebate::capi::Kind::kText> {
  explicit rebate_text(std::string bytes) : held(std::move(bytes)) {}
  std::string held;
};

struct rebate_error : rebate::capi::Head<rebate::capi::Kind::kError> {
  /// An issue with its texts made once, so that they can be lent.
  struct Entry {
    rebate::Issue issue;  ///< Its code is 0 if it is about the call.
    std::string tag, name, text;
  };
  rebate_error(rebate_status of_call, const rebate::Issues& issues);
  rebate_error(rebate_status of_call, std::string what);

  rebate_status status = REBATE_OK;
  std::vector<Entry> entries;
  std::string message;
};

struct rebate_options : rebate::capi::Head<rebate::capi::Kind::kOptions>, rebate::capi::Busy {
  int threads = 0;
  std::optional<rebate::Date> as_of;
  std::string period;
  std::string partner;
  std::string rule;
  rebate::Language language = rebate::Language::kEnglish;
  bool wants_traces = false;
  bool wants_rows = false;
  rebate_progress progress = nullptr;
  void* user_data = nullptr;
};

struct rebate_policy : rebate::capi::Head<rebate::capi::Kind::kPolicy> {
  std::shared_ptr<const rebate::CheckedPolicy> policy;
  std::unique_ptr<rebate_error> warnings;
};

struct rebate_input : rebate::capi::Head<rebate::capi::Kind::kInput>, rebate::capi::Busy {
  struct File {
    std::string name;
    std::string bytes;
    std::shared_ptr<rebate::RowStream> rows;
  };
  std::string folder;
  std::vector<File> files;
  std::map<std::string, std::shared_ptr<rebate::ColumnRows>, std::less<>> columns;  ///< By file.
};

struct rebate_data : rebate::capi::Head<rebate::capi::Kind::kData> {
  std::shared_ptr<const rebate::Dataset> data;
  rebate::DataSchema schema;
  std::unique_ptr<rebate_error> warnings;
};

struct rebate_plan : rebate::capi::Head<rebate::capi::Kind::kPlan> {
  std::shared_ptr<const rebate::CheckedPolicy> policy;
  std::shared_ptr<const rebate::Dataset> data;
  std::shared_ptr<const rebate::Plan> plan;
  std::unique_ptr<rebate_error> warnings;
};

struct rebate_tally : rebate::capi::Head<rebate::capi::Kind::kTally> {
  std::shared_ptr<const rebate::Tally> tally;
};

struct rebate_settlement : rebate::capi::Head<rebate::capi::Kind::kSettlement> {
  std::shared_ptr<const rebate::CheckedPolicy> policy;
  std::shared_ptr<const rebate::Dataset> data;
  std::shared_ptr<const rebate::Tally> tally;
  std::shared_ptr<const rebate::Settlement> settlement;
  std::unique_ptr<rebate_error> warnings;
};
