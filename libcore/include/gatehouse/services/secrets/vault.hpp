/// Secrets that must be read back, as storage keeps them.
///
/// A kept text says by its beginning what it is: `v0.` is followed by the secret in the clear,
/// which is how programs without a cipher keep it; anything else is the cipher's.
///
/// Each is bound to its place: the field, the account and the id of what has it. A sealed text that
/// somebody moves to another row or field does not open there.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/ports/cipher.hpp>

namespace gatehouse {

class Vault {
 public:
  /// Null: secrets are kept in the clear, and what is sealed cannot be read.
  explicit Vault(const Cipher* cipher) noexcept : cipher_(cipher) {}

  /// Whether seal() has what it needs.
  [[nodiscard]] bool can_seal() const { return cipher_ == nullptr || cipher_->can_seal(); }
  /// Throws PortError when the cipher has no key to seal with.
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view place) const;
  /// Throws PortError, which names the place and no secret, when it does not open.
  [[nodiscard]] Secret open(std::string_view kept, std::string_view place) const;

  [[nodiscard]] SealedPushKeys seal(const PushKeys& keys, const PushKeysPlace& place) const;
  [[nodiscard]] PushKeys open(const SealedPushKeys& kept, const PushKeysPlace& place) const;

  [[nodiscard]] static bool is_in_the_clear(std::string_view kept) noexcept;
  /// Whether sealing it again would change the key: it is in the clear, or sealed with another key
  /// than the one in force.
  [[nodiscard]] bool is_outdated(std::string_view kept) const;

 private:
  const Cipher* cipher_;
};

/// One of the texts in which push keys are kept.
struct PushKeyField {
  /// As in the place it is bound to. Never changes: nothing would open any more.
  std::string_view name;
  std::optional<std::string> PushKeys::*clear;
  std::optional<std::string> SealedPushKeys::*sealed;
};

inline constexpr std::array push_key_fields{
    PushKeyField{"fcm_api_keys", &PushKeys::fcm_api_keys, &SealedPushKeys::fcm_api_keys},
    PushKeyField{"fcm_project_number", &PushKeys::fcm_project_number,
                 &SealedPushKeys::fcm_project_number},
    PushKeyField{"apns_cert", &PushKeys::apns_cert, &SealedPushKeys::apns_cert},
};

/// What the text of that field is bound to.
[[nodiscard]] std::string place_of(const PushKeyField& field, const PushKeysPlace& place);

/// What the private key of that one is bound to: its id, and its public key with it, so that nobody
/// who changes that gets another's signatures.
[[nodiscard]] std::string place_of(const SigningKey& key);

}  // namespace gatehouse
