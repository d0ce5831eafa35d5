/// Permissions of developers and service accounts in projects. Only admins manage them; admins
/// themselves need none.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/member.hpp>
#include <gatehouse/model/service_account.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/members.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// `user` is the id of a developer or of a service account. All operations fail with not_found for
/// a project, developer or service account that the account does not have.
class Members {
 public:
  Members(Operations& operations, const Settings& settings);

  [[nodiscard]] Result<Listing<MemberView, UserId>> list(const UserContext& caller,
                                                         ProjectId project,
                                                         const ListRequest<UserId>& request);
  /// Replaces the permissions of the developer or service account in the project.
  [[nodiscard]] Result<MemberView> set(const UserContext& caller, ProjectId project, UserId user,
                                       const Checked<SetPermissions>& command);
  /// Removes all permissions. Fails with not_found if there are none.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, ProjectId project, UserId user);

 private:
  Operations& operations_;
  const Settings& settings_;
};

}  // namespace gatehouse
