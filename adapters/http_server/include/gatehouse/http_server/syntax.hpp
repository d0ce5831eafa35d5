/// The characters of HTTP: which octets may stand where (RFC 9110 section 5, RFC 3986).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace gatehouse::http {

/// A letter, digit or one of the marks of a token: methods and field names are made of these.
[[nodiscard]] bool is_token_octet(char octet) noexcept;
[[nodiscard]] bool is_token(std::string_view text) noexcept;

/// No control character except the tab.
[[nodiscard]] bool is_field_value(std::string_view text) noexcept;

/// Path and query of a target: what RFC 3986 lets stand there unencoded, and '%'.
[[nodiscard]] bool is_path_and_query(std::string_view text) noexcept;

/// A host with or without port; empty counts as one. User information does not belong.
[[nodiscard]] bool is_authority(std::string_view text) noexcept;

/// Digits alone; nothing when it is anything else or does not fit.
[[nodiscard]] std::optional<std::uint64_t> decimal(std::string_view text) noexcept;

/// Without the spaces and tabs around it (OWS).
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// What stands before the first separator, and what stands after it, if there is one.
[[nodiscard]] std::pair<std::string_view, std::string_view> split(std::string_view text,
                                                                  char separator);

}  // namespace gatehouse::http
