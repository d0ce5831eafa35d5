/// Option values in text form.
#pragma once

#include <optional>
#include <string_view>

namespace gatehouse::app {

/// Parses yes or no, in the same forms for flags, environment variables and the configuration file.
/// They include those of booleans in queries of the HTTP API.
[[nodiscard]] std::optional<bool> parse_yes_or_no(std::string_view text);

inline constexpr auto* yes_or_no_in_words =
    "yes or no (or true, t, y, on, 1 or false, f, n, off, 0, in any case)";

/// The values from `least` to `most`, inclusive.
template <class T>
struct Range {
  T least;
  T most;

  [[nodiscard]] bool holds(const T& value) const { return value >= least && value <= most; }
};

}  // namespace gatehouse::app
