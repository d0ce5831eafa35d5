/// Detects jumps of the system date, so that a temporary jump ahead does not cause erasures.
///
/// The date and the monotonic clock (see ports/clock.hpp) advance together until the date is set. A
/// date that deviates from its expected value by more than a tolerance is in doubt until it has
/// been steady for the settling time; then it is trusted again.
#pragma once

#include <chrono>
#include <mutex>

#include <gatehouse/base/time.hpp>
#include <gatehouse/ports/clock.hpp>

namespace gatehouse {

/// Thread-safe.
class ClockWatch {
 public:
  static constexpr Duration tolerance = std::chrono::seconds(5);
  static constexpr Duration settling_time = std::chrono::minutes(5);

  /// Trusts the current date.
  explicit ClockWatch(Clock& clock);

  struct Reading {
    /// The system date.
    Timestamp date;
    /// How far the date is ahead of the expected date; negative if it is behind.
    Duration ahead{};
    /// Whether the deviation exceeds the tolerance.
    bool has_parted = false;
    /// Whether the date is trusted, so that records that have expired by it may be erased.
    bool is_steady = true;
  };
  /// Reads both clocks. A change that is reverted between two calls is not detected.
  [[nodiscard]] Reading read();

  /// Distrusts the date until it has been steady for the settling time from now on.
  void doubt();

 private:
  /// The date, and its offset from the elapsed time.
  struct Sample {
    Timestamp date;
    Duration elapsed{};
    Duration offset{};
  };
  [[nodiscard]] Sample sample();

  Clock& clock_;
  std::mutex mutex_;
  /// Offset of the last trusted date.
  Duration believed_{};
  /// Offset of the date since it last changed.
  Duration candidate_{};
  Duration candidate_since_{};
  bool doubted_ = false;
};

}  // namespace gatehouse
