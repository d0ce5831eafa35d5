/// The system's two clocks, and the order of ids.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

#include <gatehouse/base/moment.hpp>
#include <gatehouse/base/time.hpp>

namespace gatehouse {

/// Thread-safe.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  /// The system date. It follows every adjustment of the system clock: it may stand still, go back
  /// and jump ahead. Stored and displayed dates come from it; durations never do.
  [[nodiscard]] virtual Timestamp now() = 0;

  /// The time since an origin that is fixed for the timeline. It includes suspended time, never
  /// goes back, and is not affected by setting the system date. Use it to measure durations.
  [[nodiscard]] virtual Duration elapsed() = 0;

  /// Identifies the origin of elapsed(), such as the boot of this machine: processes with the same
  /// value may compare their readings of elapsed(). Never returns 0.
  [[nodiscard]] virtual std::uint64_t timeline() = 0;

  /// Reads both clocks.
  [[nodiscard]] Moment moment() {
    return {.date = now(), .elapsed = elapsed(), .timeline = timeline()};
  }

  /// Returns a time for a new id: `date`, or the first microsecond after all times returned before,
  /// whichever is later. Thus ids sort by creation whatever happens to the system date.
  [[nodiscard]] Timestamp in_order(Timestamp date) noexcept;

  /// Makes in_order() return only times after `last`, the time of the newest stored id of any
  /// process. Has no effect if it already does.
  void continue_after(Timestamp last) noexcept;

 private:
  std::atomic<Duration::rep> last_in_order_ = std::numeric_limits<Duration::rep>::min();
};

}  // namespace gatehouse
