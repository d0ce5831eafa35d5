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
  /// How many consumers may be attached, if the project has a limit of its own; otherwise the
  /// account's or the installation's holds (see model/limits.hpp).
  std::optional<std::int64_t> own_user_limit;
  /// How many are attached; never more than the limit allowed when the last one was.
  std::int64_t user_used = 0;
  Timestamp created_at;

  friend bool operator==(const Project&, const Project&) = default;
};

}  // namespace gatehouse
