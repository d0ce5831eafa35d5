/// Service tokens: with which a tenant's own service proves that it is one of a project.
#pragma once

#include <optional>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// One of those that a project has.
struct ServiceToken {
  ServiceTokenId id;
  TokenDigest digest;
  AccountId account;
  ProjectId project;
  Timestamp created_at;
  /// The user that issued it, who may be gone. Nothing in tokens from before schema 5.
  std::optional<UserId> created_by{};
  /// Behind the last use by a minute at most, and by what a process had not yet stored when it was
  /// killed.
  std::optional<Timestamp> last_used_at{};
  /// From this moment on it is over; nothing: it works until it is ended.
  std::optional<Timestamp> ends_at{};

  friend bool operator==(const ServiceToken&, const ServiceToken&) = default;
};

/// Whether it is good at that moment.
[[nodiscard]] inline bool is_good(const ServiceToken& token, Timestamp now) noexcept {
  return !token.ends_at || now < *token.ends_at;
}

}  // namespace gatehouse
