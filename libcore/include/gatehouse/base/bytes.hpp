/// Bytes as text: lower-case hex, and base64 (RFC 4648).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse {

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

/// Reads exactly `2 * out.size()` lower-case hex digits into `out`. False, with `out` in an
/// unspecified state, when the length is another or a character is no lower-case hex digit.
[[nodiscard]] bool from_hex(std::string_view text, std::span<std::uint8_t> out) noexcept;

/// Without padding (RFC 4648, section 5).
[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string to_base64url(std::string_view octets);

/// The octets that base64 with padding stands for (RFC 4648, section 4). Nothing when it is not
/// exactly that: another character, padding that is missing or too much, or bits set that no octet
/// holds, so that no two texts stand for the same octets.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// The octets that base64url without padding stands for (RFC 4648, section 5), as strictly.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// True when both hold the same bytes. Takes time by the length of `a` alone when the lengths are
/// equal, so that it tells nothing about where two secrets differ.
[[nodiscard]] bool equal_in_constant_time(std::span<const std::uint8_t> a,
                                          std::span<const std::uint8_t> b) noexcept;

/// Overwrites memory in a way that the compiler may not leave out.
void wipe(std::span<char> memory) noexcept;
void wipe(std::span<std::uint8_t> memory) noexcept;

}  // namespace gatehouse
