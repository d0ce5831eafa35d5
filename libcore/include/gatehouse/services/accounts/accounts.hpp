/// The caller's own account.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/account.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>

namespace gatehouse {

class Accounts {
 public:
  Accounts(Operations& operations, const ServicePorts& ports, Erasures& erasures);

  [[nodiscard]] Result<Account> get(const UserContext& caller);
  /// already_exists for another account's e-mail.
  [[nodiscard]] Result<Account> update(const UserContext& caller, const UpdateAccount& command);
  /// Deletes the account: from then on all that belongs to it is dead, and its e-mail addresses are
  /// free. The rows are removed in later steps (see Erasures).
  [[nodiscard]] Result<Done> remove(const UserContext& caller);

 private:
  Operations& operations_;
  ServicePorts ports_;
  Erasures& erasures_;
};

}  // namespace gatehouse
