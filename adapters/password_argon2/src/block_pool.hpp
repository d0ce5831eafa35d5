/// The memory for Argon2: lent in the order of requests, within a budget.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace gatehouse::password_argon2 {

/// Memory from mmap(2), aligned to huge pages. A block is empty, or owns its pages.
class Block {
 public:
  Block() noexcept = default;
  /// Throws TransientPortError when the system has no memory.
  explicit Block(std::size_t kib);
  Block(Block&& other) noexcept;
  Block& operator=(Block&& other) noexcept;
  ~Block();

  [[nodiscard]] std::uint8_t* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t kib() const noexcept { return kib_; }
  [[nodiscard]] bool empty() const noexcept { return data_ == nullptr; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t kib_ = 0;
};

/// The pool replaces malloc(), which keeps freed memory in an arena per thread, so that the process
/// would retain many times the budget after a flood of logins; and which maps and unmaps large
/// memory each time until its threshold has adapted, at the cost of half a hash in page faults.
class BlockPool {
 public:
  /// A lent block, which the destructor returns to the pool.
  class Lease {
   public:
    Lease(BlockPool& pool, Block block) noexcept : pool_(pool), block_(std::move(block)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(block_)); }

    [[nodiscard]] const Block& block() const noexcept { return block_; }

   private:
    BlockPool& pool_;
    Block block_;
  };

  BlockPool(std::size_t budget_kib, std::chrono::milliseconds wait_deadline);

  /// Waits for its turn and lends a block. A request larger than the whole budget is granted when
  /// there is no other lease, and later ones wait until its block is returned. Throws
  /// TransientPortError when the deadline passes first or the system has no memory.
  [[nodiscard]] Lease lease(std::size_t kib);

  /// The maximum of KiB mapped at once, lent and idle.
  [[nodiscard]] std::size_t peak_kib() const;
  /// The KiB lent, the KiB idle, and the number of waiting callers, at this moment.
  [[nodiscard]] std::size_t leased_kib() const;
  [[nodiscard]] std::size_t idle_kib() const;
  [[nodiscard]] std::size_t waiting() const;
  /// The number of lent blocks.
  [[nodiscard]] std::size_t leases() const;

 private:
  struct Waiter {
    std::size_t kib;
    std::condition_variable turn{};
    bool granted = false;
    Block block{};
  };

  [[nodiscard]] Block wait_for_turn(std::size_t kib);
  void give_back(Block block) noexcept;

  // The following functions require the mutex.
  void take_back(std::size_t kib) noexcept;
  [[nodiscard]] bool fits(std::size_t kib) const noexcept;
  [[nodiscard]] Block grant(std::size_t kib) noexcept;
  void serve_waiters() noexcept;
  void trim() noexcept;

  const std::size_t budget_kib_;
  const std::chrono::milliseconds wait_deadline_;
  mutable std::mutex mutex_;
  std::deque<Waiter*> waiters_;
  std::vector<Block> idle_;
  std::size_t idle_kib_ = 0;
  std::size_t leases_ = 0;
  std::size_t leased_kib_ = 0;
  std::size_t peak_kib_ = 0;
};

}  // namespace gatehouse::password_argon2
