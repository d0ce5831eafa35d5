#include "housekeeping_thread.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace gatehouse::app {
namespace {

constexpr std::chrono::seconds pause{10};

}  // namespace

HousekeepingThread::HousekeepingThread(Housekeeping& housekeeping,
                                       std::shared_ptr<spdlog::logger> logger)
    : housekeeping_(housekeeping),
      logger_(std::move(logger)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void HousekeepingThread::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    if (!step()) wake.wait_for(lock, stop, pause, [] { return false; });
  }
}

bool HousekeepingThread::step() {
  try {
    const Housekeeping::Report report = housekeeping_.step();
    counts_.mails_delivered += report.mails_delivered;
    counts_.records_erased += report.records_erased;
    if (report.mails_delivered > 0) {
      logger_->info("delivered {} mails that were left over", report.mails_delivered);
    }
    if (report.records_erased > 0) {
      logger_->debug("erased {} records that were over", report.records_erased);
    }
    return report.more;
  } catch (const std::exception& error) {
    ++counts_.failures;
    logger_->error("housekeeping: {}", error.what());
    return false;
  }
}

}  // namespace gatehouse::app
