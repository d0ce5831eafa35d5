/// The thread that looks at the machine's date.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <stop_token>
#include <thread>

#include <gatehouse/services/maintenance/clock_watch.hpp>

namespace gatehouse::app {

/// Looks every second, so that a date that is set for a moment only is seen too, and nothing is
/// erased by it afterwards. Logs one line when the date parts from the time that passes, and one
/// when they agree again.
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
