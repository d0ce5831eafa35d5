/// Grants in the credential API (source: its pages on the access of a credential).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/schema/api_proxies.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct GrantAccess {
  std::string name;
  TargetType type = TargetType::api_proxy;
  std::optional<std::optional<Timestamp>> expires_at{};
};

/// Names a grant by its target; an expiry time in the input is ignored.
struct RevokeAccess {
  std::string name;
  TargetType type = TargetType::api_proxy;
};

namespace schema {

inline constexpr auto target_types =
    std::to_array<std::string_view>({"API_PROXY", "API_PROXY_GROUP"});

namespace fields {
inline constexpr std::array grant{
    api_name("Name of the API proxy or group."),
    Field{.name = "type",
          .details = "API_PROXY or API_PROXY_GROUP.",
          .format = Format::word,
          .words = target_types},
    absent_at_times(
        date_time("expireTime", "When the grant ends; null: never. Also accepted as expireDate.")),
    moment("createdAt", "When it was granted; null: before this was recorded.", true)};
}  // namespace fields

namespace resources {
inline constexpr Resource grant{"AccessGrant", fields::grant};
}  // namespace resources

template <>
inline constexpr auto description<GrantAccess> = describes<&resources::grant>(
    required("name", &GrantAccess::name), required("type", &GrantAccess::type),
    optional("expireTime", &GrantAccess::expires_at, "expireDate"));

template <>
inline constexpr auto description<RevokeAccess> = describes<&resources::grant>(
    required("name", &RevokeAccess::name), required("type", &RevokeAccess::type));

namespace views {
inline constexpr auto grant = view<&resources::grant, Grant>(
    shown("name", &Grant::target, &GrantTarget::name),
    shown("type", &Grant::target, &GrantTarget::type),
    shown_if_set("expireTime", &Grant::expires_at), shown("createdAt", &Grant::created_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
