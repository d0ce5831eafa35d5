/// Access grants of credentials.
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
  /// All current and future API proxies of the group.
  api_proxy_group,
};

/// `API_PROXY` and `API_PROXY_GROUP`, as in the credential API.
[[nodiscard]] std::string_view name(TargetType type) noexcept;
[[nodiscard]] std::optional<TargetType> parse_target_type(std::string_view text) noexcept;

/// The granted target, by its name in the scope of the grant.
struct GrantTarget {
  TargetType type = TargetType::api_proxy;
  std::string name;

  friend auto operator<=>(const GrantTarget&, const GrantTarget&) = default;
};

/// Allows the credential to use the target in the scope. At most one for each credential, scope and
/// target.
struct Grant {
  GrantId id;
  AccountId account;
  CredentialId credential;
  Scope scope = Scope::everywhere();
  GrantTarget target;
  /// Expires at this time; if empty, never.
  std::optional<Timestamp> expires_at;
  /// Empty in grants from before schema 11.
  std::optional<Timestamp> created_at{};

  friend bool operator==(const Grant&, const Grant&) = default;
};

}  // namespace gatehouse
