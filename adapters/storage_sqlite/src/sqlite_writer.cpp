#include "sqlite_writer.hpp"

#include <algorithm>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/ports/storage_error.hpp>

namespace gatehouse {
namespace {

/// The maximum size of a group, so that its first piece does not wait long for the last.
constexpr std::size_t largest_group = 512;

}  // namespace

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, const SqliteFiles& files,
                           const std::string& path, std::chrono::milliseconds deadline)
    : connection_(std::move(connection)),
      files_(files),
      foreign_writes_(*connection_, path),
      checkpoints_(*connection_),
      deadline_(deadline),
      begin_(connection_->sql(), connection_->sql().dialect.begin_write()),
      commit_(connection_->sql(), "COMMIT"),
      roll_back_(connection_->sql(), "ROLLBACK"),
      begin_piece_(connection_->sql(), "SAVEPOINT piece"),
      keep_piece_(connection_->sql(), "RELEASE piece"),
      undo_piece_(connection_->sql(), "ROLLBACK TO piece"),
      thread_([this] { write_until_stopped(); }) {}

SqliteWriter::~SqliteWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  invariant(queue_.empty());
}

void SqliteWriter::run(Storage::Work work) {
  const auto deadline = storage_deadline(deadline_);
  Piece piece{.work = work};
  std::unique_lock lock(mutex_);
  queue_.push_back(&piece);
  wake_.notify_one();

  const auto begun = [&] { return piece.state != Piece::State::queued; };
  if (!piece.changed.wait_until(lock, deadline, begun)) {
    const auto place = std::find(queue_.begin(), queue_.end(), &piece);
    invariant(place != queue_.end());
    queue_.erase(place);
    throw TransientPortError("the database is busy: the turn to write did not come in time");
  }
  piece.changed.wait(lock, [&] { return piece.state == Piece::State::finished; });
  if (piece.failure) std::rethrow_exception(piece.failure);
}

void SqliteWriter::write_until_stopped() {
  while (wait_for_work()) {
    run_group();
    // A file that another program has overwritten is left as it is.
    if (!foreign_writes_.were_found()) checkpoints_.run_if_due();
  }
}

bool SqliteWriter::wait_for_work() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  return !queue_.empty();
}

void SqliteWriter::run_group() {
  Group group;
  // Reserved in advance: a piece that is taken off the queue but cannot be stored here would never
  // be finished.
  group.reserve(largest_group);
  try {
    // The transaction begins before any piece is taken, so that queued callers can still time out
    // while another process writes.
    begin_.run();
    if (!run_queued(group)) run_again(group);
    commit();
  } catch (const TransientPortError&) {
    // If no piece was taken, callers remain queued until their deadlines.
    fail(group);
  } catch (...) {
    if (group.empty()) take_all(group);
    fail(group);
  }
  invariant(group.size() <= largest_group);
  finish(group);
}

bool SqliteWriter::run_queued(Group& group) {
  for (std::size_t left = std::min(queued(), largest_group); left > 0; --left) {
    Piece* piece = take();
    if (piece == nullptr) break;
    group.push_back(piece);
    if (!run_piece(*piece)) return false;
  }
  return true;
}

void SqliteWriter::run_again(Group& group) {
  // Each lost round marks one more piece as poisonous.
  for (bool lost = true; lost;) {
    roll_back_.try_run();
    connection_->sql().failed = false;
    begin_.run();
    lost = std::any_of(group.begin(), group.end(),
                       [this](Piece* piece) { return !piece->poisonous && !run_piece(*piece); });
  }
}

bool SqliteWriter::run_piece(Piece& piece) {
  bool& failed = connection_->sql().failed;
  invariant(!failed && !piece.poisonous);
  invariant(piece.state == Piece::State::begun);
  piece.failure = nullptr;
  try {
    begin_piece_.run();
    const Storage::Outcome outcome = piece.work(connection_->transaction());
    connection_->sql().require_no_failure();
    if (outcome == Storage::Outcome::commit) {
      keep_piece_.run();
      return true;
    }
  } catch (...) {
    piece.failure = cause_of(std::current_exception());
  }
  failed = false;
  if (undo_piece_.try_run() && keep_piece_.try_run()) return true;
  piece.poisonous = true;
  if (!piece.failure) {
    piece.failure = std::make_exception_ptr(PortError("the database lost the transaction"));
  }
  return false;
}

std::exception_ptr SqliteWriter::cause_of(std::exception_ptr failure) {
  try {
    require_own_files();
  } catch (const StorageUnwritable&) {
    return std::current_exception();
  }
  return failure;
}

void SqliteWriter::require_own_files() {
  files_.require_in_place();
  if (!foreign_writes_.were_found()) return;
  throw StorageUnwritable(
      "the database's file or its -wal was overwritten by another program while this server has it "
      "open. Stop the server, restore a backup without the -wal and -shm files that are there now, "
      "and start it");
}

void SqliteWriter::commit() {
  // The check before the commit lets callers know for certain that nothing was stored.
  try {
    require_own_files();
  } catch (...) {
    roll_back_.try_run();
    throw;
  }
  try {
    commit_.run();
  } catch (const SqliteIoError& error) {
    roll_back_.try_run();
    // The commit may have reached the disk, and may be recovered when the database is opened after
    // a crash.
    throw CommitInDoubt(error.what());
  } catch (...) {
    roll_back_.try_run();
    throw;
  }
  // The check after the commit ensures that an acknowledged commit was in the named files after it
  // was durable. A later replacement replaces a database that contained it.
  if (!files_.are_in_place() || foreign_writes_.were_found()) {
    throw CommitInDoubt("the database's files were moved or replaced during the commit");
  }
}

std::size_t SqliteWriter::queued() {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

SqliteWriter::Piece* SqliteWriter::take() {
  const std::lock_guard lock(mutex_);
  if (queue_.empty()) return nullptr;
  Piece* piece = queue_.front();
  queue_.pop_front();
  invariant(piece->state == Piece::State::queued);
  piece->state = Piece::State::begun;
  return piece;
}

void SqliteWriter::take_all(Group& group) {
  while (group.size() < largest_group) {
    Piece* piece = take();
    if (piece == nullptr) return;
    group.push_back(piece);
  }
}

void SqliteWriter::fail(const Group& group) {
  for (Piece* piece : group) {
    if (!piece->failure) piece->failure = std::current_exception();
  }
}

void SqliteWriter::finish(const Group& group) {
  // The notification is sent under the lock: the piece is destroyed as soon as its caller sees that
  // it is finished.
  const std::lock_guard lock(mutex_);
  for (Piece* piece : group) {
    invariant(piece->state == Piece::State::begun);
    piece->state = Piece::State::finished;
    piece->changed.notify_one();
  }
}

}  // namespace gatehouse
