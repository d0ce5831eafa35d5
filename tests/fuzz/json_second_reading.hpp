/// JSON text read by Boost.JSON's own tree, to compare with.
#pragma once

#include <boost/json/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>
#include <utility>

namespace gatehouse::fuzz {

struct SecondReading {
  /// Nothing when it is not JSON. A name that occurs twice in one object has its last value.
  std::optional<boost::json::value> value;
  /// Whether it is refused for a number that is JSON, and that Boost.JSON does not represent.
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
