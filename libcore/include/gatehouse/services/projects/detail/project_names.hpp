/// Projects by name, as the credential API speaks of them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/scope.hpp>
#include <gatehouse/operations/operations.hpp>

namespace gatehouse {

/// No project's name: it stands for all projects of the account.
inline constexpr std::string_view name_of_everywhere = "admin";

/// The scope that the name stands for, if the caller may manage the API security in it: not_found
/// for a project that the account has not, permission_denied for a developer to whom it was not
/// granted there. Only admins manage what holds everywhere.
[[nodiscard]] Result<Scope> scope_to_manage(const Transaction& tx, const UserContext& caller,
                                            AccountId account, std::string_view project);

/// The names that stand for the scopes of an account.
class ProjectNames {
 public:
  ProjectNames(const Transaction& tx, AccountId account) : tx_(tx), account_(account) {}

  /// Empty for a project that the account has not.
  [[nodiscard]] const std::string& of(const Scope& scope);

 private:
  const Transaction& tx_;
  const AccountId account_;
  std::map<Scope, std::string> known_;
};

}  // namespace gatehouse
