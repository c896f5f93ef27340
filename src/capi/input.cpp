// SPDX-License-Identifier: Apache-2.0
//
// Data on its way in.
#include "rebate/arrow/stream.hpp"
#include "capi/guard.hpp"

#include <functional>
#include <span>

using namespace rebate;
using namespace rebate::capi;

namespace {

constexpr int32_t kMostScale = 18;

/// Checks a name and finds the columns of the file.
ColumnRows& columns_of(rebate_input& input, const char* file) {
  const std::string name = &given(file, "file");
  auto& columns = input.columns[name];
  if (columns == nullptr) columns = std::make_shared<ColumnRows>(name);
  return *columns;
}

/// Appends `count` values, each made by `value(i)` if it is present. The input is as it was if that
/// fails.
template <class T, class Value, class Append>
void append(const uint8_t* present, size_t count, Value&& value, Append&& to) {
  std::vector<std::optional<T>> values(count);
  for (size_t i = 0; i < count; ++i) {
    if (present == nullptr || present[i] != 0) values[i] = value(i);
  }
  to(std::span<const std::optional<T>>(values));
}

template <class T>
void given_if(const T* array, size_t count, const char* name) {
  if (count > 0) given(array, name);
}

}  // namespace

rebate_status rebate_input_new(rebate_input** input_out, rebate_error** error_out) {
  return guard_new(input_out, "input_out", error_out,
                   [] { return std::make_unique<rebate_input>(); });
}

rebate_status rebate_input_set_folder(rebate_input* input, const char* path,
                                      rebate_error** error_out) {
  return guard(error_out, [&] {
    const Use<rebate_input> use(input, "input");
    use->folder = &given(path, "path");
  });
}

rebate_status rebate_input_add_file(rebate_input* input, const char* name, const char* bytes,
                                    size_t size, rebate_error** error_out) {
  return guard(error_out, [&] {
    const Use<rebate_input> use(input, "input");
    given(name, "name");
    given_if(bytes, size, "bytes");
    use->files.push_back({name, size == 0 ? std::string() : std::string(bytes, size), nullptr});
  });
}

rebate_status rebate_input_add_texts(rebate_input* input, const char* file, const char* column,
                                     const char* const* texts, const size_t* sizes, size_t count,
                                     rebate_error** error_out) {
  return guard(error_out, [&] {
    const Use<rebate_input> use(input, "input");
    given(column, "column");
    given_if(texts, count, "texts");
    std::vector<std::optional<std::string_view>> values(count);
    for (size_t i = 0; i < count; ++i) {
      if (texts[i] == nullptr) continue;
      values[i] =
          sizes == nullptr ? std::string_view(texts[i]) : std::string_view(texts[i], sizes[i]);
    }
    columns_of(*use, file).add_texts(column, values);
  });
}

rebate_status rebate_input_add_numbers(rebate_input* input, const char* file, const char* column,
                                       const int64_t* coefficients, int32_t scale,
                                       const uint8_t* present, size_t count,
                                       rebate_error** error_out) {
  return guard(error_out, [&] {
    const Use<rebate_input> use(input, "input");
    given(column, "column");
    given_if(coefficients, count, "coefficients");
    if (scale < 0 || scale > kMostScale) {
      refuse(REBATE_INVALID_ARGUMENT, "scale is a number from 0 to 18.");
    }
    append<std::int64_t>(
        present, count, [&](size_t i) { return coefficients[i]; },
        [&](auto values) { columns_of(*use, file).add_numbers(column, values, scale); });
  });
}

rebate_status rebate_input_add_days(rebate_input* input, const char* file, const char* column,
                                    const int32_t* days, const uint8_t* present, size_t count,
                                    rebate_error** error_out) {
  return guard(error_out, [&] {
    const Use<rebate_input> use(input, "input");
    given(column, "column");
    given_if(days, count, "days");
    append<Date>(
        present, count,
        [&](size_t i) {
          if (days[i] < Date::kMinDays || days[i] > Date::kMaxDays) {
            refuse(REBATE_INVALID_ARGUMENT,
                   "days[" + std::to_string(i) + "] lies beyond the years 1 to 9999.");
          }
          return Date::from_days(days[i]);
        },
        [&](auto values) { columns_of(*use, file).add_dates(column, values); });
  });
}

rebate_status rebate_input_add_flags(rebate_input* input, const char* file, const char* column,
                                     const uint8_t* flags, const uint8_t* present, size_t count,
                                     rebate_error** error_out) {
  return guard(error_out, [&] {
    const Use<rebate_input> use(input, "input");
    given(column, "column");
    given_if(flags, count, "flags");
    append<bool>(
        present, count, [&](size_t i) { return flags[i] != 0; },
        [&](auto values) { columns_of(*use, file).add_flags(column, values); });
  });
}

rebate_status rebate_input_add_stream(rebate_input* input, const char* file,
                                      struct ArrowArrayStream* stream, rebate_error** error_out) {
  return guard(error_out, [&] {
    const Use<rebate_input> use(input, "input");
    rebate_input::File added;
    added.name = &given(file, "file");
    if (given(stream, "stream").release == nullptr) {
      refuse(REBATE_INVALID_ARGUMENT, "stream was released already.");
    }
    use->files.reserve(use->files.size() + 1);  // Nothing fails once the stream is moved.
    added.rows = rows_of_stream(*stream, added.name);
    use->files.push_back(std::move(added));
  });
}

void rebate_input_free(rebate_input* input) { free_handle(input); }
