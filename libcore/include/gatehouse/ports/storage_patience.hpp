/// How long the work of a thread may wait for its storage.
///
/// A request may run several transactions, and wait in a queue before them. Each of them on its own
/// would wait for as long as the storage's deadline; so the place where requests come in sets one
/// deadline for all of them together:
///
///     const StoragePatience patience(deadline - waited_in_the_queue);
///     …                                  // what storages take from here on is counted
///
/// Only the time that is spent in storages counts, since hashing passwords and sending mail have
/// deadlines of their own. Storages look it up by current(). Without it (housekeeping, tools), each
/// transaction has the storage's own deadline.
#pragma once

#include <chrono>

namespace gatehouse {

class StoragePatience {
 public:
  using Clock = std::chrono::steady_clock;

  /// What a storage with several connections keeps some of them for.
  enum class Use {
    any,
    /// The short reads that requests begin with: who the caller is.
    lookup,
  };

  /// For this thread, until the end of its life. One within another takes its place meanwhile.
  explicit StoragePatience(Clock::duration left, Use use = Use::any) noexcept;
  StoragePatience(const StoragePatience&) = delete;
  StoragePatience& operator=(const StoragePatience&) = delete;
  ~StoragePatience();

  /// Of this thread; null without one.
  [[nodiscard]] static const StoragePatience* current() noexcept;

  [[nodiscard]] Clock::duration left() const noexcept { return left_; }
  [[nodiscard]] Use use() const noexcept { return use_; }

  /// One transaction, whose time is counted; once, where a storage builds on another. Throws
  /// TransientPortError when none is left.
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

/// When a transaction that begins now has to be given up, in a storage whose own deadline is
/// `longest`.
[[nodiscard]] StoragePatience::Clock::time_point storage_deadline(
    std::chrono::milliseconds longest) noexcept;

}  // namespace gatehouse
