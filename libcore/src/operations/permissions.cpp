#include <gatehouse/operations/permissions.hpp>

namespace gatehouse {

Reach reach(Role role, Action action) noexcept {
  const bool root = role == Role::root;
  const bool admin = role == Role::admin;
  const bool billing = role == Role::billing;
  const bool developer = role == Role::developer;
  const auto all_if = [](bool allowed) { return allowed ? Reach::all : Reach::none; };
  const auto own_if = [](bool allowed) { return allowed ? Reach::own : Reach::none; };

  switch (action) {
    case Action::use_own_session: return Reach::own;
    case Action::read_account: return all_if(admin || developer);
    case Action::change_account: return all_if(admin);
    case Action::manage_users: return all_if(admin);
    case Action::access_admin: return all_if(admin);
    case Action::access_billing: return admin ? Reach::all : own_if(billing);
    case Action::access_developer: return admin ? Reach::all : own_if(developer);
    case Action::use_projects: return all_if(admin || developer);
    case Action::read_catalogue: return all_if(root || admin || developer);
    case Action::extend_catalogue: return all_if(root);
    case Action::manage_limits: return all_if(root);
    case Action::read_mail_ledger: return all_if(root);
    case Action::manage_members: return all_if(admin);
    case Action::manage_gateways: return all_if(admin);
    case Action::manage_service_accounts: return all_if(admin);
    case Action::manage_environments: return all_if(admin);
    case Action::manage_api_security:
      if (developer) return Reach::granted;
      return all_if(admin);
    case Action::enter:
    case Action::serve_project:
    case Action::operate:
    case Action::keep_house: return Reach::none;
  }
  return Reach::none;
}

Action access_to(Role role) noexcept {
  if (role == Role::billing) return Action::access_billing;
  if (role == Role::developer) return Action::access_developer;
  return Action::access_admin;
}

Result<Done> require(Role role, Action action) {
  if (reach(role, action) != Reach::none) return Done{};
  return Unexpected(
      permission_denied("A user with the role " + std::string(name(role)) + " may not do this."));
}

}  // namespace gatehouse
