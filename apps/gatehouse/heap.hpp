/// Limits the size of the C library's heap.
#pragma once

#include <thread>

namespace gatehouse::app {

/// Returns free heap memory to the system. By default, glibc gives each of many threads a heap of
/// its own and rarely returns its memory. Does nothing with other C libraries. Must be constructed
/// before other threads are started.
class HeapTrimmer {
 public:
  HeapTrimmer();

 private:
  std::jthread thread_;
};

}  // namespace gatehouse::app
