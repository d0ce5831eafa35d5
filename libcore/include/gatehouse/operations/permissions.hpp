/// Who may do what: the role table of the contract, section 2.
#pragma once

#include <cstdint>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

enum class Action : std::uint8_t {
  /// Log out, and see oneself.
  use_own_session,
  read_account,
  /// Update or delete the account.
  change_account,
  /// List, create and delete users of any role.
  manage_users,
  /// See and update one admin, billing user, developer.
  access_admin,
  access_billing,
  access_developer,
  /// Projects, their push keys, services and consumers; consumers and their tokens.
  use_projects,
  read_catalogue,
  extend_catalogue,
  /// Say how much accounts may have.
  manage_limits,
  /// Say which developer has which permissions in a project.
  manage_members,
  manage_gateways,
  /// Credentials, grants, API proxies and groups of a project.
  manage_api_security,

  // Of callers that are no users. No role allows them.

  /// Register, log in, reset a password, exchange or revoke one's own token: the operation itself
  /// looks at what proves the right to it.
  enter,
  /// Count usage, and revoke tokens of the project.
  serve_project,
  /// Create root users, rotate signing keys, seal secrets with another key.
  operate,
  /// Deliver mail, erase what has expired or was deleted, renew hashes.
  keep_house,
};

/// How far a permission goes.
enum class Reach : std::uint8_t {
  none,
  /// One's own record alone.
  own,
  /// In the projects where it was granted.
  granted,
  all,
};

[[nodiscard]] Reach reach(Role role, Action action) noexcept;

/// Seeing and updating one user of that role (which is not root).
[[nodiscard]] Action access_to(Role role) noexcept;

/// Refused with permission_denied unless the role may do this, to its own record at least.
[[nodiscard]] Result<Done> require(Role role, Action action);

}  // namespace gatehouse
