/// Hashes passwords, and verifies them with the same amount of work whether or not the user exists.
/// (After the hasher's parameters were raised, verification for a user who has not logged in since
/// costs what the stored parameters require.)
///
/// A password is hashed in Normalization Form C (RFC 8265, section 4). Older hashes were made from
/// the password as it was typed. Therefore a non-ASCII password is tried in form C, unchanged, and
/// in form D: up to three times the work, but the same for every user and a wrong password. A
/// correct password in a form other than C is reported as outdated and hashed again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/lazy.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/ports/password_hasher.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

class Passwords {
 public:
  /// If `forms` is null, passwords are compared byte for byte.
  Passwords(PasswordHasher& hasher, const TextForms* forms);

  /// Returns the PHC string to store. Slow.
  [[nodiscard]] std::string hash(const Secret& password) const;

  enum class Outcome {
    wrong,
    right,
    /// The password is correct, but its hash uses another form or other parameters and must be
    /// replaced.
    outdated,
  };

  /// Verifies the password against `phc`. Without a `phc`, does the same work and reports a wrong
  /// password. Slow.
  [[nodiscard]] Outcome verify(const Secret& password, const std::optional<std::string>& phc);

 private:
  PasswordHasher& hasher_;
  const TextForms* forms_;
  /// Hash of a password that no user has, made with the current parameters.
  Lazy<std::string> decoy_;
};

}  // namespace gatehouse
