// SPDX-License-Identifier: Apache-2.0
#include "codec/mapped_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace rebate::detail {

namespace {

Issue missing(const std::string& path, std::string message) {
  Issue issue;
  issue.code = Code::kFileMissing;
  issue.place.file = path;
  issue.message = std::move(message);
  return issue;
}

/// Closes when it goes.
struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  // Without waiting for a writer, should it be a pipe.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0)
    return missing(path, std::string("The file cannot be read: ") + std::strerror(errno) + ".");
  struct stat status {};
  if (::fstat(file.number, &status) != 0 || !S_ISREG(status.st_mode)) {
    return missing(path, "This is no file that can be read.");
  }
  MappedFile mapped;
  mapped.size_ = static_cast<std::size_t>(status.st_size);
  if (mapped.size_ == 0) return mapped;
  void* bytes = ::mmap(nullptr, mapped.size_, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (bytes == MAP_FAILED) {
    mapped.size_ = 0;
    return missing(path, std::string("The file cannot be mapped: ") + std::strerror(errno) + ".");
  }
  ::madvise(bytes, mapped.size_, MADV_SEQUENTIAL);
  mapped.bytes_ = static_cast<const char*>(bytes);
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  // munmap takes the address as mmap gave it.
  if (bytes_ != nullptr) ::munmap(const_cast<char*>(bytes_), size_);
}

}  // namespace rebate::detail
