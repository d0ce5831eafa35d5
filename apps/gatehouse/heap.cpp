#include "heap.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace gatehouse::app {

#ifdef __GLIBC__
namespace {

/// A few heaps, shared by the threads, suffice: most allocations are served from thread caches.
constexpr int heaps = 4;
/// Memory blocks of at least this size are returned to the system when freed.
constexpr int large = 128 * 1024;
/// Free memory that may be retained, and the interval of checking it.
constexpr std::size_t kept = std::size_t{8} * 1024 * 1024;
constexpr std::chrono::seconds pause{5};

void trim(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!wake.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); })) {
    if (mallinfo2().fordblks > kept) malloc_trim(0);
  }
}

}  // namespace

HeapTrimmer::HeapTrimmer() {
  mallopt(M_ARENA_MAX, heaps);
  // Setting the thresholds disables their automatic growth.
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, 2 * large);
  thread_ = std::jthread(trim);
}
#else
HeapTrimmer::HeapTrimmer() = default;
#endif

}  // namespace gatehouse::app
