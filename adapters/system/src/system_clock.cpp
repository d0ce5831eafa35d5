#include <gatehouse/system/system_clock.hpp>

#include <algorithm>
#include <chrono>

namespace gatehouse {

Timestamp SystemClock::now() {
  const auto machine = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const Duration::rep wanted = machine.time_since_epoch().count();
  // Relaxed: the only promise is the order of this one variable, and the exchanges give it that.
  Duration::rep last = last_.load(std::memory_order_relaxed);
  Duration::rep next = 0;
  do {
    next = std::max(last + 1, wanted);
  } while (!last_.compare_exchange_weak(last, next, std::memory_order_relaxed));
  return Timestamp(Duration(next));
}

Duration SystemClock::elapsed() {
  return std::chrono::floor<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace gatehouse
