// SPDX-License-Identifier: Apache-2.0
//
// The one way into every call of rebate.h: outputs are emptied, arguments looked at, the body runs,
// and whatever leaves it becomes a status and an error of the caller.
#pragma once

#include "capi/handle.hpp"

#include <memory>
#include <string>
#include <utility>

namespace rebate::capi {

/// A call that cannot be done; thrown inside a guarded body only.
struct CallFailure {
  rebate_status status;
  std::string message;
};
/// An input that is wrong.
struct InputFailure {
  Issues issues;
};
/// A callback asked to stop.
struct Stopped {};

[[noreturn]] void refuse(rebate_status status, std::string message);

/// The status and error of the exception under way.
rebate_status status_of_exception(rebate_error** error_out) noexcept;

template <class T>
T value_of(Result<T> result) {
  if (!result.ok()) throw InputFailure{std::move(result).issues()};
  return *std::move(result);
}

/// Null if there is nothing to tell.
std::unique_ptr<rebate_error> warnings_of(const Issues& issues);

/// REQUIRES of a caller: `pointer` is not NULL.
template <class T>
T& given(T* pointer, const char* name) {
  if (pointer == nullptr) refuse(REBATE_INVALID_ARGUMENT, std::string(name) + " is NULL.");
  return *pointer;
}

template <class H>
bool is_live(const H* handle) {
  return handle != nullptr && handle->kind == static_cast<std::uint32_t>(H::kOwnKind);
}

/// The handle, if it is one of its type.
template <class H>
H& live(H* handle, const char* name) {
  given(handle, name);
  if (!is_live(handle)) {
    refuse(REBATE_WRONG_HANDLE,
           std::string(name) + " is a handle of another type, or one that was freed.");
  }
  return *handle;
}

/// Holds a mutable handle for the length of a call.
template <class H>
class Use {
 public:
  Use(H* handle, const char* name) : handle_(live(handle, name)) {
    if (handle_.is_busy.exchange(true)) {
      refuse(REBATE_BUSY, std::string(name) + " is being used by another call.");
    }
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() { handle_.is_busy = false; }

  H& operator*() const { return handle_; }
  H* operator->() const { return &handle_; }

 private:
  H& handle_;
};

/// The options of a call, or those that stand for NULL.
class UseOptions {
 public:
  explicit UseOptions(rebate_options* options) {
    if (options != nullptr) use_.emplace(options, "options");
  }
  const rebate_options& operator*() const { return use_ ? **use_ : none_; }
  const rebate_options* operator->() const { return &**this; }

 private:
  rebate_options none_;
  std::optional<Use<rebate_options>> use_;
};

/// Runs `body` and turns what it throws into a status.
template <class Body>
rebate_status guard(rebate_error** error_out, Body&& body) noexcept {
  if (error_out != nullptr) *error_out = nullptr;
  try {
    std::forward<Body>(body)();
    return REBATE_OK;
  } catch (...) {
    return status_of_exception(error_out);
  }
}

/// The same for a call that makes a handle: `body` returns it, and it reaches *out only whole.
template <class H, class Body>
rebate_status guard_new(H** out, const char* name, rebate_error** error_out, Body&& body) noexcept {
  if (out != nullptr) *out = nullptr;
  return guard(error_out, [&] {
    given(out, name);
    std::unique_ptr<H> made = std::forward<Body>(body)();
    *out = made.release();
  });
}

/// And for one that makes a text.
template <class Body>
rebate_status guard_text(rebate_text** out, rebate_error** error_out, Body&& body) noexcept {
  return guard_new(out, "text_out", error_out,
                   [&] { return std::make_unique<rebate_text>(std::forward<Body>(body)()); });
}

/// Frees a handle; NULL and what is no live handle are left alone.
template <class H>
void free_handle(H* handle) noexcept {
  if (!is_live(handle)) return;
  if constexpr (std::is_base_of_v<Busy, H>) {
    if (handle->is_busy) return;
  }
  delete handle;
}

}  // namespace rebate::capi
