#include "stop_deadline.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

namespace gatehouse::app {
namespace {

/// Lower limit, even if the configuration aborts connections at once.
constexpr std::chrono::milliseconds shortest{1000};
/// Interval of checking for pending signals while the program starts.
constexpr std::chrono::milliseconds pause{100};
/// Time allowed for the last log line.
constexpr std::chrono::milliseconds to_log{200};

bool is_asked_to_end() {
  sigset_t pending;
  sigemptyset(&pending);
  ::sigpending(&pending);
  return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
}

}  // namespace

StopDeadline::StopDeadline(std::chrono::milliseconds deadline, std::function<void(std::string)> log)
    : deadline_(std::max(deadline, shortest)),
      log_(std::move(log)),
      thread_([this](const std::stop_token& ended) { watch(ended); }) {}

void StopDeadline::started() { set(State::running); }

void StopDeadline::begin() { set(State::ending); }

void StopDeadline::set(State state) {
  {
    const std::lock_guard lock(mutex_);
    // The deadline of a signal received during startup begins when it was noticed.
    if (state_ != State::ending) state_ = state;
  }
  changed_.notify_all();
}

void StopDeadline::watch(const std::stop_token& ended) {
  std::unique_lock lock(mutex_);
  while (state_ == State::starting && !ended.stop_requested()) {
    if (is_asked_to_end()) {
      state_ = State::ending;
    } else {
      changed_.wait_for(lock, ended, pause, [this] { return state_ != State::starting; });
    }
  }
  changed_.wait(lock, ended, [this] { return state_ == State::ending; });
  changed_.wait_for(lock, ended, deadline_, [] { return false; });
  if (ended.stop_requested()) return;
  const std::jthread logging([this] {
    log_("the program does not end within " + std::to_string(deadline_.count()) +
         " ms, because its storage or its log does not answer: terminating the process");
  });
  changed_.wait_for(lock, ended, to_log, [] { return false; });
  ::_exit(1);
}

}  // namespace gatehouse::app
