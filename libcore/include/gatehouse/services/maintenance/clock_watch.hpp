/// Whether the machine's date goes with the time that passes, so that nothing is erased because the
/// date leapt ahead for a moment.
///
/// The date and the clock that cannot be set (see ports/clock.hpp) run together until someone sets
/// the date. A date that differs by more than a tolerance from what it was to be is doubted until
/// it has been steady for a while; then it is believed.
#pragma once

#include <chrono>
#include <mutex>

#include <gatehouse/base/time.hpp>
#include <gatehouse/ports/clock.hpp>

namespace gatehouse {

/// Any number of threads may use it.
class ClockWatch {
 public:
  static constexpr Duration tolerance = std::chrono::seconds(5);
  static constexpr Duration settling_time = std::chrono::minutes(5);

  /// Believes the date as it is now.
  explicit ClockWatch(Clock& clock);

  struct Reading {
    /// The machine's date.
    Timestamp date;
    /// By how much the date is ahead of the one that was believed last; negative: behind.
    Duration ahead{};
    /// Whether that is more than the tolerance.
    bool has_parted = false;
    /// Whether the date is believed: what has expired by it may be erased.
    bool is_steady = true;
  };
  /// Looks at both clocks. What happens between two calls and is over by the second is not seen.
  [[nodiscard]] Reading read();

  /// The date is not believed before it has been steady for the settling time, counted from now.
  void doubt();

 private:
  /// The date, and what it is more than the time elapsed.
  struct Sample {
    Timestamp date;
    Duration elapsed{};
    Duration offset{};
  };
  [[nodiscard]] Sample sample();

  Clock& clock_;
  std::mutex mutex_;
  /// Of the date that was believed last.
  Duration believed_{};
  /// Of the date as it is since a while.
  Duration candidate_{};
  Duration candidate_since_{};
  bool doubted_ = false;
};

}  // namespace gatehouse
