#include "idempotency_keys.hpp"

namespace gatehouse::sql {

IdempotencyKeys::IdempotencyKeys(Connection& connection, const Erasures& erasures)
    : OfAccounts(connection),
      insert_(connection),
      find_(connection, erasures, "token_key = :token_key AND digest = :digest"),
      erase_(connection,
             "DELETE FROM idempotency_keys WHERE token_key = :token_key AND digest = :digest"),
      erase_of_user_(connection, "account_id = :account AND user_id = :user"),
      erase_expired_(connection) {}

bool IdempotencyKeys::insert(const IdempotencyKey& key) { return insert_(key) > 0; }

std::optional<IdempotencyKey> IdempotencyKeys::find(const TokenDigest& digest) const {
  return find_.one(row_key(digest), digest);
}

bool IdempotencyKeys::erase(const TokenDigest& digest) {
  return erase_(row_key(digest), digest) > 0;
}

std::size_t IdempotencyKeys::erase_of_user(Tenant tenant, UserId user, std::size_t limit) {
  return erase_of_user_(limit, tenant, user);
}

std::size_t IdempotencyKeys::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql
