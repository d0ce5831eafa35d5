/// Bytes as text: lower-case hex, and base64url without padding (RFC 4648, section 5).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse {

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

/// Reads exactly `2 * out.size()` lower-case hex digits into `out`. False, with `out` in an
/// unspecified state, when the length is another or a character is no lower-case hex digit.
[[nodiscard]] bool from_hex(std::string_view text, std::span<std::uint8_t> out) noexcept;

[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);

/// True when both hold the same bytes. Takes time by the length of `a` alone when the lengths are
/// equal, so that it tells nothing about where two secrets differ.
[[nodiscard]] bool equal_in_constant_time(std::span<const std::uint8_t> a,
                                          std::span<const std::uint8_t> b) noexcept;

/// Overwrites memory in a way that the compiler may not leave out.
void wipe(std::span<char> memory) noexcept;

}  // namespace gatehouse
