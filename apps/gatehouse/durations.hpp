/// Lengths of time as people write them: "90s", "10m", "24h", "7d".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>

#include "values.hpp"

namespace gatehouse::app {

/// From a second to a hundred years: beyond those, sums of times would leave the range of a
/// timestamp one day.
inline constexpr Range<Duration> any_duration{std::chrono::seconds(1),
                                              std::chrono::hours(24 * 36'525)};

/// Nothing unless it is a whole number with one of the units s, m, h and d, or "0". One that is
/// longer than `any_duration`, in either direction, becomes the least or the greatest Duration.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

/// In the largest unit that gives a whole number.
[[nodiscard]] std::string format_duration(Duration duration);

}  // namespace gatehouse::app
