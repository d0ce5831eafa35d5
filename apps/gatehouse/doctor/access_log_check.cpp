#include "doctor/access_log_check.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace gatehouse::app {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path) {
  throw std::system_error(errno, std::generic_category(), "cannot write the log " + path);
}

/// Returns the path at which opening this name would create a file, following symbolic links to
/// files that do not exist.
fs::path place_of(fs::path path) {
  constexpr int most_links = 40;  // the limit of Linux
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(path)); ++i) {
    const fs::path target = fs::read_symlink(path);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return fs::absolute(path);
}

}  // namespace

void check_access_log(const std::string& path) {
  if (path.empty() || path == "-") return;
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    // A pipe may be waiting for its reader, which would notice if it were opened here.
    if (S_ISFIFO(status.st_mode)) return;
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) refuse(path);
    ::close(file);
    return;
  }
  if (errno != ENOENT) refuse(path);
  std::string name = place_of(path).string() + ".XXXXXX";
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) refuse(path);
  ::unlink(name.c_str());
  ::close(file);
}

}  // namespace gatehouse::app
