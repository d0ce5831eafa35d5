/// Projects of accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>

namespace gatehouse {

struct Project {
  ProjectId id;
  AccountId account;
  /// Unique in the account.
  std::string name;
  std::string description;
  /// Maximum number of attached consumers, if the project has a limit of its own; otherwise the
  /// limit of the account or the installation applies (see model/limits.hpp).
  std::optional<std::int64_t> own_user_limit;
  /// The number of attached consumers; never more than the limit at the time of the last
  /// attachment.
  std::int64_t user_used = 0;
  Timestamp created_at;
  /// Of the latest change; empty if there was none, or it was before schema 11.
  std::optional<Timestamp> updated_at{};

  friend bool operator==(const Project&, const Project&) = default;
};

}  // namespace gatehouse
