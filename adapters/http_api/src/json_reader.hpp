/// JSON text to schema::Value, stricter than JSON itself where that protects: no duplicate names,
/// no deep nesting; and one step more lenient: a comma before a closing brace is read over, since
/// the API's own published examples have it.
#pragma once

#include <cstddef>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::http::api {

inline constexpr std::size_t max_json_depth = 32;

/// invalid_argument with the position (an octet, counted from 0) of what is wrong.
[[nodiscard]] Result<schema::Value> read_json(std::string_view text);

}  // namespace gatehouse::http::api
