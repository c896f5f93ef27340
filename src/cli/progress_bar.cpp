// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_bar.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace rebate::cli {
namespace {

using namespace std::chrono_literals;

constexpr int kWidth = 40;

const char* word_of(Stage stage) {
  switch (stage) {
    case Stage::kReading:
      return "reading  ";
    case Stage::kAddingUp:
      return "adding up";
    case Stage::kSettling:
      return "settling ";
  }
  return "";
}

}  // namespace

ProgressBar::ProgressBar()
    : start_(Clock::now()), last_(start_), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { wipe(); }

std::function<void(Stage, int)> ProgressBar::listener() {
  if (!is_terminal_) return {};
  return [this](Stage stage, int thousandths) { show(stage, thousandths); };
}

void ProgressBar::show(Stage stage, int thousandths) {
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (now - start_ < 1s || now - last_ < 100ms) return;
  last_ = now;
  is_shown_ = true;
  const int done = std::clamp(thousandths, 0, 1000);
  std::string bar(static_cast<std::size_t>(done * kWidth / 1000), '#');
  bar.resize(kWidth, '-');
  std::fprintf(stderr, "\r%s [%s] %3d%%", word_of(stage), bar.c_str(), done / 10);
  std::fflush(stderr);
}

void ProgressBar::wipe() {
  const std::lock_guard lock(mutex_);
  if (!is_shown_) return;
  std::fprintf(stderr, "\r%*s\r", kWidth + 20, "");
  std::fflush(stderr);
  is_shown_ = false;
}

}  // namespace rebate::cli
