#include "sqlite_foreign_writes.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>

namespace gatehouse {
namespace {

/// Where these stand in the WAL-index, in octets.
constexpr std::size_t salts_at = 32;
constexpr std::size_t moved_at = 96;
constexpr std::size_t attempted_at = 128;
constexpr int region_size = 32768;

constexpr std::size_t moved = 2;
constexpr std::size_t attempted = 3;

sqlite3* handle(SqliteConnection& connection) noexcept {
  return static_cast<sqlite3*>(connection.handle());
}

std::uint32_t number_at(const volatile void* index, std::size_t at) noexcept {
  const auto* octets = static_cast<const volatile char*>(index) + at;
  return *reinterpret_cast<const volatile std::uint32_t*>(octets);
}

bool same_status(const std::timespec& one, const std::timespec& other) noexcept {
  return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

}  // namespace

SqliteForeignWrites::SqliteForeignWrites(SqliteConnection& connection, const std::string& path)
    : connection_(connection), path_(std::filesystem::canonical(path).string()) {
  (void)look(last_);
}

bool SqliteForeignWrites::were_found() noexcept {
  if (found_) return true;
  Look seen;
  if (!read_status(seen)) return false;  // the name is asked about elsewhere
  if (same_status(seen.modified, last_.modified) && seen.size == last_.size) return false;
  if (!look(seen)) return false;
  // A checkpoint says that it begins before it writes. One under way, or that was cut short, may
  // write at any time.
  const bool is_under_way = seen.checkpoints[moved] != seen.checkpoints[attempted];
  if (is_under_way || seen.checkpoints != last_.checkpoints) {
    last_ = seen;
    return false;
  }
  found_ = true;
  // Pages of the log do not belong into the other file.
  sqlite3_db_config(handle(connection_), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return true;
}

bool SqliteForeignWrites::look(Look& seen) const noexcept {
  // Both belong together only when the file did not change meanwhile: otherwise what is remembered
  // could be a state of checkpoints that is newer than the time.
  constexpr int most_tries = 100;
  for (int i = 0; i < most_tries; ++i) {
    Look again;
    if (!read_status(seen) || !read_checkpoints(seen.checkpoints) || !read_status(again)) {
      return false;
    }
    if (same_status(seen.modified, again.modified) && seen.size == again.size) return true;
  }
  return false;
}

bool SqliteForeignWrites::read_status(Look& seen) const noexcept {
  // Not stat(2): libraries that give a program another date (libfaketime) change what that tells,
  // each time the date is set, and the file would seem to be overwritten.
  struct statx status {};
  if (::statx(AT_FDCWD, path_.c_str(), 0, STATX_MTIME | STATX_SIZE, &status) != 0) return false;
  seen.modified = {.tv_sec = status.stx_mtime.tv_sec, .tv_nsec = status.stx_mtime.tv_nsec};
  seen.size = static_cast<off_t>(status.stx_size);
  return true;
}

bool SqliteForeignWrites::read_checkpoints(Checkpoints& seen) const noexcept {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(handle(connection_), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file == nullptr || file->pMethods == nullptr || file->pMethods->iVersion < 2) return false;
  // Mapped already, by this connection: a file of one's own must not be opened for it, since
  // closing that would drop SQLite's locks (POSIX).
  volatile void* index = nullptr;
  if (file->pMethods->xShmMap(file, 0, region_size, 0, &index) != SQLITE_OK || index == nullptr) {
    return false;
  }
  std::atomic_thread_fence(std::memory_order_seq_cst);
  seen = {number_at(index, salts_at), number_at(index, salts_at + 4), number_at(index, moved_at),
          number_at(index, attempted_at)};
  return true;
}

}  // namespace gatehouse
