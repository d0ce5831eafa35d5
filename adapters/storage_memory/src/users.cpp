#include "users.hpp"

#include "copies.hpp"
#include "find_by_address.hpp"

namespace gatehouse::memory {

bool Users::insert(const User& user) { return users_.insert(user); }

std::optional<User> Users::find(Tenant tenant, UserId id) const {
  return copied(owned(tenant, id));
}

std::optional<User> Users::find_by_email(const Email& email) const {
  return copied(find_by_address(users_.view<ByEmail>(), email));
}

std::vector<User> Users::list(AccountId account, Role role, const Page<UserId>& page) const {
  return users_.view<ByPlace>().list(page, account, role);
}

std::size_t Users::count(AccountId account, Role role) const {
  return users_.view<PerRole>().count(account, role);
}

Update Users::update(const User& user) {
  const User* old = owned(user.account, user.id);
  if (old == nullptr) return Update::missing;
  User changed = *old;
  changed.email = user.email;
  changed.first_name = user.first_name;
  changed.last_name = user.last_name;
  changed.password_hash = user.password_hash;
  return users_.replace(*old, std::move(changed)) ? Update::done : Update::taken;
}

bool Users::erase(Tenant tenant, UserId id) {
  const User* user = owned(tenant, id);
  if (user != nullptr) users_.erase(*user);
  return user != nullptr;
}

std::size_t Users::erase_all(AccountId account) {
  return users_.erase(users_.view<ByPlace>().range(account));
}

const User* Users::owned(Tenant tenant, UserId id) const {
  const User* user = users_.find(id);
  return user != nullptr && user->account == tenant ? user : nullptr;
}

}  // namespace gatehouse::memory
