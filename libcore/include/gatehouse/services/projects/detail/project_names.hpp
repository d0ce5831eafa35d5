/// Projects by name, as used in the credential API.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/scope.hpp>
#include <gatehouse/operations/operations.hpp>

namespace gatehouse {

/// Reserved: stands for all projects of the account.
inline constexpr std::string_view name_of_everywhere = "admin";

/// Whether the user may manage API security in the project of the account.
[[nodiscard]] bool may_manage(const Transaction& tx, const User& user, AccountId account,
                              ProjectId project);

/// Returns the scope of the name if the caller may manage API security in it. Fails with not_found
/// if the account has no such project, and with permission_denied for a developer without that
/// permission in it. Only admins manage what applies everywhere.
[[nodiscard]] Result<Scope> scope_to_manage(const Transaction& tx, const User& caller,
                                            AccountId account, std::string_view project);

/// Maps the scopes of an account to names.
class ProjectNames {
 public:
  ProjectNames(const Transaction& tx, AccountId account) : tx_(tx), account_(account) {}

  /// Empty if the account has no such project.
  [[nodiscard]] const std::string& of(const Scope& scope);

 private:
  const Transaction& tx_;
  const AccountId account_;
  std::map<Scope, std::string> known_;
};

}  // namespace gatehouse
