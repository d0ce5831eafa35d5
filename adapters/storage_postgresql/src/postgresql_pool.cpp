#include "postgresql_pool.hpp"

#include <algorithm>
#include <utility>

namespace gatehouse {

PostgresqlPool::PostgresqlPool(PostgresqlAddress address, std::size_t most)
    : address_(std::move(address)), most_(std::max<std::size_t>(1, most)) {
  // Giving back must not fail.
  idle_.reserve(most_);
}

PostgresqlPool::Lease::~Lease() {
  if (connection_ && connection_->is_idle()) place_->give_back(std::move(connection_));
}

PostgresqlPool::Lease PostgresqlPool::lease(std::chrono::steady_clock::time_point deadline) {
  wait_for_room(deadline);
  Lease lease(*this);
  lease.connection_ = take_idle();
  if (!lease.connection_) lease.connection_ = std::make_unique<PostgresqlConnection>(address_);
  return lease;
}

PostgresqlStorage::PoolUsage PostgresqlPool::usage() const {
  const std::lock_guard lock(mutex_);
  return {.lent = lent_, .most = most_, .waiting = waiting_.size(), .refused = refused_};
}

void PostgresqlPool::close_idle() {
  std::vector<std::unique_ptr<PostgresqlConnection>> closed;
  closed.reserve(most_);
  const std::lock_guard lock(mutex_);
  closed.swap(idle_);
}

void PostgresqlPool::wait_for_room(std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  if (lent_ < most_ && waiting_.empty()) {
    ++lent_;
    return;
  }
  Waiting self;
  waiting_.push_back(&self);
  if (self.changed.wait_until(lock, deadline, [&] { return self.served; })) return;
  waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &self));
  ++refused_;
  throw TransientPortError("the database is busy: all " + std::to_string(most_) +
                           " connections were in use for too long");
}

std::unique_ptr<PostgresqlConnection> PostgresqlPool::take_idle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  std::unique_ptr<PostgresqlConnection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void PostgresqlPool::give_back(std::unique_ptr<PostgresqlConnection> connection) noexcept {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
}

void PostgresqlPool::hand_on_place() noexcept {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) {
    --lent_;
    return;
  }
  // Notified under the lock: who waits is gone as soon as it can see that it was served.
  Waiting* next = waiting_.front();
  waiting_.pop_front();
  next->served = true;
  next->changed.notify_one();
}

}  // namespace gatehouse
