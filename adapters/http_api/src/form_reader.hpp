/// `application/x-www-form-urlencoded` bodies (HTML, section 4.10.22.6) to schema::Value.
#pragma once

#include <cstddef>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::http::api {

/// More than any form has that is meant: looking for names given twice costs their square.
inline constexpr std::size_t max_form_fields = 64;

/// An object of strings. invalid_argument for a malformed percent-encoding, for what is no UTF-8,
/// and for a name that is given twice (RFC 6749, section 3.2).
[[nodiscard]] Result<schema::Value> read_form(std::string_view text);

}  // namespace gatehouse::http::api
