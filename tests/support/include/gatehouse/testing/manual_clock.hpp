/// A clock that a test turns by hand.
#pragma once

#include <mutex>

#include <gatehouse/ports/clock.hpp>

namespace gatehouse::testing {

/// Each reading is one microsecond after the one before, so that the promise of Clock (never the
/// same time twice, never an earlier one) holds and every reading can still be foretold. Any number
/// of threads may use it.
class ManualClock final : public Clock {
 public:
  /// The first reading is `start`: without one, 2020-01-01 00:00:00 UTC.
  ManualClock();
  explicit ManualClock(Timestamp start);

  [[nodiscard]] Timestamp now() override;
  /// By the same hands, without moving them.
  [[nodiscard]] Duration elapsed() override;

  /// What the next call of now() gives, without moving the clock.
  [[nodiscard]] Timestamp next() const;

  /// The next reading is `time`; the clock stays as it is when that would turn it back.
  void set(Timestamp time);

  /// The next reading is later by `by`, which is not negative.
  void advance(Duration by);

 private:
  mutable std::mutex mutex_;
  Timestamp next_;
};

}  // namespace gatehouse::testing
