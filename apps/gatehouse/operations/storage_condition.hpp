/// The condition of the storage, as observed by its transactions, and the logging of faults.
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

/// Thread-safe.
///
/// A fault is logged when it begins and, except for damage, when it ends. Requests that fail
/// meanwhile for the same reason are counted, but not logged.
///
///              a write fails for want of disk, a trial fails
///     writable ---------------------------------------------> unwritable
///              <---------------------------------------------
///                             a trial succeeds
///
/// Damage lasts until the process ends, since earlier reads may have been wrong too.
class StorageCondition {
 public:
  using Clock = std::chrono::steady_clock;

  /// `log` is called with a line, from any thread.
  explicit StorageCondition(std::function<void(std::string_view)> log = [](std::string_view) {});

  /// A transaction failed. A trial will determine whether the storage is the cause.
  void note_failure(const std::string& reason);
  /// A transaction failed in a way that any other would too.
  void note_unwritable(const std::string& reason);
  /// The storage cannot be written, for a reason not observed by a transaction.
  void declare_unwritable(const std::string& reason);
  void note_damage(const std::string& reason);
  /// A transaction was committed.
  void note_commit() noexcept;
  /// A trial transaction was committed, so the storage can be written.
  void note_good_trial();

  [[nodiscard]] bool is_writable() const;
  [[nodiscard]] bool is_damaged() const;
  /// Whether a transaction has failed since the last trial began.
  [[nodiscard]] bool is_in_doubt() const;
  /// Must be called before a trial begins.
  void begin_trial();
  /// Number of failed transactions.
  [[nodiscard]] std::uint64_t failures() const noexcept { return failures_; }
  [[nodiscard]] Clock::duration since_last_commit() const noexcept;

  /// Whether the line only reports a fault that was logged when it began.
  [[nodiscard]] bool explains(std::string_view line) const;

  /// Sets a callback for when a trial is needed. It is called with this object's lock held and must
  /// not call back.
  void on_doubt(std::function<void()> wake);

 private:
  /// Must be called with the lock held.
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
  /// Reasons of failed transactions since then, limited to a few because their texts vary.
  std::vector<std::string> reasons_;
  std::vector<std::string> damages_;
};

}  // namespace gatehouse::app
