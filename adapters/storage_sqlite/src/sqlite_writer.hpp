/// The writer thread. It runs the queued pieces of work in one transaction, each under its own
/// savepoint, and commits them with one flush of the disk.
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
  /// `files` are those of the connection, and must outlive this object.
  SqliteWriter(std::unique_ptr<SqliteConnection> connection, const SqliteFiles& files,
               const std::string& path, std::chrono::milliseconds deadline);

  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  /// Finishes the queued work.
  ~SqliteWriter();

  /// Returns when the work is committed, or has rolled itself back. Throws the exception of the
  /// work or of the database, or TransientPortError when its turn did not come before the deadline.
  void run(Storage::Work work);

  [[nodiscard]] const SqliteCheckpoints& checkpoints() const noexcept { return checkpoints_; }

 private:
  /// One call of run(), on the caller's stack.
  struct Piece {
    enum class State { queued, begun, finished };

    Storage::Work work;
    State state = State::queued;
    std::exception_ptr failure{};
    /// True when this piece causes the loss of the whole transaction.
    bool poisonous = false;
    std::condition_variable changed{};
  };
  using Group = std::vector<Piece*>;

  void write_until_stopped();
  /// Returns false when the thread is to stop.
  [[nodiscard]] bool wait_for_work();
  void run_group();
  /// Runs the pieces that are queued now. Returns false when the transaction was lost.
  [[nodiscard]] bool run_queued(Group& group);
  /// Runs the group's pieces again in a new transaction, until a transaction is not lost.
  void run_again(Group& group);
  /// Returns false when the transaction is lost, and with it the work of the other pieces.
  [[nodiscard]] bool run_piece(Piece& piece);
  /// The exception of require_own_files() if it throws, and `failure` otherwise: pages that another
  /// program cut or overwrote cause errors of many kinds.
  [[nodiscard]] std::exception_ptr cause_of(std::exception_ptr failure);
  /// Throws StorageUnwritable when the files are not in place, or were overwritten.
  void require_own_files();
  /// Commits if require_own_files() does not throw.
  void commit();

  [[nodiscard]] std::size_t queued();
  [[nodiscard]] Piece* take();
  void take_all(Group& group);
  /// Sets the current exception as the failure of all pieces that have none of their own.
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
