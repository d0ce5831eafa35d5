/// The memory that Argon2 works in: handed out in the order of asking, within a budget.
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

/// Memory from mmap(2), aligned to huge pages. Empty, or owner of its pages.
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

/// malloc() will not do: it keeps what threads have freed in an arena for each of them, so that the
/// process holds many times the budget after a flood of logins, and it maps large memory anew each
/// time until it has learned not to, at the cost of half a hash in page faults.
class BlockPool {
 public:
  /// A block on loan; it goes back when this dies.
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

  /// Waits its turn. One that is larger than the whole budget gets it when there is no other lease,
  /// and those behind it wait until it is back. Throws TransientPortError when the deadline passes
  /// first or the system has no memory.
  [[nodiscard]] Lease lease(std::size_t kib);

  /// The most KiB mapped at once, on loan and idle.
  [[nodiscard]] std::size_t peak_kib() const;
  /// How many KiB are on loan, how many are idle, and how many callers wait, at this moment.
  [[nodiscard]] std::size_t leased_kib() const;
  [[nodiscard]] std::size_t idle_kib() const;
  [[nodiscard]] std::size_t waiting() const;
  /// How many blocks are on loan.
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

  // All of these with the mutex held.
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
