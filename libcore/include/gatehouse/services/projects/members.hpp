/// Which developers have which permissions in a project. Admins alone say so; they need none
/// themselves.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/api_security_commands.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

/// A member with the user it is.
struct MemberView {
  ProjectMember member;
  User user;
};

/// All of these: not_found for a project or a developer that the account has not.
class Members {
 public:
  Members(Operations& operations, const Settings& settings);

  [[nodiscard]] Result<Listing<MemberView, UserId>> list(const UserContext& caller,
                                                         ProjectId project,
                                                         const ListRequest<UserId>& request);
  /// Replaces the permissions that the developer has in the project.
  [[nodiscard]] Result<MemberView> set(const UserContext& caller, ProjectId project, UserId user,
                                       const SetPermissions& command);
  /// Takes all permissions away. not_found when the developer has none.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, ProjectId project, UserId user);

 private:
  Operations& operations_;
  const Settings& settings_;
};

}  // namespace gatehouse
