/// The clock of the operating system.
#pragma once

#include <atomic>
#include <limits>

#include <gatehouse/ports/clock.hpp>

namespace gatehouse {

/// The machine's real time (UTC, microseconds), made strictly increasing for all callers of one
/// object: where the machine's clock stands still or is set back, the answer is one microsecond
/// after the last one until the machine has caught up. Lock-free.
///
/// The order is that of one object; a process has one clock and hands it to everybody.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() override;
  /// Since the machine was started, or some such moment.
  [[nodiscard]] Duration elapsed() override;

 private:
  std::atomic<Duration::rep> last_ = std::numeric_limits<Duration::rep>::min();
};

}  // namespace gatehouse
