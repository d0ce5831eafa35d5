/// Handing mail to whoever carries it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>

namespace gatehouse {

/// A mail before it is put into a wire format: headers and text are UTF-8 and unencoded, and hold
/// no control characters (line feeds in `text` excepted).
struct Mail {
  Email to;
  std::string subject;
  /// Plain text, lines ended by '\n'.
  std::string text;
  /// Further headers, name and value.
  std::vector<std::pair<std::string, std::string>> headers;
  Timestamp date;
  /// Unique for all time; adapters build the Message-ID from it, so that a mail that is delivered
  /// twice after a crash can be told from two mails.
  std::string unique_name;

  /// Wipes what may hold a code. (So a mail is copied and never moved: a move could leave pieces
  /// behind.)
  ~Mail() {
    wipe(text);
    for (auto& [name, value] : headers) wipe(value);
  }
};

class Mailer {
 public:
  virtual ~Mailer() = default;

  /// Returns once the mail is in other hands for good (on disk, or accepted by the server). Throws
  /// PortError when that failed: nothing was delivered, except after a TransientPortError, when a
  /// copy may have been. Any number of threads may call it; blocks, but within a deadline.
  virtual void deliver(const Mail& mail) = 0;
};

}  // namespace gatehouse
