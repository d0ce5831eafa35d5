/// Mail to an SMTP server (RFC 5321), by libcurl.
#pragma once

#include <gatehouse/mail_smtp/smtp_options.hpp>
#include <gatehouse/ports/mailer.hpp>

namespace gatehouse {

/// Each delivery has a connection of its own, so threads do not wait for each other, and nothing is
/// left over from one mail to the next. TLS is 1.2 or later. No signals are used, no proxy, and
/// nothing of ~/.netrc.
class SmtpMailer final : public Mailer {
 public:
  /// Talks to nobody yet. Throws std::invalid_argument for options that cannot work: no host, no
  /// sender, a password without a user, a user without TLS, no authority in the file, a deadline
  /// that is not above zero.
  explicit SmtpMailer(SmtpOptions options);

  /// Returns once the server has taken the mail. Throws PortError when it certainly has not:
  /// it cannot be reached, does not offer TLS, shows a certificate that is not trusted, refuses the
  /// login, the sender, the recipient or the mail. Throws TransientPortError when the connection or
  /// the time ended after the whole mail was sent, and before the answer: a copy may have been
  /// delivered.
  ///
  /// A mail from or to an address whose local part is not ASCII needs a server with SMTPUTF8 (RFC
  /// 6531); so does one with such a domain, unless SmtpOptions::text_forms writes it as A-labels.
  ///
  /// Texts say what failed and the server's reply code (RFC 5321, RFC 3463); neither the password,
  /// nor what the mail holds, nor the rest of the reply, which may repeat it.
  void deliver(const Mail& mail) override;

  /// Does all that comes before a mail and sends none: connects, greets, begins TLS, logs in.
  /// Throws PortError as deliver().
  void check() const;

 private:
  SmtpOptions options_;
};

}  // namespace gatehouse
