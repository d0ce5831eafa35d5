/// Limits in the API.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include <gatehouse/model/limits.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// A limit to set, or to remove with null; if omitted, it is unchanged.
using NewLimit = std::optional<std::optional<std::int64_t>>;

/// For an account or the installation.
struct SetLimits {
  NewLimit projects{};
  NewLimit users{};
  NewLimit items{};
  NewLimit credentials{};
};

/// For a service in every account, or for one attachment of it.
struct SetItemLimit {
  NewLimit items{};
};

/// For a project.
struct SetUserLimit {
  NewLimit users{};
};

namespace schema {

/// Maximum value of any limit.
inline constexpr std::int64_t max_limit = 1'000'000'000'000;

namespace fields {
constexpr Field limit(std::string_view name, std::string_view details) {
  return {.name = name,
          .details = details,
          .type = Type::integer,
          .allow_null = true,
          .max_value = max_limit};
}

constexpr Field project_limit() {
  return limit("projectLimit", "Projects of an account; null: not set here.");
}
constexpr Field user_limit() {
  return limit("userLimit", "Consumers of a project; null: not set here.");
}
constexpr Field item_limit() {
  return limit("itemLimit", "Items of an attached service; null: not set here.");
}

constexpr Field credential_limit() {
  return limit("credentialLimit", "Credentials of an account; null: not set here.");
}

inline constexpr std::array limits{project_limit(), user_limit(), item_limit(), credential_limit()};
inline constexpr std::array limits_of_service{item_limit()};
inline constexpr std::array limits_of_project{user_limit()};
}  // namespace fields

namespace resources {
inline constexpr Resource limits{"Limits", fields::limits};
inline constexpr Resource limits_of_service{"ServiceLimits", fields::limits_of_service};
inline constexpr Resource limits_of_project{"ProjectLimits", fields::limits_of_project};
}  // namespace resources

template <>
inline constexpr auto description<SetLimits> = describes<&resources::limits>(
    optional("projectLimit", &SetLimits::projects).sets(&Limits::projects),
    optional("userLimit", &SetLimits::users).sets(&Limits::users),
    optional("itemLimit", &SetLimits::items).sets(&Limits::items),
    optional("credentialLimit", &SetLimits::credentials).sets(&Limits::credentials));

template <>
inline constexpr auto description<SetItemLimit> = describes<&resources::limits_of_service>(
    required("itemLimit", &SetItemLimit::items).sets(&Limits::items));

template <>
inline constexpr auto description<SetUserLimit> = describes<&resources::limits_of_project>(
    required("userLimit", &SetUserLimit::users).sets(&Limits::users));

namespace views {
inline constexpr auto limits = view<&resources::limits, Limits>(
    shown("projectLimit", &Limits::projects), shown("userLimit", &Limits::users),
    shown("itemLimit", &Limits::items), shown("credentialLimit", &Limits::credentials));

inline constexpr auto limits_of_service =
    view<&resources::limits_of_service, Limits>(shown("itemLimit", &Limits::items));

inline constexpr auto limits_of_project =
    view<&resources::limits_of_project, Limits>(shown("userLimit", &Limits::users));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
