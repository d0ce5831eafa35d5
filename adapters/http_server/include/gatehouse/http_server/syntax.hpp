/// The character sets of HTTP (RFC 9110 section 5, RFC 3986).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace gatehouse::http {

/// Whether the octet may be part of a token (method or field name): a letter, digit or token mark.
[[nodiscard]] bool is_token_octet(char octet) noexcept;
[[nodiscard]] bool is_token(std::string_view text) noexcept;

/// Whether the text has no control characters except tabs.
[[nodiscard]] bool is_field_value(std::string_view text) noexcept;

/// Whether the text consists of '%' and the octets that RFC 3986 allows unencoded in path and
/// query.
[[nodiscard]] bool is_path_and_query(std::string_view text) noexcept;

/// Whether the text is a host with optional port. Empty text is accepted, user information is not.
[[nodiscard]] bool is_authority(std::string_view text) noexcept;

/// Parses a number of decimal digits only. Returns nothing for other text and on overflow.
[[nodiscard]] std::optional<std::uint64_t> decimal(std::string_view text) noexcept;

/// Strips leading and trailing spaces and tabs (OWS).
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// Returns the parts before and after the first separator; the latter is empty without one.
[[nodiscard]] std::pair<std::string_view, std::string_view> split(std::string_view text,
                                                                  char separator);

}  // namespace gatehouse::http
