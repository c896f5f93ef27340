// SPDX-License-Identifier: Apache-2.0
//
// Result<T> is a value or the issues that kept it from being one. A value may carry warnings and
// notes:
//   Result<Policy> policy = read_policy(text);
//   if (!policy.ok()) return policy.issues();
//   use(*policy);
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/base/require.hpp"

#include <optional>
#include <type_traits>
#include <utility>

namespace rebate {

template <class T>
class [[nodiscard]] Result {
  static_assert(!std::is_same_v<std::remove_cv_t<T>, Issues> && !std::is_reference_v<T>);

 public:
  using value_type = T;

  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  /// A value with warnings and notes. REQUIRES: no errors among them.
  Result(T value, Issues warnings) : value_(std::move(value)), issues_(std::move(warnings)) {
    REBATE_REQUIRE(!issues_.has_errors(), "a value does not come with errors");
  }
  /// A failure. REQUIRES: at least one error among them.
  Result(Issues issues) : issues_(std::move(issues)) {  // NOLINT(google-explicit-constructor)
    REBATE_REQUIRE(issues_.has_errors(), "a failure names at least one error");
  }
  Result(Issue issue) : Result(Issues(std::move(issue))) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  /// REQUIRES: ok().
  const T& value() const& { return require_value(), *value_; }
  T& value() & { return require_value(), *value_; }
  T&& value() && { return require_value(), std::move(*value_); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  /// Why there is no value, or what is worth knowing about the one there is.
  const Issues& issues() const& { return issues_; }
  Issues&& issues() && { return std::move(issues_); }

 private:
  void require_value() const {
    REBATE_REQUIRE(value_.has_value(), "a result without a value has no value()");
  }

  std::optional<T> value_;
  Issues issues_;
};

}  // namespace rebate
