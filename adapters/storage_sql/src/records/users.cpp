#include "users.hpp"

#include <utility>

#include "../columns.hpp"
#include "../find_by_address.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, account_id, role, email, email_key, first_name, last_name, password_hash,"
    " created_at FROM users WHERE ";
constexpr const char* by_id = "user_key = :user_key AND id = :id AND account_id = :account";

User from_row(const std::string& id, const std::string& account, const std::string& role,
              const std::string& email, const std::string& email_key, const std::string& first_name,
              const std::string& last_name, const std::string& password_hash,
              long long created_at) {
  return {.id = to_id<UserId>(id),
          .account = to_tenant(account),
          .role = to_role(role),
          .email = to_email(email, email_key),
          .first_name = first_name,
          .last_name = last_name,
          .password_hash = password_hash,
          .created_at = to_time(created_at)};
}

/// From a flagged row: the user, and the flag.
constexpr auto flagged_from_row = [](long long flag, const auto&... columns) {
  return std::pair(from_row(columns...), flag != 0);
};

std::string text(Role role) { return std::string(name(role)); }

}  // namespace

Users::Users(Connection& connection, const Erasures& erasures)
    : erasures_(erasures),
      insert_(connection,
              "INSERT INTO users (user_key, id, account_id, role, email, email_key, first_name,"
              " last_name, password_hash, created_at) VALUES (:user_key, :id, :account, :role,"
              " :email, :email_key, :first_name, :last_name, :password_hash, :created_at)"
              " ON CONFLICT DO NOTHING"),
      find_(connection, flagged("users", select) + by_id),
      find_by_email_(connection, flagged("users", select) + "email_key = :email_key"),
      list_(connection, std::string(select) +
                            "account_id = :account AND role = :role AND id > :after"
                            " ORDER BY id LIMIT :limit"),
      count_(connection, "SELECT count(*) FROM users WHERE account_id = :account AND role = :role"),
      update_(connection, std::string("UPDATE users SET email = :email, email_key = :email_key,"
                                      " first_name = :first_name, last_name = :last_name,"
                                      " password_hash = :password_hash WHERE ") +
                              by_id +
                              " AND NOT EXISTS"
                              " (SELECT 1 FROM users WHERE email_key = :email_key AND id <> :id)"),
      erase_(connection, std::string("DELETE FROM users WHERE ") + by_id),
      some_(connection, "SELECT id FROM users WHERE account_id = :account LIMIT :limit"),
      copies_(connection),
      // By the names of the roles, which sort as the roles do.
      page_(connection, std::string(select) +
                            "(account_id, role, id) > (:account, :role, :after)"
                            " ORDER BY account_id, role, id LIMIT :limit") {}

bool Users::insert(const User& user) {
  const auto insert = [&] {
    return insert_.change(row_key(user.id.bytes()), column(user.id), column(user.account),
                          text(user.role), user.email.text(), user.email.key(), user.first_name,
                          user.last_name, user.password_hash, column(user.created_at)) > 0;
  };
  if (!insert() && !(make_room(user.email) && insert())) return false;
  copies_.refresh_sessions_of(user.account, user.id);
  return true;
}

bool Users::make_room(const Email& email) {
  const auto former = find_by_email_.one(flagged_from_row, email.key());
  if (!former || !former->second || !erasures_.cover(former->first)) return false;
  return erase(former->first.account, former->first.id);
}

std::optional<User> Users::find(Tenant tenant, UserId id) const {
  return find_living(find_, erasures_, from_row, row_key(id.bytes()), column(id), column(tenant));
}

std::optional<User> Users::find_by_email(const Email& email) const {
  const auto found = find_by_address(find_by_email_, flagged_from_row, email);
  if (!found || (found->second && erasures_.cover(found->first))) return std::nullopt;
  return found->first;
}

std::vector<User> Users::list(AccountId account, Role role, const Page<UserId>& page) const {
  return list_.all(from_row, column(account), text(role), column(page.after), column(page.limit));
}

std::size_t Users::count(AccountId account, Role role) const {
  return static_cast<std::size_t>(count_.value(column(account), text(role)));
}

Update Users::update(const User& user) {
  const long long key = row_key(user.id.bytes());
  const std::string id = column(user.id);
  const std::string account = column(user.account);
  const auto former = find(user.account, user.id);
  if (!former) return Update::missing;
  const auto update = [&] {
    return update_.change(user.email.text(), user.email.key(), user.first_name, user.last_name,
                          user.password_hash, key, id, account) > 0;
  };
  if (!update() && !(make_room(user.email) && update())) return Update::taken;
  // A new password is in no copy. Addresses are compared by their texts, which is what copies hold.
  if (former->email.text() != user.email.text() || former->first_name != user.first_name ||
      former->last_name != user.last_name) {
    copies_.refresh_sessions_of(user.account, user.id);
  }
  return Update::done;
}

bool Users::erase(Tenant tenant, UserId id) {
  if (erase_.change(row_key(id.bytes()), column(id), column(tenant)) == 0) return false;
  copies_.refresh_sessions_of(tenant, id);
  return true;
}

std::size_t Users::erase_all(AccountId account, std::size_t limit) {
  // One by one, for the copies in their sessions.
  const auto some = some_.all(to_id<UserId>, column(account), column(limit));
  for (const UserId id : some) erase(account, id);
  return some.size();
}

std::vector<User> Users::page(const Page<User>& page) const {
  const auto& after = page.after;
  return page_.all(from_row, after ? column(after->account) : std::string(),
                   after ? text(after->role) : std::string(),
                   after ? column(after->id) : std::string(), column(page.limit));
}

}  // namespace gatehouse::sql
