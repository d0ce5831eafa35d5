#include "service_accounts.hpp"

namespace gatehouse::sql {

ServiceAccounts::ServiceAccounts(Connection& connection, const Erasures& erasures)
    : OfAccounts(connection),
      insert_(connection),
      find_(connection, erasures, "id = :id"),
      find_in_account_(connection, "id = :id AND account_id = :account"),
      update_(connection,
              "id = :id AND account_id = :account AND NOT EXISTS (SELECT 1 FROM service_accounts"
              " WHERE account_id = :account AND name = :name AND id <> :id)"),
      list_(connection, "account_id = :account AND id > :after ORDER BY id LIMIT :limit"),
      erase_(connection, "DELETE FROM service_accounts WHERE id = :id AND account_id = :account") {}

bool ServiceAccounts::insert(const ServiceAccount& service_account) {
  return insert_(service_account) > 0;
}

std::optional<ServiceAccount> ServiceAccounts::find(ServiceAccountId id) const {
  return find_.one(id);
}

std::optional<ServiceAccount> ServiceAccounts::find(AccountId account, ServiceAccountId id) const {
  return find_in_account_.one(id, account);
}

Update ServiceAccounts::update(const ServiceAccount& service_account) {
  const AccountId account = service_account.account;
  if (update_(service_account, service_account.id, account)) return Update::done;
  return find_in_account_.any(service_account.id, account) ? Update::taken : Update::missing;
}

std::vector<ServiceAccount> ServiceAccounts::list(AccountId account,
                                                  const Page<ServiceAccountId>& page) const {
  return list_.all(account, page.after, page.limit);
}

bool ServiceAccounts::erase(AccountId account, ServiceAccountId id) {
  return erase_(id, account) > 0;
}

ServiceAccountTokens::ServiceAccountTokens(Connection& connection, const Erasures& erasures)
    : OfAccounts(connection),
      insert_(connection),
      find_(connection, erasures, "token_key = :token_key AND digest = :digest"),
      erase_(connection,
             "DELETE FROM service_account_tokens WHERE token_key = :token_key"
             " AND digest = :digest"),
      erase_of_service_account_(connection,
                                "account_id = :account AND service_account_id = :service_account"
                                " AND digest <> :keep"),
      erase_expired_(connection) {}

void ServiceAccountTokens::insert(const ServiceAccountToken& token) { insert_(token); }

std::optional<ServiceAccountToken> ServiceAccountTokens::find(const TokenDigest& digest) const {
  return find_.one(row_key(digest), digest);
}

bool ServiceAccountTokens::erase(const TokenDigest& digest) {
  return erase_(row_key(digest), digest) > 0;
}

std::size_t ServiceAccountTokens::erase_of_service_account(AccountId account, ServiceAccountId id,
                                                           const std::optional<TokenDigest>& keep,
                                                           std::size_t limit) {
  return erase_of_service_account_(limit, account, id, keep);
}

std::size_t ServiceAccountTokens::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql
