/// Hashing passwords, and checking them with the same work whether or not there is a user to check
/// against. (After the hasher's parameters grew, users who have not logged in since cost what their
/// stored parameters say.)
///
/// A password is hashed in Normalization Form C (RFC 8265, section 4). What was hashed before that
/// was the rule is in the form in which it was typed then. So a password that is not ASCII is tried
/// in form C, as it is, and in form D: up to three times the work, the same for a wrong password of
/// each user. A right one in another form than C is outdated, and hashed again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/detail/lazy.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/ports/password_hasher.hpp>
#include <gatehouse/ports/text_forms.hpp>

namespace gatehouse {

class Passwords {
 public:
  /// Without `forms` passwords are compared byte for byte.
  Passwords(PasswordHasher& hasher, const TextForms* forms);

  /// The PHC string to store. Slow.
  [[nodiscard]] std::string hash(const Secret& password) const;

  enum class Outcome {
    wrong,
    right,
    /// Right, and to be hashed again: in another form, or with other parameters.
    outdated,
  };

  /// Whether it is the password of `phc`; without one, the same work and wrong. Slow.
  [[nodiscard]] Outcome verify(const Secret& password, const std::optional<std::string>& phc);

 private:
  PasswordHasher& hasher_;
  const TextForms* forms_;
  /// The hash of a password that no user has, made with the parameters in force.
  Lazy<std::string> decoy_;
};

}  // namespace gatehouse
