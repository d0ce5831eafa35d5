#include <gatehouse/ports/clock.hpp>

#include <algorithm>

namespace gatehouse {

// Relaxed: only the order of this one variable matters, and the exchanges guarantee it.

Timestamp Clock::in_order(Timestamp date) noexcept {
  const Duration::rep wanted = date.time_since_epoch().count();
  Duration::rep last = last_in_order_.load(std::memory_order_relaxed);
  Duration::rep next = 0;
  do {
    next = std::max(last + 1, wanted);
  } while (!last_in_order_.compare_exchange_weak(last, next, std::memory_order_relaxed));
  return Timestamp(Duration(next));
}

void Clock::continue_after(Timestamp last) noexcept {
  const Duration::rep wanted = last.time_since_epoch().count();
  Duration::rep known = last_in_order_.load(std::memory_order_relaxed);
  while (known < wanted &&
         !last_in_order_.compare_exchange_weak(known, wanted, std::memory_order_relaxed)) {
  }
}

}  // namespace gatehouse
