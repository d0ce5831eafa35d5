/// Users on tables.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/kernel/stores/find_by_address.hpp>
#include <gatehouse/ports/storage/user_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<User> {
  using Id = Index<&User::id>;
  using Address = Index<&email_key<User>>;
  using Place = DescribedIndex<User>;
  using InRole = Counter<&User::account, &User::role>;
  using All = IndexList<Id, Address, Place, InRole>;
};

template <class Engine>
class Users : public Store<UserRecords> {
  using By = Indexes<User>;

 public:
  explicit Users(Tables<Engine>& tables) : tables_(tables), users_(tables.template of<User>()) {}

  bool insert(const User& user) override {
    make_room(user.email);
    return users_.insert(user);
  }
  std::optional<User> find(Tenant tenant, UserId id) const override {
    return tables_.living(owned(tenant, id));
  }
  std::optional<User> find_by_email(const Email& email) const override {
    return tables_.living(find_by_address(users_, email));
  }
  std::vector<User> list(AccountId account, Role role, const Page<UserId>& page) const override {
    return users_.page(By::Place{}, page, account, role);
  }
  std::size_t count(AccountId account, Role role) const override {
    return users_.count(By::InRole{}, account, role);
  }
  Update update(const User& user) override {
    if (!owned(user.account, user.id)) return Update::missing;
    make_room(user.email);
    return users_.update(owned(user.account, user.id), user);
  }
  bool erase(Tenant tenant, UserId id) override { return users_.erase_found(owned(tenant, id)); }
  std::size_t erase_all(AccountId account, std::size_t limit) override {
    return users_.erase(By::Place{}, within(account), limit);
  }

 private:
  auto owned(const Tenant& tenant, UserId id) const {
    return owned_by(tenant, users_.find(By::Id{}, id));
  }

  /// Erases the user with the address if the user is being erased ([ST-211]).
  void make_room(const Email& email) {
    const auto former = users_.find(By::Address{}, email.key());
    if (former && tables_.is_being_erased(*former)) users_.erase(*former);
  }

  Tables<Engine>& tables_;
  Rows<Engine, User>& users_;
};

}  // namespace gatehouse::kernel
