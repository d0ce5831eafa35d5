/// Addresses to listen on, and URLs made from them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::app {

struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;
};

/// Parses "127.0.0.1:8080", "[::1]:8080" or "localhost:8080". The host is a numeric address or
/// "localhost". Throws BadOption.
[[nodiscard]] ListenAddress parse_listen_address(std::string_view text,
                                                 std::string_view option = "listen");

/// Formats the address for a URL, with an IPv6 address in brackets.
[[nodiscard]] std::string format(const ListenAddress& address);

/// Returns the URL without a trailing slash. Throws BadOption unless it begins with http:// or
/// https:// and a host, and contains no query, fragment, spaces or control characters.
[[nodiscard]] std::string checked_url(std::string_view option, std::string_view url);

/// Returns an origin as browsers write it: in lower case, and without the default port. Throws
/// BadOption unless it is like https://app.example.com or http://localhost:3000; any scheme with a
/// host will do, since apps have schemes of their own.
[[nodiscard]] std::string checked_origin(std::string_view option, std::string_view origin);

}  // namespace gatehouse::app
