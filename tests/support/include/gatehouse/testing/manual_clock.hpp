/// A clock that a test turns by hand.
#pragma once

#include <cstdint>
#include <mutex>

#include <gatehouse/ports/clock.hpp>

namespace gatehouse::testing {

/// Each reading of the date is one microsecond after the one before, so that no two records have
/// the same time and every reading can still be foretold. Any number of threads may use it.
class ManualClock final : public Clock {
 public:
  /// The first reading is `start`: without one, 2020-01-01 00:00:00 UTC.
  ManualClock();
  /// Clocks of one timeline stand for processes on one machine.
  explicit ManualClock(Timestamp start, std::uint64_t timeline = 1);

  [[nodiscard]] Timestamp now() override;
  /// By the same hands, without moving them, but not by what step() has changed.
  [[nodiscard]] Duration elapsed() override;
  [[nodiscard]] std::uint64_t timeline() override { return timeline_; }

  /// What the next call of now() gives, without moving the clock.
  [[nodiscard]] Timestamp next() const;

  /// The next reading is `time`; the clock stays as it is when that would turn it back.
  void set(Timestamp time);

  /// The next reading is later by `by`, which is not negative.
  void advance(Duration by);

  /// Sets the machine's date: it is later by `by`, or earlier, and no time passes.
  void step(Duration by);

 private:
  const std::uint64_t timeline_;
  mutable std::mutex mutex_;
  Timestamp next_;
  /// What the dates were changed by.
  Duration stepped_{};
};

}  // namespace gatehouse::testing
