#include "postgresql_pool.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse {
namespace {

/// The maximum number of concurrent attempts to connect: enough to go on while one waits for an
/// unreachable host.
constexpr std::size_t most_attempts = 4;
/// The pause after a failed attempt, while other connections exist.
constexpr std::chrono::milliseconds pause{200};

}  // namespace

PostgresqlPool::PostgresqlPool(PostgresqlAddress address, std::size_t most)
    : address_(std::move(address)), most_(std::max<std::size_t>(1, most)) {
  // Reserved in advance, because returning a connection must not fail.
  idle_.reserve(most_);
  try {
    while (connectors_.size() < std::min(most_attempts, most_)) {
      connectors_.emplace_back([this] { connect_until_stopped(); });
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    lacking_.notify_all();
    throw;
  }
}

PostgresqlPool::~PostgresqlPool() {
  {
    const std::lock_guard lock(mutex_);
    invariant(lent() == 0 && waiting_.empty());
    stopping_ = true;
  }
  lacking_.notify_all();
}

PostgresqlPool::Lease PostgresqlPool::lease(Use use, Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  Waiting self{.use = use};
  waiting_.push_back(&self);
  serve();
  if (lacks_connection()) lacking_.notify_one();
  if (!self.changed.wait_until(lock, deadline, [&] { return self.is_served(); })) {
    const auto place = std::find(waiting_.begin(), waiting_.end(), &self);
    invariant(place != waiting_.end());
    waiting_.erase(place);
    ++refused_;
    throw TransientPortError("the database is busy: no connection came free in time");
  }
  if (self.failure) std::rethrow_exception(self.failure);
  invariant(self.connection != nullptr);
  return {*this, use, std::move(self.connection)};
}

PostgresqlStorage::PoolUsage PostgresqlPool::usage() const {
  const std::lock_guard lock(mutex_);
  return {.lent = lent(), .most = most_, .waiting = waiting_.size(), .refused = refused_};
}

void PostgresqlPool::close_idle() {
  std::vector<std::unique_ptr<PostgresqlConnection>> closed;
  closed.reserve(most_);
  const std::lock_guard lock(mutex_);
  closed.swap(idle_);
}

void PostgresqlPool::give_back(std::unique_ptr<PostgresqlConnection> connection, Use use) noexcept {
  // A connection that is not idle is closed before the lock is taken, so that other threads do not
  // wait for it.
  if (!connection->is_idle()) connection.reset();
  const std::lock_guard lock(mutex_);
  invariant(lent_.at(static_cast<std::size_t>(use)) > 0);
  --lent_.at(static_cast<std::size_t>(use));
  // The reserved capacity suffices, so returning a connection does not fail.
  invariant(idle_.size() < most_);
  if (connection) idle_.push_back(std::move(connection));
  serve();
  if (lacks_connection()) lacking_.notify_one();
}

void PostgresqlPool::connect_until_stopped() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!lacks_connection()) {
      lacking_.wait(lock);
    } else if (Clock::now() < next_attempt_) {
      lacking_.wait_until(lock, next_attempt_);
    } else {
      connect(lock);
    }
  }
}

void PostgresqlPool::connect(std::unique_lock<std::mutex>& lock) {
  ++connecting_;
  invariant(lent() + idle_.size() + connecting_ <= most_);
  lock.unlock();
  std::unique_ptr<PostgresqlConnection> connection;
  std::exception_ptr failure;
  try {
    connection = std::make_unique<PostgresqlConnection>(address_);
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  invariant(connecting_ > 0);
  --connecting_;
  if (connection) {
    idle_.push_back(std::move(connection));
    serve();
  } else if (idle_.empty() && lent() == 0) {
    refuse_waiting(failure);
  } else {
    next_attempt_ = Clock::now() + pause;
  }
}

std::size_t PostgresqlPool::lent_up_to(Use use) const noexcept {
  std::size_t sum = 0;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(use); ++i) sum += lent_.at(i);
  return sum;
}

bool PostgresqlPool::has_share(Use use) const noexcept {
  // Of 16 connections, writers have 12 at most, and writers and readers together 14.
  const std::size_t share = most_ < 4 ? 0 : std::max<std::size_t>(1, most_ / 8);
  const std::size_t before_reads = most_ - 2 * share;
  if (use == Use::write && lent_up_to(Use::write) >= before_reads) return false;
  if (use != Use::lookup && lent_up_to(Use::read) >= most_ - share) return false;
  return lent() < most_;
}

void PostgresqlPool::serve() noexcept {
  for (auto at = waiting_.begin(); at != waiting_.end() && !idle_.empty();) {
    Waiting* next = *at;
    if (!has_share(next->use)) {
      ++at;
      continue;
    }
    at = waiting_.erase(at);
    invariant(!next->is_served());
    ++lent_.at(static_cast<std::size_t>(next->use));
    next->connection = std::move(idle_.back());
    idle_.pop_back();
    // The notification is sent under the lock: the waiter is destroyed as soon as it sees that it
    // was served.
    next->changed.notify_one();
  }
}

void PostgresqlPool::refuse_waiting(const std::exception_ptr& failure) noexcept {
  for (Waiting* one : waiting_) {
    one->failure = failure;
    one->changed.notify_one();
  }
  waiting_.clear();
}

bool PostgresqlPool::lacks_connection() const noexcept {
  if (lent() + idle_.size() + connecting_ >= most_) return false;
  const auto servable = std::count_if(waiting_.begin(), waiting_.end(),
                                      [this](const Waiting* one) { return has_share(one->use); });
  return static_cast<std::size_t>(servable) > connecting_;
}

}  // namespace gatehouse
