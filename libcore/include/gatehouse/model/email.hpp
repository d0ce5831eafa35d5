/// An e-mail address with valid syntax, and the key by which it is compared.
///
/// The syntax is RFC 5321's Mailbox with a dot-atom local part and a domain name, both of which may
/// contain non-ASCII letters (RFC 6531). Quoted local parts and address literals are rejected: they
/// are unused in practice and allow characters that break mail headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

class Email {
 public:
  /// An empty address, which parse() never returns.
  Email() = default;

  /// Returns the address, or nothing if the syntax is invalid.
  [[nodiscard]] static std::optional<Email> parse(std::string_view text);

  /// The address as entered, for sending mail and for display.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// Addresses are equal if their keys are; storages index the key. For an ASCII address, it is its
  /// lower case; for any other, the text itself, until with_key() sets the key from TextForms.
  [[nodiscard]] const std::string& key() const noexcept { return key_; }

  /// Returns the same address with another key.
  [[nodiscard]] Email with_key(std::string key) const;

  [[nodiscard]] bool is_ascii() const noexcept;

  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const Email& a, const Email& b) noexcept { return a.key_ == b.key_; }

 private:
  std::string text_;
  std::string key_;
};

}  // namespace gatehouse
