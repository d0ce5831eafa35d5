/// Addresses as proxies write them into header fields (RFC 7239, section 6).
#pragma once

#include <optional>
#include <string_view>

#include <gatehouse/base/ip_address.hpp>

namespace gatehouse::http {

/// Parses an address as written by proxies: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`,
/// `[2001:db8::1]` or `[2001:db8::1]:4711`. Drops the port. Returns nothing for any other text.
[[nodiscard]] std::optional<IpAddress> parse_node(std::string_view text);

}  // namespace gatehouse::http
