/// Determines the client address behind trusted proxies from X-Forwarded-For and Forwarded (RFC
/// 7239).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/http_server/message.hpp>

namespace gatehouse::http::server {

/// Converts the address. Drops the scope of a link-local address, which has only local meaning.
[[nodiscard]] std::optional<IpAddress> plain(const boost::asio::ip::address& address);

/// Formats an address in dotted decimal notation or as in RFC 5952.
[[nodiscard]] std::string format(const IpAddress& address);

[[nodiscard]] bool is_in(const std::vector<IpRange>& ranges, const IpAddress& address) noexcept;

/// Returns the client of a request whose peer is a trusted proxy. Every proxy appends the address
/// of its own peer, so the client is the rightmost address that is not trusted, or the leftmost one
/// if all are trusted. The client is unknown if this walk meets an entry that is not an address
/// ("unknown", "_hidden" or empty), since a trusted proxy wrote it. It is also unknown if
/// X-Forwarded-For and Forwarded yield different addresses, because a proxy that appends to one of
/// them may pass on the client's own value of the other.
[[nodiscard]] std::optional<IpAddress> client_behind_proxies(const std::vector<IpRange>& trusted,
                                                             const std::vector<HeaderView>& fields);

}  // namespace gatehouse::http::server
