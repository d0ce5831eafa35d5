/// A storage that fails on demand.
#pragma once

#include <cstddef>
#include <exception>
#include <mutex>
#include <utility>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// Passes everything on to another storage, which it does not own, and injects the failures that
/// the port allows for. Thread-safe.
///
///     FaultyStorage storage(memory);
///     storage.fail_next_transactions(1, TransientPortError("disk full"));
class FaultyStorage final : public Storage {
 public:
  explicit FaultyStorage(Storage& inner) noexcept;

  /// The next `count` transactions throw `error` before any work runs.
  template <class Exception>
  void fail_next_transactions(std::size_t count, Exception error) {
    plan_failure(&FaultyStorage::transactions_, count, std::make_exception_ptr(std::move(error)));
  }
  /// The same for reads.
  template <class Exception>
  void fail_next_reads(std::size_t count, Exception error) {
    plan_failure(&FaultyStorage::reads_, count, std::make_exception_ptr(std::move(error)));
  }
  /// The next `count` transactions do all their work, are committed, and throw CommitInDoubt
  /// instead of returning. A transaction that rolls back is never in doubt and is not counted.
  void leave_next_commits_in_doubt(std::size_t count);

  /// While enabled, all work runs twice: the first run of a transaction is rolled back, and the
  /// first result of a read is discarded. The result for the caller must be the same.
  void repeat_work(bool on);

  /// Disables all failures and repetitions.
  void heal();

 protected:
  void do_read(ReadWork work) override;
  void do_transact(Work work) override;

 private:
  struct Failures {
    std::size_t left = 0;
    std::exception_ptr error;
  };

  void plan_failure(Failures FaultyStorage::*which, std::size_t count, std::exception_ptr error);
  /// Throws when a failure is due; otherwise returns whether to run the work twice.
  bool start(Failures FaultyStorage::*which);
  /// Returns whether this commit must be reported as in doubt.
  bool take_doubt();

  Storage& inner_;
  std::mutex mutex_;
  Failures transactions_;
  Failures reads_;
  std::size_t doubts_left_ = 0;
  bool repeat_ = false;
};

}  // namespace gatehouse::testing
