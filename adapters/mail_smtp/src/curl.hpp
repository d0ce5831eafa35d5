/// The one place that talks to libcurl.
#pragma once

#include <string>

#include <gatehouse/mail_smtp/smtp_options.hpp>

#include "conversation.hpp"

namespace gatehouse::mail_smtp {

struct Envelope {
  std::string sender;
  std::string recipient;
  /// Not all of the mail's addresses are ASCII.
  bool needs_utf8 = false;
};

/// Hands the mail of `conversation` over, within the deadlines. Returns an empty text, or else what
/// failed, in words for an operator; whether the mail is accepted, `conversation` knows. Throws
/// PortError when libcurl cannot be used at all.
[[nodiscard]] std::string hand_over(const SmtpOptions& options, const Envelope& envelope,
                                    Conversation& conversation);

/// Goes as far as a mail does before it is handed over: connects, greets, begins TLS, logs in; and
/// sends none. Returns and throws as hand_over().
[[nodiscard]] std::string greet(const SmtpOptions& options);

}  // namespace gatehouse::mail_smtp
