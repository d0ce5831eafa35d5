/// Moments that are read from two clocks, so that the time between them is known although one of
/// the clocks was set in between.
#pragma once

#include <cstdint>

#include <gatehouse/base/time.hpp>

namespace gatehouse {

/// See ports/clock.hpp.
struct Moment {
  Timestamp date;
  /// By the clock that cannot be set, which counts from the start of `timeline`.
  Duration elapsed{};
  /// 0: the moment is known by its date alone.
  std::uint64_t timeline = 0;

  friend bool operator==(const Moment&, const Moment&) = default;
};

/// The time from one moment to another: exact on one timeline, otherwise the difference of the
/// dates, which is wrong by what the dates of two machines differ, or were changed. Negative where
/// `to` seems to be the earlier one.
[[nodiscard]] constexpr Duration between(const Moment& from, const Moment& to) noexcept {
  const bool same_timeline = from.timeline != 0 && from.timeline == to.timeline;
  return same_timeline ? to.elapsed - from.elapsed : to.date - from.date;
}

}  // namespace gatehouse
