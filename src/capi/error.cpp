// SPDX-License-Identifier: Apache-2.0
//
// Texts and errors: what every call gives back beside its status.
#include "rebate/report/issues_json.hpp"
#include "capi/guard.hpp"

#include <new>
#include <stdexcept>
#include <system_error>

using namespace rebate;
using namespace rebate::capi;

rebate_error::rebate_error(rebate_status of_call, const Issues& issues) : status(of_call) {
  entries.reserve(issues.size());
  for (const Issue& issue : issues) {
    entries.push_back(
        {issue, tag_of(issue.code), std::string(name_of(issue.code)), to_string(issue)});
  }
  message = to_string(issues);
}

rebate_error::rebate_error(rebate_status of_call, std::string what) : status(of_call) {
  Issue issue;
  issue.message = what;
  entries.push_back({std::move(issue), "", "", what});
  message = std::move(what) + "\n";
}

namespace rebate::capi {

namespace {

rebate_status failed(rebate_status status, const char* message, rebate_error** error_out) {
  if (error_out != nullptr) *error_out = new rebate_error(status, message);
  return status;
}

rebate_status make_status(rebate_error** error_out) {
  try {
    throw;
  } catch (const CallFailure& failure) {
    return failed(failure.status, failure.message.c_str(), error_out);
  } catch (const InputFailure& failure) {
    const bool is_stop = failure.issues.contains(Code::kRunStopped);
    const rebate_status status = is_stop ? REBATE_STOPPED : REBATE_INPUT;
    if (error_out != nullptr) *error_out = new rebate_error(status, failure.issues);
    return status;
  } catch (const Stopped&) {
    return failed(REBATE_STOPPED, "The run was stopped.", error_out);
  } catch (const std::bad_alloc&) {
    return failed(REBATE_NO_MEMORY, "There is no more memory for this.", error_out);
  } catch (const std::length_error&) {
    return failed(REBATE_NO_MEMORY, "There is no more memory for this.", error_out);
  } catch (const std::system_error& error) {
    return failed(REBATE_NO_MEMORY, error.what(), error_out);  // No thread could be started.
  } catch (const std::exception& error) {
    return failed(REBATE_INTERNAL, error.what(), error_out);
  } catch (...) {
    return failed(REBATE_INTERNAL, "An unknown exception.", error_out);
  }
}

}  // namespace

void refuse(rebate_status status, std::string message) {
  throw CallFailure{status, std::move(message)};
}

rebate_status status_of_exception(rebate_error** error_out) noexcept {
  try {
    return make_status(error_out);
  } catch (...) {
    return REBATE_NO_MEMORY;  // Not even for the error.
  }
}

std::unique_ptr<rebate_error> warnings_of(const Issues& issues) {
  if (issues.empty()) return nullptr;
  return std::make_unique<rebate_error>(REBATE_OK, issues);
}

namespace {

const rebate_error::Entry* entry_at(const rebate_error* error, size_t index) {
  if (!is_live(error) || index >= error->entries.size()) return nullptr;
  return &error->entries[index];
}

const std::string* text_of(const rebate_error::Entry& entry, int32_t field) {
  const Issue& issue = entry.issue;
  switch (field) {
    case REBATE_ISSUE_TAG:
      return &entry.tag;
    case REBATE_ISSUE_NAME:
      return &entry.name;
    case REBATE_ISSUE_MESSAGE:
      return &issue.message;
    case REBATE_ISSUE_FILE:
      return &issue.place.file;
    case REBATE_ISSUE_POINTER:
      return &issue.place.pointer;
    case REBATE_ISSUE_FOUND:
      return &issue.found;
    case REBATE_ISSUE_EXPECTED:
      return &issue.expected;
    case REBATE_ISSUE_SUGGESTION:
      return &issue.suggestion;
    case REBATE_ISSUE_EXCERPT:
      return &issue.excerpt;
    case REBATE_ISSUE_TEXT:
      return &entry.text;
    default:
      return nullptr;
  }
}

}  // namespace
}  // namespace rebate::capi

const char* rebate_text_data(const rebate_text* text) {
  return is_live(text) ? text->held.c_str() : nullptr;
}
size_t rebate_text_size(const rebate_text* text) { return is_live(text) ? text->held.size() : 0; }
void rebate_text_free(rebate_text* text) { free_handle(text); }

rebate_status rebate_error_status(const rebate_error* error) {
  return is_live(error) ? error->status : REBATE_OK;
}
const char* rebate_error_message(const rebate_error* error) {
  return is_live(error) ? error->message.c_str() : "";
}
size_t rebate_error_count(const rebate_error* error) {
  return is_live(error) ? error->entries.size() : 0;
}

const char* rebate_error_text(const rebate_error* error, size_t index, int32_t field) {
  const rebate_error::Entry* entry = entry_at(error, index);
  const std::string* text = entry == nullptr ? nullptr : text_of(*entry, field);
  return text == nullptr ? "" : text->c_str();
}

int32_t rebate_error_number(const rebate_error* error, size_t index, int32_t field) {
  const rebate_error::Entry* entry = entry_at(error, index);
  const Place none;
  const Place& place = entry == nullptr ? none : entry->issue.place;
  switch (field) {
    case REBATE_ISSUE_CODE:
      return entry == nullptr ? 0 : static_cast<int>(entry->issue.code);
    case REBATE_ISSUE_SEVERITY:
      return entry == nullptr ? REBATE_SEVERITY_ERROR : static_cast<int>(entry->issue.severity);
    case REBATE_ISSUE_LINE:
      return place.line;
    case REBATE_ISSUE_COLUMN:
      return place.column;
    case REBATE_ISSUE_OFFSET:
      return place.offset;
    case REBATE_ISSUE_LENGTH:
      return place.length;
    default:
      return 0;
  }
}

rebate_status rebate_error_to_json(const rebate_error* error, rebate_text** text_out) {
  return guard_text(text_out, nullptr, [&] {
    Issues issues;
    if (error != nullptr) {
      for (const rebate_error::Entry& entry : live(error, "error").entries) issues.add(entry.issue);
    }
    return issues_json(issues);
  });
}

void rebate_error_free(rebate_error* error) { free_handle(error); }
