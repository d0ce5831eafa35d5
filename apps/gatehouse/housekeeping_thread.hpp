/// The thread that does what nobody asks for.
#pragma once

#include <spdlog/logger.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <thread>

#include <gatehouse/services/housekeeping.hpp>

#include "operations/clock_log.hpp"

namespace gatehouse::app {

/// Delivers mail that was left over and erases what is over, in small steps, until it is destroyed.
class HousekeepingThread {
 public:
  /// Since the start.
  struct Counts {
    std::atomic<std::uint64_t> mails_delivered = 0;
    /// In the order of erased_kinds.
    std::array<std::atomic<std::uint64_t>, erased_kinds.size()> erased{};
    std::atomic<std::uint64_t> failures = 0;
  };

  /// Each step may wait for the storage for as long as `storage_deadline`.
  HousekeepingThread(Housekeeping& housekeeping, std::shared_ptr<spdlog::logger> logger,
                     std::chrono::milliseconds storage_deadline);

  [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

 private:
  void run(const std::stop_token& stop);
  /// True when there is more to do at once.
  bool step();

  Housekeeping& housekeeping_;
  std::chrono::milliseconds storage_deadline_;
  std::shared_ptr<spdlog::logger> logger_;
  ClockLog clock_log_;
  Counts counts_;
  std::jthread thread_;
};

}  // namespace gatehouse::app
