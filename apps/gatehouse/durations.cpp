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

/// Largest first.
constexpr std::array<Unit, 4> units{{{'d', std::chrono::hours(24)},
                                     {'h', std::chrono::hours(1)},
                                     {'m', std::chrono::minutes(1)},
                                     {'s', std::chrono::seconds(1)}}};

/// A hundred years: beyond it, sums of times would leave the range of a timestamp one day.
constexpr std::chrono::seconds longest = std::chrono::hours(24 * 36'525);

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  for (const Unit& unit : units) {
    if (text.empty() || text.back() != unit.letter) continue;
    const char* end = text.data() + text.size() - 1;
    long long count = 0;
    const auto [read, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || read != end || count <= 0 || count > longest / unit.length) {
      return std::nullopt;
    }
    return unit.length * count;
  }
  return std::nullopt;
}

std::string format_duration(Duration duration) {
  for (const Unit& unit : units) {
    if (duration % unit.length == Duration::zero()) {
      return std::to_string(duration / unit.length) + unit.letter;
    }
  }
  return std::to_string(duration.count()) + "us";
}

}  // namespace gatehouse::app
