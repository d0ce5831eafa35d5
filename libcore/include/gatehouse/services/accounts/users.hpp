/// The users of the caller's account, in one collection for each role except root.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/users.hpp>
#include <gatehouse/services/accounts/account_names.hpp>
#include <gatehouse/services/accounts/passwords.hpp>
#include <gatehouse/services/accounts/sessions.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/maintenance/erasures.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// `role` selects the collection; a user of another role is not found in it.
class Users {
 public:
  Users(Operations& operations, const ServicePorts& ports, const Settings& settings,
        Passwords& passwords, Erasures& erasures, AccountNamesCache& names);

  /// The caller. The names of projects are empty for roles that may not see projects; names that
  /// another process has changed may be as old as AccountNamesCache::lifetime.
  [[nodiscard]] Result<MeView> me(const UserContext& caller);

  /// The filter is about the e-mail address, or a part of it or of a name.
  [[nodiscard]] Result<Listing<User, UserId>> list(const UserContext& caller, Role role,
                                                   const ListRequest<UserId>& request);
  /// Returns the new user, logged in. Fails with already_exists if any user of the installation has
  /// the e-mail address, and with permission_denied for the role root, which belongs to no account.
  [[nodiscard]] Result<NewSession> create(const UserContext& caller, Role role,
                                          const Checked<CreateUser>& command);
  /// Checks that the caller may see and update the user, and fails with permission_denied
  /// otherwise. Does not check whether the user exists.
  [[nodiscard]] Result<Done> may_access(const UserContext& caller, Role role, UserId id);
  [[nodiscard]] Result<User> get(const UserContext& caller, Role role, UserId id);
  /// If the password changes, the user's other sessions end.
  [[nodiscard]] Result<User> update(const UserContext& caller, Role role, UserId id,
                                    const Checked<UpdateUser>& command);
  /// Also ends the user's sessions. Fails with conflict for the account's last admin.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, Role role, UserId id);

  /// Creates a root user on behalf of the operator of the installation. Fails with already_exists
  /// if any user has the e-mail address.
  [[nodiscard]] Result<User> create_root(const Checked<CreateRoot>& command);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
  Passwords& passwords_;
  Erasures& erasures_;
  AccountNamesCache& names_;
};

}  // namespace gatehouse
