/// Authenticated encryption of secrets that must be read back, such as push keys: a copy of the
/// storage reveals nothing about them without the key.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse {

/// Thread-safe.
class Cipher {
 public:
  virtual ~Cipher() = default;

  /// Encrypts the secret. Returns printable ASCII without white space: `v1.`, the id of the key,
  /// another dot and the ciphertext. `bound_to` identifies the location, e.g. a field of a row; it
  /// is not part of the result, and decryption requires the same value. Each call returns a
  /// different text. Throws PortError if there is no encryption key.
  [[nodiscard]] virtual std::string seal(std::string_view secret,
                                         std::string_view bound_to) const = 0;

  /// Whether there is an encryption key; an installation may have none.
  [[nodiscard]] virtual bool can_seal() const { return true; }

  /// Decrypts `sealed`. Throws PortError, with a message for the operator that reveals nothing
  /// about the secret, if `sealed` was altered or truncated, is bound to something else, or was
  /// encrypted with an unavailable key.
  [[nodiscard]] virtual Secret open(std::string_view sealed, std::string_view bound_to) const = 0;

  /// Whether `sealed` names the key that seal() currently uses.
  [[nodiscard]] virtual bool is_current(std::string_view sealed) const = 0;
};

}  // namespace gatehouse
