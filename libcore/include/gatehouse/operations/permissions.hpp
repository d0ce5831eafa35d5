/// Permissions by role: the role table of the contract, section 2.
#pragma once

#include <cstdint>

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

enum class Action : std::uint8_t {
  /// Log out, and read one's own user.
  use_own_session,
  read_account,
  /// Update or delete the account.
  change_account,
  /// List, create and delete users of any role.
  manage_users,
  /// Read and update one admin, billing user or developer.
  access_admin,
  access_billing,
  access_developer,
  /// Projects, their push keys, services and consumers; consumers and their tokens.
  use_projects,
  read_catalogue,
  extend_catalogue,
  /// Set the limits of accounts.
  manage_limits,
  /// List the mails of all accounts.
  read_mail_ledger,
  /// Set the permissions of developers in a project.
  manage_members,
  manage_gateways,
  /// Service accounts and their secrets.
  manage_service_accounts,
  /// Credentials, grants, API proxies and groups of a project.
  manage_api_security,
  manage_environments,

  // The following actions belong to callers that are not users. No role allows them.

  /// Register, log in, reset a password, exchange or revoke one's own token: the operation itself
  /// verifies the caller's proof.
  enter,
  /// Count usage, and revoke tokens of the project.
  serve_project,
  /// Create root users, rotate signing keys, re-encrypt secrets.
  operate,
  /// Deliver mail, erase expired or deleted records, renew hashes.
  keep_house,
};

/// The extent of a permission.
enum class Reach : std::uint8_t {
  none,
  /// Only one's own record.
  own,
  /// The projects in which it was granted.
  granted,
  all,
};

[[nodiscard]] Reach reach(Role role, Action action) noexcept;

/// The action of reading and updating one user with the role (which must not be root).
[[nodiscard]] Action access_to(Role role) noexcept;

/// Fails with permission_denied unless the role may perform the action, at least on its own record.
[[nodiscard]] Result<Done> require(Role role, Action action);

}  // namespace gatehouse
