#include "gate.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

void Gate::enter(As who) {
  std::unique_lock lock(mutex_);
  if (std::ranges::find(inside_, std::this_thread::get_id()) != inside_.end()) {
    throw std::logic_error("a transaction was started inside another one");
  }
  // Reserves room for all threads that can enter before this one, so that nothing fails after the
  // wait.
  inside_.reserve(inside_.size() + line_.size() + 1);
  if (!line_.empty() || !open_to(who)) wait_in_line(lock, who);
  invariant(open_to(who));
  // The capacity suffices for this thread without allocating.
  invariant(inside_.size() < inside_.capacity());
  inside_.push_back(std::this_thread::get_id());
  writing_ = who == As::writer;
  call_next();
}

void Gate::leave() noexcept {
  const std::scoped_lock lock(mutex_);
  const auto self = std::ranges::find(inside_, std::this_thread::get_id());
  invariant(self != inside_.end());
  invariant(!writing_ || inside_.size() == 1);
  inside_.erase(self);
  writing_ = false;
  call_next();
}

bool Gate::open_to(As who) const noexcept {
  return who == As::writer ? inside_.empty() : !writing_;
}

void Gate::wait_in_line(std::unique_lock<std::mutex>& lock, As who) {
  const auto deadline = std::chrono::steady_clock::now() + longest_wait_;
  Waiter& me = line_.emplace_back(who);
  const auto place = std::prev(line_.end());
  const bool admitted =
      me.turn.wait_until(lock, deadline, [&] { return &line_.front() == &me && open_to(who); });
  line_.erase(place);
  if (admitted) return;
  call_next();
  throw TransientPortError("the storage is busy: waited too long for another transaction to end");
}

void Gate::call_next() noexcept {
  if (!line_.empty() && open_to(line_.front().who)) line_.front().turn.notify_one();
}

}  // namespace gatehouse::memory
