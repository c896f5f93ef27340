// SPDX-License-Identifier: Apache-2.0
//
// The order is what makes it safe: write beside the place, fsync, rename, fsync the folder. A
// rename within one folder is atomic; without the fsync before it a crash could leave an empty file
// in place.
#include "rebate/report/output_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rebate {
namespace {

constexpr int kMostNames = 100;

// 0, or errno.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Where the file really lies: a link is followed, so that the link itself stays.
std::string real_place(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string place(real);
  std::free(real);
  return place;
}

Issue output_issue(const std::string& path, int error) {
  Issue issue;
  issue.code = Code::kOutputFailed;
  issue.place.file = path;
  issue.message = std::string("The file cannot be written: ") + std::strerror(error) + ".";
  return issue;
}

}  // namespace

OutputFile::OutputFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

Result<std::unique_ptr<OutputFile>> OutputFile::create(const std::string& path) {
  struct stat status;
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return output_issue(path, EISDIR);
  if (exists && !S_ISREG(status.st_mode)) {
    // A pipe or a device is written to, never replaced.
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return output_issue(path, errno);
    return std::unique_ptr<OutputFile>(new OutputFile(path, "", descriptor));
  }
  const std::string place = exists ? real_place(path) : path;
  const std::string folder = folder_of(place);
  const std::string name = place.substr(place.rfind('/') + 1);
  const mode_t mode = exists ? status.st_mode & 0777 : 0666;
  for (int attempt = 0; attempt < kMostNames; ++attempt) {
    const std::string temporary = folder + "/." + name + "." + std::to_string(::getpid()) + "." +
                                  std::to_string(attempt) + ".tmp";
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0) {
      return std::unique_ptr<OutputFile>(new OutputFile(place, temporary, descriptor));
    }
    if (errno != EEXIST) return output_issue(path, errno);
  }
  return output_issue(path, EEXIST);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

bool OutputFile::write_block(std::string_view block) {
  error_ = write_all(descriptor_, block);
  return error_ == 0;
}

Issue OutputFile::failure(int error) const { return output_issue(path_, error); }

Result<Done> OutputFile::commit() {
  REBATE_REQUIRE(descriptor_ >= 0, "an output file is committed once");
  flush();
  if (!ok()) return failure(error_);
  // A pipe cannot be forced to a disk.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) return failure(errno);
  const int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0) return failure(errno);
  if (temporary_.empty()) return Done{};
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failure(errno);
  temporary_.clear();
  // The name is in the folder; on a file system that cannot sync folders it is as safe as it gets.
  const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    static_cast<void>(::fsync(folder));
    ::close(folder);
  }
  return Done{};
}

Result<Done> write_whole_file(const std::string& path, std::string_view text) {
  Result<std::unique_ptr<OutputFile>> file = OutputFile::create(path);
  if (!file.ok()) return file.issues();
  (*file)->append(text);
  return (*file)->commit();
}

bool DescriptorSink::is_reader_gone() const { return error_ == EPIPE; }

bool DescriptorSink::write_block(std::string_view block) {
  error_ = write_all(descriptor_, block);
  return error_ == 0;
}

}  // namespace rebate
