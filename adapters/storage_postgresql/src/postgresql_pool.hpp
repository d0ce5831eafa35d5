/// The connections, lent to one transaction at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include "postgresql_address.hpp"
#include "postgresql_connection.hpp"

namespace gatehouse {

class PostgresqlPool {
 public:
  PostgresqlPool(PostgresqlAddress address, std::size_t most);

  PostgresqlPool(const PostgresqlPool&) = delete;
  PostgresqlPool& operator=(const PostgresqlPool&) = delete;

  /// Gives the connection back at its end. One that is then within a transaction, or lost, is
  /// closed.
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    [[nodiscard]] PostgresqlConnection& get() const noexcept { return *connection_; }

   private:
    friend PostgresqlPool;
    struct Place {
      void operator()(PostgresqlPool* pool) const noexcept { pool->hand_on_place(); }
    };
    explicit Lease(PostgresqlPool& pool) noexcept : place_(&pool) {}

    std::unique_ptr<PostgresqlPool, Place> place_;
    std::unique_ptr<PostgresqlConnection> connection_;
  };

  /// Who asks first is served first. Throws TransientPortError when none comes free before the
  /// deadline, and what PostgresqlConnection throws when a new one is needed and cannot be had.
  [[nodiscard]] Lease lease(std::chrono::steady_clock::time_point deadline);

  [[nodiscard]] PostgresqlStorage::PoolUsage usage() const;

  /// Closes those that nobody uses: when one was lost, the others most likely are.
  void close_idle();

 private:
  /// Somebody who waits, on the stack of lease().
  struct Waiting {
    bool served = false;
    std::condition_variable changed{};
  };

  void wait_for_room(std::chrono::steady_clock::time_point deadline);
  /// The one used last: its statements are prepared, and few are kept busy. Null when there is
  /// none.
  [[nodiscard]] std::unique_ptr<PostgresqlConnection> take_idle();
  void give_back(std::unique_ptr<PostgresqlConnection> connection) noexcept;
  void hand_on_place() noexcept;

  const PostgresqlAddress address_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::size_t lent_ = 0;
  std::uint64_t refused_ = 0;
  std::deque<Waiting*> waiting_;
  std::vector<std::unique_ptr<PostgresqlConnection>> idle_;
};

}  // namespace gatehouse
