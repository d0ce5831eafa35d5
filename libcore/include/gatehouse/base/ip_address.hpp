/// IP addresses and address ranges.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// An IPv4 or IPv6 address. An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, RFC 4291, section
/// 2.5.5.2) is equal to the IPv4 address that it contains.
class IpAddress {
 public:
  /// An IPv6 address, or an IPv4 address in its mapped form, in network byte order.
  using Bytes = std::array<std::uint8_t, 16>;

  /// Reads `192.0.2.1` (four decimal numbers without leading zeros) or the forms of RFC 4291,
  /// section 2.2. Returns nothing for any other text, including zones, ports, brackets and spaces.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text) noexcept;

  [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }
  [[nodiscard]] bool is_v4() const noexcept;

  friend auto operator<=>(const IpAddress&, const IpAddress&) noexcept = default;

 private:
  friend class IpRange;

  Bytes bytes_{};
};

/// All addresses with a common prefix.
class IpRange {
 public:
  /// Reads an address, a CIDR range (`10.0.0.0/8`, `2001:db8::/32`, RFC 4632 and 4291, with no bit
  /// set after the prefix), or the first one to three numbers of IPv4 addresses (`123.123.123` is
  /// `123.123.123.0/24`). Returns nothing for any other text.
  [[nodiscard]] static std::optional<IpRange> parse(std::string_view text);

  /// The text from which the range was parsed.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// A range of IPv6 addresses contains no IPv4 address; this includes `::/0`.
  [[nodiscard]] bool contains(const IpAddress& address) const noexcept;

  friend bool operator==(const IpRange&, const IpRange&) = default;

 private:
  std::string text_;
  IpAddress first_;
  /// Number of significant bits out of 128.
  unsigned prefix_ = 0;
};

/// Whether one of the ranges contains the address; an empty list allows every address.
[[nodiscard]] bool allows(const std::vector<IpRange>& ranges,
                          const std::optional<IpAddress>& address) noexcept;

}  // namespace gatehouse
