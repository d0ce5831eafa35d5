/// The mailer port, which delivers mail.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>

namespace gatehouse {

/// A mail before it is encoded: headers and text are unencoded UTF-8 without control characters
/// (except line feeds in `text`).
struct Mail {
  Email to;
  std::string subject;
  /// Plain text with lines terminated by '\n'.
  std::string text;
  /// Additional headers, name and value.
  std::vector<std::pair<std::string, std::string>> headers;
  Timestamp date;
  /// Globally unique. Adapters derive the Message-ID from it, so that a mail that is delivered
  /// twice after a crash can be recognized as a duplicate.
  std::string unique_name;

  /// Wipes the fields that may contain a code. (The destructor also disables moves, which could
  /// leave parts of the text behind.)
  ~Mail() {
    wipe(text);
    for (auto& [name, value] : headers) wipe(value);
  }
};

class Mailer {
 public:
  virtual ~Mailer() = default;

  /// Returns once the mail has been handed over durably (on disk, or accepted by the server).
  /// Throws PortError on failure: nothing was delivered, except after a TransientPortError, when a
  /// copy may have been. Thread-safe. Blocks up to a deadline.
  virtual void deliver(const Mail& mail) = 0;

  /// Returns the Message-ID, with its angle brackets, of a mail with that unique name; empty if the
  /// mailer does not make one. Thread-safe, and does not block.
  [[nodiscard]] virtual std::string message_id(std::string_view /*unique_name*/) const {
    return {};
  }
};

}  // namespace gatehouse
