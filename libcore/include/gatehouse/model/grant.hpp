/// Access grants: what a credential may use.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/scope.hpp>

namespace gatehouse {

enum class TargetType : std::uint8_t {
  api_proxy = 1,
  /// All API proxies in the group, now and later.
  api_proxy_group,
};

/// `API_PROXY` and `API_PROXY_GROUP`, as the credential API has it.
[[nodiscard]] std::string_view name(TargetType type) noexcept;
[[nodiscard]] std::optional<TargetType> parse_target_type(std::string_view text) noexcept;

/// What is granted, by its name in the scope of the grant.
struct GrantTarget {
  TargetType type = TargetType::api_proxy;
  std::string name;

  friend auto operator<=>(const GrantTarget&, const GrantTarget&) = default;
};

/// In its scope, the credential may use what the target names. At most one for each credential,
/// scope and target.
struct Grant {
  GrantId id;
  AccountId account;
  CredentialId credential;
  Scope scope = Scope::everywhere();
  GrantTarget target;
  /// From this moment on it is over; nothing: never.
  std::optional<Timestamp> expires_at;

  friend bool operator==(const Grant&, const Grant&) = default;
};

}  // namespace gatehouse
