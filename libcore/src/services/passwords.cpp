#include <gatehouse/services/passwords.hpp>

#include <gatehouse/base/text.hpp>

namespace gatehouse {

Passwords::Passwords(PasswordHasher& hasher, const Settings& settings)
    : hasher_(hasher), settings_(settings) {}

Result<Done> Passwords::acceptable(const Secret& password) const {
  const std::size_t length = count_code_points(password.reveal()).value_or(0);
  if (length >= settings_.password_min_length) return Done{};
  return Unexpected(invalid_field(
      "password",
      "must have at least " + std::to_string(settings_.password_min_length) + " characters"));
}

std::string Passwords::hash(const Secret& password) const { return hasher_.hash(password); }

bool Passwords::verify(const Secret& password, const std::optional<std::string>& phc) {
  if (phc) return hasher_.verify(password, *phc);
  std::call_once(decoy_made_,
                 [this] { decoy_ = hasher_.hash(Secret("nobody has this password")); });
  (void)hasher_.verify(password, decoy_);
  return false;
}

bool Passwords::needs_rehash(std::string_view phc) const { return hasher_.needs_rehash(phc); }

}  // namespace gatehouse
