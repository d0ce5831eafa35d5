/// A mail server, and how to talk to it.
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
  /// With the connection: smtps://, port 465 (RFC 8314).
  implicit_tls,
  /// With STARTTLS (RFC 3207), before anything that is secret; a server that does not offer it gets
  /// no mail.
  starttls,
  /// With STARTTLS where the server offers it. Whoever sits in between can take the offer away and
  /// read the mail, with the codes in it.
  opportunistic,
  /// Never: everybody on the way reads the mail, with the codes in it.
  plain,
};

struct SmtpOptions {
  /// A name, or an IPv4 or IPv6 address without brackets.
  std::string host;
  std::uint16_t port = 587;
  SmtpSecurity security = SmtpSecurity::starttls;
  /// Empty for a server that wants to know no name. One is given with `implicit_tls` and `starttls`
  /// alone: a password never leaves without TLS.
  std::string user{};
  Secret password{};
  /// The authorities to trust, as PEM, in place of the system's; empty for those.
  std::filesystem::path ca_file{};
  MailSender from{};
  /// Writes domains as A-labels (RFC 5890), so that a mail whose addresses are ASCII but for these
  /// needs no server with SMTPUTF8. It outlives the mailer. Null: they stay as they are.
  const TextForms* text_forms = nullptr;
  /// For the connection, TLS and the login.
  std::chrono::milliseconds connect_deadline = std::chrono::seconds(10);
  /// For the whole delivery, the connection included.
  std::chrono::milliseconds deadline = std::chrono::seconds(30);
};

}  // namespace gatehouse
