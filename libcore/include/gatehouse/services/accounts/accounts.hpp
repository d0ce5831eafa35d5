/// Operations on the caller's own account.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/account.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>

namespace gatehouse {

class Accounts {
 public:
  Accounts(Operations& operations, const ServicePorts& ports, Erasures& erasures);

  [[nodiscard]] Result<Account> get(const UserContext& caller);
  /// Fails with already_exists if another account has the e-mail address.
  [[nodiscard]] Result<Account> update(const UserContext& caller,
                                       const Checked<UpdateAccount>& command);
  /// Deletes the account. All data of the account becomes inaccessible at once, and its e-mail
  /// addresses become available. The rows of a large account are removed in later steps (see
  /// Erasures).
  [[nodiscard]] Result<Done> remove(const UserContext& caller);

 private:
  Operations& operations_;
  ServicePorts ports_;
  Erasures& erasures_;
};

}  // namespace gatehouse
