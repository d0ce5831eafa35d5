/// The password hasher port. Passwords are stored as PHC strings, e.g.
/// `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>` (https://github.com/P-H-C/phc-string-format),
/// which contain the parameters and the salt along with the hash.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse {

/// Thread-safe. Calls take tens of milliseconds and much memory by design, so never call them
/// inside a transaction. An adapter bounds the total memory of concurrent calls, makes further
/// callers wait, and throws TransientPortError if the wait is too long.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;

  /// Returns the PHC string of the password with a new salt and the current parameters.
  [[nodiscard]] virtual std::string hash(const Secret& password) = 0;

  /// Whether the password matches `phc`, with the parameters in `phc`. Returns false if `phc` is
  /// not a PHC string of this hasher.
  [[nodiscard]] virtual bool verify(const Secret& password, std::string_view phc) = 0;

  /// Whether `phc` has a form that verify() supports. For any other string, verify() returns false
  /// immediately. A hasher that cannot tell returns true.
  [[nodiscard]] virtual bool understands(std::string_view phc) const {
    static_cast<void>(phc);
    return true;
  }

  /// Whether `phc` was made with parameters other than the current ones.
  [[nodiscard]] virtual bool needs_rehash(std::string_view phc) const = 0;
};

}  // namespace gatehouse
