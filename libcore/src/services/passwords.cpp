#include <gatehouse/services/passwords.hpp>

namespace gatehouse {

Passwords::Passwords(PasswordHasher& hasher) : hasher_(hasher) {}

std::string Passwords::hash(const Secret& password) const { return hasher_.hash(password); }

bool Passwords::verify(const Secret& password, const std::optional<std::string>& phc) {
  // Made before it is known whether it is needed: the first login too takes the same work.
  std::call_once(decoy_made_,
                 [this] { decoy_ = hasher_.hash(Secret("nobody has this password")); });
  const bool right = hasher_.verify(password, phc ? *phc : decoy_);
  return phc && right;
}

bool Passwords::needs_rehash(std::string_view phc) const { return hasher_.needs_rehash(phc); }

}  // namespace gatehouse
