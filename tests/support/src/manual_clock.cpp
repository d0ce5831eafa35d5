#include <gatehouse/testing/manual_clock.hpp>

#include <algorithm>
#include <chrono>

namespace gatehouse::testing {

ManualClock::ManualClock()
    : ManualClock(std::chrono::sys_days(std::chrono::year(2020) / std::chrono::January / 1)) {}

ManualClock::ManualClock(Timestamp start, std::uint64_t timeline)
    : timeline_(timeline), next_(start) {}

Timestamp ManualClock::now() {
  const std::scoped_lock lock(mutex_);
  const Timestamp reading = next_;
  next_ += Duration(1);
  return reading;
}

Duration ManualClock::elapsed() {
  const std::scoped_lock lock(mutex_);
  return next_.time_since_epoch() - stepped_;
}

Timestamp ManualClock::next() const {
  const std::scoped_lock lock(mutex_);
  return next_;
}

void ManualClock::set(Timestamp time) {
  const std::scoped_lock lock(mutex_);
  next_ = std::max(next_, time);
}

void ManualClock::advance(Duration by) {
  const std::scoped_lock lock(mutex_);
  next_ += std::max(by, Duration::zero());
}

void ManualClock::step(Duration by) {
  const std::scoped_lock lock(mutex_);
  next_ += by;
  stepped_ += by;
}

}  // namespace gatehouse::testing
