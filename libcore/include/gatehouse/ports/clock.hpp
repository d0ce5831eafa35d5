/// The time of day.
#pragma once

#include <gatehouse/base/time.hpp>

namespace gatehouse {

class Clock {
 public:
  virtual ~Clock() = default;

  /// The time now, and never the same or an earlier one than this clock gave before, from any
  /// thread: ids made from it sort in the order of creation even when the machine's clock is set
  /// back. Any number of threads may call it.
  [[nodiscard]] virtual Timestamp now() = 0;

  /// The time since some moment that stays the same as long as the clock lives. Setting the
  /// machine's clock does not change it: ages of what a process remembers are measured by it. Any
  /// number of threads may call it.
  [[nodiscard]] virtual Duration elapsed() = 0;
};

}  // namespace gatehouse
