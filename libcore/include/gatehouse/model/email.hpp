/// An e-mail address of checked form, and the key by which it is compared.
///
/// The form is RFC 5321's Mailbox with a dot-atom local part and a domain name, both of which may
/// hold non-ASCII letters (RFC 6531). Quoted local parts and address literals are refused: no
/// person has one, and they carry what breaks mail headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

class Email {
 public:
  /// No address; what parse() never returns.
  Email() = default;

  /// The address, or nothing when the form is wrong.
  [[nodiscard]] static std::optional<Email> parse(std::string_view text);

  /// As it was given: what mail is sent to and what people see.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// Two addresses are the same when their keys are; storages index this. Of an address in ASCII,
  /// its lower case; of any other the text itself, until with_key() gives it that of TextForms.
  [[nodiscard]] const std::string& key() const noexcept { return key_; }

  /// The same address with that key.
  [[nodiscard]] Email with_key(std::string key) const;

  [[nodiscard]] bool is_ascii() const noexcept;

  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const Email& a, const Email& b) noexcept { return a.key_ == b.key_; }

 private:
  std::string text_;
  std::string key_;
};

}  // namespace gatehouse
