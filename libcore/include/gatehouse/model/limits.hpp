/// How much the accounts of an installation may have.
///
/// A limit is looked for from near to far, and the first that was set holds: the project's own
/// (model/project.hpp), or of items that of the service in the project; the account's, the
/// service's, the installation's, and at last what the installation was configured with.
#pragma once

#include <cstdint>
#include <optional>

#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

/// Each nothing where nobody set it. None is negative.
struct Limits {
  /// Projects of an account.
  std::optional<std::int64_t> projects;
  /// Consumers of a project.
  std::optional<std::int64_t> users;
  /// Items of a service in a project.
  std::optional<std::int64_t> items;
  /// Credentials of an account, in all its projects.
  std::optional<std::int64_t> credentials{};

  [[nodiscard]] bool is_empty() const noexcept {
    return !projects && !users && !items && !credentials;
  }

  friend bool operator==(const Limits&, const Limits&) = default;
};

/// Limits, and for what they hold: an account, a service in every account, a service in one project
/// of an account, or, with none of these, the whole installation.
struct LimitSetting {
  Tenant account;
  /// With an account and a service alone. The service need not be attached to it: what is set
  /// outlives the attachment.
  std::optional<ProjectId> project;
  /// Together with an account exactly when there is a project.
  std::optional<ServiceCode> service;
  Limits limits;

  friend bool operator==(const LimitSetting&, const LimitSetting&) = default;
};

}  // namespace gatehouse
