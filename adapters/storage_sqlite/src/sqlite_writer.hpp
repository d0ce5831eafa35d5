/// The thread that writes: what waits is run in one transaction, each piece under a savepoint of
/// its own, and committed with one flush of the disk.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <gatehouse/ports/storage.hpp>

#include "sqlite_checkpoints.hpp"
#include "sqlite_connection.hpp"
#include "sqlite_files.hpp"
#include "sqlite_foreign_writes.hpp"

namespace gatehouse {

class SqliteWriter {
 public:
  /// `files` are those of the connection, and outlive this.
  SqliteWriter(std::unique_ptr<SqliteConnection> connection, const SqliteFiles& files,
               const std::string& path, std::chrono::milliseconds deadline);

  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  /// Finishes what is queued.
  ~SqliteWriter();

  /// Returns when the work is committed, or has rolled itself back. Throws what the work threw,
  /// what the database did, or TransientPortError when its turn did not come before the deadline.
  void run(Storage::Work work);

  [[nodiscard]] const SqliteCheckpoints& checkpoints() const noexcept { return checkpoints_; }

 private:
  /// One call of run(), on its caller's stack.
  struct Piece {
    enum class State { queued, begun, finished };

    Storage::Work work;
    State state = State::queued;
    std::exception_ptr failure{};
    /// Every transaction that runs it is lost.
    bool poisonous = false;
    std::condition_variable changed{};
  };
  using Group = std::vector<Piece*>;

  void write_until_stopped();
  /// False when it is time to stop.
  [[nodiscard]] bool wait_for_work();
  void run_group();
  /// Runs what is queued now. False when the transaction was lost on the way.
  [[nodiscard]] bool run_queued(Group& group);
  /// Runs the group's pieces once more, in a new transaction, until one is not lost.
  void run_again(Group& group);
  /// False when the transaction is lost, and what other pieces did with it.
  [[nodiscard]] bool run_piece(Piece& piece);
  /// What require_own_files() throws, if it does: pages that another program cut or overwrote are
  /// met as errors of many kinds.
  [[nodiscard]] std::exception_ptr cause_of(std::exception_ptr failure);
  /// Throws StorageUnwritable when the files are not in place, or were overwritten.
  void require_own_files();
  /// Commits while require_own_files() lets it.
  void commit();

  [[nodiscard]] std::size_t queued();
  [[nodiscard]] Piece* take();
  void take_all(Group& group);
  /// Gives the exception under way to all that have none of their own.
  static void fail(const Group& group);
  void finish(const Group& group);

  const std::unique_ptr<SqliteConnection> connection_;
  const SqliteFiles& files_;
  SqliteForeignWrites foreign_writes_;
  SqliteCheckpoints checkpoints_;
  const std::chrono::milliseconds deadline_;
  sql::Command begin_;
  sql::Command commit_;
  sql::Command roll_back_;
  sql::Command begin_piece_;
  sql::Command keep_piece_;
  sql::Command undo_piece_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Piece*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gatehouse
