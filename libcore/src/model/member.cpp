#include <gatehouse/model/member.hpp>

namespace gatehouse {

std::string_view name(Permission permission) noexcept {
  switch (permission) {
    case Permission::manage_api_security: return "MANAGE_API_SECURITY";
  }
  return "unknown";
}

std::string_view title(Permission permission) noexcept {
  switch (permission) {
    case Permission::manage_api_security: return "Manage API Security";
  }
  return "unknown";
}

std::optional<Permission> parse_permission(std::string_view text) noexcept {
  if (text == name(Permission::manage_api_security)) return Permission::manage_api_security;
  return std::nullopt;
}

}  // namespace gatehouse
