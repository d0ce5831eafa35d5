/// Mail servers as URLs.
#pragma once

#include <string_view>

#include <gatehouse/mail_smtp/smtp_options.hpp>

namespace gatehouse {

/// Reads `smtp://[user[:password]@]host[:port]` (STARTTLS, port 587: RFC 6409) or `smtps://…` (TLS
/// from the start, port 465). User and password are percent-encoded where they hold one of
/// `:@/?#[]%`; an IPv6 address stands in brackets. Sets host, port, security, user and password;
/// the rest stays as it is by default. Throws std::invalid_argument, whose text holds no password.
[[nodiscard]] SmtpOptions parse_smtp_url(std::string_view url);

}  // namespace gatehouse
