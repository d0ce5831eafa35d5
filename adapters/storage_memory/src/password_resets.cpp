#include "password_resets.hpp"

#include <gatehouse/ports/port_error.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

void PasswordResets::insert(const PasswordReset& reset) {
  if (!resets_.insert(reset)) throw PortError("a reset with that digest exists already");
}

std::optional<PasswordReset> PasswordResets::find(const TokenDigest& digest) const {
  return copied(resets_.find(digest));
}

std::size_t PasswordResets::erase_of_user(Tenant tenant, UserId user) {
  return resets_.erase(resets_.view<ByOwner>().range(tenant, user));
}

std::size_t PasswordResets::erase_all(AccountId account) {
  return resets_.erase(resets_.view<ByOwner>().range(account));
}

std::size_t PasswordResets::erase_expired(Timestamp now, std::size_t limit) {
  return resets_.erase(resets_.view<ByExpiry>().up_to(now), limit);
}

}  // namespace gatehouse::memory
