/// How the C library's heap is kept small.
#pragma once

#include <thread>

namespace gatehouse::app {

/// Keeps free memory of the heap from staying with the process: with glibc as it comes, each of
/// many threads gets a heap of its own, of which what was once used is rarely given back. Does
/// nothing with another C library. To be made before other threads are.
class HeapTrimmer {
 public:
  HeapTrimmer();

 private:
  std::jthread thread_;
};

}  // namespace gatehouse::app
