// SPDX-License-Identifier: Apache-2.0
//
// A bar on a terminal's standard error once a run takes more than a second; nothing anywhere else.
//   reading       [##########----------]  50%
#pragma once

#include "rebate/evaluation/evaluate.hpp"

#include <chrono>
#include <functional>
#include <mutex>

namespace rebate::cli {

class ProgressBar {
 public:
  ProgressBar();
  /// Wipes the bar.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// For EvaluateOptions::progress; may be called from any thread. Empty where nobody would see it.
  std::function<void(Stage, int)> listener();
  void wipe();

 private:
  using Clock = std::chrono::steady_clock;
  void show(Stage stage, int thousandths);

  std::mutex mutex_;
  Clock::time_point start_;
  Clock::time_point last_;
  bool is_terminal_ = false;
  bool is_shown_ = false;
};

}  // namespace rebate::cli
