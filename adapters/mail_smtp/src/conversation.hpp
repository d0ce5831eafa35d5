/// The SMTP dialogue of one delivery, and its outcome.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse::mail_smtp {

/// A state machine without I/O: it receives the server's replies line by line and supplies the
/// mail.
class Conversation {
 public:
  /// `message` is a result of format_message().
  explicit Conversation(std::string_view message);

  /// Processes a line of a reply (RFC 5321, section 4.2), with or without its line end.
  void hear(std::string_view line);

  /// Copies the next part of the mail, with the line ends of SMTP. Returns zero at its end.
  std::size_t read(std::span<char> buffer);

  /// True when the whole mail was read: from now on the server may have it.
  [[nodiscard]] bool is_sent() const noexcept { return sent_ == message_.size(); }
  /// True when the server has accepted the mail.
  [[nodiscard]] bool is_accepted() const noexcept { return is_sent() && final_code_ / 100 == 2; }
  /// True when the server has refused the mail.
  [[nodiscard]] bool is_refused() const noexcept { return is_sent() && final_code_ >= 400; }
  /// True when the server offered SMTPUTF8 (RFC 6531) in its last answer to EHLO.
  [[nodiscard]] bool offers_utf8() const noexcept { return offers_utf8_; }
  /// The code of the last reply before QUIT if it was an error, with the enhanced code (RFC 3463)
  /// if present: "550 5.1.1"; empty otherwise. The text of the reply is left out, since it may
  /// repeat what was sent.
  [[nodiscard]] const std::string& refusal() const noexcept { return refusal_; }

 private:
  WipedText message_;
  std::size_t sent_ = 0;
  int last_code_ = 0;
  int final_code_ = 0;
  bool offers_utf8_ = false;
  std::string refusal_;
};

}  // namespace gatehouse::mail_smtp
