// Times and days: an accepted text yields the same when it is written and read again, and the C
// library agrees.
#include <cstdlib>
#include <ctime>
#include <string>

#include <gatehouse/base/time.hpp>

#include "fuzz.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;

/// Seconds since 1970 of the date and the time of day in the text, without its offset.
std::time_t local_seconds(const std::string& text) {
  std::tm parts{};
  require(strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) != nullptr,
          "an accepted time begins with date and time");
  return timegm(&parts);
}

void check_time(std::string_view text) {
  const auto time = parse_time(text);
  if (!time) return;
  const std::string written = format_utc(*time);
  const auto again = parse_time(written);
  require(again.has_value(), "a written time is read");
  require(*again == std::chrono::floor<std::chrono::milliseconds>(*time),
          "a time keeps its milliseconds");
  require(format_utc(*again) == written, "a time is written in one way");

  const std::time_t local = local_seconds(std::string(text));
  const std::time_t utc =
      std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count();
  const std::time_t offset = local - utc;
  require(offset % 60 == 0, "an offset is whole minutes");
  require(std::abs(offset) < 24 * 60 * 60, "an offset is less than a day");
  if (text.ends_with('Z')) require(offset == 0, "Z is UTC");
}

void check_day(std::string_view text) {
  const auto day = parse_day(text);
  if (!day) return;
  require(format_day(*day) == text, "a day is written as it was read");
  require(local_seconds(std::string(text) + "T00:00:00") ==
              std::chrono::seconds(day->time_since_epoch()).count(),
          "the C library finds the same day");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  check_time(text);
  check_day(text);
  return 0;
}
