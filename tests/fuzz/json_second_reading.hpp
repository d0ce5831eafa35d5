/// JSON text parsed by Boost.JSON's own tree, for comparison.
#pragma once

#include <boost/json/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>
#include <utility>

namespace gatehouse::fuzz {

struct SecondReading {
  /// Empty if the text is not JSON. A duplicate name in an object has its last value.
  std::optional<boost::json::value> value;
  /// Whether the text is refused because of a valid number that Boost.JSON cannot represent.
  bool has_number_out_of_range = false;
};

[[nodiscard]] inline SecondReading second_reading(std::string_view text,
                                                  bool allow_trailing_commas) {
  boost::json::parse_options options;
  options.max_depth = 64;
  options.allow_trailing_commas = allow_trailing_commas;
  boost::json::error_code error;
  auto value = boost::json::parse({text.data(), text.size()}, error, {}, options);
  if (error)
    return {.value = {}, .has_number_out_of_range = error == boost::json::error::exponent_overflow};
  return {.value = std::move(value)};
}

}  // namespace gatehouse::fuzz
