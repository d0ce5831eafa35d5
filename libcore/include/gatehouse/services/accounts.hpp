/// The caller's own account.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/account.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/principal.hpp>
#include <gatehouse/services/verdict_memory.hpp>

namespace gatehouse {

class Accounts {
 public:
  Accounts(const Ports& ports, VerdictMemory& memory);

  [[nodiscard]] Result<Account> get(const Principal& caller);
  /// already_exists for another account's e-mail.
  [[nodiscard]] Result<Account> update(const Principal& caller, const UpdateAccount& command);
  /// Erases the account with all that belongs to it, in one transaction.
  [[nodiscard]] Result<Done> remove(const Principal& caller);

 private:
  Ports ports_;
  VerdictMemory& memory_;
};

}  // namespace gatehouse
