// SPDX-License-Identifier: Apache-2.0
//
// Rows that do not count, or count with something missing, and why: "sales.csv:18 S-17: unknown
// partner P99". All are counted; the first of each noun and reason are listed.
#pragma once

#include "rebate/base/issue.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {

enum class RowDoubt : std::uint8_t {
  kDuplicate,        ///< The same as an earlier row in all fields: counts once.
  kConflict,         ///< Another row has its id and differs: none of them counts.
  kSign,             ///< Its sign is against its type: does not count.
  kUnknownPartner,   ///< Does not count.
  kUnknownProduct,   ///< Counts; the product's fields are missing.
  kUnknownCustomer,  ///< Counts; the customer's fields are missing.
  kUnknownUnit,      ///< Counts; its quantity is missing.
  kNoReference,      ///< The row it points at (reverses, invoice) is not there. Counts.
  kKeptOut,          ///< data.json keeps it out. Does not count.
};
inline constexpr std::size_t kRowDoubtCount = 9;

[[nodiscard]] Code code_of(RowDoubt doubt);
/// True for kUnknownProduct, kUnknownCustomer, kUnknownUnit and kNoReference.
[[nodiscard]] bool still_counts(RowDoubt doubt);

struct DoubtfulRow {
  std::uint64_t line = 0;
  std::string id;    ///< Empty if the row has none.
  std::string text;  ///< What is doubtful: "P99", "return with net 120".
};

class DoubtfulRows {
 public:
  /// Listed for each noun and reason; the rest is only counted.
  static constexpr std::size_t kMaxListed = 100;

  struct Group {
    std::string file;
    std::uint64_t count = 0;
    std::vector<DoubtfulRow> first;  ///< In the order of the file.
  };
  using Groups = std::map<std::pair<std::string, RowDoubt>, Group>;

  /// The row is copied only if it is listed.
  void add(std::string_view noun, std::string_view file, RowDoubt doubt, std::uint64_t line,
           std::string_view id, std::string_view text);
  void merge(const DoubtfulRows& other);

  /// By noun, then reason.
  [[nodiscard]] const Groups& groups() const { return groups_; }
  [[nodiscard]] std::uint64_t count(std::string_view noun, RowDoubt doubt) const;
  [[nodiscard]] std::uint64_t count(RowDoubt doubt) const;
  [[nodiscard]] bool empty() const { return groups_.empty(); }

  /// One warning a listed row, and one a group that says how many more there are.
  [[nodiscard]] Issues issues() const;

 private:
  Groups groups_;
};

}  // namespace rebate
