#include "users.hpp"

#include "../find_by_address.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* by_id = "user_key = :user_key AND id = :id AND account_id = :account";

}  // namespace

Users::Users(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection),
      find_(connection, erasures, by_id),
      find_by_email_(connection, "email_key = :email_key"),
      list_(connection,
            "account_id = :account AND role = :role AND id > :after ORDER BY id LIMIT :limit"),
      count_(connection, "SELECT count(*) FROM users WHERE account_id = :account AND role = :role"),
      update_(connection, std::string(by_id) +
                              " AND NOT EXISTS"
                              " (SELECT 1 FROM users WHERE email_key = :email_key AND id <> :id)"),
      erase_(connection, std::string("DELETE FROM users WHERE ") + by_id),
      some_(connection, "SELECT id FROM users WHERE account_id = :account LIMIT :limit"),
      copies_(connection) {}

bool Users::insert(const User& user) {
  const auto insert = [&] { return insert_(user) > 0; };
  if (!insert() && !(make_room(user.email) && insert())) return false;
  copies_.refresh_sessions_of(user.account, user.id);
  return true;
}

bool Users::make_room(const Email& email) {
  const auto former = find_by_email_.one(email.key());
  if (!former || !former->second || !erasures_.cover(former->first)) return false;
  return erase(former->first.account, former->first.id);
}

std::optional<User> Users::find(Tenant tenant, UserId id) const {
  return find_.one(row_key(id), id, tenant);
}

std::optional<User> Users::find_by_email(const Email& email) const {
  auto found = find_by_address(find_by_email_, email);
  if (!found || (found->second && erasures_.cover(found->first))) return std::nullopt;
  return std::move(found->first);
}

std::vector<User> Users::list(AccountId account, Role role, const Page<UserId>& page) const {
  return list_.all(account, role, page.after, page.limit);
}

std::size_t Users::count(AccountId account, Role role) const {
  return static_cast<std::size_t>(count_.value(column(account), column(role)));
}

Update Users::update(const User& user) {
  const auto former = find(user.account, user.id);
  if (!former) return Update::missing;
  const auto update = [&] { return update_(user, row_key(user.id), user.id, user.account); };
  if (!update() && !(make_room(user.email) && update())) return Update::taken;
  // Copies do not contain the password. Addresses are compared by their texts, as copies hold
  // those.
  if (former->email.text() != user.email.text() || former->first_name != user.first_name ||
      former->last_name != user.last_name) {
    copies_.refresh_sessions_of(user.account, user.id);
  }
  return Update::done;
}

bool Users::erase(Tenant tenant, UserId id) {
  if (erase_(row_key(id), id, tenant) == 0) return false;
  copies_.refresh_sessions_of(tenant, id);
  return true;
}

std::size_t Users::erase_all(AccountId account, std::size_t limit) {
  // Users are erased one by one, because each erasure refreshes the copies in the user's sessions.
  const auto some = some_.all(to<UserId, Text>, column(account), column(limit));
  for (const UserId id : some) erase(account, id);
  return some.size();
}

}  // namespace gatehouse::sql
