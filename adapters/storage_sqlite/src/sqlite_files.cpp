#include "sqlite_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <gatehouse/ports/storage_error.hpp>

namespace gatehouse {

SqliteFiles::SqliteFiles(const std::string& path) {
  // The path may be a symbolic link, which could later point elsewhere; so the path itself is
  // compared. SQLite places the other two files beside the target of the link.
  const std::string target = std::filesystem::canonical(path).string();
  files_[0].name = std::filesystem::absolute(path).string();
  files_[1].name = target + "-wal";
  files_[2].name = target + "-shm";
  for (File& file : files_) {
    struct stat status {};
    if (::stat(file.name.c_str(), &status) != 0) {
      throw PortError("cannot open " + file.name + ": " + std::generic_category().message(errno));
    }
    file.device = status.st_dev;
    file.inode = status.st_ino;
  }
}

bool SqliteFiles::is_in_place(const File& file) noexcept {
  struct stat status {};
  return ::stat(file.name.c_str(), &status) == 0 && status.st_ino == file.inode &&
         status.st_dev == file.device;
}

bool SqliteFiles::are_in_place() const noexcept {
  return std::all_of(files_.begin(), files_.end(), is_in_place);
}

void SqliteFiles::require_in_place() const {
  const auto moved = std::find_if_not(files_.begin(), files_.end(), is_in_place);
  if (moved == files_.end()) return;
  throw StorageUnwritable(moved->name +
                          " is not the file that this server has open: it was removed, moved or "
                          "replaced. Stop the server, put the right files in place, and start it");
}

std::size_t SqliteFiles::wal_bytes() const noexcept {
  struct stat status {};
  if (::stat(files_[1].name.c_str(), &status) != 0) return 0;
  return static_cast<std::size_t>(status.st_size);
}

}  // namespace gatehouse
