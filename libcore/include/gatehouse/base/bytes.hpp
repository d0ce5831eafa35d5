/// Sequences of bytes: their order, and their text encodings, lower-case hex and base64 (RFC 4648).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse {

/// Orders two arrays by their first different bytes, eight of which it compares at a time. The same
/// comparison of std::array is a call of std::memcmp, which takes the greater part of a lookup in a
/// tree.
template <std::size_t size>
[[nodiscard]] constexpr std::strong_ordering compare_bytes(
    const std::array<std::uint8_t, size>& a, const std::array<std::uint8_t, size>& b) noexcept {
  constexpr std::size_t width = sizeof(std::uint64_t);
  static_assert(size % width == 0);
  // Big-endian integers have the order of their bytes.
  const auto load = [](const std::array<std::uint8_t, size>& bytes, std::size_t begin) {
    std::array<std::uint8_t, width> word{};
    std::copy_n(bytes.begin() + begin, width, word.begin());
    const auto value = std::bit_cast<std::uint64_t>(word);
    return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
  };
  for (std::size_t begin = 0; begin < size; begin += width) {
    const auto order = load(a, begin) <=> load(b, begin);
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
/// Appends the same text.
void append_hex(std::string& out, std::span<const std::uint8_t> bytes);

/// Reads exactly `2 * out.size()` lower-case hex digits into `out`. Returns false, leaving `out`
/// unspecified, if the length differs or another character occurs.
[[nodiscard]] bool from_hex(std::string_view text, std::span<std::uint8_t> out) noexcept;

/// Without padding (RFC 4648, section 5).
[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string to_base64url(std::string_view octets);

/// Decodes base64 with padding (RFC 4648, section 4). Returns nothing for any non-canonical text:
/// other characters, missing or excess padding, or non-zero unused bits, so that no two texts
/// decode to the same octets.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// Decodes base64url without padding (RFC 4648, section 5), equally strictly.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// Whether both hold the same bytes. For equal lengths, the time depends only on the length, so
/// that it does not reveal where two secrets differ.
[[nodiscard]] bool equal_in_constant_time(std::span<const std::uint8_t> a,
                                          std::span<const std::uint8_t> b) noexcept;

/// Overwrites memory in a way that the compiler must not optimize away.
void wipe(std::span<char> memory) noexcept;
void wipe(std::span<std::uint8_t> memory) noexcept;

}  // namespace gatehouse
