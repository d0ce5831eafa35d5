/// The connection pool, with the threads that open new connections. Each connection is lent to one
/// transaction at a time.
///
/// Connections are opened in the background: a transaction that needs one takes the first that is
/// available, a returned or a new one. A failed attempt to connect does not refuse a transaction
/// while a connection exists that will be returned.
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

  /// What a connection is used for. The later uses have a reserved share of the connections, so
  /// that writers that wait for a lock leave some to readers, and readers of a locked table leave
  /// some to the short lookups at the start of each request.
  enum class Use : std::uint8_t { write, read, lookup };

  PostgresqlPool(PostgresqlAddress address, std::size_t most);

  PostgresqlPool(const PostgresqlPool&) = delete;
  PostgresqlPool& operator=(const PostgresqlPool&) = delete;

  /// All connections must have been returned. Waits for attempts to connect that are under way.
  ~PostgresqlPool();

  /// Returns the connection at the end of its lifetime. A connection that is then in a transaction,
  /// or lost, is closed.
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

  /// Lends a connection, first come, first served among the uses whose share is not exhausted.
  /// Throws TransientPortError when none became available in time, and the exception of a failed
  /// attempt to connect when there are no connections at all.
  [[nodiscard]] Lease lease(Use use, Clock::time_point deadline);

  [[nodiscard]] PostgresqlStorage::PoolUsage usage() const;

  /// Closes the idle connections: when one was lost, the others most likely are too.
  void close_idle();

 private:
  /// A waiting transaction, on the stack of lease().
  struct Waiting {
    Use use;
    std::unique_ptr<PostgresqlConnection> connection{};
    std::exception_ptr failure{};
    std::condition_variable changed{};

    [[nodiscard]] bool is_served() const noexcept { return connection || failure; }
  };

  void connect_until_stopped();
  /// Opens one connection, with the lock released meanwhile.
  void connect(std::unique_lock<std::mutex>& lock);
  void give_back(std::unique_ptr<PostgresqlConnection> connection, Use use) noexcept;

  // The following functions require the lock.

  /// Whether one more connection may be lent for this use.
  [[nodiscard]] bool has_share(Use use) const noexcept;
  /// The number of connections lent for this use and those before it, which share its limit.
  [[nodiscard]] std::size_t lent_up_to(Use use) const noexcept;
  [[nodiscard]] std::size_t lent() const noexcept { return lent_up_to(Use::lookup); }
  /// Lends idle connections to waiting transactions, in their order.
  void serve() noexcept;
  void refuse_waiting(const std::exception_ptr& failure) noexcept;
  /// Whether one more connection would serve a waiting transaction.
  [[nodiscard]] bool lacks_connection() const noexcept;

  const PostgresqlAddress address_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable lacking_;
  std::array<std::size_t, 3> lent_{};
  std::uint64_t refused_ = 0;
  std::deque<Waiting*> waiting_;
  /// The most recently used connection is at the end, and is lent first: its statements are
  /// prepared.
  std::vector<std::unique_ptr<PostgresqlConnection>> idle_;
  std::size_t connecting_ = 0;
  Clock::time_point next_attempt_{};
  bool stopping_ = false;
  std::vector<std::jthread> connectors_;
};

}  // namespace gatehouse
