/// How much the accounts of an installation may have.
///
/// A limit is looked for from near to far, and the first that was set holds: the project's or the
/// attachment's own (model/project.hpp), the account's, the service's, the installation's, and at
/// last what the installation was configured with.
#pragma once

#include <cstdint>
#include <optional>

#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {

/// Each nothing where nobody set it. None is negative.
struct Limits {
  /// Projects of an account.
  std::optional<std::int64_t> projects;
  /// Consumers of a project.
  std::optional<std::int64_t> users;
  /// Items of an attached service.
  std::optional<std::int64_t> items;

  [[nodiscard]] bool is_empty() const noexcept { return !projects && !users && !items; }

  friend bool operator==(const Limits&, const Limits&) = default;
};

/// Limits, and for what they hold: an account, a service in every account, or, with neither, the
/// whole installation.
struct LimitSetting {
  Tenant account;
  /// Never together with an account.
  std::optional<ServiceCode> service;
  Limits limits;

  friend bool operator==(const LimitSetting&, const LimitSetting&) = default;
};

}  // namespace gatehouse
