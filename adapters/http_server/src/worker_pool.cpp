#include "worker_pool.hpp"

#include <algorithm>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse::http::server {
namespace {

/// Linux has a nice value per thread. Failure to set it is ignored.
void lower_priority_of_this_thread() noexcept {
  constexpr int nicer_by = 10;
  const auto thread = static_cast<id_t>(::gettid());
  ::setpriority(PRIO_PROCESS, thread, ::getpriority(PRIO_PROCESS, thread) + nicer_by);
}

std::size_t thread_count(const PoolOptions& options) {
  return std::max<std::size_t>(options.threads, 1);
}

}  // namespace

WorkerPool::WorkerPool(const PoolOptions& options, Priority priority, FairQueue::Room room)
    : capacity_(thread_count(options) + options.queue), queue_(room) {
  const auto count = thread_count(options);
  threads_.reserve(count);
  ids_.reserve(count);
  try {
    while (threads_.size() < count) {
      ids_.push_back(threads_.emplace_back([this, priority] { work(priority); }).get_id());
    }
  } catch (...) {
    stop();
    throw;
  }
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::submit(const Claim& claim, std::shared_ptr<Work> work) {
  {
    const std::lock_guard lock(mutex_);
    invariant(running_ <= capacity_);
    if (closed_ || !queue_.push(claim, std::move(work), capacity_ - running_)) {
      ++refused_;
      return false;
    }
  }
  wake_.notify_one();
  return true;
}

PoolStatistics WorkerPool::statistics() const {
  const std::lock_guard lock(mutex_);
  return {queue_.size(), running_, refused_, capacity_};
}

void WorkerPool::turn_away_waiting() {
  std::vector<std::shared_ptr<Work>> waiting;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    while (auto work = queue_.pop()) waiting.push_back(std::move(work));
  }
  for (const auto& work : waiting) work->turn_away();
}

void WorkerPool::stop() {
  std::vector<std::shared_ptr<Work>> dropped;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    stopping_ = true;
    while (auto work = queue_.pop()) dropped.push_back(std::move(work));
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  invariant(running_ == 0);
}

bool WorkerPool::is_current() const noexcept {
  return std::ranges::find(ids_, std::this_thread::get_id()) != ids_.end();
}

void WorkerPool::work(Priority priority) {
  if (priority == Priority::low) lower_priority_of_this_thread();
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    auto work = queue_.pop();
    ++running_;
    invariant(work != nullptr && running_ + queue_.size() <= capacity_);
    lock.unlock();
    work->run();
    work.reset();
    lock.lock();
    invariant(running_ > 0);
    --running_;
  }
}

WorkerPools::WorkerPools(const ServerOptions& options)
    : lookup_(options.lookup, Priority::normal),
      // By default, there are enough slots for one request of each possible connection.
      reading_(options.reading, Priority::normal, FairQueue::Room::enough),
      storage_(options.storage, Priority::normal, FairQueue::Room::enough),
      hashing_(options.hashing, Priority::low),
      verifying_(options.verifying, Priority::low),
      mail_(options.mail, Priority::normal) {}

bool WorkerPools::submit(Pool pool, const Claim& claim, std::shared_ptr<Work> work) {
  switch (pool) {
    case Pool::lookup: return lookup_.submit(claim, std::move(work));
    case Pool::reading: return reading_.submit(claim, std::move(work));
    case Pool::storage: return storage_.submit(claim, std::move(work));
    case Pool::hashing: return hashing_.submit(claim, std::move(work));
    case Pool::verifying: return verifying_.submit(claim, std::move(work));
    case Pool::mail: return mail_.submit(claim, std::move(work));
    case Pool::direct: break;
  }
  return false;
}

PoolStatistics WorkerPools::statistics(Pool pool) const {
  switch (pool) {
    case Pool::lookup: return lookup_.statistics();
    case Pool::reading: return reading_.statistics();
    case Pool::storage: return storage_.statistics();
    case Pool::hashing: return hashing_.statistics();
    case Pool::verifying: return verifying_.statistics();
    case Pool::mail: return mail_.statistics();
    case Pool::direct: break;
  }
  return {};
}

void WorkerPools::turn_away_waiting() {
  for (WorkerPool* pool : {&lookup_, &reading_, &storage_, &hashing_, &verifying_, &mail_}) {
    pool->turn_away_waiting();
  }
}

void WorkerPools::stop() {
  lookup_.stop();
  reading_.stop();
  storage_.stop();
  hashing_.stop();
  verifying_.stop();
  mail_.stop();
}

bool WorkerPools::is_current() const noexcept {
  return lookup_.is_current() || reading_.is_current() || storage_.is_current() ||
         hashing_.is_current() || verifying_.is_current() || mail_.is_current();
}

}  // namespace gatehouse::http::server
