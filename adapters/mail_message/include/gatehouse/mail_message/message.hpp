/// Formatting of mail: RFC 5322 with MIME (RFC 2045, 2047) and UTF-8 addresses (RFC 6532).
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/model/email.hpp>
#include <gatehouse/ports/mailer.hpp>

namespace gatehouse {

/// The sender of mail.
struct MailSender {
  Email address;
  /// The display name; may be empty.
  std::string name{};
};

/// Throws std::invalid_argument for a sender without an address, or with a name that is not valid
/// in a header. Allows the check before there is a mail.
void require_sender(const MailSender& sender);

/// Returns the Message-ID of a mail with that unique name: `<unique_name@domain of the sender>`.
/// Throws PortError for a name that is not valid in a Message-ID.
[[nodiscard]] std::string message_id(std::string_view unique_name, const MailSender& sender);

/// Returns the whole message, header and body, with lines ended by '\n' and no other control
/// characters than tabs.
///
/// Header: From, To, Subject, Date (UTC), Message-ID (`<unique_name@domain of the sender>`), the
/// mail's own headers, MIME-Version, Content-Type. A value of printable ASCII is unchanged, on one
/// line, so that scripts find it; other values become encoded-words (RFC 2047), folded at 76
/// octets. Addresses stay UTF-8.
///
/// Body: multipart/alternative (RFC 2046), the text first, then the same as HTML with links. Each
/// part is unencoded (7bit) when it is ASCII with lines of at most 998 octets, and quoted-printable
/// otherwise. Both decode to the exact text.
///
/// Throws PortError, naming the header, for an invalid mail: a header's value with a line end, NUL
/// or another control character (which could start a header or a body of its own) or of invalid
/// UTF-8; a name that is not a header name, is longer than 50 octets, or is that of a header listed
/// above; a unique name that is not valid in a Message-ID; a text of invalid UTF-8.
///
/// The message may contain a code: the caller must wipe it (WipeAtEnd). All intermediate texts are
/// wiped.
[[nodiscard]] std::string format_message(const Mail& mail, const MailSender& sender);

}  // namespace gatehouse
