/// What is wrong with the storage, as far as its transactions have shown, and what was logged of
/// it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::app {

/// Any number of threads may use it.
///
/// A fault is logged when it begins and, unless it is damage, when it is over; the requests that
/// fail meanwhile for the same reason are counted and add no lines.
///
///              a write fails for want of disk, a trial fails
///     writable ---------------------------------------------> unwritable
///              <---------------------------------------------
///                             a trial succeeds
///
/// Damage stays until the end of the process: what was read before may be wrong too.
class StorageCondition {
 public:
  using Clock = std::chrono::steady_clock;

  /// `log` takes a line, from any thread.
  explicit StorageCondition(std::function<void(std::string_view)> log = [](std::string_view) {});

  /// A transaction failed. The reason may lie in it or in the storage: a trial will tell.
  void note_failure(const std::string& reason);
  /// The same, where the storage would refuse any other transaction as well.
  void note_unwritable(const std::string& reason);
  /// The storage cannot be written, for a reason that no transaction has met.
  void declare_unwritable(const std::string& reason);
  void note_damage(const std::string& reason);
  /// A transaction was committed.
  void note_commit() noexcept;
  /// A transaction that was made to find out was committed: the storage can be written.
  void note_good_trial();

  [[nodiscard]] bool is_writable() const;
  [[nodiscard]] bool is_damaged() const;
  /// A transaction has failed since the last trial began.
  [[nodiscard]] bool is_in_doubt() const;
  /// To be called before a trial begins.
  void begin_trial();
  /// Transactions that failed.
  [[nodiscard]] std::uint64_t failures() const noexcept { return failures_; }
  [[nodiscard]] Clock::duration since_last_commit() const noexcept;

  /// Whether the line tells of nothing but a fault that was logged when it began.
  [[nodiscard]] bool explains(std::string_view line) const;

  /// `wake` is called, under a lock of this, when there is reason for a trial: it must not call
  /// back.
  void on_doubt(std::function<void()> wake);

 private:
  /// Under the lock.
  void doubt();

  const std::function<void(std::string_view)> log_;
  std::atomic<std::uint64_t> failures_ = 0;
  std::atomic<Clock::rep> last_commit_;

  mutable std::mutex mutex_;
  std::function<void()> wake_;
  bool writable_ = true;
  bool damaged_ = false;
  bool in_doubt_ = false;
  Clock::time_point unwritable_since_;
  /// Why transactions have failed since then; a few, as each is a text of the adapter's.
  std::vector<std::string> reasons_;
  std::vector<std::string> damages_;
};

}  // namespace gatehouse::app
