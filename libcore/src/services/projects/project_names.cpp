#include <gatehouse/services/projects/detail/project_names.hpp>

namespace gatehouse {

bool may_manage(const Transaction& tx, const User& user, AccountId account, ProjectId project) {
  const Reach far = reach(user.role, Action::manage_api_security);
  if (far != Reach::granted) return far == Reach::all;
  const auto member = tx.members().find(account, project, user.id);
  return member && member->permissions.contains(Permission::manage_api_security);
}

Result<Scope> scope_to_manage(const Transaction& tx, const User& caller, AccountId account,
                              std::string_view project) {
  const bool everywhere = reach(caller.role, Action::manage_api_security) == Reach::all;
  if (project == name_of_everywhere) {
    if (everywhere) return Scope::everywhere();
    return Unexpected(permission_denied("Only admins manage what applies to every project."));
  }
  const auto found = tx.projects().find_by_name(account, project);
  if (!found) return Unexpected(not_found("The account has no project with that name."));
  if (!may_manage(tx, caller, account, found->id)) {
    return Unexpected(
        permission_denied("This needs the permission MANAGE_API_SECURITY in the project."));
  }
  return Scope::of(found->id);
}

const std::string& ProjectNames::of(const Scope& scope) {
  const auto [known, is_new] = known_.try_emplace(scope);
  if (is_new && scope.is_everywhere()) {
    known->second = name_of_everywhere;
  } else if (is_new) {
    const auto project = tx_.projects().find(account_, *scope.project());
    if (project) known->second = project->name;
  }
  return known->second;
}

}  // namespace gatehouse
