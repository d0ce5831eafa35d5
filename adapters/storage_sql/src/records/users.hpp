#pragma once

#include <gatehouse/ports/storage/user_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

#include "../living.hpp"
#include "../session_copies.hpp"

namespace gatehouse::sql {

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

  std::vector<User> page(const Page<User>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, Text, Text, Text, Text, long long>;

  /// Erases the user with that address if it is a dead one, and says whether it was.
  bool make_room(const Email& email);

  const Erasures& erasures_;
  Statement<In<long long, Text, Text, Text, Text, Text, Text, Text, Text, long long>> insert_;
  mutable Statement<In<long long, Text, Text>, Flagged<Columns>> find_;
  mutable Statement<In<Text>, Flagged<Columns>> find_by_email_;
  mutable Statement<In<Text, Text, Text, long long>, Columns> list_;
  mutable Statement<In<Text, Text>, Out<long long>> count_;
  Statement<In<Text, Text, Text, Text, Text, long long, Text, Text>> update_;
  Statement<In<long long, Text, Text>> erase_;
  mutable Statement<In<Text, long long>, Out<Text>> some_;
  SessionCopies copies_;
  mutable Statement<In<Text, Text, Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
