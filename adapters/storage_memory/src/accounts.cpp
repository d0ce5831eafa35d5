#include "accounts.hpp"

#include <gatehouse/records/accounts.hpp>

#include "copies.hpp"
#include "find_by_address.hpp"

namespace gatehouse::memory {

bool Accounts::insert(const Account& account) { return accounts_.insert(account); }

std::optional<Account> Accounts::find(AccountId id) const { return copied(accounts_.find(id)); }

std::optional<Account> Accounts::find_by_email(const Email& email) const {
  return copied(find_by_address(accounts_.view<ByEmail>(), email));
}

Update Accounts::update(const Account& account) {
  const Account* old = accounts_.find(account.id);
  if (old == nullptr) return Update::missing;
  return accounts_.replace(*old, records::updated(*old, account)) ? Update::done : Update::taken;
}

bool Accounts::erase(AccountId id) {
  const Account* account = accounts_.find(id);
  if (account != nullptr) accounts_.erase(*account);
  return account != nullptr;
}

}  // namespace gatehouse::memory
