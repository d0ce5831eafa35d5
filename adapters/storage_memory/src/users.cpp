#include "users.hpp"

#include <gatehouse/records/users.hpp>

#include "find_by_address.hpp"

namespace gatehouse::memory {

bool Users::insert(const User& user) {
  make_room(user.email);
  return users_.insert(user);
}

std::optional<User> Users::find(Tenant tenant, UserId id) const {
  return living(owned(tenant, id), erasures_);
}

std::optional<User> Users::find_by_email(const Email& email) const {
  return living(find_by_address(users_.view<ByEmail>(), email), erasures_);
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
  make_room(user.email);
  return users_.replace(*old, records::updated(*old, user)) ? Update::done : Update::taken;
}

bool Users::erase(Tenant tenant, UserId id) {
  const User* user = owned(tenant, id);
  if (user != nullptr) users_.erase(*user);
  return user != nullptr;
}

std::size_t Users::erase_all(AccountId account, std::size_t limit) {
  return users_.erase(users_.view<ByPlace>().range(account), limit);
}

void Users::make_room(const Email& email) {
  const User* former = users_.view<ByEmail>().find(email.key());
  if (former != nullptr && erasures_.covers(*former)) users_.erase(*former);
}

const User* Users::owned(Tenant tenant, UserId id) const {
  const User* user = users_.find(id);
  return user != nullptr && user->account == tenant ? user : nullptr;
}

}  // namespace gatehouse::memory
