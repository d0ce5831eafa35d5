#pragma once

#include <gatehouse/ports/storage/account_records.hpp>
#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

class Accounts final : public AccountRecords {
 public:
  explicit Accounts(Connection& connection);

  bool insert(const Account& account) override;
  std::optional<Account> find(AccountId id) const override;
  std::optional<Account> find_by_email(const Email& email) const override;
  Update update(const Account& account) override;
  bool erase(AccountId id) override;

  std::vector<Account> page(const Page<Account>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, Text, Text, long long>;

  Statement<In<Text, Text, Text, Text, Text, Text, long long>> insert_;
  mutable Statement<In<Text>, Columns> find_;
  mutable Statement<In<Text>, Columns> find_by_email_;
  Statement<In<Text, Text, Text, Text, Text, Text>> update_;
  Statement<In<Text>> erase_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
