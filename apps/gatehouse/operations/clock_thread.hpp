/// The thread that monitors the system clock.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <stop_token>
#include <thread>

#include <gatehouse/services/maintenance/clock_watch.hpp>

namespace gatehouse::app {

/// Checks the clock every second, so that even a brief wrong setting is noticed and nothing is
/// erased because of it. Logs one line when the clock deviates from elapsed time, and one when they
/// agree again.
class ClockThread {
 public:
  ClockThread(ClockWatch& clock, std::shared_ptr<spdlog::logger> logger);

 private:
  void run(const std::stop_token& stop);
  void note(const ClockWatch::Reading& reading);

  ClockWatch& clock_;
  std::shared_ptr<spdlog::logger> logger_;
  bool had_parted_ = false;
  bool was_steady_ = true;
  std::jthread thread_;
};

}  // namespace gatehouse::app
