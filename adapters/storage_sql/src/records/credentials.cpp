#include "credentials.hpp"

namespace gatehouse::sql {

Credentials::Credentials(Connection& connection, const Erasures& erasures)
    : OfProjects(connection),
      insert_(connection),
      make_room_(connection,
                 "DELETE FROM credentials WHERE account_id = :account AND username = :username"
                 " AND NOT " +
                     outside_erased_projects("credentials")),
      find_(connection, erasures, "account_id = :account AND username = :username"),
      list_(connection, "account_id = :account AND id > :after AND " +
                            outside_erased_projects("credentials") + " ORDER BY id LIMIT :limit"),
      list_of_scope_(connection,
                     "account_id = :account AND scope = :scope AND id > :after"
                     " ORDER BY id LIMIT :limit"),
      count_(connection, count_outside_erased_projects("credentials")),
      count_of_scope_(connection,
                      "SELECT count(*) FROM credentials WHERE account_id = :account"
                      " AND scope = :scope"),
      update_(connection, "id = :id AND account_id = :account"),
      erase_(connection, "DELETE FROM credentials WHERE id = :id AND account_id = :account") {}

bool Credentials::insert(const Credential& credential) {
  const auto insert = [&] { return insert_(credential) > 0; };
  return insert() || (make_room_(credential.account, credential.username) > 0 && insert());
}

std::optional<Credential> Credentials::find(AccountId account, std::string_view username) const {
  return find_.one(account, username);
}

std::vector<Credential> Credentials::list(AccountId account, const std::optional<Scope>& scope,
                                          const Page<CredentialId>& page) const {
  if (!scope) return list_.all(account, page.after, page.limit);
  return list_of_scope_.all(account, *scope, page.after, page.limit);
}

std::size_t Credentials::count(AccountId account, const std::optional<Scope>& scope) const {
  return static_cast<std::size_t>(scope ? count_of_scope_.value(column(account), column(*scope))
                                        : count_.value(column(account)));
}

bool Credentials::update(const Credential& credential) {
  return update_(credential, credential.id, credential.account);
}

bool Credentials::erase(AccountId account, CredentialId id) { return erase_(id, account) > 0; }

}  // namespace gatehouse::sql
