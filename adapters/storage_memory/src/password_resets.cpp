#include "password_resets.hpp"

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::memory {

void PasswordResets::insert(const PasswordReset& reset) {
  if (!resets_.insert(reset)) throw PortError("a reset with that digest exists already");
}

std::optional<PasswordReset> PasswordResets::find(const TokenDigest& digest) const {
  return living(resets_.find(digest), erasures_);
}

std::size_t PasswordResets::erase_of_user(Tenant tenant, UserId user, std::size_t limit) {
  return resets_.erase(resets_.view<ByOwner>().range(tenant, user), limit);
}

std::size_t PasswordResets::erase_all(AccountId account, std::size_t limit) {
  return resets_.erase(resets_.view<ByOwner>().range(account), limit);
}

std::size_t PasswordResets::erase_expired(Timestamp now, std::size_t limit) {
  return resets_.erase(resets_.view<ByExpiry>().up_to(now), limit);
}

}  // namespace gatehouse::memory
