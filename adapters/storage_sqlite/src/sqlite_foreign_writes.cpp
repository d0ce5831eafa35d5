#include "sqlite_foreign_writes.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <string_view>

namespace gatehouse {
namespace {

/// Offsets in the WAL-index, in octets.
constexpr std::size_t page_size_at = 14;
constexpr std::size_t frames_at = 16;
constexpr std::size_t salts_at = 32;
constexpr std::size_t moved_at = 96;
constexpr std::size_t attempted_at = 128;
constexpr int region_size = 32768;

/// The maximum number of parts of the file that are compared; they are spread over all of it.
constexpr sqlite3_int64 most_samples = 256;
constexpr int sample_size = 4096;

constexpr std::size_t moved = 2;
constexpr std::size_t attempted = 3;

sqlite3* handle(SqliteConnection& connection) noexcept {
  return static_cast<sqlite3*>(connection.handle());
}

template <typename Number = std::uint32_t>
Number number_at(const volatile void* index, std::size_t at) noexcept {
  const auto* octets = static_cast<const volatile char*>(index) + at;
  return *reinterpret_cast<const volatile Number*>(octets);
}

/// The sizes of the header of the log and of the header of each frame, in octets.
constexpr std::uint64_t log_header = 32;
constexpr std::uint64_t frame_header = 24;

/// Returns null when the database is not open.
sqlite3_file* file_of(SqliteConnection& connection) noexcept {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(handle(connection), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return file == nullptr || file->pMethods == nullptr ? nullptr : file;
}

}  // namespace

SqliteForeignWrites::SqliteForeignWrites(SqliteConnection& connection, const std::string& path)
    : connection_(connection), path_(std::filesystem::canonical(path).string()) {
  static_cast<void>(were_found());
}

bool SqliteForeignWrites::were_found() noexcept {
  if (found_) return true;
  if (log_is_cut()) return give_up();
  Look seen;
  if (!look(seen)) return false;  // the file's name is checked elsewhere
  if (last_ && is_same_moment(seen, *last_)) return false;
  // A checkpoint records its start in the WAL-index before it writes. While one is under way, or
  // after it was interrupted, the contents may change at any time.
  const bool is_settled = !is_under_way(seen.checkpoints);
  if (is_settled && !read_content(seen)) return false;
  const bool is_explained = !last_ || !is_settled || seen.checkpoints != last_->checkpoints;
  // If the checkpoints are unchanged and settled now, they were settled before too, and the hash of
  // the former contents is known.
  if (is_explained || (seen.content == last_->content && seen.size == last_->size)) {
    last_ = seen;
    return false;
  }
  return give_up();
}

bool SqliteForeignWrites::give_up() noexcept {
  found_ = true;
  // The pages of the log do not belong to this file's contents, so closing must not checkpoint
  // them.
  sqlite3_db_config(handle(connection_), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return true;
}

bool SqliteForeignWrites::log_is_cut() const noexcept {
  Log before;
  Log after;
  struct statx status {};
  // A process that legitimately truncates the log first sets its frame count in the index to zero,
  // and frames are written before they are counted. So when the index is the same before and after,
  // a shorter file is not legitimate.
  if (!read_log(before)) return false;
  if (::statx(AT_FDCWD, log_path_.c_str(), 0, STATX_SIZE, &status) != 0) return false;
  if (!read_log(after) || before != after || before.frames == 0) return false;
  return status.stx_size < log_header + before.frames * (frame_header + before.page_size);
}

bool SqliteForeignWrites::is_under_way(const Checkpoints& checkpoints) noexcept {
  return checkpoints[moved] != checkpoints[attempted];
}

bool SqliteForeignWrites::is_same_moment(const Look& one, const Look& other) noexcept {
  return one.modified.tv_sec == other.modified.tv_sec &&
         one.modified.tv_nsec == other.modified.tv_nsec && one.size == other.size &&
         one.checkpoints == other.checkpoints;
}

bool SqliteForeignWrites::look(Look& seen) const noexcept {
  // The modification time and the checkpoints are consistent only when neither changed during the
  // read: otherwise checkpoints newer than the time could be stored, and the next time would be
  // suspect.
  constexpr int most_tries = 100;
  for (int i = 0; i < most_tries; ++i) {
    Look again;
    if (!read_status(seen) || !read_checkpoints(seen.checkpoints)) return false;
    if (!read_status(again) || !read_checkpoints(again.checkpoints)) return false;
    if (is_same_moment(seen, again)) return true;
  }
  return false;
}

bool SqliteForeignWrites::read_status(Look& seen) const noexcept {
  // stat(2) is not used: libraries that fake the date of a program (libfaketime) change its result
  // each time the date is set, and the file would be compared each time.
  struct statx status {};
  if (::statx(AT_FDCWD, path_.c_str(), 0, STATX_MTIME | STATX_SIZE, &status) != 0) return false;
  seen.modified = {.tv_sec = status.stx_mtime.tv_sec, .tv_nsec = status.stx_mtime.tv_nsec};
  seen.size = static_cast<off_t>(status.stx_size);
  return true;
}

const volatile void* SqliteForeignWrites::index() const noexcept {
  sqlite3_file* const file = file_of(connection_);
  if (file == nullptr || file->pMethods->iVersion < 2) return nullptr;
  // This connection has mapped the WAL-index already. Opening the file a second time is no
  // alternative, since closing it would drop SQLite's locks (POSIX).
  volatile void* mapped = nullptr;
  if (file->pMethods->xShmMap(file, 0, region_size, 0, &mapped) != SQLITE_OK) return nullptr;
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return mapped;
}

bool SqliteForeignWrites::read_checkpoints(Checkpoints& seen) const noexcept {
  const volatile void* const found = index();
  if (found == nullptr) return false;
  seen = {number_at(found, salts_at), number_at(found, salts_at + 4), number_at(found, moved_at),
          number_at(found, attempted_at)};
  return true;
}

bool SqliteForeignWrites::read_log(Log& seen) const noexcept {
  const volatile void* const found = index();
  if (found == nullptr) return false;
  seen = {.salts = {number_at(found, salts_at), number_at(found, salts_at + 4)},
          .frames = number_at(found, frames_at),
          .page_size = number_at<std::uint16_t>(found, page_size_at)};
  return true;
}

bool SqliteForeignWrites::read_content(Look& seen) const noexcept {
  sqlite3_file* const file = file_of(connection_);
  if (file == nullptr) return false;
  const sqlite3_int64 pages = seen.size / sample_size;
  const sqlite3_int64 samples = std::min(pages, most_samples);
  seen.content = 0;
  for (sqlite3_int64 i = 0; i < samples; ++i) {
    std::array<char, sample_size> sample{};
    const sqlite3_int64 at = i * pages / samples * sample_size;
    if (file->pMethods->xRead(file, sample.data(), sample_size, at) != SQLITE_OK) return false;
    constexpr std::size_t odd = 0x9e3779b97f4a7c15U;
    seen.content = (seen.content * odd) ^
                   std::hash<std::string_view>{}(std::string_view(sample.data(), sample.size()));
  }
  Look after;
  return look(after) && is_same_moment(seen, after);
}

}  // namespace gatehouse
