/// Points in time taken from two clocks, so that intervals stay exact even if the date is set in
/// between.
#pragma once

#include <cstdint>

#include <gatehouse/base/time.hpp>

namespace gatehouse {

/// See ports/clock.hpp.
struct Moment {
  Timestamp date;
  /// By the monotonic clock, counted from the start of `timeline`.
  Duration elapsed{};
  /// 0: only the date is known.
  std::uint64_t timeline = 0;

  friend bool operator==(const Moment&, const Moment&) = default;
};

/// Returns the time from one moment to another: exact within one timeline, otherwise the difference
/// of the dates, which includes clock skew and adjustments. Negative if `to` appears to be earlier.
[[nodiscard]] constexpr Duration between(const Moment& from, const Moment& to) noexcept {
  const bool same_timeline = from.timeline != 0 && from.timeline == to.timeline;
  return same_timeline ? to.elapsed - from.elapsed : to.date - from.date;
}

}  // namespace gatehouse
