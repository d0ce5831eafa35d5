/// Points in time are UTC with a resolution of one microsecond: what every storage keeps exactly.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

using Duration = std::chrono::microseconds;
using Timestamp = std::chrono::sys_time<Duration>;

/// Reads a date and time such as `2023-08-14T00:00:00.000Z` or `2023-08-14T03:00:00+03:00` (RFC
/// 3339, a profile of ISO 8601): seconds with up to nine decimals, then `Z` or the offset from UTC,
/// whose colon may be left out. Digits beyond the microsecond are cut off. Returns nothing for any
/// other text, for a leap second, for a day that the month does not have, and for a time outside
/// the years 0 to 9999 in UTC.
[[nodiscard]] std::optional<Timestamp> parse_time(std::string_view text);

/// Writes a time in UTC with three decimals; finer digits are cut off. For the years 0 to 9999.
[[nodiscard]] std::string format_utc(Timestamp time);

/// The same for a day alone: `2023-08-14`.
[[nodiscard]] std::optional<std::chrono::sys_days> parse_day(std::string_view text);
[[nodiscard]] std::string format_day(std::chrono::sys_days day);

}  // namespace gatehouse
