/// Parses JSON text to schema::Value. Stricter than JSON for protection: no duplicate names, no
/// deep nesting. More lenient in one point: a comma before a closing brace is accepted, since the
/// API's own published examples contain it.
#pragma once

#include <cstddef>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::http::api {

inline constexpr std::size_t max_json_depth = 32;

/// Returns invalid_argument with the position (octet offset from 0) of an error.
[[nodiscard]] Result<schema::Value> read_json(std::string_view text);

}  // namespace gatehouse::http::api
