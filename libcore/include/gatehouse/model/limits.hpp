/// Limits of the accounts of an installation.
///
/// The most specific limit that is set applies: the project's own (model/project.hpp), or for items
/// that of the service in the project; then the account's, the service's and the installation's;
/// and finally the configuration of the installation.
#pragma once

#include <cstdint>
#include <optional>

#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

/// Each is empty unless set. None is negative.
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

/// Limits with their target: an account, a service in every account, a service in one project of an
/// account, or, with none of these, the whole installation.
struct LimitSetting {
  Tenant account;
  /// Only with an account and a service. The service need not be attached to the project: the limit
  /// outlives the attachment.
  std::optional<ProjectId> project;
  /// With an account if and only if there is a project.
  std::optional<ServiceCode> service;
  Limits limits;

  friend bool operator==(const LimitSetting&, const LimitSetting&) = default;
};

}  // namespace gatehouse
