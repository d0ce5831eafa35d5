/// Checkpoints: moving what the write-ahead log holds into the database's file.
///
/// SQLite would try one within each commit once the log is long, and say nothing when that fails:
/// on a full disk it fails with every commit, at the cost of reading and writing much of the log.
/// Here checkpoints run between commits, after these have been acknowledged; one that fails is
/// tried again after a pause that grows from one second to ten.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "sqlite_connection.hpp"

namespace gatehouse {

class SqliteCheckpoints {
 public:
  /// Takes the connection's checkpoints over from SQLite. `connection` outlives this.
  explicit SqliteCheckpoints(SqliteConnection& connection);
  SqliteCheckpoints(const SqliteCheckpoints&) = delete;
  SqliteCheckpoints& operator=(const SqliteCheckpoints&) = delete;
  ~SqliteCheckpoints();

  /// Moves what can be moved, if the log is long and it is time. To be called by the thread of the
  /// connection, outside transactions.
  void run_if_due() noexcept;

  /// Those that failed since the database was opened. From any thread, like the next one.
  [[nodiscard]] std::uint64_t failed() const noexcept { return failed_; }
  /// Why the last one failed; empty when it did not.
  [[nodiscard]] std::string fault() const;

 private:
  using Clock = std::chrono::steady_clock;

  void note_failure(const char* why) noexcept;
  void note_success() noexcept;

  SqliteConnection& connection_;
  /// In the log after the last commit.
  int pages_ = 0;
  int failures_in_a_row_ = 0;
  Clock::time_point not_before_{};
  std::atomic<std::uint64_t> failed_ = 0;
  mutable std::mutex mutex_;
  std::string fault_;
};

}  // namespace gatehouse
