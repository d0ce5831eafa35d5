#include "block_pool.hpp"

#include <algorithm>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::password_argon2 {
namespace {

constexpr std::size_t huge_page = 2U << 20U;

}  // namespace

Block::Block(std::size_t kib) : kib_(kib) {
  const std::size_t size = kib * 1024;
  const std::size_t reserved = size + huge_page;
  void* const start =
      ::mmap(nullptr, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) throw TransientPortError("no memory to hash a password in");

  // Only an aligned part is kept: with huge pages, fresh memory costs ten page faults instead of
  // five thousand.
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t kept = (size + page - 1) / page * page;
  const std::size_t misaligned = reinterpret_cast<std::uintptr_t>(start) % huge_page;
  const std::size_t before = misaligned == 0 ? 0 : huge_page - misaligned;
  data_ = static_cast<std::uint8_t*>(start) + before;
  if (before > 0) ::munmap(start, before);
  if (const std::size_t after = reserved - before - kept; after > 0) ::munmap(data_ + kept, after);
  ::madvise(data_, kept, MADV_HUGEPAGE);  // On failure, small pages are used.
  ::madvise(data_, kept, MADV_DONTDUMP);
}

Block::Block(Block&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), kib_(std::exchange(other.kib_, 0)) {}

Block& Block::operator=(Block&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(kib_, other.kib_);
  return *this;
}

Block::~Block() {
  if (data_ != nullptr) ::munmap(data_, kib_ * 1024);
}

BlockPool::BlockPool(std::size_t budget_kib, std::chrono::milliseconds wait_deadline)
    : budget_kib_(budget_kib), wait_deadline_(wait_deadline) {
  idle_.reserve(16);
}

BlockPool::Lease BlockPool::lease(std::size_t kib) {
  Block block = wait_for_turn(kib);
  if (block.empty()) {
    try {
      block = Block(kib);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      take_back(kib);
      serve_waiters();
      throw;
    }
  }
  return {*this, std::move(block)};
}

/// Returns a matching idle block, or an empty one, which allows the caller to map `kib` of the
/// budget.
Block BlockPool::wait_for_turn(std::size_t kib) {
  std::unique_lock lock(mutex_);
  if (waiters_.empty() && fits(kib)) {
    Block block = grant(kib);
    trim();
    return block;
  }
  Waiter self{.kib = kib};
  waiters_.push_back(&self);
  const auto deadline = std::chrono::steady_clock::now() + wait_deadline_;
  if (!self.turn.wait_until(lock, deadline, [&self] { return self.granted; })) {
    const auto place = std::find(waiters_.begin(), waiters_.end(), &self);
    invariant(place != waiters_.end());
    waiters_.erase(place);
    serve_waiters();  // Later requests may be smaller.
    throw TransientPortError("too many passwords are being checked at once");
  }
  return std::move(self.block);
}

void BlockPool::give_back(Block block) noexcept {
  const std::lock_guard lock(mutex_);
  take_back(block.kib());
  if (idle_.size() < idle_.capacity()) {
    idle_kib_ += block.kib();
    idle_.push_back(std::move(block));
  }
  serve_waiters();
}

void BlockPool::take_back(std::size_t kib) noexcept {
  invariant(leases_ > 0 && leased_kib_ >= kib);
  --leases_;
  leased_kib_ -= kib;
  invariant((leases_ == 0) == (leased_kib_ == 0));
}

/// A single lease always fits: otherwise a request larger than the budget would never be granted.
bool BlockPool::fits(std::size_t kib) const noexcept {
  return leases_ == 0 || leased_kib_ + kib <= budget_kib_;
}

Block BlockPool::grant(std::size_t kib) noexcept {
  ++leases_;
  leased_kib_ += kib;
  const auto found = std::find_if(idle_.begin(), idle_.end(),
                                  [kib](const Block& block) { return block.kib() == kib; });
  if (found == idle_.end()) return {};
  invariant(idle_kib_ >= kib);
  Block block = std::move(*found);
  idle_.erase(found);
  idle_kib_ -= kib;
  return block;
}

void BlockPool::serve_waiters() noexcept {
  while (!waiters_.empty() && fits(waiters_.front()->kib)) {
    Waiter& next = *waiters_.front();
    waiters_.pop_front();
    invariant(!next.granted);
    next.block = grant(next.kib);
    next.granted = true;
    next.turn.notify_one();
  }
  trim();
}

/// Unmaps idle blocks that exceed the budget or the number of leases: without calls under way no
/// block stays idle.
void BlockPool::trim() noexcept {
  while (!idle_.empty() && (idle_.size() > leases_ || leased_kib_ + idle_kib_ > budget_kib_)) {
    invariant(idle_kib_ >= idle_.back().kib());
    idle_kib_ -= idle_.back().kib();
    idle_.pop_back();
  }
  invariant(idle_.empty() == (idle_kib_ == 0));
  peak_kib_ = std::max(peak_kib_, leased_kib_ + idle_kib_);
}

std::size_t BlockPool::peak_kib() const {
  const std::lock_guard lock(mutex_);
  return peak_kib_;
}

std::size_t BlockPool::leased_kib() const {
  const std::lock_guard lock(mutex_);
  return leased_kib_;
}

std::size_t BlockPool::leases() const {
  const std::lock_guard lock(mutex_);
  return leases_;
}

std::size_t BlockPool::idle_kib() const {
  const std::lock_guard lock(mutex_);
  return idle_kib_;
}

std::size_t BlockPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

}  // namespace gatehouse::password_argon2
