/// What the log says about the machine's date.
#pragma once

#include <spdlog/logger.h>

#include <memory>

#include <gatehouse/services/clock_watch.hpp>

namespace gatehouse::app {

/// One line when the machine's date parts from the time that passes, and one when they agree again.
/// Used by one thread at a time.
class ClockLog {
 public:
  explicit ClockLog(std::shared_ptr<spdlog::logger> logger);

  void note(const ClockWatch::Reading& reading);

 private:
  std::shared_ptr<spdlog::logger> logger_;
  bool had_parted_ = false;
  bool was_steady_ = true;
};

}  // namespace gatehouse::app
