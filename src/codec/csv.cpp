// SPDX-License-Identifier: Apache-2.0
//
// The reader looks at 64 bytes at a time and gets a bit for each byte that is a delimiter, a line
// break, a quote or NUL; fields are then cut from bit to bit. Only a field that begins with a quote
// is read byte by byte.
#include "rebate/codec/csv.hpp"

#include "codec/csv_bits.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace rebate {

namespace {

using detail::bits_of;
using detail::BlockBits;

constexpr std::size_t kBlock = detail::kCsvBlock;

std::string shown_byte(char c) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("0x") + kDigits[byte >> 4] + kDigits[byte & 15];
}

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string file, char delimiter,
                     std::uint64_t first_line)
    : text_(text), file_(std::move(file)), delimiter_(delimiter), line_(first_line) {
  if (text_.starts_with(detail::kByteOrderMark)) position_ = detail::kByteOrderMark.size();
  start_block(0);
}

void CsvReader::start_block(std::size_t block) {
  block_ = block;
  BlockBits bits;
  if (block + kBlock <= text_.size()) {
    bits = bits_of(text_.data() + block, delimiter_);
  } else if (block < text_.size()) {
    std::array<char, kBlock> last{};
    const std::size_t size = text_.size() - block;
    std::memcpy(last.data(), text_.data() + block, size);
    bits = bits_of(last.data(), delimiter_);
    bits.specials &= (std::uint64_t{1} << size) - 1;  // The padding is no part of the text.
  }
  specials_ = bits.specials;
  block_has_high_bytes_ = bits.has_high_bytes;
  has_high_bytes_ = has_high_bytes_ || bits.has_high_bytes;
}

/// The first special byte at or after `from`; the size of the text if there is none.
std::size_t CsvReader::next_special(std::size_t from) {
  if (from < block_ || from >= block_ + kBlock) start_block(from / kBlock * kBlock);
  std::uint64_t bits = specials_ >> (from - block_) << (from - block_);
  while (bits == 0) {
    if (block_ + kBlock >= text_.size()) return text_.size();
    start_block(block_ + kBlock);
    bits = specials_;
  }
  return block_ + static_cast<std::size_t>(std::countr_zero(bits));
}

bool CsvReader::next(std::vector<CsvField>& fields) {
  while (position_ < text_.size()) {
    fields.clear();
    unquoted_.clear();
    record_begin_ = position_;
    record_line_ = line_;
    has_high_bytes_ = block_has_high_bytes_;
    Step step = Step::kField;
    while (step == Step::kField) {
      const bool is_quoted = position_ < text_.size() && text_[position_] == '"';
      step = is_quoted ? read_quoted(fields) : read_plain(fields);
      if (step == Step::kField && position_ - record_begin_ > kMaxRecordBytes)
        step = refuse_length(position_);
    }
    if (step == Step::kBroken) {
      ++records_;
      skip_line();
      continue;
    }
    const bool is_blank_line = fields.size() == 1 && fields[0].text.empty() && !fields[0].is_quoted;
    if (is_blank_line) continue;
    ++records_;
    if (check(fields)) return true;
  }
  return false;
}

void CsvReader::pass(std::size_t position, std::uint64_t records) {
  position_ = position;
  records_ += records;
  line_ += records;
}

/// Ends the field that began at `begin` with the byte at `special`; position_ moves behind it.
CsvReader::Step CsvReader::end_at(std::size_t special, std::size_t begin) {
  if (special >= text_.size()) {
    position_ = text_.size();
    return Step::kRecord;
  }
  const char c = text_[special];
  if (c == delimiter_) {
    position_ = special + 1;
    return Step::kField;
  }
  if (c == '\n' || (c == '\r' && special + 1 < text_.size() && text_[special + 1] == '\n')) {
    position_ = special + (c == '\r' ? 2 : 1);
    ++line_;
    return Step::kRecord;
  }
  if (c == '\r') {
    return refuse(Code::kCsvSyntax, special, "A carriage return stands alone.",
                  "LF or CR LF at the end of a line; inside a field, quotes around it");
  }
  if (c == '\0') return refuse(Code::kCsvSyntax, special, "A NUL byte stands in the text.");
  return refuse(Code::kCsvSyntax, special,
                text_[begin] == '"' ? "A quote that closes a field is not the field's end."
                                    : "A quote stands inside a field that does not begin with one.",
                "quotes around the whole field, and quotes in it doubled");
}

CsvReader::Step CsvReader::read_plain(std::vector<CsvField>& fields) {
  const std::size_t begin = position_;
  const std::size_t special = next_special(begin);
  const Step step = end_at(special, begin);
  if (step != Step::kBroken) fields.push_back({text_.substr(begin, special - begin), begin, false});
  return step;
}

CsvReader::Step CsvReader::read_quoted(std::vector<CsvField>& fields) {
  const std::size_t begin = position_;
  std::size_t at = begin + 1;
  std::size_t part = at;
  std::uint64_t lines = 0;
  const std::size_t kept = unquoted_.size();
  for (;; ++at) {
    at = next_special(at);
    if (at >= text_.size())
      return refuse(Code::kCsvSyntax, begin, "A quote is opened here and never closed.");
    if (at - record_begin_ > kMaxRecordBytes) return refuse_length(begin);
    const char c = text_[at];
    if (c == '\n') ++lines;
    if (c == '\0') return refuse(Code::kCsvSyntax, at, "A NUL byte stands in the text.");
    if (c == '\r' && (at + 1 >= text_.size() || text_[at + 1] != '\n')) {
      return refuse(Code::kCsvSyntax, at, "A carriage return stands alone.",
                    "LF or CR LF at the end of a line");
    }
    if (c != '"') continue;
    if (at + 1 >= text_.size() || text_[at + 1] != '"') break;
    // A doubled quote: only now the text has to be copied. The room for a whole record is taken at
    // once, since views of earlier fields point into it.
    if (unquoted_.capacity() <= kMaxRecordBytes) unquoted_.reserve(kMaxRecordBytes + 1);
    unquoted_.append(text_.substr(part, at + 1 - part));
    part = ++at + 1;
  }
  std::string_view text = text_.substr(part, at - part);
  if (unquoted_.size() > kept) {
    unquoted_.append(text);
    text = std::string_view(unquoted_).substr(kept);
  }
  const std::size_t end = at + 1;
  if (end < text_.size() && next_special(end) != end) {
    return refuse(Code::kCsvSyntax, end, "A field goes on behind its closing quote.",
                  "a delimiter or the end of the line behind it, and quotes in a field doubled");
  }
  line_ += lines;
  const Step step = end_at(std::min(end, text_.size()), begin);
  if (step != Step::kBroken) fields.push_back({text, begin, true});
  return step;
}

/// Sizes and encoding of a whole record.
bool CsvReader::check(const std::vector<CsvField>& fields) {
  if (position_ - record_begin_ > kMaxRecordBytes) {
    refuse_length(record_begin_);
    return false;
  }
  if (position_ - record_begin_ > kMaxFieldBytes) {
    for (const CsvField& field : fields) {
      if (field.text.size() <= kMaxFieldBytes) continue;
      refuse(Code::kLimitExceeded, field.begin,
             "A field is longer than " + std::to_string(kMaxFieldBytes) +
                 " bytes (limit: CSV field).");
      return false;
    }
  }
  if (!has_high_bytes_) return true;
  const std::string_view record = text_.substr(record_begin_, position_ - record_begin_);
  const std::size_t bad = detail::find_bad_utf8(record);
  if (bad == std::string_view::npos) return true;
  refuse(Code::kCsvEncoding, record_begin_ + bad,
         "The byte " + shown_byte(record[bad]) + " is not UTF-8 here.",
         "UTF-8; name another encoding in data.json");
  return false;
}

Place CsvReader::place_of(const CsvField& field) const {
  Place place;
  place.file = file_;
  std::uint64_t line = record_line_;
  std::size_t line_begin = record_begin_;
  for (std::size_t at = record_begin_; at < field.begin; ++at) {
    if (text_[at] != '\n') continue;
    ++line;
    line_begin = at + 1;
  }
  place.line = static_cast<int>(std::min<std::uint64_t>(line, INT32_MAX));
  place.column = static_cast<int>(field.begin - line_begin) + 1;
  return place;
}

CsvReader::Step CsvReader::refuse(Code code, std::size_t at, std::string message,
                                  std::string expected) {
  broken_at_ = at;
  if (++issue_count_ <= kMaxIssues) {
    Issue issue;
    issue.code = code;
    issue.place = place_of(CsvField{{}, at, false});
    issue.message = std::move(message);
    issue.expected = std::move(expected);
    issues_.add(std::move(issue));
  }
  return Step::kBroken;
}

CsvReader::Step CsvReader::refuse_length(std::size_t at) {
  return refuse(
      Code::kLimitExceeded, at,
      "A record is longer than " + std::to_string(kMaxRecordBytes) + " bytes (limit: CSV record)" +
          (at < text_.size() && text_[at] == '"' ? "; is the quote here ever closed?" : "."));
}

/// Goes on at the line after the broken place; line breaks in quoted fields before it are lines
/// too.
void CsvReader::skip_line() {
  const std::size_t feed = text_.find('\n', broken_at_);
  position_ = feed == std::string_view::npos ? text_.size() : feed + 1;
  line_ = record_line_ + static_cast<std::uint64_t>(std::count(
                             text_.begin() + static_cast<std::ptrdiff_t>(record_begin_),
                             text_.begin() + static_cast<std::ptrdiff_t>(position_), '\n'));
}

std::size_t CsvReader::record_begin(std::string_view text, std::size_t position) {
  if (position == 0) return 0;
  // Doubled quotes change the state twice, so that it is right at every line break.
  std::size_t quotes = 0;
  const auto before = text.substr(0, std::min(position - 1, text.size()));
  for (std::size_t at = before.find('"'); at != std::string_view::npos;
       at = before.find('"', at + 1)) {
    ++quotes;
  }
  for (std::size_t at = before.size(); at < text.size(); ++at) {
    if (text[at] == '"') ++quotes;
    if (text[at] == '\n' && quotes % 2 == 0) return at + 1;
  }
  return text.size();
}

std::string csv_quoted(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace rebate
