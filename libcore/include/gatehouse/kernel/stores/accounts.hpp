/// Accounts on tables.
#pragma once

#include <optional>

#include <gatehouse/kernel/stores/find_by_address.hpp>
#include <gatehouse/ports/storage/account_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<Account> {
  using Id = DescribedIndex<Account>;
  using Address = Index<&email_key<Account>>;
  using All = IndexList<Id, Address>;
};

template <class Engine>
class Accounts : public Store<AccountRecords> {
  using By = Indexes<Account>;

 public:
  explicit Accounts(Tables<Engine>& tables) : accounts_(tables.template of<Account>()) {}

  bool insert(const Account& account) override { return accounts_.insert(account); }
  std::optional<Account> find(AccountId id) const override {
    return copied(accounts_.find(By::Id{}, id));
  }
  std::optional<Account> find_by_email(const Email& email) const override {
    return copied(find_by_address(accounts_, email));
  }
  Update update(const Account& account) override {
    return accounts_.update(accounts_.find(By::Id{}, account.id), account);
  }
  bool erase(AccountId id) override { return accounts_.erase_found(accounts_.find(By::Id{}, id)); }

 private:
  Rows<Engine, Account>& accounts_;
};

}  // namespace gatehouse::kernel
