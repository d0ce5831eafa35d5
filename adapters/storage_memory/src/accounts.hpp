#pragma once

#include <gatehouse/ports/storage/account_records.hpp>

#include "index.hpp"
#include "table.hpp"

namespace gatehouse::memory {

inline auto account_id(const Account& account) noexcept { return std::tie(account.id); }
inline auto account_email(const Account& account) noexcept { return std::tie(account.email.key()); }

class Accounts final : public AccountRecords {
 public:
  explicit Accounts(UndoLog& log) noexcept : accounts_(log) {}

  bool insert(const Account& account) override;
  std::optional<Account> find(AccountId id) const override;
  std::optional<Account> find_by_email(const Email& email) const override;
  Update update(const Account& account) override;
  bool erase(AccountId id) override;

  const Account* newest() const noexcept { return accounts_.last(); }
  std::vector<Account> page(const Page<Account>& page) const { return accounts_.page(page); }

 private:
  using ByEmail = Index<Account, account_email>;

  Table<Account, account_id, ByEmail> accounts_;
};

}  // namespace gatehouse::memory
