#include <gatehouse/base/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace gatehouse {
namespace {

/// Removes exactly that many digits from the front; returns -1 if there are fewer.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int number = 0;
  for (const char digit : text.substr(0, count)) {
    if (digit < '0' || digit > '9') return -1;
    number = number * 10 + (digit - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

/// Removes an optional decimal fraction of a second such as `.5` or `.123456789` from the front;
/// returns no value if it is malformed.
std::optional<Duration> take_fraction(std::string_view& text) {
  constexpr std::size_t digits_kept = 6;
  constexpr std::size_t digits_taken = 9;
  if (!take(text, '.')) return Duration(0);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > digits_taken) return std::nullopt;
  const std::size_t kept = std::min(digits, digits_kept);
  int number = take_digits(text, kept);
  for (std::size_t i = kept; i < digits_kept; ++i) number *= 10;
  text.remove_prefix(digits - kept);
  return Duration(number);
}

/// Removes `Z`, `+03:00` or `+0300` from the front; returns how far the local time is ahead of UTC.
std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return std::chrono::minutes(0);
  const bool is_ahead = text.starts_with('+');
  if (!is_ahead && !text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  const int hours = take_digits(text, 2);
  take(text, ':');
  const int minutes = take_digits(text, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return is_ahead ? offset : -offset;
}

/// Removes `2023-08-14` from the front.
std::optional<std::chrono::sys_days> take_day(std::string_view& text) {
  using namespace std::chrono;
  const int year_number = take_digits(text, 4);
  if (year_number < 0 || !take(text, '-')) return std::nullopt;
  const int month_number = take_digits(text, 2);
  if (month_number < 0 || !take(text, '-')) return std::nullopt;
  const int day_number = take_digits(text, 2);
  if (day_number < 0) return std::nullopt;
  const year_month_day date(year(year_number), month(static_cast<unsigned>(month_number)),
                            day(static_cast<unsigned>(day_number)));
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

/// Writes the last `count` decimal digits of the number, and returns the place after them.
char* write_digits(char* out, long long number, int count) {
  for (int i = count; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
  return out + count;
}

/// Writes a day of the years 0 to 9999 in ten characters, and returns the place after them.
char* write_day(char* out, const std::chrono::year_month_day& date) {
  out = write_digits(out, static_cast<int>(date.year()), 4);
  *out++ = '-';
  out = write_digits(out, static_cast<unsigned>(date.month()), 2);
  *out++ = '-';
  return write_digits(out, static_cast<unsigned>(date.day()), 2);
}

/// Appends the day; a year with more than four digits, or before 0, in full.
void append_day(std::string& out, std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 10> text;
  write_day(text.data(), date);
  const int year = static_cast<int>(date.year());
  const bool is_long = year < 0 || year > 9999;
  if (is_long) out += std::to_string(year);
  out.append(text.data() + (is_long ? 4 : 0), text.data() + text.size());
}

}  // namespace

std::optional<Timestamp> parse_time(std::string_view text) {
  using namespace std::chrono;
  const auto midnight = take_day(text);
  if (!midnight || !take(text, 'T')) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ':')) return std::nullopt;
  const int second = take_digits(text, 2);
  if (second < 0 || second > 59) return std::nullopt;
  const auto fraction = take_fraction(text);
  const auto offset = take_offset(text);
  if (!fraction || !offset || !text.empty()) return std::nullopt;
  const Timestamp time =
      *midnight + hours(hour) + minutes(minute) + seconds(second) + *fraction - *offset;
  constexpr sys_days first = year(0) / January / 1;
  constexpr sys_days end = sys_days(year(9999) / December / 31) + days(1);
  if (time < first || time >= end) return std::nullopt;
  return time;
}

void append_utc(std::string& out, Timestamp time) {
  using namespace std::chrono;
  const sys_days midnight = floor<days>(time);
  const hh_mm_ss clock(floor<milliseconds>(time) - midnight);
  append_day(out, midnight);
  std::array<char, 14> text;
  char* end = text.data();
  *end++ = 'T';
  end = write_digits(end, clock.hours().count(), 2);
  *end++ = ':';
  end = write_digits(end, clock.minutes().count(), 2);
  *end++ = ':';
  end = write_digits(end, clock.seconds().count(), 2);
  *end++ = '.';
  end = write_digits(end, clock.subseconds().count(), 3);
  *end++ = 'Z';
  out.append(text.data(), end);
}

std::string format_utc(Timestamp time) {
  std::string text;
  text.reserve(std::string_view("2023-08-14T00:00:00.000Z").size());
  append_utc(text, time);
  return text;
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

std::string format_day(std::chrono::sys_days day) {
  std::string text;
  append_day(text, day);
  return text;
}

}  // namespace gatehouse
