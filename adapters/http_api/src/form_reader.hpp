/// Parses `application/x-www-form-urlencoded` bodies (HTML, section 4.10.22.6) to schema::Value.
#pragma once

#include <cstddef>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::http::api {

/// More than any legitimate form has. The check for duplicate names takes quadratic time.
inline constexpr std::size_t max_form_fields = 64;

/// Returns an object of strings, or invalid_argument for malformed percent-encoding, invalid UTF-8
/// and duplicate names (RFC 6749, section 3.2).
[[nodiscard]] Result<schema::Value> read_form(std::string_view text);

}  // namespace gatehouse::http::api
