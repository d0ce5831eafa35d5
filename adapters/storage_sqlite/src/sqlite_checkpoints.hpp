/// Checkpoints, which move the contents of the WAL into the database's file.
///
/// By itself SQLite runs a checkpoint within each commit once the log is long, and does not report
/// its failure: on a full disk it fails with every commit, at the cost of reading and writing much
/// of the log. Here checkpoints run between commits, after these have been acknowledged; a failed
/// checkpoint is retried after a pause that grows from one second to ten.
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
  /// Disables SQLite's own checkpoints on the connection. `connection` must outlive this object.
  explicit SqliteCheckpoints(SqliteConnection& connection);
  SqliteCheckpoints(const SqliteCheckpoints&) = delete;
  SqliteCheckpoints& operator=(const SqliteCheckpoints&) = delete;
  ~SqliteCheckpoints();

  /// Runs a checkpoint if the log is long and no pause is under way. Must be called by the thread
  /// of the connection, outside of transactions.
  void run_if_due() noexcept;

  /// The number of checkpoints that failed since the database was opened. This and fault() may be
  /// called by any thread.
  [[nodiscard]] std::uint64_t failed() const noexcept { return failed_; }
  /// The reason why the last checkpoint failed; empty when it did not fail.
  [[nodiscard]] std::string fault() const;

 private:
  using Clock = std::chrono::steady_clock;

  void note_failure(const char* why) noexcept;
  void note_success() noexcept;

  SqliteConnection& connection_;
  /// The number of pages in the log after the last commit.
  int pages_ = 0;
  int failures_in_a_row_ = 0;
  Clock::time_point not_before_{};
  std::atomic<std::uint64_t> failed_ = 0;
  mutable std::mutex mutex_;
  std::string fault_;
};

}  // namespace gatehouse
