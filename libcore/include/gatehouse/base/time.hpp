/// Points in time are UTC with a resolution of one microsecond: what every storage keeps exactly.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

using Duration = std::chrono::microseconds;
using Timestamp = std::chrono::sys_time<Duration>;

/// Reads a date and time in UTC of the form `2023-08-14T00:00:00.000Z` (RFC 3339, a profile of ISO
/// 8601), with none to three digits of a second's fraction. Nothing when it is anything else, a
/// leap second and a day that the month has not included.
[[nodiscard]] std::optional<Timestamp> parse_utc(std::string_view text);

/// The same form with three digits of the fraction; what is finer is cut off. For years 0 to 9999.
[[nodiscard]] std::string format_utc(Timestamp time);

/// The same for a day alone: `2023-08-14`.
[[nodiscard]] std::optional<std::chrono::sys_days> parse_day(std::string_view text);
[[nodiscard]] std::string format_day(std::chrono::sys_days day);

}  // namespace gatehouse
