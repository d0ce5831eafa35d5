/// Removes what hung on something that was deleted, in steps that hold no other writer up for long.
///
/// A deletion calls begin() in its own transaction. What hangs on little goes at once. What hangs
/// on much is dead from then on, by the promises of ports/storage/erasure_records.hpp, and its rows
/// go in transactions of a bounded number of rows: those of step(), which housekeeping calls. A
/// step may be lost (a crash) and may run on several servers at the same time: it removes the rows
/// that are there, and takes the erasure off the list in the very transaction that finds no more of
/// them.
///
/// Nothing that is created under what is being deleted stays behind. Its transaction read what the
/// deletion removed, so it comes before the deletion in the order that [ST-02] promises; and the
/// last step comes after the deletion, so it sees what was created.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/erasure.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/ports.hpp>

namespace gatehouse {

class Erasures {
 public:
  /// Rows in one transaction. SQLite removes them in a few milliseconds.
  static constexpr std::size_t rows_per_step = 250;
  /// Rows that a deletion removes in its own transaction; with more, the rest is left to steps.
  static constexpr std::size_t rows_at_once = 100;

  Erasures(Operations& operations, const ServicePorts& ports)
      : operations_(operations), ports_(ports) {}

  /// In the transaction that removes what gave life: removes what hung on it too, or notes that it
  /// is to be removed. An account's rows are left to steps in any case, so that the deletion of an
  /// account meets no other tenant's transactions.
  void begin(Transaction& tx, const Erasure& erasure);

  /// After the transaction that began an erasure: removes what a few steps remove, so that what
  /// hung on little is gone before the caller has its answer. Never fails: steps are made up for.
  void help_along(const ErasureKey& key) noexcept;

  /// Names that cannot be used again as long as an erasure goes by them.
  class Obstacle {
   public:
    /// Whether the erasure is noted: then the transaction is to be refused, and is run again once
    /// the erasure is done.
    [[nodiscard]] bool is_met(const Transaction& tx, const ErasureKey& key);
    [[nodiscard]] static Unexpected refusal();

   private:
    friend class Erasures;
    std::optional<ErasureKey> key_;
  };

  /// Runs `attempt(obstacle)`, which makes one transaction and returns its Result. When the
  /// transaction met an obstacle, the erasure is completed in steps and the attempt made again.
  /// Throws TransientPortError when that takes too long.
  template <class Attempt>
  auto past_obstacles(Attempt attempt) -> std::invoke_result_t<Attempt&, Obstacle&> {
    const Duration begun = ports_.clock.elapsed();
    for (;;) {
      Obstacle obstacle;
      auto result = attempt(obstacle);
      if (result || !obstacle.key_) return result;
      complete(*obstacle.key_, begun);
    }
  }

  struct Step {
    std::size_t rows = 0;
    /// There is more to remove.
    bool more = false;
  };
  /// Removes at most rows_per_step rows of one of the erasures that are noted, in one transaction;
  /// or, when none is noted, refreshes as many copies of users.
  Step step();

  /// Whether a deletion noted an erasure since this was last asked, in this process.
  [[nodiscard]] bool take_noted() noexcept { return noted_.exchange(false); }

 private:
  /// The rows removed; fewer than rows_per_step mean that the erasure is done.
  std::size_t step_of(const ErasureKey& key);
  /// What storages leave to be done after users were changed.
  Step refresh_copies();
  void complete(const ErasureKey& key, Duration begun);

  Operations& operations_;
  ServicePorts ports_;
  std::atomic<bool> noted_ = false;
  std::atomic<std::size_t> turn_ = 0;
};

}  // namespace gatehouse
