/// Tokens and codes: 256 random bits. Only their digest is ever stored.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/secret.hpp>

namespace gatehouse {

/// SHA-256 (FIPS 180-4) of a token's text, for lookups; the token cannot be recovered from it.
/// Neither salt nor stretching is needed, because the input contains 256 random bits.
struct TokenDigest {
  std::array<std::uint8_t, 32> bytes{};

  /// Reads 64 lower-case hex digits.
  [[nodiscard]] static std::optional<TokenDigest> parse(std::string_view hex) noexcept;
  [[nodiscard]] std::string to_string() const;

  friend std::strong_ordering operator<=>(const TokenDigest& a, const TokenDigest& b) noexcept {
    return compare_bytes(a.bytes, b.bytes);
  }
  friend bool operator==(const TokenDigest&, const TokenDigest&) noexcept = default;
};

/// 32 octets derived from a text with a secret key. Compare them with equal_in_constant_time().
using KeyedDigest = std::array<std::uint8_t, 32>;

/// 32 random octets that make a digest or a token unpredictable.
using Salt = std::array<std::uint8_t, 32>;

/// A newly made token: the text is returned to its owner once, the digest is stored.
struct IssuedToken {
  Secret text;
  TokenDigest digest;
};

}  // namespace gatehouse
