/// A mail server, and the settings of the connection to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/mail_message/message.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

/// When TLS begins. With each of these but `plain`, and with `opportunistic` where the server
/// offers it, the certificate and the name in it are verified.
enum class SmtpSecurity {
  /// TLS from the start of the connection: smtps://, port 465 (RFC 8314).
  implicit_tls,
  /// STARTTLS (RFC 3207), before anything secret is sent; a server that does not offer it gets no
  /// mail.
  starttls,
  /// STARTTLS where the server offers it. An attacker on the network path can remove the offer and
  /// read the mail, with the codes in it.
  opportunistic,
  /// No TLS: anyone on the network path can read the mail, with the codes in it.
  plain,
};

struct SmtpOptions {
  /// A name, or an IPv4 or IPv6 address without brackets.
  std::string host;
  std::uint16_t port = 587;
  SmtpSecurity security = SmtpSecurity::starttls;
  /// Empty for a server without authentication. Allowed only with `implicit_tls` and `starttls`: a
  /// password is never sent without TLS.
  std::string user{};
  Secret password{};
  /// The trusted certificate authorities, as PEM; empty for those of the system.
  std::filesystem::path ca_file{};
  MailSender from{};
  /// Converts domains to A-labels (RFC 5890), so that a mail whose addresses are ASCII except for
  /// the domain needs no server with SMTPUTF8. Must outlive the mailer. Null: domains are not
  /// converted.
  const TextForms* text_forms = nullptr;
  /// For the connection, TLS and the login.
  std::chrono::milliseconds connect_deadline = std::chrono::seconds(10);
  /// For the whole delivery, the connection included.
  std::chrono::milliseconds deadline = std::chrono::seconds(30);
};

}  // namespace gatehouse
