/// The machine's two clocks, and the order of ids.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>

#include <gatehouse/base/moment.hpp>
#include <gatehouse/base/time.hpp>

namespace gatehouse {

/// Any number of threads may call each of these.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  /// The machine's date. It follows every change that is made to the machine's clock: it may stand
  /// still, go back and leap ahead. Dates that are stored or shown come from it; durations never
  /// do.
  [[nodiscard]] virtual Timestamp now() = 0;

  /// The time since some moment that stays the same as long as the timeline does. It counts the
  /// time in which the machine is suspended, never goes back, and setting the machine's date does
  /// not change it: durations are measured by it.
  [[nodiscard]] virtual Duration elapsed() = 0;

  /// Names what elapsed() counts from, such as the start of this machine: processes that give the
  /// same name may compare their readings of elapsed(). 0 is never given.
  [[nodiscard]] virtual std::uint64_t timeline() = 0;

  /// A reading of both clocks.
  [[nodiscard]] Moment moment() {
    return {.date = now(), .elapsed = elapsed(), .timeline = timeline()};
  }

  /// A time for an id: `date`, or the first microsecond after all that this gave before, whichever
  /// is later. So ids sort in the order of creation whatever the machine's date does.
  [[nodiscard]] Timestamp in_order(Timestamp date) noexcept;

  /// From now on in_order() gives times after `last`: the newest id that is stored, by whichever
  /// process. Changes nothing when it does so already.
  void continue_after(Timestamp last) noexcept;

 private:
  std::atomic<Duration::rep> last_in_order_ = std::numeric_limits<Duration::rep>::min();
};

}  // namespace gatehouse
