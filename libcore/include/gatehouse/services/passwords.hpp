/// Passwords: the policy for new ones, and checking with the same work whether or not there is a
/// user to check against.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/ports/password_hasher.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Passwords {
 public:
  Passwords(PasswordHasher& hasher, const Settings& settings);

  /// Refused with invalid_argument (field "password") when a new password is too short.
  [[nodiscard]] Result<Done> acceptable(const Secret& password) const;

  /// The PHC string to store. Slow.
  [[nodiscard]] std::string hash(const Secret& password) const;

  /// Whether it is the password of `phc`; without one, the same work and false. Slow.
  [[nodiscard]] bool verify(const Secret& password, const std::optional<std::string>& phc);

  [[nodiscard]] bool needs_rehash(std::string_view phc) const;

 private:
  PasswordHasher& hasher_;
  const Settings& settings_;
  std::once_flag decoy_made_;
  /// The hash of a password that nobody knows, made with the parameters in force.
  std::string decoy_;
};

}  // namespace gatehouse
