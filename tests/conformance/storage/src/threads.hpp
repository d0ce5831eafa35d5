/// Helpers for concurrent threads.
#pragma once

#include <cstddef>
#include <functional>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::conformance {

/// Runs `work(0)` to `work(count - 1)`, each in its own thread, all started at the same time.
/// Returns when all have finished, and rethrows the first exception.
void run_together(std::size_t count, const std::function<void(std::size_t)>& work);

/// Retries errors that the storage reports as retryable.
template <class Call>
auto persistently(Call&& call) {
  for (;;) {
    try {
      return call();
    } catch (const TransientPortError&) {
    }
  }
}

}  // namespace gatehouse::conformance
