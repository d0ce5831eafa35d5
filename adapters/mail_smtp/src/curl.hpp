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

}  // namespace gatehouse::mail_smtp
