#include "operations/clock_thread.hpp"

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace gatehouse::app {

ClockThread::ClockThread(ClockWatch& clock, std::shared_ptr<spdlog::logger> logger)
    : clock_(clock),
      logger_(std::move(logger)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void ClockThread::run(const std::stop_token& stop) {
  constexpr std::chrono::seconds pause(1);
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    try {
      note(clock_.read());
    } catch (const std::exception& error) {
      logger_->error("clock: {}", error.what());
    }
    wake.wait_for(lock, stop, pause, [] { return false; });
  }
}

void ClockThread::note(const ClockWatch::Reading& reading) {
  const double ahead = std::chrono::duration<double>(reading.ahead).count();
  if (reading.has_parted && !had_parted_) {
    logger_->warn(
        "clock: the machine's date is {:.0f} s {} the time that has passed; nothing is erased "
        "until it has been steady for 5 minutes",
        std::abs(ahead), ahead > 0 ? "ahead of" : "behind");
  } else if (!reading.has_parted && had_parted_) {
    logger_->warn("clock: the machine's date agrees with the time that passes again{}",
                  reading.is_steady ? "" : "; nothing is erased for 5 minutes");
  } else if (!reading.is_steady && was_steady_ && !reading.has_parted) {
    logger_->warn(
        "clock: the machine's date is long after the newest record; nothing is erased until it has "
        "been steady for 5 minutes");
  }
  had_parted_ = reading.has_parted;
  was_steady_ = reading.is_steady;
}

}  // namespace gatehouse::app
