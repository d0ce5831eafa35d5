/// The storage format of secrets that must be read back.
///
/// The prefix of a stored text denotes its format: `v0.` is followed by the secret in plain text,
/// as written by programs without a cipher; any other text was written by the cipher.
///
/// Each secret is bound to its location: the field and what identifies the record. An encrypted
/// text that is moved to another row or field does not decrypt there.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/ports/cipher.hpp>

namespace gatehouse {

class Vault {
 public:
  /// If null, secrets are stored in plain text, and encrypted texts cannot be read.
  explicit Vault(const Cipher* cipher) noexcept : cipher_(cipher) {}

  /// Whether seal() can be called without an error.
  [[nodiscard]] bool can_seal() const { return cipher_ == nullptr || cipher_->can_seal(); }
  /// Throws PortError if the cipher has no encryption key.
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view place) const;
  /// Throws PortError if the text does not decrypt; the message names the location and no secret.
  [[nodiscard]] Secret open(std::string_view kept, std::string_view place) const;

  [[nodiscard]] SealedPushKeys seal(const PushKeys& keys, AccountId account,
                                    ProjectId project) const;
  [[nodiscard]] PushKeys open(ProjectPushKeys row) const;

  [[nodiscard]] static bool is_in_the_clear(std::string_view kept) noexcept;
  /// Whether sealing again would change the key: the text is in plain text or encrypted with
  /// another key than the current one.
  [[nodiscard]] bool is_outdated(std::string_view kept) const;

 private:
  const Cipher* cipher_;
};

}  // namespace gatehouse
