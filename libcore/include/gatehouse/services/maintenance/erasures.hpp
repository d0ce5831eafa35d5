/// Removes the dependents of deleted records, in small steps that do not block other writers for
/// long.
///
/// A deletion calls begin() in its own transaction. A few dependents are removed at once. If there
/// are many, they become inaccessible at once, by the promises of
/// ports/storage/erasure_records.hpp, and step(), called by housekeeping, removes their rows in
/// transactions of a bounded number of rows. A step may be lost (a crash) and may run on several
/// servers at the same time: it removes the rows that exist, and removes the erasure from the list
/// in the transaction that finds no more rows.
///
/// No dependent that is created during the deletion is left behind. Its transaction has read what
/// the deletion removed, so it precedes the deletion in the order promised by [ST-02]; the last
/// step follows the deletion, so it sees that dependent.
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
  /// Maximum number of rows removed in one step. SQLite removes them in a few milliseconds.
  static constexpr std::size_t rows_per_step = 250;
  /// Maximum number of rows that a deletion removes in its own transaction; steps remove the rest.
  static constexpr std::size_t rows_at_once = 100;

  Erasures(Operations& operations, const ServicePorts& ports)
      : operations_(operations), ports_(ports) {}

  /// Call this in the transaction that removes the parent record. Removes at most rows_at_once of
  /// its dependents, and notes an erasure unless they were all.
  void begin(Transaction& tx, const Erasure& erasure);

  /// A name that cannot be reused while an erasure that refers to it is under way.
  class Obstacle {
   public:
    /// Whether the erasure is noted. If so, the transaction must be refused; it is run again once
    /// the erasure is complete.
    [[nodiscard]] bool is_met(const Transaction& tx, const ErasureKey& key);
    [[nodiscard]] static Unexpected refusal();

   private:
    friend class Erasures;
    std::optional<ErasureKey> key_;
  };

  /// Runs `attempt(obstacle)`, which runs one transaction and returns its Result. If the
  /// transaction met an obstacle, completes the erasure in steps and runs the attempt again. Throws
  /// TransientPortError if that takes too long.
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
    /// Whether more rows are left.
    bool more = false;
  };
  /// Removes at most rows_per_step rows of one noted erasure in one transaction. If no erasure is
  /// noted, refreshes the same number of copies of users instead.
  Step step();

  /// Whether a deletion in this process has noted an erasure since the last call.
  [[nodiscard]] bool take_noted() noexcept { return noted_.exchange(false); }

 private:
  /// Returns the number of removed rows; fewer than rows_per_step mean that the erasure is
  /// complete.
  std::size_t step_of(const ErasureKey& key);
  /// Refreshes the copies of users that storages left outdated after user updates.
  Step refresh_copies();
  void complete(const ErasureKey& key, Duration begun);

  Operations& operations_;
  ServicePorts ports_;
  std::atomic<bool> noted_ = false;
  std::atomic<std::size_t> turn_ = 0;
};

}  // namespace gatehouse
