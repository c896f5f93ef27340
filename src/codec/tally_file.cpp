// SPDX-License-Identifier: Apache-2.0
//
//   "rebtally" | version | fingerprint of the plan | is it complete | partners | nouns | cubes |
//   SHA-256
//
// The checksum is over all bytes before it. A cube is its classes by dimension, then one column
// after the other for all its cells, partner by partner:
//
//   cells of each partner | stretch | class by dimension | rows | forward rows | first day | ids |
//   sums
//
// What is read is checked as if the checksum said nothing: whoever made the file may have made
// that, too.
#include "rebate/codec/tally_file.hpp"

#include "codec/mapped_file.hpp"
#include "codec/packed_bytes.hpp"
#include "codec/sha256.hpp"
#include "plan/plan_parts.hpp"
#include "tally/tally_parts.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace rebate {
namespace {

using detail::ByteReader;
using detail::ByteWriter;

constexpr std::string_view kMagic = "rebtally";
constexpr std::uint64_t kVersion = 2;
constexpr std::size_t kChecksumSize = 64;  // hexadecimal digits
constexpr std::uint64_t kMostCells = std::numeric_limits<std::uint32_t>::max();

bool is_sum(const Accumulator& accumulator) { return accumulator.kind == Aggregate::kSum; }

// --- writing
// ---------------------------------------------------------------------------------------

class TallyWriter {
 public:
  std::string write(const Tally& tally) {
    out_.raw(kMagic);
    out_.number(kVersion);
    out_.fixed(tally.plan_fingerprint);
    out_.flag(tally.is_complete);
    out_.number(tally.partner_count);
    for (TextCode code = 1; code <= tally.partner_count; ++code)
      out_.text(tally.partners->text(code));
    out_.number(tally.nouns.size());
    for (const auto& [noun, totals] : tally.nouns) write_noun(noun, totals);
    out_.number(tally.cubes.size());
    for (const CubeCells& cells : tally.cubes) write_cube(cells);
    out_.raw(detail::sha256(out_.bytes()));
    return out_.take();
  }

 private:
  void write_noun(const std::string& noun, const NounTotals& totals) {
    out_.text(noun);
    out_.number(totals.rows);
    out_.flag(totals.known_from.has_value());
    if (totals.known_from) out_.date(*totals.known_from);
    write_marks(totals.unused);
  }

  void write_cube(const CubeCells& cells) {
    for (const auto& classes : cells.classes) {
      out_.number(classes.size());
      for (const ClassValues& values : classes) {
        for (const Value& value : values) out_.value(value);
      }
    }
    for (std::size_t p = 0; p + 1 < cells.offsets.size(); ++p) {
      out_.number(cells.offsets[p + 1] - cells.offsets[p]);
    }
    for (const std::uint32_t stretch : cells.stretch) out_.number(stretch);
    for (const auto& column : cells.class_of) {
      for (const std::uint32_t number : column) out_.number(number);
    }
    for (const std::uint32_t rows : cells.rows) out_.number(rows);
    for (const std::uint32_t rows : cells.forward_rows) out_.number(rows);
    for (const std::int32_t day : cells.first_day) out_.signed_number(day);
    for (const std::string& id : cells.ids) out_.text(id);
    for (const AccumulatorColumn& column : cells.accumulators) write_column(column);
  }

  void write_column(const AccumulatorColumn& column) {
    out_.number(static_cast<std::uint64_t>(column.scale));
    for (const std::int64_t coefficient : column.coefficients) out_.signed_number(coefficient);
    for (const auto& [cell, sum] : column.exact) out_.ratio(sum);
    for (const AccumulatorColumn::Extreme& extreme : column.extremes) {
      out_.value(extreme.value);
      write_mark(extreme.mark);
    }
    out_.flag(!column.lacking.empty());
    for (const std::uint32_t rows : column.lacking) out_.number(rows);
    for (const auto& [cell, marks] : column.lacking_marks) {
      write_marks(marks);
    }
  }

  void write_marks(const std::vector<RowMark>& marks) {
    out_.number(marks.size());
    for (const RowMark& mark : marks) write_mark(mark);
  }

  void write_mark(const RowMark& mark) {
    out_.date(mark.day);
    out_.text(mark.id);
  }

  ByteWriter out_;
};

// --- reading
// ---------------------------------------------------------------------------------------

/// A value that a formula of this type can give.
bool fits(const Value& value, Type type) {
  if (value.is_missing()) return true;
  switch (type) {
    case Type::kNumber:
    case Type::kMoney:
    case Type::kQuantity:
    case Type::kRatio:
      return value.is_number();
    case Type::kText:
      return value.is_text() || value.is_level();
    case Type::kFlag:
      return value.is_flag();
    case Type::kDate:
      return value.is_date();
    case Type::kRange:
      return value.is_range();
    case Type::kList:
      return value.is_list();
    case Type::kLevel:
      return value.is_level() || value.is_text();
  }
  return false;
}

class TallyReader {
 public:
  TallyReader(std::string_view body, const Plan& plan) : in_(body), plan_(plan) {}

  /// Null if something is wrong.
  std::shared_ptr<Tally> read(std::shared_ptr<const Dictionary> partners) {
    auto tally = std::make_shared<Tally>();
    tally->plan_fingerprint = plan_.fingerprint;
    tally->is_complete = is_complete_;
    tally->partner_count = partners->size() - 1;
    tally->partners = std::move(partners);
    read_nouns(*tally);
    in_.require(in_.number() == plan_.cubes.size());
    for (const Cube& cube : plan_.cubes) {
      if (!in_.ok()) return nullptr;
      tally->cubes.push_back(read_cube(cube, tally->partner_count));
    }
    in_.require(in_.is_at_end());
    return in_.ok() ? tally : nullptr;
  }

  /// The ids come first, so that a tally of other partners is told from a damaged one.
  bool has_partners_of(const Dictionary& partners) {
    is_complete_ = in_.flag();
    const std::size_t count = in_.count();
    bool same = count == partners.size() - 1;
    for (TextCode code = 1; code <= count && in_.ok(); ++code) {
      const std::string_view id = in_.text();
      same = same && id == partners.text(code);
    }
    return same;
  }
  bool ok() const { return in_.ok(); }

 private:
  void read_nouns(Tally& tally) {
    const std::size_t count = in_.count();
    std::string last;
    for (std::size_t i = 0; i < count && in_.ok(); ++i) {
      std::string noun(in_.text());
      in_.require(i == 0 || last < noun);
      last = noun;
      NounTotals& totals = tally.nouns[std::move(noun)];
      totals.rows = in_.number();
      if (in_.flag()) totals.known_from = in_.date();
      totals.unused = read_marks(std::min<std::uint64_t>(kMaxMarks, totals.rows));
    }
  }

  CubeCells read_cube(const Cube& cube, std::uint32_t partner_count) {
    CubeCells cells;
    for (const Dimension& dimension : cube.dimensions)
      cells.classes.push_back(read_classes(cube, dimension));
    const std::size_t size = read_offsets(partner_count, cells);
    read_numbers(size, cube.cuts.size(), cells.stretch);
    require_ascending_stretches(cells);
    for (const auto& classes : cells.classes) {
      in_.require(size == 0 || !classes.empty());
      read_numbers(size, classes.empty() ? 0 : classes.size() - 1, cells.class_of.emplace_back());
    }
    read_numbers(size, kMostCells, cells.rows);
    for (const std::uint32_t rows : cells.rows) in_.require(rows > 0);
    read_numbers(size, kMostCells, cells.forward_rows);
    for (std::size_t i = 0; i < cells.forward_rows.size() && in_.ok(); ++i) {
      in_.require(cells.forward_rows[i] <= cells.rows[i]);
    }
    for (std::size_t i = 0; i < size && in_.ok(); ++i) cells.first_day.push_back(in_.date().days());
    for (std::size_t i = 0; cube.per_row && i < size && in_.ok(); ++i)
      cells.ids.emplace_back(in_.text());
    for (const Accumulator& accumulator : cube.accumulators) {
      if (!in_.ok()) break;
      cells.accumulators.push_back(read_column(accumulator, size));
    }
    return cells;
  }

  std::vector<ClassValues> read_classes(const Cube& cube, const Dimension& dimension) {
    std::vector<ClassValues> classes;
    const std::size_t count = in_.count();
    for (std::size_t c = 0; c < count && in_.ok(); ++c) {
      ClassValues& values = classes.emplace_back();
      for (const int atom : dimension.atoms) {
        values.push_back(in_.value());
        in_.require(fits(values.back(), cube.atoms[static_cast<std::size_t>(atom)].formula->type));
      }
    }
    return classes;
  }

  /// The number of cells, of which each takes bytes that must still be there.
  std::size_t read_offsets(std::uint32_t partner_count, CubeCells& cells) {
    std::uint64_t size = 0;
    cells.offsets.push_back(0);
    for (std::uint32_t partner = 0; partner <= partner_count && in_.ok(); ++partner) {
      size += in_.count();
      in_.require(size <= kMostCells);
      cells.offsets.push_back(static_cast<std::uint32_t>(size));
    }
    in_.require_left(size);
    return in_.ok() ? static_cast<std::size_t>(size) : 0;
  }

  void read_numbers(std::size_t size, std::uint64_t largest, std::vector<std::uint32_t>& into) {
    in_.require_left(size);
    if (!in_.ok()) return;
    into.reserve(size);
    for (std::size_t i = 0; i < size && in_.ok(); ++i) {
      into.push_back(static_cast<std::uint32_t>(in_.number_up_to(largest)));
    }
  }

  /// A settlement finds the days of a partner by halving.
  void require_ascending_stretches(const CubeCells& cells) {
    for (std::size_t p = 0; p + 1 < cells.offsets.size() && in_.ok(); ++p) {
      in_.require(std::is_sorted(cells.stretch.begin() + cells.offsets[p],
                                 cells.stretch.begin() + cells.offsets[p + 1]));
    }
  }

  AccumulatorColumn read_column(const Accumulator& accumulator, std::size_t size) {
    AccumulatorColumn column;
    column.scale = static_cast<std::int32_t>(in_.number_up_to(AccumulatorColumn::kMaxScale));
    if (is_sum(accumulator)) {
      read_sums(size, column);
    } else {
      for (std::size_t i = 0; i < size && in_.ok(); ++i) {
        AccumulatorColumn::Extreme& extreme = column.extremes.emplace_back();
        extreme.value = in_.value();
        in_.require(fits(extreme.value, accumulator.atom.formula->type));
        extreme.mark = read_mark();
      }
    }
    if (in_.flag()) read_lacking(size, column);
    return column;
  }

  void read_sums(std::size_t size, AccumulatorColumn& column) {
    in_.require_left(size);
    if (!in_.ok()) return;
    column.coefficients.reserve(size);
    for (std::size_t i = 0; i < size && in_.ok(); ++i)
      column.coefficients.push_back(in_.signed_number());
    for (std::uint32_t cell = 0; cell < column.coefficients.size() && in_.ok(); ++cell) {
      if (column.coefficients[cell] != AccumulatorColumn::kExact) continue;
      Ratio sum = in_.ratio();
      column.set_sum(cell, sum);
      in_.require(column.coefficients[cell] ==
                  AccumulatorColumn::kExact);  // else it has a short form
    }
  }

  void read_lacking(std::size_t size, AccumulatorColumn& column) {
    in_.require(size > 0);
    read_numbers(size, kMostCells, column.lacking);
    for (std::uint32_t cell = 0; cell < column.lacking.size() && in_.ok(); ++cell) {
      if (column.lacking[cell] == 0) continue;
      std::vector<RowMark>& marks = column.lacking_marks[cell];
      marks = read_marks(std::min<std::uint64_t>(kMaxMarks, column.lacking[cell]));
      in_.require(!marks.empty());
    }
  }

  std::vector<RowMark> read_marks(std::uint64_t most) {
    std::vector<RowMark> marks;
    const std::size_t count = in_.number_up_to(most);
    for (std::size_t i = 0; i < count && in_.ok(); ++i) marks.push_back(read_mark());
    in_.require(std::is_sorted(marks.begin(), marks.end()));
    return marks;
  }

  RowMark read_mark() {
    RowMark mark;
    mark.day = in_.date();
    mark.id = std::string(in_.text());
    return mark;
  }

  ByteReader in_;
  const Plan& plan_;
  bool is_complete_ = false;
};

Issue damaged(const std::string& file_name, std::string message, std::string expected) {
  Issue issue;
  issue.code = Code::kTallyFile;
  issue.place.file = file_name;
  issue.message = std::move(message);
  issue.expected = std::move(expected);
  return issue;
}

Issue mismatch(const std::string& file_name, std::string message, std::string expected) {
  Issue issue = damaged(file_name, std::move(message), std::move(expected));
  issue.code = Code::kTallyMismatch;
  return issue;
}

}  // namespace

std::string save_tally(const Tally& tally) { return TallyWriter().write(tally); }

Result<std::shared_ptr<const Tally>> restore_tally(std::string_view bytes, const Plan& plan,
                                                   const Master& master,
                                                   const std::string& file_name) {
  if (!bytes.starts_with(kMagic)) {
    return damaged(file_name, "The file is no tally.", "a file of 'rebate tally'");
  }
  ByteReader head(bytes.substr(kMagic.size()));
  const std::uint64_t version = head.number();
  if (head.ok() && version != kVersion) {
    return damaged(file_name, "The tally is of version " + std::to_string(version) + ".",
                   "version " + std::to_string(kVersion) + "; make the tally again");
  }
  constexpr std::size_t kHeadSize = 1 + 8;
  if (bytes.size() < kMagic.size() + kHeadSize + kChecksumSize) {
    return damaged(file_name, "The tally is cut off.", "the whole file");
  }
  const std::string_view covered = bytes.substr(0, bytes.size() - kChecksumSize);
  if (detail::sha256(covered) != bytes.substr(covered.size())) {
    return damaged(file_name, "The tally is damaged: its checksum does not fit its bytes.",
                   "the file as it was written");
  }
  if (head.fixed() != plan.fingerprint) {
    return mismatch(file_name,
                    "The tally was made by another policy or for another settlement date.",
                    "a tally of this policy, as of the same day");
  }
  TallyReader reader(covered.substr(kMagic.size() + kHeadSize), plan);
  const bool same_partners = reader.has_partners_of(master.partners().ids());
  if (reader.ok() && !same_partners) {
    return mismatch(file_name, "The tally was made with another list of partners.",
                    "the partners.csv that the tally was made with");
  }
  std::shared_ptr<const Tally> tally = reader.read(master.reference().partners);
  if (tally == nullptr) {
    return damaged(file_name, "The tally holds what no tally of this policy can hold.",
                   "the file as it was written");
  }
  return tally;
}

Result<std::shared_ptr<const Tally>> restore_tally_file(const std::string& path, const Plan& plan,
                                                        const Master& master) {
  const Result<detail::MappedFile> file = detail::MappedFile::open(path);
  if (!file.ok()) return file.issues();
  return restore_tally(file->text(), plan, master, path);
}

}  // namespace rebate
