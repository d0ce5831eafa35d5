/// Mail as text: RFC 5322 with MIME (RFC 2045, 2047) and UTF-8 addresses (RFC 6532).
#pragma once

#include <string>

#include <gatehouse/model/email.hpp>
#include <gatehouse/ports/mailer.hpp>

namespace gatehouse {

/// Whom mail comes from.
struct MailSender {
  Email address;
  /// What readers show beside the address; may be empty.
  std::string name{};
};

/// Throws std::invalid_argument for a sender without an address, or with a name that cannot stand
/// in a header: for those who want to know before there is mail.
void require_sender(const MailSender& sender);

/// The whole message, header and body, with lines ended by '\n' and no other control character than
/// tabs.
///
/// Header: From, To, Subject, Date (UTC), Message-ID (`<unique_name@domain of the sender>`), the
/// mail's own headers, MIME-Version, Content-Type. A value of printable ASCII stays as it is, on
/// one line, so that scripts find it; other ones become encoded-words (RFC 2047), folded at 76
/// octets. Addresses stay UTF-8.
///
/// Body: multipart/alternative (RFC 2046), the text first, then the same as HTML with its links to
/// click on. Each as it is (7bit) when it is ASCII with lines of at most 998 octets; otherwise
/// quoted-printable. Either way a reader gets back the very text.
///
/// Throws PortError, naming the header, for a mail that must not become a message: a header's value
/// with a line end, NUL or another control character (which could start a header or a body of its
/// own) or of invalid UTF-8; a name that is no header name, is longer than 50 octets, or is the
/// name of a header that is made here; a unique name that cannot stand in a Message-ID; a text of
/// invalid UTF-8.
///
/// The message may hold a code: its caller wipes it (WipeAtEnd). All that it was made of is wiped.
[[nodiscard]] std::string format_message(const Mail& mail, const MailSender& sender);

}  // namespace gatehouse
