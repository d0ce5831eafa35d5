/// Service tokens in the API.
#pragma once

#include <array>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/service_token.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// A newly issued service token. This is the only time its text is shown.
struct NewServiceToken {
  ServiceToken token;
  Secret text;
};

/// A token in a list.
struct ServiceTokenView {
  ServiceToken token;
  /// Whether the user or service account that issued it no longer belongs to the account.
  bool maker_is_gone = false;
};

namespace schema {
namespace fields {
constexpr Field moment(std::string_view name, std::string_view details, bool allow_null) {
  return {.name = name,
          .details = details,
          .mode = Mode::read_only,
          .format = Format::date_time,
          .allow_null = allow_null};
}

inline constexpr std::array service_token{
    id("projectId", "ID of the project."),
    token("Service token: shown this once. Those before it end after --service-token-overlap."),
    Field{.name = "projectServicesAdminToken",
          .details = "The same token, under the name that earlier clients use.",
          .mode = Mode::read_only,
          .format = Format::secret}};

inline constexpr std::array listed_service_token{
    id("id", "ID of the token, which does not give access to anything."),
    moment("createdAt", "When it was issued.", false),
    moment("lastUsedAt",
           "When it was last used, within a minute; null: never, or before this was recorded.",
           true),
    moment("endsAt", "When it ends; null: not until another is issued or all are ended.", true),
    Field{.name = "createdBy",
          .details = "ID of the user or service account that issued it; null: not recorded.",
          .mode = Mode::read_only,
          .format = Format::id,
          .allow_null = true},
    told("createdByDeleted",
         "Whether that user was deleted. The token belongs to the project and stays valid.",
         Type::boolean)};
}  // namespace fields

namespace resources {
inline constexpr Resource service_token{"ServiceToken", fields::service_token};
inline constexpr Resource listed_service_token{"ListedServiceToken", fields::listed_service_token};
}  // namespace resources

namespace views {
inline constexpr auto service_token = view<&resources::service_token, NewServiceToken>(
    shown("projectId", &NewServiceToken::token, &ServiceToken::project),
    shown("token", &NewServiceToken::text),
    shown("projectServicesAdminToken", &NewServiceToken::text));

inline constexpr auto listed_service_token =
    view<&resources::listed_service_token, ServiceTokenView>(
        shown("id", &ServiceTokenView::token, &ServiceToken::id),
        shown("createdAt", &ServiceTokenView::token, &ServiceToken::created_at),
        shown("lastUsedAt", &ServiceTokenView::token, &ServiceToken::last_used_at),
        shown("endsAt", &ServiceTokenView::token, &ServiceToken::ends_at),
        shown("createdBy", &ServiceTokenView::token, &ServiceToken::created_by),
        shown("createdByDeleted", &ServiceTokenView::maker_is_gone));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
