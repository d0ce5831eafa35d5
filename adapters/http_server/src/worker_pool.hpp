/// Threads that take work from a fair queue of bounded length.
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
  /// Starts all threads at once; throws std::system_error when that fails.
  WorkerPool(const PoolOptions& options, Priority priority,
             FairQueue::Room room = FairQueue::Room::shared);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  /// False when there is no slot for the claim, as FairQueue has it: threads and slots in the
  /// queue together are what work may take.
  [[nodiscard]] bool submit(const Claim& claim, std::shared_ptr<Work> work);

  [[nodiscard]] PoolStatistics statistics() const;

  /// Turns away what waits. From here on, submit() takes nothing.
  void turn_away_waiting();

  /// Drops what waits, and returns when what runs has ended.
  void stop();

  /// Whether the calling thread is one of the pool's.
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
  /// Of all threads; unlike them, not changed by stop().
  std::vector<std::thread::id> ids_;
};

/// A worker pool for each Pool that leaves the thread of the connection.
class WorkerPools {
 public:
  explicit WorkerPools(const ServerOptions& options);

  [[nodiscard]] bool submit(Pool pool, const Claim& claim, std::shared_ptr<Work> work);
  /// Of one that leaves the thread of the connection.
  [[nodiscard]] PoolStatistics statistics(Pool pool) const;
  void turn_away_waiting();
  void stop();
  [[nodiscard]] bool is_current() const noexcept;

 private:
  WorkerPool lookup_;
  WorkerPool reading_;
  WorkerPool storage_;
  /// Argon2 keeps processors busy for long: it gives way to whatever answers in microseconds.
  WorkerPool hashing_;
  WorkerPool verifying_;
  WorkerPool mail_;
};

}  // namespace gatehouse::http::server
