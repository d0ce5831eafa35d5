/// The connections, lent to one transaction at a time, and the threads that make new ones.
///
/// Connections are made beside the transactions: one that needs a connection takes whichever is
/// there first, one that came free or a new one. An attempt that fails refuses no transaction while
/// there is a connection that is going to come free.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <gatehouse/storage_postgresql/postgresql_storage.hpp>

#include "postgresql_address.hpp"
#include "postgresql_connection.hpp"

namespace gatehouse {

class PostgresqlPool {
 public:
  using Clock = std::chrono::steady_clock;

  /// What a connection is for. Work of the later kinds has a share of the connections to itself, so
  /// that writers that wait for a lock leave some to readers, and readers of a locked table leave
  /// some to the short lookups that each request begins with.
  enum class Use : std::uint8_t { write, read, lookup };

  PostgresqlPool(PostgresqlAddress address, std::size_t most);

  PostgresqlPool(const PostgresqlPool&) = delete;
  PostgresqlPool& operator=(const PostgresqlPool&) = delete;

  /// Nothing is lent any more. Waits for attempts to connect that are under way.
  ~PostgresqlPool();

  /// Gives the connection back at its end. One that is then within a transaction, or lost, is
  /// closed.
  class Lease {
   public:
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_), use_);
    }

    [[nodiscard]] PostgresqlConnection& get() const noexcept { return *connection_; }

   private:
    friend PostgresqlPool;
    Lease(PostgresqlPool& pool, Use use, std::unique_ptr<PostgresqlConnection> connection) noexcept
        : pool_(&pool), use_(use), connection_(std::move(connection)) {}

    PostgresqlPool* pool_;
    Use use_;
    std::unique_ptr<PostgresqlConnection> connection_;
  };

  /// First come, first served, among those whose share is not used up. Throws TransientPortError
  /// when no connection came in time; and the reason of a failed attempt, when there are no
  /// connections at all.
  [[nodiscard]] Lease lease(Use use, Clock::time_point deadline);

  [[nodiscard]] PostgresqlStorage::PoolUsage usage() const;

  /// Closes those that are not lent: when one was lost, the others most likely are.
  void close_idle();

 private:
  /// A transaction that waits, on the stack of lease().
  struct Waiting {
    Use use;
    std::unique_ptr<PostgresqlConnection> connection{};
    std::exception_ptr failure{};
    std::condition_variable changed{};

    [[nodiscard]] bool is_served() const noexcept { return connection || failure; }
  };

  void connect_until_stopped();
  /// Makes one connection, without the lock.
  void connect(std::unique_lock<std::mutex>& lock);
  void give_back(std::unique_ptr<PostgresqlConnection> connection, Use use) noexcept;

  // With the lock:

  /// Whether one more may be lent for this use.
  [[nodiscard]] bool has_share(Use use) const noexcept;
  /// How many are lent for this use and those before it, which share its limit.
  [[nodiscard]] std::size_t lent_up_to(Use use) const noexcept;
  [[nodiscard]] std::size_t lent() const noexcept { return lent_up_to(Use::lookup); }
  /// Lends what is idle to those that wait, in their order.
  void serve() noexcept;
  void refuse_waiting(const std::exception_ptr& failure) noexcept;
  /// Whether one more connection would serve a transaction that waits.
  [[nodiscard]] bool lacks_connection() const noexcept;

  const PostgresqlAddress address_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable lacking_;
  std::array<std::size_t, 3> lent_{};
  std::uint64_t refused_ = 0;
  std::deque<Waiting*> waiting_;
  /// The one used last is at the end, and is lent first: its statements are prepared.
  std::vector<std::unique_ptr<PostgresqlConnection>> idle_;
  std::size_t connecting_ = 0;
  Clock::time_point next_attempt_{};
  bool stopping_ = false;
  std::vector<std::jthread> connectors_;
};

}  // namespace gatehouse
