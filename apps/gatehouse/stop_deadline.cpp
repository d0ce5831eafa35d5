#include "stop_deadline.hpp"

#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace gatehouse::app {
namespace {

/// A program that is to cut off its connections at once is not killed for it.
constexpr std::chrono::milliseconds shortest{1000};
/// For the last line of the log.
constexpr std::chrono::milliseconds to_log{200};

/// Returns when the program has ended in good order.
void watch(const std::stop_token& ended, std::chrono::milliseconds deadline,
           const std::function<void(std::string)>& log) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  const auto sleep = [&](std::chrono::milliseconds length) {
    wake.wait_for(lock, ended, length, [] { return false; });
    return !ended.stop_requested();
  };
  if (!sleep(std::max(deadline, shortest))) return;
  const std::jthread logging([&log, deadline] {
    log("the program does not end within " + std::to_string(deadline.count()) +
        " ms, because its storage or its log does not answer: it is ended now, as if killed");
  });
  sleep(to_log);
  ::_exit(1);
}

}  // namespace

StopDeadline::StopDeadline(std::chrono::milliseconds deadline, std::function<void(std::string)> log)
    : thread_([deadline, log = std::move(log)](const std::stop_token& ended) {
        watch(ended, deadline, log);
      }) {}

}  // namespace gatehouse::app
