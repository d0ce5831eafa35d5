#pragma once

#include <gatehouse/ports/storage/account_records.hpp>
#include <gatehouse/records/accounts.hpp>

#include "../record_statements.hpp"

namespace gatehouse::sql {

template <>
inline constexpr Table table<Account>{"accounts"};

class Accounts final : public AccountRecords {
 public:
  explicit Accounts(Connection& connection);

  bool insert(const Account& account) override;
  std::optional<Account> find(AccountId id) const override;
  std::optional<Account> find_by_email(const Email& email) const override;
  Update update(const Account& account) override;
  bool erase(AccountId id) override;

 private:
  InsertNew<Account> insert_;
  Select<Account, AccountId> find_;
  Select<Account, Text> find_by_email_;
  UpdateRecord<Account, AccountId> update_;
  ChangeRows<AccountId> erase_;
};

}  // namespace gatehouse::sql
