/// Lengths of time as people write them: "90s", "10m", "24h", "7d".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>

namespace gatehouse::app {

/// Nothing unless it is a whole number above zero with one of the units s, m, h and d.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

/// In the largest unit that gives a whole number.
[[nodiscard]] std::string format_duration(Duration duration);

}  // namespace gatehouse::app
