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

/// Few heaps, which the threads share: most of what they need comes from caches of their own.
constexpr int heaps = 4;
/// From this size on, memory is the system's again as soon as it is free.
constexpr int large = 128 * 1024;
/// Free memory that may stay, and how often it is looked at.
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
  // Set by hand, they do not grow with what is freed.
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, 2 * large);
  thread_ = std::jthread(trim);
}
#else
HeapTrimmer::HeapTrimmer() = default;
#endif

}  // namespace gatehouse::app
