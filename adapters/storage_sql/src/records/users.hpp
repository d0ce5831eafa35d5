#pragma once

#include <gatehouse/ports/storage/user_records.hpp>
#include <gatehouse/records/users.hpp>

#include "../living.hpp"
#include "../session_copies.hpp"

namespace gatehouse::sql {

template <>
inline constexpr KeyedTable<User, UserId> table<User>{"users", "user_key", &User::id};

class Users final : public UserRecords {
 public:
  Users(Connection& connection, const Erasures& erasures);

  bool insert(const User& user) override;
  std::optional<User> find(Tenant tenant, UserId id) const override;
  std::optional<User> find_by_email(const Email& email) const override;
  std::vector<User> list(AccountId account, Role role, const Page<UserId>& page) const override;
  std::size_t count(AccountId account, Role role) const override;
  Update update(const User& user) override;
  bool erase(Tenant tenant, UserId id) override;
  std::size_t erase_all(AccountId account, std::size_t limit) override;

 private:
  /// Erases the user with that address if the user is dead. Returns whether it did.
  bool make_room(const Email& email);

  const Erasures& erasures_;
  InsertNew<User> insert_;
  SelectLiving<User, RowKey, UserId, Tenant> find_;
  SelectFlagged<User, Text> find_by_email_;
  Select<User, AccountId, Role, std::optional<UserId>, std::size_t> list_;
  mutable Statement<InOf<AccountId, Role>, Out<long long>> count_;
  UpdateRecord<User, RowKey, UserId, Tenant> update_;
  ChangeRows<RowKey, UserId, Tenant> erase_;
  Statement<InOf<AccountId, std::size_t>, Out<Text>> some_;
  SessionCopies copies_;
};

}  // namespace gatehouse::sql
