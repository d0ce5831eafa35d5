/// The address of a client behind trusted proxies, from X-Forwarded-For and Forwarded (RFC 7239).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/http_server/message.hpp>

namespace gatehouse::http::server {

/// The scope of a link-local address, which is a name of this machine alone, is left out.
[[nodiscard]] std::optional<IpAddress> plain(const boost::asio::ip::address& address);

/// In decimal numbers with dots, or as RFC 5952 writes IPv6.
[[nodiscard]] std::string format(const IpAddress& address);

[[nodiscard]] bool is_in(const std::vector<IpRange>& ranges, const IpAddress& address) noexcept;

/// The client of a request whose peer is one of the trusted proxies. Every proxy adds the address
/// of its own peer at the right, so the client is the rightmost address that is not trusted, or the
/// leftmost one where all are. Reading ends at an entry that is no address ("unknown", "_hidden",
/// nothing at all), since a trusted proxy wrote it: the client is then unknown. It is unknown, too,
/// where X-Forwarded-For and Forwarded lead to different addresses, because a proxy that adds to
/// one of them may pass on what the client wrote in the other.
[[nodiscard]] std::optional<IpAddress> client_behind_proxies(const std::vector<IpRange>& trusted,
                                                             const std::vector<HeaderView>& fields);

}  // namespace gatehouse::http::server
