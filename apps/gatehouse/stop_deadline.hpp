/// Ends the process if its orderly shutdown takes too long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace gatehouse::app {

/// Limits the shutdown to the deadline, which is at least a second, after the signal. If the disk
/// or the database blocks a thread for longer, the process exits with status 1 as if it had been
/// killed: acknowledged changes are in the storage, and others are there completely or not at all.
class StopDeadline {
 public:
  /// Must be constructed at startup with SIGTERM and SIGINT blocked in all threads; a pending one
  /// starts the deadline. `log` is called with a line when the deadline has passed. The process
  /// does not wait for it, since the log itself may be what blocks the shutdown.
  StopDeadline(std::chrono::milliseconds deadline, std::function<void(std::string)> log);
  StopDeadline(const StopDeadline&) = delete;
  StopDeadline& operator=(const StopDeadline&) = delete;

  /// Called when the program itself starts waiting for the signals.
  void started();
  /// Called when the program begins to shut down.
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
