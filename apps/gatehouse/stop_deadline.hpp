/// Ends the process when ending it in good order takes too long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace gatehouse::app {

/// While this lives, the program ends within the deadline, which is a second at least, after the
/// signal that asks it to end. When the disk or the database keeps a thread waiting for longer, the
/// process ends all the same, with status 1 and as if it had been killed: what was acknowledged is
/// in the storage, and what was not is there as a whole or not at all.
class StopDeadline {
 public:
  /// The program is starting, with SIGTERM and SIGINT blocked in all threads: one that is pending
  /// asks it to end. `log` takes a line when the deadline is over. The process does not wait for
  /// it: a log may be what keeps the program from ending.
  StopDeadline(std::chrono::milliseconds deadline, std::function<void(std::string)> log);
  StopDeadline(const StopDeadline&) = delete;
  StopDeadline& operator=(const StopDeadline&) = delete;

  /// From here on, the program waits for the signals itself.
  void started();
  /// The program is ending.
  void begin();

 private:
  enum class State { starting, running, ending };

  void watch(const std::stop_token& ended);
  void set(State state);

  const std::chrono::milliseconds deadline_;
  const std::function<void(std::string)> log_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  State state_ = State::starting;
  std::jthread thread_;
};

}  // namespace gatehouse::app
