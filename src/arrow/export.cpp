// SPDX-License-Identifier: Apache-2.0
//
// Lines of a settlement as an Arrow stream: a schema, then batches that are made when asked for.
#include "rebate/policy/checked_policy.hpp"
#include "rebate/arrow/stream.hpp"
#include "report/form_words.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <vector>

namespace rebate {

namespace {

constexpr std::size_t kBatchLines = 65'536;
constexpr std::int64_t kMostDigits = 38;

enum class Type { kText, kDecimal, kInteger, kFlag };

/// A column: what it is called and how its cell of a line is made.
struct ColumnSpec {
  const char* name;
  Type type;
};

constexpr std::array<ColumnSpec, 24> kColumns = {{
    {"partner", Type::kText},    {"rule", Type::kText},
    {"period", Type::kText},     {"each", Type::kText},
    {"kind", Type::kText},       {"status", Type::kText},
    {"qualifying", Type::kText}, {"earning", Type::kText},
    {"band", Type::kInteger},    {"rate", Type::kText},
    {"gross", Type::kText},      {"after_limits", Type::kText},
    {"due", Type::kDecimal},     {"currency", Type::kText},
    {"payee", Type::kText},      {"after_combination", Type::kText},
    {"rounded", Type::kDecimal}, {"settled_before", Type::kDecimal},
    {"paid", Type::kFlag},       {"share", Type::kDecimal},
    {"form", Type::kText},       {"tax", Type::kText},
    {"policy", Type::kText},     {"version", Type::kInteger},
}};

/// The buffers of one column of a batch.
struct Cells {
  std::vector<std::uint8_t> validity;
  std::vector<std::int64_t> offsets;  // Texts are large_utf8: no batch is too long for it.
  std::string bytes;
  std::vector<Int128> decimals;
  std::vector<std::int32_t> integers;
  std::vector<std::uint8_t> flags;
  std::int64_t count = 0;
  std::int64_t null_count = 0;
  std::array<const void*, 3> buffers{};

  void add_validity(bool is_present) {
    if (count % 8 == 0) validity.push_back(0);
    if (is_present) validity.back() = static_cast<std::uint8_t>(validity.back() | 1 << (count % 8));
    null_count += !is_present;
    ++count;
  }
  void add_text(std::string_view text) {
    add_validity(true);
    bytes += text;
    offsets.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  void add_missing_text() {
    add_validity(false);
    offsets.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  void add_integer(std::int32_t number, bool is_present = true) {
    add_validity(is_present);
    integers.push_back(number);
  }
  void add_flag(bool flag) {
    if (count % 8 == 0) flags.push_back(0);
    if (flag) flags.back() = static_cast<std::uint8_t>(flags.back() | 1 << (count % 8));
    add_validity(true);
  }
};

/// What a stream is made of; shared by all that it gives away.
struct Source {
  std::shared_ptr<const Settlement> settlement;
  LineFilter filter;
  std::int32_t scale = 0;  ///< Of the decimals.
};

// ---- a batch -----------------------------------------------------------------------------------

struct Batch {
  std::array<Cells, kColumns.size()> columns;
  std::array<ArrowArray, kColumns.size()> arrays{};
  std::array<ArrowArray*, kColumns.size()> children{};
  std::array<const void*, 1> buffers{nullptr};
};

// A child is released by its parent; one that was moved out leaves its parent's memory alive.
struct ChildOwner {
  std::shared_ptr<Batch> batch;
};

void release_child(ArrowArray* array) {
  delete static_cast<ChildOwner*>(array->private_data);
  array->release = nullptr;
}

void release_batch(ArrowArray* array) {
  for (std::int64_t i = 0; i < array->n_children; ++i) {
    if (array->children[i]->release != nullptr) array->children[i]->release(array->children[i]);
  }
  delete static_cast<ChildOwner*>(array->private_data);
  array->release = nullptr;
}

class BatchBuilder {
 public:
  BatchBuilder(const Source& source, Batch& batch)
      : settlement_(*source.settlement),
        policy_(policy_of(settlement_.plan())),
        scale_(source.scale),
        batch_(batch) {
    for (Cells& cells : batch_.columns) cells.offsets.push_back(0);
  }

  void add(const Line& line) {
    column_ = 0;
    const CheckedRule& rule = policy_.rules[static_cast<std::size_t>(line.rule)];
    const Policy& source = *policy_.source;
    text(settlement_.earner(line.earner));
    text(rule.source.id);
    text(settlement_.period(line.period).name);
    key(settlement_.key(line.key));
    text(to_text(line.kind));
    text(to_text(line.status));
    number(line.qualifying);
    number(line.earning);
    next().add_integer(line.band + 1, line.band >= 0);
    number(line.rate);
    text(exact_text(line.gross, policy_.minor_unit));
    text(exact_text(line.after_limits, policy_.minor_unit));
    money(line.due);
    text(settlement_.currency(line.currency));
    text(settlement_.earner(line.payee));
    text(exact_text(line.after_combination, policy_.minor_unit));
    money(line.rounded);
    money(line.settled_before);
    next().add_flag(line.is_paid);
    money(line.is_paid ? std::nullopt : std::optional(line.share));
    text(form_word(rule.source.pay.as.kind));
    text(source.tax.empty() ? "before" : source.tax);
    text(source.id);
    next().add_integer(source.version);
  }

 private:
  Cells& next() { return batch_.columns[column_++]; }
  void text(std::string_view text) { next().add_text(text); }
  void key(const std::vector<std::string>& parts) {
    if (parts.empty()) return next().add_missing_text();
    std::string joined;
    for (const std::string& part : parts) joined += (joined.empty() ? "" : "|") + part;
    text(joined);
  }
  void number(const std::optional<Ratio>& value) {
    if (!value) return next().add_missing_text();
    text(exact_text(*value));
  }
  void money(const std::optional<Decimal>& value) {
    Cells& cells = next();
    cells.add_validity(value.has_value());
    Integer scaled;
    if (value) {
      scaled = value->coefficient() *
               Integer::pow10(static_cast<std::uint32_t>(scale_ - value->scale()));
    }
    cells.decimals.push_back(scaled.to_int128());
  }

  const Settlement& settlement_;
  const CheckedPolicy& policy_;
  std::int32_t scale_;
  Batch& batch_;
  std::size_t column_ = 0;
};

const void* values_of(const Cells& cells, Type type) {
  switch (type) {
    case Type::kText:
      return cells.offsets.data();
    case Type::kDecimal:
      return cells.decimals.data();
    case Type::kInteger:
      return cells.integers.data();
    case Type::kFlag:
      return cells.flags.data();
  }
  return nullptr;
}

void fill_child(const std::shared_ptr<Batch>& batch, std::size_t i) {
  Cells& cells = batch->columns[i];
  const Type type = kColumns[i].type;
  cells.buffers = {cells.null_count > 0 ? cells.validity.data() : nullptr, values_of(cells, type),
                   cells.bytes.data()};
  ArrowArray& array = batch->arrays[i];
  array.private_data = new ChildOwner{batch};
  array.release = &release_child;
  array.length = cells.count;
  array.null_count = cells.null_count;
  array.n_buffers = type == Type::kText ? 3 : 2;
  array.buffers = cells.buffers.data();
  batch->children[i] = &array;
}

// Batch and children hold each other's memory, so that a child may outlive the batch. Whatever
// fails on the way lets go of the children made so far.
void fill_batch(const std::shared_ptr<Batch>& batch, std::int64_t count, ArrowArray* out) {
  auto owner = std::make_unique<ChildOwner>(ChildOwner{batch});
  try {
    for (std::size_t i = 0; i < kColumns.size(); ++i) fill_child(batch, i);
  } catch (...) {
    for (ArrowArray& array : batch->arrays) {
      if (array.release != nullptr) array.release(&array);
    }
    throw;
  }
  *out = ArrowArray{};
  out->length = count;
  out->n_buffers = 1;
  out->n_children = static_cast<std::int64_t>(kColumns.size());
  out->buffers = batch->buffers.data();
  out->children = batch->children.data();
  out->release = &release_batch;
  out->private_data = owner.release();
}

// ---- the schema --------------------------------------------------------------------------------

struct SchemaParts {
  std::array<ArrowSchema, kColumns.size()> schemas{};
  std::array<ArrowSchema*, kColumns.size()> children{};
  std::string decimal_format;
};

struct SchemaOwner {
  std::shared_ptr<SchemaParts> parts;
};

void release_schema(ArrowSchema* schema) {
  for (std::int64_t i = 0; i < schema->n_children; ++i) {
    if (schema->children[i]->release != nullptr) schema->children[i]->release(schema->children[i]);
  }
  delete static_cast<SchemaOwner*>(schema->private_data);
  schema->release = nullptr;
}

void fill_schema(std::int32_t scale, ArrowSchema* out) {
  const auto parts = std::make_shared<SchemaParts>();
  parts->decimal_format = "d:38," + std::to_string(scale);
  // All owners before any of them is given away.
  std::vector<std::unique_ptr<SchemaOwner>> owners;
  for (std::size_t i = 0; i <= kColumns.size(); ++i) {
    owners.push_back(std::make_unique<SchemaOwner>(SchemaOwner{parts}));
  }
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    ArrowSchema& schema = parts->schemas[i];
    schema.name = kColumns[i].name;
    schema.flags = ARROW_FLAG_NULLABLE;
    switch (kColumns[i].type) {
      case Type::kText:
        schema.format = "U";
        break;
      case Type::kDecimal:
        schema.format = parts->decimal_format.c_str();
        break;
      case Type::kInteger:
        schema.format = "i";
        break;
      case Type::kFlag:
        schema.format = "b";
        break;
    }
    schema.release = &release_schema;
    schema.private_data = owners[i].release();
    parts->children[i] = &schema;
  }
  *out = ArrowSchema{};
  out->format = "+s";
  out->name = "";
  out->n_children = static_cast<std::int64_t>(kColumns.size());
  out->children = parts->children.data();
  out->release = &release_schema;
  out->private_data = owners.back().release();
}

// ---- the stream --------------------------------------------------------------------------------

struct Stream {
  Source source;
  std::size_t next_line = 0;
  std::string error;
};

Stream& stream_behind(ArrowArrayStream* stream) {
  return *static_cast<Stream*>(stream->private_data);
}

/// Nothing may leave a callback but its number.
template <class Body>
int guarded(ArrowArrayStream* stream, Body&& body) noexcept {
  try {
    body();
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  } catch (const std::exception& error) {
    try {
      stream_behind(stream).error = error.what();
    } catch (...) {
      return ENOMEM;
    }
    return EINVAL;
  }
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  return guarded(stream, [&] { fill_schema(stream_behind(stream).source.scale, out); });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  return guarded(stream, [&] {
    Stream& behind = stream_behind(stream);
    const Lines& lines = behind.source.settlement->lines();
    const auto batch = std::make_shared<Batch>();
    BatchBuilder builder(behind.source, *batch);
    std::size_t line = behind.next_line, count = 0;
    for (; line < lines.size() && count < kBatchLines; ++line) {
      if (!behind.source.filter.admits(*behind.source.settlement, lines[line])) continue;
      builder.add(lines[line]);
      ++count;
    }
    if (count == 0) {
      *out = ArrowArray{};  // The end.
    } else {
      fill_batch(batch, static_cast<std::int64_t>(count), out);
    }
    behind.next_line = line;
  });
}

const char* get_last_error(ArrowArrayStream* stream) {
  const std::string& error = stream_behind(stream).error;
  return error.empty() ? nullptr : error.c_str();
}

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<Stream*>(stream->private_data);
  stream->release = nullptr;
}

/// The digits after the point that every amount fits in; nothing if one has too many in all.
std::optional<std::int32_t> common_scale(const Settlement& settlement, std::int32_t minor_unit) {
  std::int32_t scale = minor_unit;
  Integer largest;
  for (const Line& line : settlement.lines()) {
    for (const Decimal* amount : {&line.due, &line.rounded, &line.settled_before, &line.share}) {
      scale = std::max(scale, amount->scale());
      largest =
          std::max(largest, amount->sign() < 0 ? -amount->coefficient() : amount->coefficient());
    }
  }
  const std::size_t digits = largest.to_string().size();
  if (static_cast<std::int64_t>(digits) + scale > kMostDigits) return std::nullopt;
  return scale;
}

}  // namespace

Result<bool> export_lines(std::shared_ptr<const Settlement> settlement, const LineFilter& filter,
                          ArrowArrayStream* stream) {
  const std::optional<std::int32_t> scale =
      common_scale(*settlement, policy_of(settlement->plan()).minor_unit);
  if (!scale) {
    return run_issue(Code::kNumberOutgrown,
                     "An amount has more than 38 digits, the most that decimal128 holds.");
  }
  auto behind = std::make_unique<Stream>(Stream{{std::move(settlement), filter, *scale}, 0, ""});
  stream->get_schema = &get_schema;
  stream->get_next = &get_next;
  stream->get_last_error = &get_last_error;
  stream->release = &release_stream;
  stream->private_data = behind.release();
  return true;
}

}  // namespace rebate
