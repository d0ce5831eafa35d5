/// The interface to libcurl.
#pragma once

#include <string>

#include <gatehouse/mail_smtp/smtp_options.hpp>

#include "conversation.hpp"

namespace gatehouse::mail_smtp {

struct Envelope {
  std::string sender;
  std::string recipient;
  /// True when not all of the mail's addresses are ASCII.
  bool needs_utf8 = false;
};

/// Sends the mail of `conversation`, within the deadlines. Returns an empty text, or a description
/// of the failure for the operator; `conversation` shows whether the mail was accepted. Throws
/// PortError when libcurl cannot be used at all.
[[nodiscard]] std::string hand_over(const SmtpOptions& options, const Envelope& envelope,
                                    Conversation& conversation);

/// Performs the steps before a mail is sent, and sends none: connects, greets, begins TLS, logs in.
/// Returns and throws as hand_over().
[[nodiscard]] std::string greet(const SmtpOptions& options);

}  // namespace gatehouse::mail_smtp
