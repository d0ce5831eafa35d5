#include "doctor/thread_check.hpp"

#include <cstddef>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

#include "file_descriptors.hpp"

namespace gatehouse::app {
namespace {

/// Logs, signals, the clock, housekeeping, the probe, the watch, and those of the storage.
constexpr std::size_t for_the_program = 16;

/// Releases all waiting threads on leaving the scope.
class Opening {
 public:
  explicit Opening(std::latch& gate) noexcept : gate_(gate) {}
  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;
  ~Opening() { gate_.count_down(); }

 private:
  std::latch& gate_;
};

}  // namespace

void check_threads(const Configuration& chosen) {
  const std::size_t count = for_the_program + request_threads(chosen);
  std::latch gate(1);
  std::vector<std::jthread> threads;
  threads.reserve(count);
  const Opening opening(gate);  // destroyed first, so that the threads can be joined
  try {
    while (threads.size() < count) threads.emplace_back([&gate] { gate.wait(); });
  } catch (const std::system_error& error) {
    throw std::runtime_error(too_few_threads(error));
  }
}

std::string too_few_threads(const std::system_error& error) {
  return "the system starts no more threads: raise its limits (ulimit -u, TasksMax=, or memory), "
         "or give fewer (--storage-threads, --mail-threads, --hashing-threads, --io-threads): " +
         error.code().message();
}

}  // namespace gatehouse::app
