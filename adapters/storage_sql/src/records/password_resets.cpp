#include "password_resets.hpp"

namespace gatehouse::sql {

PasswordResets::PasswordResets(Connection& connection, const Erasures& erasures)
    : OfAccounts(connection),
      insert_(connection),
      find_(connection, erasures, "token_key = :token_key AND digest = :digest"),
      erase_of_user_(connection, "account_id = :account AND user_id = :user"),
      erase_expired_(connection) {}

void PasswordResets::insert(const PasswordReset& reset) { insert_(reset); }

std::optional<PasswordReset> PasswordResets::find(const TokenDigest& digest) const {
  PasswordReset known{};
  known.digest = digest;
  return find_.one(known, row_key(digest), digest);
}

std::size_t PasswordResets::erase_of_user(Tenant tenant, UserId user, std::size_t limit) {
  return erase_of_user_(limit, tenant, user);
}

std::size_t PasswordResets::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql
