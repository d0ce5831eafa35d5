/// Passwords are kept as PHC strings, e.g. `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`
/// (https://github.com/P-H-C/phc-string-format): parameters and salt travel with the hash.
#pragma once

#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>

namespace gatehouse {

/// Any number of threads may call these. They take tens of milliseconds and a lot of memory on
/// purpose, so never call them inside a transaction. An adapter bounds the memory that all calls
/// together use, makes further callers wait, and throws TransientPortError when the wait is too
/// long.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;

  /// The PHC string of the password with a fresh salt and the parameters in force.
  [[nodiscard]] virtual std::string hash(const Secret& password) = 0;

  /// Whether the password is the one that `phc` was made of, with the parameters in `phc`. False
  /// for a string that is no PHC string of this hasher.
  [[nodiscard]] virtual bool verify(const Secret& password, std::string_view phc) = 0;

  /// Whether `phc` is of a form that verify() understands. Of any other it says false for every
  /// password, and at once. A hasher that cannot tell says true.
  [[nodiscard]] virtual bool understands(std::string_view phc) const {
    static_cast<void>(phc);
    return true;
  }

  /// Whether `phc` was made with other parameters than those in force.
  [[nodiscard]] virtual bool needs_rehash(std::string_view phc) const = 0;
};

}  // namespace gatehouse
