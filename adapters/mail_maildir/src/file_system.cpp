#include "file_system.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::mail_maildir {
namespace {

/// Whether the error may pass when another process frees resources.
bool is_transient(int error) noexcept {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case EAGAIN:
    case EBUSY:
    case EINTR:
    case ESTALE:
    case ETIMEDOUT: return true;
    default: return false;
  }
}

}  // namespace

void fail(std::string_view doing, const std::filesystem::path& path, int error) {
  const std::string what = std::string(doing)
                               .append(" ")
                               .append(path.string())
                               .append(": ")
                               .append(std::generic_category().message(error));
  if (is_transient(error)) throw TransientPortError(what);
  throw PortError(what);
}

File::File(const std::filesystem::path& path, int flags, unsigned mode)
    : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
  if (descriptor_ < 0) error_ = errno;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int File::write(std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int File::flush() noexcept {
  invariant(is_open());
  while (::fsync(descriptor_) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

int flush_folder(const std::filesystem::path& path) noexcept {
  File folder(path, O_RDONLY | O_DIRECTORY);
  return folder.is_open() ? folder.flush() : folder.error();
}

void make_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    const int error = errno;
    if (error == EEXIST) {
      std::error_code unknown;
      if (std::filesystem::is_directory(path, unknown)) return;
      fail("cannot use the folder", path, unknown ? unknown.value() : ENOTDIR);
    }
    if (error != ENOENT || !path.has_parent_path()) fail("cannot make the folder", path, error);
    make_folder(path.parent_path());
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
      fail("cannot make the folder", path, errno);
    }
  }
  const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : ".";
  if (const int error = flush_folder(parent)) fail("cannot flush the folder", parent, error);
}

void require_writable(const std::filesystem::path& folder) {
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
    fail("cannot write to the folder", folder, errno);
  }
}

int move_to_free_name(const std::filesystem::path& from, const std::filesystem::path& to) noexcept {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // The file system (e.g. NFS) does not support it. A hard link also fails when the name is taken.
  if (::link(from.c_str(), to.c_str()) != 0) return errno;
  ::unlink(from.c_str());
  return 0;
}

}  // namespace gatehouse::mail_maildir
