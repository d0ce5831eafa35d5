/// The users of the caller's account: one collection for each role but root.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/accounts/sessions.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// `role` says which collection is meant; a user of another role is not found in it.
class Users {
 public:
  Users(Operations& operations, const ServicePorts& ports, const Settings& settings,
        Passwords& passwords, Erasures& erasures);

  [[nodiscard]] Result<Listing<User, UserId>> list(const UserContext& caller, Role role,
                                                   const ListRequest<UserId>& request);
  /// The new user, logged in. already_exists for an e-mail that any user of the installation has;
  /// permission_denied for the role root, which belongs to no account.
  [[nodiscard]] Result<NewSession> create(const UserContext& caller, Role role,
                                          const CreateUser& command);
  /// Done if the caller may see and update that user: permission_denied otherwise. Whether there is
  /// such a user is another question.
  [[nodiscard]] Result<Done> may_access(const UserContext& caller, Role role, UserId id);
  [[nodiscard]] Result<User> get(const UserContext& caller, Role role, UserId id);
  /// With a new password, the user's other sessions end.
  [[nodiscard]] Result<User> update(const UserContext& caller, Role role, UserId id,
                                    const UpdateUser& command);
  /// Ends the user's sessions too. conflict for the account's last admin.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, Role role, UserId id);

  /// A root user, made by the operator of the installation and not by a caller. already_exists for
  /// an e-mail that any user has.
  [[nodiscard]] Result<User> create_root(const Email& email, const Secret& password);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Passwords& passwords_;
  Erasures& erasures_;
};

}  // namespace gatehouse
