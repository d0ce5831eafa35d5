/// Values of options as people write them.
#pragma once

#include <optional>
#include <string_view>

namespace gatehouse::app {

/// The forms of yes and no, the same for flags, environment variables and the configuration file.
/// They include those that booleans of the HTTP API's queries have.
[[nodiscard]] std::optional<bool> parse_yes_or_no(std::string_view text);

inline constexpr auto* yes_or_no_in_words =
    "yes or no (or true, t, y, on, 1 or false, f, n, off, 0, in any case)";

/// The values from `least` to `most`, both included.
template <class T>
struct Range {
  T least;
  T most;

  [[nodiscard]] bool holds(const T& value) const { return value >= least && value <= most; }
};

}  // namespace gatehouse::app
