/// Hashing passwords, and checking them with the same work whether or not there is a user to check
/// against. (After the hasher's parameters grew, users who have not logged in since cost what their
/// stored parameters say.)
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/ports/password_hasher.hpp>

namespace gatehouse {

class Passwords {
 public:
  explicit Passwords(PasswordHasher& hasher);

  /// The PHC string to store. Slow.
  [[nodiscard]] std::string hash(const Secret& password) const;

  /// Whether it is the password of `phc`; without one, the same work and false. Slow.
  [[nodiscard]] bool verify(const Secret& password, const std::optional<std::string>& phc);

  [[nodiscard]] bool needs_rehash(std::string_view phc) const;

 private:
  PasswordHasher& hasher_;
  std::once_flag decoy_made_;
  /// The hash of a password that nobody knows, made with the parameters in force.
  std::string decoy_;
};

}  // namespace gatehouse
