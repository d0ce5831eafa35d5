#include "sqlite_partial_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse {
namespace {

std::string reason() { return std::generic_category().message(errno); }

struct stat status_of(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) throw PortError("cannot look at a file: " + reason());
  return status;
}

}  // namespace

SqlitePartialFile::SqlitePartialFile(std::string target, Concurrent concurrent)
    : target_(std::move(target)), path_(target_ + ".partial") {
  // Each failed round has removed a file that was left behind, or has opened one that was removed
  // meanwhile.
  while (file_ < 0) {
    constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    file_ = ::open(path_.c_str(), flags, S_IRUSR | S_IWUSR);
    if (file_ < 0) throw PortError("cannot create " + path_ + ": " + reason());
    try {
      if (try_to_own(concurrent)) return;
    } catch (...) {
      ::close(file_);
      throw;
    }
    ::close(std::exchange(file_, -1));
  }
}

SqlitePartialFile::~SqlitePartialFile() {
  // The file is still locked: the next process that makes a backup finds no file, or waits.
  if (has_its_name()) ::unlink(path_.c_str());
  ::close(file_);
}

bool SqlitePartialFile::try_to_own(Concurrent concurrent) {
  lock(concurrent);
  // Its former owner may have removed it before it released the lock.
  if (!has_its_name()) return false;
  const struct stat status = status_of(file_);
  constexpr mode_t mode_bits = 07777;
  const bool is_new = S_ISREG(status.st_mode) && status.st_size == 0 && status.st_nlink == 1 &&
                      status.st_uid == ::geteuid() &&
                      (status.st_mode & mode_bits & ~mode_t{S_IRUSR | S_IWUSR}) == 0;
  if (is_new) return true;
  require_left_behind();
  // The file is removed rather than truncated: a process that was killed during publish() may have
  // linked it to the target name already.
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) ::unlink((path_ + suffix).c_str());
  return false;
}

void SqlitePartialFile::lock(Concurrent concurrent) const {
  const int mode = concurrent == Concurrent::wait ? LOCK_EX : LOCK_EX | LOCK_NB;
  while (::flock(file_, mode) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) throw PortError("another backup to " + target_ + " is being made");
    throw PortError("cannot lock " + path_ + ": " + reason());
  }
}

bool SqlitePartialFile::has_its_name() const noexcept {
  struct stat named {};
  struct stat open {};
  return ::lstat(path_.c_str(), &named) == 0 && ::fstat(file_, &open) == 0 &&
         named.st_ino == open.st_ino && named.st_dev == open.st_dev;
}

void SqlitePartialFile::require_left_behind() const {
  constexpr std::string_view magic("SQLite format 3\0", 16);
  std::array<char, magic.size()> begin{};
  const struct stat status = status_of(file_);
  const bool is_copy =
      S_ISREG(status.st_mode) &&
      (status.st_size == 0 ||
       (::pread(file_, begin.data(), begin.size(), 0) == static_cast<ssize_t>(begin.size()) &&
        std::string_view(begin.data(), begin.size()) == magic));
  if (is_copy) return;
  throw PortError("there is something at " + path_ +
                  " that no backup left behind: move it away, or choose another name");
}

void SqlitePartialFile::publish() const {
  flush_file();
  if (::link(path_.c_str(), target_.c_str()) != 0) {
    throw PortError("cannot create " + target_ + ": " + reason());
  }
  ::unlink(path_.c_str());
  flush_folder();
}

void SqlitePartialFile::publish_in_place() const {
  flush_file();
  if (std::rename(path_.c_str(), target_.c_str()) != 0) {
    throw PortError("cannot create " + target_ + ": " + reason());
  }
  flush_folder();
}

void SqlitePartialFile::flush_file() const {
  if (::fsync(file_) != 0) throw PortError("cannot write " + path_ + ": " + reason());
}

void SqlitePartialFile::flush_folder() const {
  const std::string folder = std::filesystem::absolute(target_).parent_path().string();
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool flushed = handle >= 0 && ::fsync(handle) == 0;
  const std::string why = reason();
  if (handle >= 0) ::close(handle);
  if (!flushed) throw PortError("cannot flush the folder of " + target_ + ": " + why);
}

}  // namespace gatehouse
