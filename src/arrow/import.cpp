// SPDX-License-Identifier: Apache-2.0
//
// The rows of a stream. Each batch is checked as a whole, read row by row and released.
#include "rebate/base/limits.hpp"
#include "rebate/base/require.hpp"
#include "rebate/arrow/stream.hpp"
#include "arrow/arrow_column.hpp"

#include <cstring>
#include <deque>

namespace rebate {

namespace {

using detail::ArrowColumn;
using detail::ArrowType;

constexpr std::int64_t kMostColumns = 10'000;

/// Releases what it holds, once.
template <class T>
class Released {
 public:
  Released() = default;
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
  ~Released() { release(); }

  T* out() {
    release();
    return &held_;
  }
  void release() {
    if (held_.release != nullptr) held_.release(&held_);
    held_.release = nullptr;
  }
  T& operator*() { return held_; }
  T* operator->() { return &held_; }

 private:
  T held_{};
};

class StreamRows final : public RowStream {
 public:
  StreamRows(ArrowArrayStream& stream, std::string file) : file_(std::move(file)) {
    *stream_ = stream;
    stream.release = nullptr;
  }

  std::vector<std::string> columns() override {
    Released<ArrowSchema> schema;
    const int error = stream_->get_schema(&*stream_, schema.out());
    if (error != 0) {
      add_stream_error(error);
    } else if (schema->release == nullptr) {
      add(Code::kArrowStream, "The stream gives no schema.");
    } else {
      read_schema(*schema);
    }
    return names_;
  }

  void use(const std::vector<bool>& columns) override {
    is_used_ = columns;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const ArrowType& type = columns_[i].type();
      if (!is_used_[i] || type.kind != ArrowType::Kind::kRefused) continue;
      Issue issue;
      issue.code = Code::kArrowType;
      issue.place.file = file_;
      issue.message = "The column " + names_[i] + " is " + type.name + "; " + type.advice + ".";
      issues_.add(std::move(issue));
    }
  }

  bool next(std::span<std::string_view> texts) override {
    if (issues_.has_errors() && row_in_batch_ < 0) return false;
    while (row_in_batch_ + 1 >= batch_rows_) {
      if (!next_batch()) return false;
    }
    ++row_in_batch_;
    ++row_;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      texts[i] = is_used_[i] ? cell(i) : std::string_view();
    }
    return true;
  }

  Place place(std::size_t column) const override {
    Place place;
    place.file = file_;
    if (row_ == 0) return place;
    place.pointer = "/" + std::to_string(row_ - 1);
    if (column < names_.size()) place.pointer += "/" + names_[column];
    return place;
  }

  Issues take_issues() override { return std::move(issues_); }

 private:
  void add(Code code, std::string message) {
    Issue issue;
    issue.code = code;
    issue.place.file = file_;
    issue.message = std::move(message);
    issues_.add(std::move(issue));
  }

  void add_stream_error(int error) {
    const char* said =
        stream_->get_last_error == nullptr ? nullptr : stream_->get_last_error(&*stream_);
    std::string text = "The stream ended with error " + std::to_string(error);
    add(Code::kArrowStream, text + (said == nullptr ? "." : ": " + std::string(said)));
  }

  void read_schema(const ArrowSchema& schema) {
    if (schema.format == nullptr || std::strcmp(schema.format, "+s") != 0) {
      return add(Code::kArrowStream, "The stream does not give rows: its type is no struct.");
    }
    if (schema.n_children < 0 || schema.n_children > kMostColumns ||
        (schema.n_children > 0 && schema.children == nullptr)) {
      return add(Code::kArrowStream, "The stream has an impossible number of columns.");
    }
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
      const ArrowSchema* child = schema.children[i];
      if (child == nullptr) return add(Code::kArrowStream, "A column has no schema.");
      names_.emplace_back(child->name == nullptr ? "" : child->name);
      columns_.emplace_back(*child);
    }
  }

  /// The next batch, whole and checked. False at the end of the stream and where it is broken.
  bool next_batch() {
    row_in_batch_ = -1;
    batch_rows_ = 0;
    const int error = stream_->get_next(&*stream_, batch_.out());
    if (error != 0) return add_stream_error(error), false;
    if (batch_->release == nullptr) return false;
    std::string fault = look_at_batch();
    if (fault.empty()) {
      batch_rows_ = batch_->length;
      return true;
    }
    add(Code::kArrowStream, "Batch " + std::to_string(batch_count_) + ": " + fault + ".");
    return false;
  }

  std::string look_at_batch() {
    ++batch_count_;
    if (batch_->length < 0 || batch_->offset < 0 || batch_->length > kMaxRows ||
        batch_->offset > kMaxRows) {
      return "it has an impossible length or offset";
    }
    if (batch_->n_children != static_cast<std::int64_t>(columns_.size()) ||
        (batch_->n_children > 0 && batch_->children == nullptr)) {
      return "it has other columns than the schema";
    }
    const bool may_have_nulls = batch_->null_count != 0 && batch_->n_buffers > 0 &&
                                batch_->buffers != nullptr && batch_->buffers[0] != nullptr;
    if (may_have_nulls && has_null_rows()) return "it has rows that are null";
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!is_used_[i]) continue;
      const std::string fault =
          columns_[i].look_at(batch_->children[i], batch_->offset, batch_->length);
      if (!fault.empty()) return "the column " + names_[i] + " " + fault;
    }
    return "";
  }

  bool has_null_rows() {
    const auto* bits = static_cast<const std::uint8_t*>(batch_->buffers[0]);
    for (std::int64_t i = batch_->offset; i < batch_->offset + batch_->length; ++i) {
      if ((bits[i / 8] >> (i % 8) & 1) == 0) return true;
    }
    return false;
  }

  std::string_view cell(std::size_t column) {
    std::string fault;
    const std::optional<std::string_view> text = columns_[column].text(row_in_batch_, fault);
    if (text) return *text;
    if (issues_.size() < kMaxIssues) {
      Issue issue;
      issue.code = Code::kArrowType;
      issue.place = place(column);
      issue.message = "The value " + fault + ".";
      issues_.add(std::move(issue));
    }
    return {};
  }

  std::string file_;
  Released<ArrowArrayStream> stream_;
  Released<ArrowArray> batch_;
  std::vector<std::string> names_;
  std::deque<ArrowColumn> columns_;
  std::vector<bool> is_used_;
  std::int64_t batch_rows_ = 0;
  std::int64_t row_in_batch_ = -1;
  std::int64_t batch_count_ = 0;
  std::uint64_t row_ = 0;  // Rows given so far.
  Issues issues_;
};

}  // namespace

std::shared_ptr<RowStream> rows_of_stream(ArrowArrayStream& stream, std::string file) {
  REBATE_REQUIRE(stream.release != nullptr, "a stream that was released gives no rows");
  return std::make_shared<StreamRows>(stream, std::move(file));
}

}  // namespace rebate
