/// Threads that process work from a bounded fair queue.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <gatehouse/http_server/handler.hpp>
#include <gatehouse/http_server/server.hpp>

#include "fair_queue.hpp"
#include "work.hpp"

namespace gatehouse::http::server {

enum class Priority : bool { normal, low };

class WorkerPool {
 public:
  /// Starts all threads at once. Throws std::system_error if that fails.
  WorkerPool(const PoolOptions& options, Priority priority,
             FairQueue::Room room = FairQueue::Room::shared);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  /// Returns false if FairQueue has no slot for the claim. The capacity is the number of threads
  /// plus that of queue slots.
  [[nodiscard]] bool submit(const Claim& claim, std::shared_ptr<Work> work);

  [[nodiscard]] PoolStatistics statistics() const;

  /// Turns away all queued work. submit() fails from then on.
  void turn_away_waiting();

  /// Drops all queued work, and returns when the running work has ended.
  void stop();

  /// Whether the calling thread belongs to the pool.
  [[nodiscard]] bool is_current() const noexcept;

 private:
  void work(Priority priority);

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  FairQueue queue_;
  std::size_t running_ = 0;
  std::uint64_t refused_ = 0;
  bool closed_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
  /// The ids of all threads, which stop() does not clear.
  std::vector<std::thread::id> ids_;
};

/// One worker pool for each Pool other than `direct`.
class WorkerPools {
 public:
  explicit WorkerPools(const ServerOptions& options);

  [[nodiscard]] bool submit(Pool pool, const Claim& claim, std::shared_ptr<Work> work);
  /// Must not be called for Pool::direct.
  [[nodiscard]] PoolStatistics statistics(Pool pool) const;
  void turn_away_waiting();
  void stop();
  [[nodiscard]] bool is_current() const noexcept;

 private:
  WorkerPool lookup_;
  WorkerPool reading_;
  WorkerPool storage_;
  /// Argon2 keeps processors busy for long, so it runs below the priority of short requests.
  WorkerPool hashing_;
  WorkerPool verifying_;
  WorkerPool mail_;
};

}  // namespace gatehouse::http::server
