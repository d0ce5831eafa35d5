#include "durations.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace gatehouse::app {
namespace {

struct Unit {
  char letter;
  std::chrono::seconds length;
};

/// Sorted from largest to smallest.
constexpr std::array<Unit, 4> units{{{'d', std::chrono::hours(24)},
                                     {'h', std::chrono::hours(1)},
                                     {'m', std::chrono::minutes(1)},
                                     {'s', std::chrono::seconds(1)}}};

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (text == "0") return Duration::zero();
  for (const Unit& unit : units) {
    if (text.empty() || text.back() != unit.letter) continue;
    const char* end = text.data() + text.size() - 1;
    long long count = 0;
    const auto [read, error] = std::from_chars(text.data(), end, count);
    if (read != end || error == std::errc::invalid_argument) return std::nullopt;
    const bool fits = error == std::errc() && count / (any_duration.most / unit.length + 1) == 0;
    if (fits) return unit.length * count;
    return text.front() == '-' ? Duration::min() : Duration::max();
  }
  return std::nullopt;
}

std::string format_duration(Duration duration) {
  if (duration == Duration::zero()) return "0";
  for (const Unit& unit : units) {
    if (duration % unit.length == Duration::zero()) {
      return std::to_string(duration / unit.length) + unit.letter;
    }
  }
  return std::to_string(duration.count()) + "us";
}

}  // namespace gatehouse::app
