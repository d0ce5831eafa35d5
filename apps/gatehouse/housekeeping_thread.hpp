/// The background threads: one delivers mail that was left over, the other erases records, so that
/// an unresponsive mail server does not delay erasing.
#pragma once

#include <spdlog/logger.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>

#include <gatehouse/services/maintenance/housekeeping.hpp>

namespace gatehouse::app {

/// Works in small steps until it is destroyed.
class HousekeepingThread {
 public:
  /// Counts since the start.
  struct Counts {
    std::atomic<std::uint64_t> mails_delivered = 0;
    /// In the order of erased_kinds.
    std::array<std::atomic<std::uint64_t>, erased_kinds.size()> erased{};
    std::atomic<std::uint64_t> failures = 0;
  };

  /// Each step may wait `storage_deadline` for the storage. Both threads call `log_failure` with a
  /// line for each failed step.
  HousekeepingThread(Housekeeping& housekeeping, std::shared_ptr<spdlog::logger> logger,
                     std::chrono::milliseconds storage_deadline,
                     std::function<void(std::string_view)> log_failure);

  [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

 private:
  using Step = Housekeeping::Report (Housekeeping::*)();

  void erase_records(const std::stop_token& stop);
  /// Repeats the step, and pauses when there is nothing more to do.
  void repeat(const std::stop_token& stop, Step step);
  /// Returns whether there is more to do at once.
  [[nodiscard]] bool run_once(Step step);
  /// Whether there is something to do before the pause is over.
  [[nodiscard]] bool is_wanted(Step step);

  Housekeeping& housekeeping_;
  std::chrono::milliseconds storage_deadline_;
  std::shared_ptr<spdlog::logger> logger_;
  std::function<void(std::string_view)> log_failure_;
  Counts counts_;
  std::jthread records_;
  std::jthread mail_;
};

}  // namespace gatehouse::app
