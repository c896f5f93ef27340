// SPDX-License-Identifier: Apache-2.0
//
// The caller's callback: told by the thread that made the call and by no other, since few languages
// may be called from a thread that they did not start.
#pragma once

#include "capi/guard.hpp"

#include <thread>

namespace rebate::capi {

class Progress {
 public:
  explicit Progress(const rebate_options& options) : options_(options) {}

  [[nodiscard]] bool is_wanted() const { return options_.progress != nullptr; }

  /// False once the callback has asked to stop; from any thread.
  bool tell(int32_t stage, int thousandths) {
    if (is_wanted() && !is_stopped_ && std::this_thread::get_id() == caller_ &&
        options_.progress(stage, thousandths, options_.user_data) != 0) {
      is_stopped_ = true;
    }
    return !is_stopped_;
  }
  /// Ends the call if the callback has asked for it. From the thread of the call.
  void tell_or_stop(int32_t stage, int thousandths) {
    if (!tell(stage, thousandths) && std::this_thread::get_id() == caller_) throw Stopped{};
  }

 private:
  const rebate_options& options_;
  const std::thread::id caller_ = std::this_thread::get_id();
  std::atomic<bool> is_stopped_{false};
};

}  // namespace rebate::capi
