#include <gatehouse/model/user.hpp>

namespace gatehouse {

std::string_view name(Role role) noexcept {
  switch (role) {
    case Role::root: return "root";
    case Role::admin: return "admin";
    case Role::billing: return "billing";
    case Role::developer: return "developer";
  }
  return "unknown";
}

std::optional<Role> parse_role(std::string_view text) noexcept {
  for (const Role role : {Role::root, Role::admin, Role::billing, Role::developer}) {
    if (text == name(role)) return role;
  }
  return std::nullopt;
}

}  // namespace gatehouse
