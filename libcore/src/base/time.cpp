#include <gatehouse/base/time.hpp>

#include <algorithm>
#include <cstddef>

namespace gatehouse {
namespace {

/// Takes exactly that many digits off the front; -1 when there are fewer.
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

/// The milliseconds of `.5`, `.25`, `.125` or nothing; -1 for another form.
int take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits > 3) return -1;
  int number = take_digits(text, digits);
  for (std::size_t i = digits; i < 3; ++i) number *= 10;
  return number;
}

/// Takes `2023-08-14` off the front.
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

std::string padded(long long number, std::size_t width) {
  std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace

std::optional<Timestamp> parse_utc(std::string_view text) {
  using namespace std::chrono;
  const auto midnight = take_day(text);
  if (!midnight || !take(text, 'T')) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ':')) return std::nullopt;
  const int second = take_digits(text, 2);
  const int fraction = second < 0 ? -1 : take_fraction(text);
  if (second > 59 || fraction < 0 || text != "Z") return std::nullopt;
  return *midnight + hours(hour) + minutes(minute) + seconds(second) + milliseconds(fraction);
}

std::string format_utc(Timestamp time) {
  using namespace std::chrono;
  const sys_days midnight = floor<days>(time);
  const hh_mm_ss clock(floor<milliseconds>(time) - midnight);
  return format_day(midnight) + 'T' + padded(clock.hours().count(), 2) + ':' +
         padded(clock.minutes().count(), 2) + ':' + padded(clock.seconds().count(), 2) + '.' +
         padded(clock.subseconds().count(), 3) + 'Z';
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

std::string format_day(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return padded(static_cast<int>(date.year()), 4) + '-' +
         padded(static_cast<unsigned>(date.month()), 2) + '-' +
         padded(static_cast<unsigned>(date.day()), 2);
}

}  // namespace gatehouse
