#include "sqlite_checkpoints.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <exception>

namespace gatehouse {
namespace {

/// SQLite's default threshold: 4 MB of log.
constexpr int enough_pages = 1000;
/// The pause after a checkpoint that was incomplete because of readers or another process.
constexpr std::chrono::milliseconds short_pause{100};
constexpr std::chrono::seconds shortest_pause{1};
constexpr std::chrono::seconds longest_pause{10};

sqlite3* handle(SqliteConnection& connection) noexcept {
  return static_cast<sqlite3*>(connection.handle());
}

/// SQLite calls this after each commit with the number of pages in the log.
int note_pages(void* noted, sqlite3* /*database*/, const char* /*name*/, int pages) {
  *static_cast<int*>(noted) = pages;
  return SQLITE_OK;
}

}  // namespace

SqliteCheckpoints::SqliteCheckpoints(SqliteConnection& connection) : connection_(connection) {
  // This replaces the hook by which SQLite runs its automatic checkpoints.
  sqlite3_wal_hook(handle(connection_), note_pages, &pages_);
}

SqliteCheckpoints::~SqliteCheckpoints() { sqlite3_wal_hook(handle(connection_), nullptr, nullptr); }

void SqliteCheckpoints::run_if_due() noexcept {
  if (pages_ < enough_pages || Clock::now() < not_before_) return;
  int in_log = 0;
  int moved = 0;
  sqlite3* const database = handle(connection_);
  const int code =
      sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  // The low byte is the primary code.
  switch (code & 0xff) {
    case SQLITE_OK:
      note_success();
      if (moved < in_log) {
        not_before_ = Clock::now() + short_pause;
      } else {
        pages_ = 0;
      }
      return;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: not_before_ = Clock::now() + short_pause; return;
    default: note_failure(sqlite3_errmsg(database));
  }
}

std::string SqliteCheckpoints::fault() const {
  const std::lock_guard lock(mutex_);
  return fault_;
}

void SqliteCheckpoints::note_failure(const char* why) noexcept {
  constexpr int most_doublings = 4;
  const auto pause = shortest_pause * (1 << std::min(failures_in_a_row_++, most_doublings));
  not_before_ = Clock::now() + std::min<Clock::duration>(pause, longest_pause);
  ++failed_;
  try {
    const std::lock_guard lock(mutex_);
    fault_ = std::string("the write-ahead log cannot be moved into the database's file: ") + why;
  } catch (const std::exception&) {
    return;  // no memory for the message; the failure is counted anyway
  }
}

void SqliteCheckpoints::note_success() noexcept {
  if (failures_in_a_row_ == 0) return;
  failures_in_a_row_ = 0;
  const std::lock_guard lock(mutex_);
  fault_.clear();
}

}  // namespace gatehouse
