/// The views of service tokens.
#pragma once

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/service_token.hpp>
#include <gatehouse/schema/token_resources.hpp>
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
  /// Whether the user who issued it no longer belongs to the account.
  bool maker_is_gone = false;
};

namespace schema::views {

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

}  // namespace schema::views
}  // namespace gatehouse
