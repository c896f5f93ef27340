// SPDX-License-Identifier: Apache-2.0
#include "form/source_tree.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rebate::form {

namespace fs = std::filesystem;

namespace {

// Folders that hold what is made, not written.
constexpr std::array kSkippedFolders = {".git", "build", ".cache", "__pycache__"};
// Files whose text no rule reads: they may be large.
constexpr std::array kDataEndings = {".csv", ".tsv", ".bin",     ".png",
                                     ".svg", ".gz",  ".parquet", ".output"};

bool is_data(std::string_view path) {
  return std::any_of(kDataEndings.begin(), kDataEndings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); }) ||
         path.find("/corpus/") != std::string_view::npos;
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string to_text(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.file + ":";
    if (finding.line > 0) text += std::to_string(finding.line) + ":";
    text += " " + finding.what + "\n";
  }
  return text;
}

SourceTree SourceTree::read(const std::string& root) {
  SourceTree tree;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator();
       ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory()) {
      if (std::find(kSkippedFolders.begin(), kSkippedFolders.end(), name) !=
          kSkippedFolders.end()) {
        it.disable_recursion_pending();
      }
    } else if (it->is_regular_file()) {
      const std::string path = fs::relative(it->path(), root).generic_string();
      tree.add(path, is_data(path) ? std::string() : read_text(it->path()));
    }
  }
  return tree;
}

void SourceTree::add(const std::string& path, std::string_view text) {
  std::vector<std::string>& lines = files_[path];
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool SourceTree::has_path(const std::string& path) const {
  if (path.empty() || path == "." || has(path)) return true;
  const auto next = files_.lower_bound(path + "/");
  return next != files_.end() && next->first.starts_with(path + "/");
}

const std::vector<std::string>& SourceTree::lines(const std::string& path) const {
  static const std::vector<std::string> none;
  const auto found = files_.find(path);
  return found == files_.end() ? none : found->second;
}

bool is_cpp(std::string_view path) {
  return path.ends_with(".hpp") || path.ends_with(".cpp") || path.ends_with(".def");
}

std::string layer_of(std::string_view path) {
  for (const std::string_view top :
       {std::string_view("include/rebate/"), std::string_view("src/")}) {
    if (!path.starts_with(top)) continue;
    path.remove_prefix(top.size());
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
  }
  return {};
}

namespace {

// Walks C++ text and says of each character whether it is code. Raw texts keep their own end mark.
class CodeReader {
 public:
  std::string blank(const std::string& line) {
    std::string out(line.size(), ' ');
    has_raw_text_ = state_ == State::kRawText;
    if (state_ == State::kLineComment) state_ = State::kCode;
    for (std::size_t i = 0; i < line.size(); ++i) i = step(line, i, out);
    if (state_ == State::kText || state_ == State::kCharacter) state_ = State::kCode;
    return out;
  }

  // Of the line that blank() was given last.
  bool has_raw_text() const { return has_raw_text_; }

 private:
  enum class State { kCode, kLineComment, kBlockComment, kText, kCharacter, kRawText };

  // Reads what begins at `i`; returns the index of its last character.
  std::size_t step(const std::string& line, std::size_t i, std::string& out) {
    const std::string_view rest = std::string_view(line).substr(i);
    switch (state_) {
      case State::kCode:
        return step_code(rest, i, out);
      case State::kLineComment:
        return line.size();
      case State::kBlockComment:
        return leave_if(rest, "*/", i);
      case State::kRawText:
        return leave_if(rest, raw_end_, i);
      case State::kText:
        return rest.starts_with('\\') ? i + 1 : leave_if(rest, "\"", i);
      case State::kCharacter:
        return rest.starts_with('\\') ? i + 1 : leave_if(rest, "'", i);
    }
    return i;
  }

  std::size_t step_code(std::string_view rest, std::size_t i, std::string& out) {
    const bool after_word =
        i > 0 && out[i - 1] != ' ' &&
        (std::isalnum(static_cast<unsigned char>(out[i - 1])) != 0 || out[i - 1] == '_');
    if (rest.starts_with("//")) {
      state_ = State::kLineComment;
    } else if (rest.starts_with("/*")) {
      state_ = State::kBlockComment;
      return i + 1;
    } else if (rest.starts_with("R\"") && rest.find('(') != std::string_view::npos) {
      const std::size_t open = rest.find('(');
      raw_end_ = ")" + std::string(rest.substr(2, open - 2)) + "\"";
      state_ = State::kRawText;
      has_raw_text_ = true;
      return i + open;
    } else if (rest.starts_with('"')) {
      state_ = State::kText;
    } else if (rest.starts_with('\'') && !after_word) {  // 1'000 separates digits
      state_ = State::kCharacter;
    } else {
      out[i] = rest.front();
    }
    return i;
  }

  std::size_t leave_if(std::string_view rest, std::string_view end, std::size_t i) {
    if (!rest.starts_with(end)) return i;
    state_ = State::kCode;
    return i + end.size() - 1;
  }

  State state_ = State::kCode;
  bool has_raw_text_ = false;
  std::string raw_end_;
};

}  // namespace

std::vector<std::string> code_only(const std::vector<std::string>& lines) {
  CodeReader reader;
  std::vector<std::string> code;
  for (const std::string& line : lines) code.push_back(reader.blank(line));
  return code;
}

std::vector<bool> has_raw_text(const std::vector<std::string>& lines) {
  CodeReader reader;
  std::vector<bool> raw;
  for (const std::string& line : lines) {
    reader.blank(line);
    raw.push_back(reader.has_raw_text());
  }
  return raw;
}

}  // namespace rebate::form
