/// Delivery of mail to an SMTP server (RFC 5321) with libcurl.
#pragma once

#include <gatehouse/mail_smtp/smtp_options.hpp>
#include <gatehouse/ports/mailer.hpp>

namespace gatehouse {

/// Each delivery has its own connection, so threads do not wait for each other, and no state is
/// carried over from one mail to the next. TLS is 1.2 or later. Signals, proxies and ~/.netrc are
/// not used.
class SmtpMailer final : public Mailer {
 public:
  /// Opens no connection yet. Throws std::invalid_argument for invalid options: no host, no sender,
  /// a password without a user, a user without TLS, a file without certificate authorities, a
  /// deadline that is not above zero.
  explicit SmtpMailer(SmtpOptions options);

  /// Returns once the server has accepted the mail. Throws PortError when it certainly has not: it
  /// cannot be reached, does not offer TLS, presents an untrusted certificate, or refuses the
  /// login, the sender, the recipient or the mail. Throws TransientPortError when the connection
  /// was lost or the deadline passed after the whole mail was sent, and before the answer: a copy
  /// may have been delivered.
  ///
  /// A mail from or to an address whose local part is not ASCII needs a server with SMTPUTF8 (RFC
  /// 6531); so does one with such a domain, unless SmtpOptions::text_forms converts it to A-labels.
  ///
  /// Messages contain the failed step and the server's reply code (RFC 5321, RFC 3463), but neither
  /// the password, nor contents of the mail, nor the rest of the reply, which may repeat them.
  void deliver(const Mail& mail) override;
  [[nodiscard]] std::string message_id(std::string_view unique_name) const override;

  /// Performs the steps before a mail is sent, and sends none: connects, greets, begins TLS, logs
  /// in. Throws PortError as deliver().
  void check() const;

 private:
  SmtpOptions options_;
};

}  // namespace gatehouse
