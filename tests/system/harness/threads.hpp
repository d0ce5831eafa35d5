/// Concurrent clients.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace gatehouse::testing {

/// Calls `work(0)` to `work(count - 1)`, each in its own thread; none begins before all threads are
/// started. Rethrows an exception at the end.
void all_at_once(std::size_t count, const std::function<void(std::size_t)>& work);

/// The same, with the returned values.
template <class T>
[[nodiscard]] std::vector<T> all_at_once(std::size_t count,
                                         const std::function<T(std::size_t)>& work) {
  std::vector<T> results(count);
  all_at_once(count, [&](std::size_t i) { results[i] = work(i); });
  return results;
}

}  // namespace gatehouse::testing
