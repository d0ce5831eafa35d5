/// What is said while one mail is handed over, and what follows from it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse::mail_smtp {

/// A state machine without I/O: it hears the server's replies line by line and gives out the mail.
class Conversation {
 public:
  /// `message` as format_message() writes it.
  explicit Conversation(std::string_view message);

  /// Takes a line of a reply (RFC 5321, section 4.2), with or without its end.
  void hear(std::string_view line);

  /// Copies what comes next of the mail, with the line ends of SMTP; zero at its end.
  std::size_t read(std::span<char> buffer);

  /// All of the mail was given out: from now on the server may have it.
  [[nodiscard]] bool is_sent() const noexcept { return sent_ == message_.size(); }
  /// The server said that it has it.
  [[nodiscard]] bool is_accepted() const noexcept { return is_sent() && final_code_ / 100 == 2; }
  /// The server said that it does not take it.
  [[nodiscard]] bool is_refused() const noexcept { return is_sent() && final_code_ >= 400; }
  /// In its last EHLO the server offered SMTPUTF8 (RFC 6531).
  [[nodiscard]] bool offers_utf8() const noexcept { return offers_utf8_; }
  /// The code of the last reply before goodbye when it was a refusal, with the enhanced one (RFC
  /// 3463) where there is one: "550 5.1.1". Empty otherwise. The text of a reply may repeat what
  /// was sent.
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
