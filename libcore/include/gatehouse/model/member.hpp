/// Permissions of a developer or a service account in one project beyond those of every developer.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include <gatehouse/model/ids.hpp>

namespace gatehouse {

enum class Permission : std::uint8_t {
  /// "Manage API Security": the project's credentials, their grants, API proxies and groups.
  manage_api_security = 1,
};

/// In capitals: `MANAGE_API_SECURITY`.
[[nodiscard]] std::string_view name(Permission permission) noexcept;
/// As the pages of the credential API print it: `Manage API Security`.
[[nodiscard]] std::string_view title(Permission permission) noexcept;
/// Takes the name only.
[[nodiscard]] std::optional<Permission> parse_permission(std::string_view text) noexcept;

struct Member {
  AccountId account;
  ProjectId project;
  /// A user, or a service account.
  UserId user;
  std::set<Permission> permissions;

  friend bool operator==(const Member&, const Member&) = default;
};

}  // namespace gatehouse
