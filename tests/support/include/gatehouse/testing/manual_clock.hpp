/// A clock that is controlled by the test.
#pragma once

#include <cstdint>
#include <mutex>

#include <gatehouse/ports/clock.hpp>

namespace gatehouse::testing {

/// Each reading of the date is one microsecond after the previous one, so that all records have
/// different and predictable times. Thread-safe.
class ManualClock final : public Clock {
 public:
  /// The first reading is `start`: by default 2020-01-01 00:00:00 UTC.
  ManualClock();
  /// Clocks that share a timeline represent processes on one machine.
  explicit ManualClock(Timestamp start, std::uint64_t timeline = 1);

  [[nodiscard]] Timestamp now() override;
  /// The current reading of the timeline, without advancing it and without the changes of step().
  [[nodiscard]] Duration elapsed() override;
  [[nodiscard]] std::uint64_t timeline() override { return timeline_; }

  /// The result of the next call of now(), without advancing the clock.
  [[nodiscard]] Timestamp next() const;

  /// Sets the next reading to `time`; no effect if that would turn the clock back.
  void set(Timestamp time);

  /// Advances the next reading by `by`, which is not negative.
  void advance(Duration by);

  /// Changes the machine's date by `by`, which may be negative, while no time passes.
  void step(Duration by);

 private:
  const std::uint64_t timeline_;
  mutable std::mutex mutex_;
  Timestamp next_;
  /// The sum of the changes of the date.
  Duration stepped_{};
};

}  // namespace gatehouse::testing
