/// The caller's own account.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/account.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/principal.hpp>
#include <gatehouse/services/verdict_memory.hpp>

namespace gatehouse {

class Accounts {
 public:
  Accounts(const Ports& ports, VerdictMemory& memory, Erasures& erasures);

  [[nodiscard]] Result<Account> get(const Principal& caller);
  /// already_exists for another account's e-mail.
  [[nodiscard]] Result<Account> update(const Principal& caller, const UpdateAccount& command);
  /// Deletes the account: from then on all that belongs to it is dead, and its e-mail addresses are
  /// free. The rows are removed in later steps (see Erasures).
  [[nodiscard]] Result<Done> remove(const Principal& caller);

 private:
  Ports ports_;
  VerdictMemory& memory_;
  Erasures& erasures_;
};

}  // namespace gatehouse
