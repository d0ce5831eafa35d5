#include "accounts.hpp"

#include "../find_by_address.hpp"

namespace gatehouse::sql {

Accounts::Accounts(Connection& connection)
    : insert_(connection),
      find_(connection, "id = :id"),
      find_by_email_(connection, "email_key = :email_key"),
      update_(connection,
              "id = :id AND NOT EXISTS"
              " (SELECT 1 FROM accounts WHERE email_key = :email_key AND id <> :id)"),
      erase_(connection, "DELETE FROM accounts WHERE id = :id") {}

bool Accounts::insert(const Account& account) { return insert_(account) > 0; }

std::optional<Account> Accounts::find(AccountId id) const { return find_.one(id); }

std::optional<Account> Accounts::find_by_email(const Email& email) const {
  return find_by_address(find_by_email_, email);
}

Update Accounts::update(const Account& account) {
  if (update_(account, account.id)) return Update::done;
  return find_.any(account.id) ? Update::taken : Update::missing;
}

bool Accounts::erase(AccountId id) { return erase_(id) > 0; }

}  // namespace gatehouse::sql
