// SPDX-License-Identifier: Apache-2.0
//
// Arrow streams that lie: each is refused before its bytes are read, and everything in it is
// released exactly once, whatever was wrong.
#include "rebate/arrow/c_data.h"
#include "capi/client.hpp"

#include <cerrno>
#include <functional>
#include <vector>

namespace rebate::client {
namespace {

/// One batch of partners under the test's control, counting what is released.
class Producer {
 public:
  Producer() {
    for (int i = 0; i < 3; ++i) {
      schema_children_[i].name = kNames[i];
      schema_children_[i].format = i == 2 ? "tdD" : "u";
      schema_children_[i].release = &release_part<ArrowSchema>;
      schema_pointers_[i] = &schema_children_[i];
      array_children_[i].length = 2;
      array_children_[i].n_buffers = i == 2 ? 2 : 3;
      array_children_[i].buffers = buffers_[i];
      array_children_[i].release = &release_part<ArrowArray>;
      array_pointers_[i] = &array_children_[i];
    }
    buffers_[0][1] = offsets_;
    buffers_[0][2] = "P1P2";
    buffers_[1][1] = offsets_;
    buffers_[1][2] = "N1N2";
    buffers_[2][1] = days_;
    schema.format = "+s";
    schema.n_children = 3;
    schema.children = schema_pointers_;
    schema.release = &release_schema;
    schema.private_data = this;
    batch.length = 2;
    batch.n_buffers = 1;
    batch.buffers = no_validity_;
    batch.n_children = 3;
    batch.children = array_pointers_;
    batch.release = &release_batch;
    batch.private_data = this;
    stream.get_schema = &get_schema;
    stream.get_next = &get_next;
    stream.get_last_error = &get_last_error;
    stream.release = &release_stream;
    stream.private_data = this;
  }

  ArrowArray& child(int i) { return array_children_[i]; }
  ArrowSchema& child_schema(int i) { return schema_children_[i]; }
  std::int32_t* offsets() { return offsets_; }
  const void** buffers(int i) { return buffers_[i]; }
  std::int32_t* days() { return days_; }

  ArrowSchema schema{};
  ArrowArray batch{};
  ArrowArrayStream stream{};
  int schema_error = 0, next_error = 0;
  int schemas_given = 0, batches_given = 0, schemas_released = 0, batches_released = 0,
      streams_released = 0;

 private:
  static constexpr const char* kNames[3] = {"id", "name", "valid_from"};

  template <class T>
  static void release_part(T* part) {
    part->release = nullptr;
  }
  template <class T>
  static Producer& of(T* part) {
    return *static_cast<Producer*>(part->private_data);
  }
  static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    Producer& producer = of(stream);
    if (producer.schema_error != 0) return producer.schema_error;
    ++producer.schemas_given;
    *out = producer.schema;
    return 0;
  }
  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    Producer& producer = of(stream);
    if (producer.next_error != 0) return producer.next_error;
    *out = ArrowArray{};
    if (producer.batches_given++ == 0) *out = producer.batch;
    return 0;
  }
  static const char* get_last_error(ArrowArrayStream*) { return "the disk is on fire"; }
  static void release_schema(ArrowSchema* schema) {
    ++of(schema).schemas_released;
    schema->release = nullptr;
  }
  static void release_batch(ArrowArray* batch) {
    ++of(batch).batches_released;
    batch->release = nullptr;
  }
  static void release_stream(ArrowArrayStream* stream) {
    ++of(stream).streams_released;
    stream->release = nullptr;
  }

  ArrowSchema schema_children_[3]{};
  ArrowSchema* schema_pointers_[3]{};
  ArrowArray array_children_[3]{};
  ArrowArray* array_pointers_[3]{};
  const void* buffers_[3][3]{};
  const void* no_validity_[1] = {nullptr};
  std::int32_t offsets_[3] = {0, 2, 4};
  std::int32_t days_[2] = {20089, 20089};
};

/// Reads partners from the producer's stream; "" if all is well, else the error.
std::string read_partners(Producer& producer) {
  const PolicyHandle policy = small_policy();
  const Input input = make<rebate_input>(rebate_input_new);
  done(rebate_input_add_stream, input.get(), "partners", &producer.stream);
  EXPECT_EQ(producer.stream.release, nullptr) << "the stream is moved";
  rebate_data* data = nullptr;
  rebate_error* raw = nullptr;
  const rebate_status status = rebate_data_read(policy.get(), input.get(), nullptr, &data, &raw);
  const Data held(data);
  const Error error(raw);
  EXPECT_EQ(status, raw == nullptr ? REBATE_OK : REBATE_INPUT);
  EXPECT_EQ(producer.streams_released, 1);
  EXPECT_EQ(producer.schemas_released, producer.schemas_given);
  EXPECT_EQ(producer.batches_released, producer.batches_given > 0 ? 1 : 0);
  return message(error);
}

TEST(HostileStream, ASoundOneIsRead) {
  Producer producer;
  EXPECT_EQ(read_partners(producer), "");
  EXPECT_EQ(producer.batches_given, 2);
}

TEST(HostileStream, LiesAreRefusedAndReleased) {
  struct Case {
    const char* fault;
    std::function<void(Producer&)> lie;
  };
  const std::vector<Case> cases = {
      {"error 5: the disk is on fire", [](Producer& p) { p.schema_error = EIO; }},
      {"error 5: the disk is on fire", [](Producer& p) { p.next_error = EIO; }},
      {"gives no schema",
       [](Producer& p) {
         p.schema.release = nullptr;
         --p.schemas_given;
       }},
      {"is no struct", [](Producer& p) { p.schema.format = "u"; }},
      {"is no struct", [](Producer& p) { p.schema.format = nullptr; }},
      {"impossible number of columns", [](Producer& p) { p.schema.n_children = -1; }},
      {"impossible number of columns", [](Producer& p) { p.schema.n_children = INT64_MAX; }},
      {"impossible number of columns", [](Producer& p) { p.schema.children = nullptr; }},
      {"A column has no schema", [](Producer& p) { p.schema.children[1] = nullptr; }},
      {"has no name", [](Producer& p) { p.child_schema(1).name = nullptr; }},
      {"not UTF-8", [](Producer& p) { p.child_schema(1).name = "caf\xe9"; }},
      {"of the Arrow type ''", [](Producer& p) { p.child_schema(0).format = nullptr; }},
      {"impossible length", [](Producer& p) { p.batch.length = -1; }},
      {"impossible length", [](Producer& p) { p.batch.length = INT64_MAX; }},
      {"impossible length", [](Producer& p) { p.batch.offset = INT64_MIN; }},
      {"other columns", [](Producer& p) { p.batch.n_children = 2; }},
      {"other columns", [](Producer& p) { p.batch.children = nullptr; }},
      {"id has no array", [](Producer& p) { p.batch.children[0] = nullptr; }},
      {"id is shorter", [](Producer& p) { p.child(0).length = 1; }},
      {"id has an impossible", [](Producer& p) { p.child(0).length = -5; }},
      {"id has an impossible", [](Producer& p) { p.child(0).offset = INT64_MAX; }},
      {"id has 2 buffers", [](Producer& p) { p.child(0).n_buffers = 2; }},
      {"id has no buffers", [](Producer& p) { p.child(0).buffers = nullptr; }},
      {"id has no values", [](Producer& p) { p.buffers(0)[1] = nullptr; }},
      {"id has no bytes", [](Producer& p) { p.buffers(0)[2] = nullptr; }},
      {"does not say which", [](Producer& p) { p.child(0).null_count = 1; }},
      {"impossible number of nulls", [](Producer& p) { p.child(0).null_count = 3; }},
      {"ends before it begins", [](Producer& p) { p.offsets()[1] = 5; }},
      {"begins before its buffer", [](Producer& p) { p.offsets()[0] = -1; }},
      {"valid_from  The value lies beyond", [](Producer& p) { p.days()[1] = INT32_MAX; }},
      {"name has no dictionary",
       [](Producer& p) {
         static ArrowSchema values{};
         values.format = "u";
         p.child_schema(1).dictionary = &values;
         p.child_schema(1).format = "i";
         p.child(1).n_buffers = 2;
       }},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.fault);
    Producer producer;
    each.lie(producer);
    const std::string said = read_partners(producer);
    EXPECT_NE(said.find(each.fault), std::string::npos) << said;
  }
}

TEST(HostileStream, ViewsAndIndicesStayWithinTheirBuffers) {
  struct View {
    std::int32_t size, prefix, buffer, begin;
  };
  const std::vector<std::pair<View, const char*>> views = {
      {{13, 0, 1, 0}, "view of bytes that are not there"},
      {{13, 0, -1, 0}, "view of bytes that are not there"},
      {{13, 0, 0, 3}, "view of bytes that are not there"},
      {{13, 0, 0, -1}, "view of bytes that are not there"},
      {{-1, 0, 0, 0}, "view of bytes that are not there"},
      {{13, 0, 0, 2}, ""},
  };
  for (const auto& [view, fault] : views) {
    Producer producer;
    const View both[2] = {view, {13, 0, 0, 0}};
    const std::int64_t size = 15;
    const void* buffers[4] = {nullptr, both, "fifteen letters", &size};
    producer.child_schema(1).format = "vu";
    producer.child(1).n_buffers = 4;
    producer.child(1).buffers = buffers;
    const std::string said = read_partners(producer);
    EXPECT_NE(said.find(fault), std::string::npos) << said;
    EXPECT_EQ(said.empty(), *fault == '\0');
  }
  for (const std::int8_t index : {std::int8_t{-1}, std::int8_t{2}, std::int8_t{1}}) {
    Producer producer;
    const std::int8_t indices[2] = {0, index};
    const void* buffers[2] = {nullptr, indices};
    ArrowArray values = producer.child(1);
    values.release = [](ArrowArray*) {};
    ArrowSchema value_schema{};
    value_schema.format = "u";
    producer.child_schema(1).format = "c";
    producer.child_schema(1).dictionary = &value_schema;
    producer.child(1).n_buffers = 2;
    producer.child(1).buffers = buffers;
    producer.child(1).dictionary = &values;
    const std::string said = read_partners(producer);
    EXPECT_EQ(said.find("points beyond its dictionary") != std::string::npos, index != 1) << said;
  }
}

TEST(HostileStream, AStreamIsReleasedWithAnInputThatIsNeverRead) {
  Producer producer;
  const Input input = make<rebate_input>(rebate_input_new);
  done(rebate_input_add_stream, input.get(), "partners", &producer.stream);
  EXPECT_EQ(rebate_input_add_stream(input.get(), "partners", &producer.stream, nullptr),
            REBATE_INVALID_ARGUMENT)
      << "it was moved";
  rebate_input_free(const_cast<Input&>(input).release());
  EXPECT_EQ(producer.streams_released, 1);
  EXPECT_EQ(producer.schemas_given, 0);
}

TEST(HostileStream, WhatComesOutIsReleasedOnceAndReadsBack) {
  const PolicyHandle policy = small_policy();
  SettlementHandle settlement = evaluate(policy, small_data(policy));
  ArrowArrayStream stream{};
  rebate_error* error = nullptr;
  ASSERT_EQ(rebate_settlement_to_stream(settlement.get(), nullptr, &stream, &error), REBATE_OK);
  settlement.reset();  // The stream keeps what it needs.
  ArrowSchema schema{};
  ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
  EXPECT_STREQ(schema.format, "+s");
  ASSERT_EQ(schema.n_children, 24);
  EXPECT_STREQ(schema.children[12]->name, "due");
  EXPECT_STREQ(schema.children[12]->format, "d:38,2");
  ArrowArray batch{};
  ASSERT_EQ(stream.get_next(&stream, &batch), 0);
  EXPECT_EQ(batch.length, 5);
  // A child may be moved out and outlive its batch.
  ArrowArray due = *batch.children[12];
  batch.children[12]->release = nullptr;
  batch.release(&batch);
  EXPECT_EQ(static_cast<const std::int64_t*>(due.buffers[1])[0], 2700000);
  due.release(&due);
  ASSERT_EQ(stream.get_next(&stream, &batch), 0);
  EXPECT_EQ(batch.release, nullptr);
  EXPECT_EQ(stream.get_last_error(&stream), nullptr);
  schema.release(&schema);
  stream.release(&stream);
  EXPECT_EQ(stream.release, nullptr);
}

}  // namespace
}  // namespace rebate::client
