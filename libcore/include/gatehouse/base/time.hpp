/// Times are in UTC with a resolution of one microsecond, which every storage preserves exactly.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

using Duration = std::chrono::microseconds;
using Timestamp = std::chrono::sys_time<Duration>;

/// Parses a date and time such as `2023-08-14T00:00:00.000Z` or `2023-08-14T03:00:00+03:00` (RFC
/// 3339, a profile of ISO 8601): seconds with up to nine decimals, then `Z` or the offset from UTC,
/// whose colon may be omitted. Digits beyond the microsecond are truncated. Returns nothing for any
/// other text, for a leap second, for a day that the month does not have, and for a time outside
/// the years 0 to 9999 in UTC.
[[nodiscard]] std::optional<Timestamp> parse_time(std::string_view text);

/// Formats a time in UTC with three decimals, truncating further digits. For the years 0 to 9999.
[[nodiscard]] std::string format_utc(Timestamp time);
/// Appends the same text.
void append_utc(std::string& out, Timestamp time);

/// Parses a day: `2023-08-14`.
[[nodiscard]] std::optional<std::chrono::sys_days> parse_day(std::string_view text);
[[nodiscard]] std::string format_day(std::chrono::sys_days day);

}  // namespace gatehouse
