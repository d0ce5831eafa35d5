/// Durations in text form: "90s", "10m", "24h", "7d".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>

#include "values.hpp"

namespace gatehouse::app {

/// From a second to a hundred years. Longer durations could overflow the range of timestamps.
inline constexpr Range<Duration> any_duration{std::chrono::seconds(1),
                                              std::chrono::hours(24 * 36'525)};

/// Parses a whole number with one of the units s, m, h and d, or "0"; returns nothing for other
/// text. A duration beyond `any_duration`, in either direction, becomes the minimum or maximum
/// Duration.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

/// Formats the duration in the largest unit that gives a whole number.
[[nodiscard]] std::string format_duration(Duration duration);

}  // namespace gatehouse::app
