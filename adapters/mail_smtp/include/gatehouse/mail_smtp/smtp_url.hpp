/// Mail servers as URLs.
#pragma once

#include <string_view>

#include <gatehouse/mail_smtp/smtp_options.hpp>

namespace gatehouse {

/// Reads `smtp://[user[:password]@]host[:port]` (STARTTLS, port 587: RFC 6409) or `smtps://…` (TLS
/// from the start, port 465). User and password are percent-encoded where they contain one of
/// `:@/?#[]%`; an IPv6 address is in brackets. Sets host, port, security, user and password; the
/// other options have their defaults. Throws std::invalid_argument, whose text contains no
/// password.
[[nodiscard]] SmtpOptions parse_smtp_url(std::string_view url);

}  // namespace gatehouse
