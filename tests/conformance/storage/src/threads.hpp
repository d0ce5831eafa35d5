/// Many threads at once.
#pragma once

#include <cstddef>
#include <functional>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::conformance {

/// Runs `work(0)` to `work(count - 1)`, each on a thread of its own, all let go at one moment.
/// Returns when all have ended, and throws what the first of them threw.
void run_together(std::size_t count, const std::function<void(std::size_t)>& work);

/// Repeats what the storage says may be repeated.
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
