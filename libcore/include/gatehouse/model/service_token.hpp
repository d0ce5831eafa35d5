/// Service tokens, with which a tenant's service authenticates as part of a project.
#pragma once

#include <optional>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>

namespace gatehouse {

/// One of the tokens of a project.
struct ServiceToken {
  ServiceTokenId id;
  TokenDigest digest;
  AccountId account;
  ProjectId project;
  Timestamp created_at;
  /// The user or service account that issued it and may be deleted. Empty in tokens from before
  /// schema 5.
  std::optional<UserId> created_by{};
  /// Lags behind the last use by at most a minute, plus the uses that a killed process had not yet
  /// stored.
  std::optional<Timestamp> last_used_at{};
  /// Ends at this time; if empty, it is valid until it is ended.
  std::optional<Timestamp> ends_at{};

  friend bool operator==(const ServiceToken&, const ServiceToken&) = default;
};

/// Whether the token is valid at `now`.
[[nodiscard]] inline bool is_good(const ServiceToken& token, Timestamp now) noexcept {
  return !token.ends_at || now < *token.ends_at;
}

}  // namespace gatehouse
