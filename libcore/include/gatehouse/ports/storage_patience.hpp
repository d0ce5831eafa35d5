/// A bound on the time that a thread may wait for its storage.
///
/// A request may run several transactions, and wait in a queue before them. Each transaction on its
/// own would wait for up to the storage's deadline; the request handler therefore sets one deadline
/// for all of them together:
///
///     const StoragePatience patience(deadline - waited_in_the_queue);
///     …                                  // time spent in storages is counted from here on
///
/// Only time spent in storages counts, since hashing passwords and sending mail have deadlines of
/// their own. Storages read it by current(). Without it (housekeeping, tools), each transaction has
/// the storage's own deadline.
#pragma once

#include <chrono>

namespace gatehouse {

class StoragePatience {
 public:
  using Clock = std::chrono::steady_clock;

  /// The purpose of a transaction, for storages that reserve some of their connections.
  enum class Use {
    any,
    /// The short reads at the start of a request, which identify the caller.
    lookup,
  };

  /// Applies to the current thread during the lifetime of this object. A nested object replaces the
  /// outer one meanwhile.
  explicit StoragePatience(Clock::duration left, Use use = Use::any) noexcept;
  StoragePatience(const StoragePatience&) = delete;
  StoragePatience& operator=(const StoragePatience&) = delete;
  ~StoragePatience();

  /// The object of the current thread; null if there is none.
  [[nodiscard]] static const StoragePatience* current() noexcept;

  [[nodiscard]] Clock::duration left() const noexcept { return left_; }
  [[nodiscard]] Use use() const noexcept { return use_; }

  /// Counts the time of one transaction; where one storage wraps another, only once. Throws
  /// TransientPortError if no time is left.
  class Transaction {
   public:
    Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

   private:
    StoragePatience* patience_;
    Clock::time_point begin_{};
  };

 private:
  Clock::duration left_;
  Use use_;
  bool counting_ = false;
  StoragePatience* outer_;
};

/// Returns the deadline of a transaction that begins now, in a storage whose own deadline is
/// `longest`.
[[nodiscard]] StoragePatience::Clock::time_point storage_deadline(
    std::chrono::milliseconds longest) noexcept;

}  // namespace gatehouse
