#include "housekeeping_thread.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <utility>

#include <gatehouse/ports/storage_patience.hpp>

namespace gatehouse::app {
namespace {

constexpr std::chrono::seconds pause{10};
/// Maximum delay before the rows of a deleted record begin to be erased.
constexpr std::chrono::milliseconds glance{500};

}  // namespace

HousekeepingThread::HousekeepingThread(Housekeeping& housekeeping,
                                       std::shared_ptr<spdlog::logger> logger,
                                       std::chrono::milliseconds storage_deadline,
                                       std::function<void(std::string_view)> log_failure)
    : housekeeping_(housekeeping),
      storage_deadline_(storage_deadline),
      logger_(std::move(logger)),
      log_failure_(std::move(log_failure)),
      records_([this](const std::stop_token& stop) { erase_records(stop); }),
      mail_([this](const std::stop_token& stop) { repeat(stop, &Housekeeping::deliver_mail); }) {}

void HousekeepingThread::erase_records(const std::stop_token& stop) {
  repeat(stop, &Housekeeping::erase_records);
  try {
    // The end of the program must not wait for an unresponsive database.
    constexpr std::chrono::milliseconds longest(1000);
    const StoragePatience patience(std::min(storage_deadline_, longest));
    housekeeping_.finish();
  } catch (const std::exception& error) {
    logger_->error("housekeeping: the last uses of service tokens are not stored: {}",
                   error.what());
  }
}

void HousekeepingThread::repeat(const std::stop_token& stop, Step step) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    if (run_once(step)) continue;
    const auto next = std::chrono::steady_clock::now() + pause;
    while (!stop.stop_requested() && std::chrono::steady_clock::now() < next && !is_wanted(step)) {
      wake.wait_for(lock, stop, glance, [] { return false; });
    }
  }
}

bool HousekeepingThread::is_wanted(Step step) {
  return step == &Housekeeping::erase_records && housekeeping_.is_wanted();
}

bool HousekeepingThread::run_once(Step step) {
  try {
    const StoragePatience patience(storage_deadline_);
    const Housekeeping::Report report = (housekeeping_.*step)();
    counts_.mails_delivered += report.mails_delivered;
    for (std::size_t i = 0; i < erased_kinds.size(); ++i) {
      counts_.erased.at(i) += report.erased.*erased_kinds.at(i).count;
    }
    if (report.mails_delivered > 0) {
      logger_->info("delivered {} mails that were left over", report.mails_delivered);
    }
    for (const ErasedKind& kind : erased_kinds) {
      const std::size_t erased = report.erased.*kind.count;
      if (erased > 0) logger_->debug("erased {} {} that were over", erased, kind.name);
    }
    return report.more;
  } catch (const std::exception& error) {
    ++counts_.failures;
    log_failure_(std::string("housekeeping: ") + error.what());
    return false;
  }
}

}  // namespace gatehouse::app
