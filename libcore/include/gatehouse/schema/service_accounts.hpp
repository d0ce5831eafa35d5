/// Service accounts and their secrets in the API.
#pragma once

#include <array>
#include <string>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/service_account.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct CreateServiceAccount {
  std::string name;
};

/// A newly created service account. This is the only time its first secret is shown.
struct NewServiceAccount {
  ServiceAccount account;
  Secret secret;
};

/// A further secret of a service account. This is the only time its text is shown.
struct NewServiceAccountSecret {
  ServiceAccountId account;
  ServiceAccountSecret secret;
  Secret text;
};

namespace schema {
namespace fields {
inline constexpr std::array service_account{
    id("id", "ID."),
    person("name", "Name of the service account, unique in the account. At most 32 characters."),
    id("clientId", "Client id of OAuth 2.0; the same as the ID."),
    Field{.name = "clientSecret",
          .details = "Client secret of OAuth 2.0: shown when it is made, null in lists.",
          .mode = Mode::read_only,
          .format = Format::secret,
          .allow_null = true},
    Field{.name = "createdAt",
          .details = "When it was created.",
          .mode = Mode::read_only,
          .format = Format::date_time},
    Field{.name = "secrets",
          .details = "Its secrets, without their texts: secretId, createdAt, and lastUsedAt "
                     "(within a minute; null: never).",
          .type = Type::list,
          .mode = Mode::read_only,
          .format = Format::object}};

inline constexpr std::array listed_secret{
    id("secretId", "ID of the secret, which does not give access to anything."),
    Field{.name = "createdAt",
          .details = "When it was created.",
          .mode = Mode::read_only,
          .format = Format::date_time},
    Field{.name = "lastUsedAt",
          .details = "When a token was last obtained with it, within a minute; null: never.",
          .mode = Mode::read_only,
          .format = Format::date_time,
          .allow_null = true}};

inline constexpr std::array service_account_secret{
    listed_secret[0], id("clientId", "Client id of OAuth 2.0: the ID of the service account."),
    Field{.name = "clientSecret",
          .details = "Client secret of OAuth 2.0: shown this once.",
          .mode = Mode::read_only,
          .format = Format::secret},
    listed_secret[1], listed_secret[2]};
}  // namespace fields

namespace resources {
inline constexpr Resource service_account{"ServiceAccount", fields::service_account};
inline constexpr Resource listed_secret{"ListedSecret", fields::listed_secret};
inline constexpr Resource service_account_secret{"ServiceAccountSecret",
                                                 fields::service_account_secret};
}  // namespace resources

template <>
inline constexpr auto description<CreateServiceAccount> =
    describes<&resources::service_account>(required("name", &CreateServiceAccount::name));

template <>
inline constexpr auto item_view<ServiceAccountSecret> =
    view<&resources::listed_secret, ServiceAccountSecret>(
        shown("secretId", &ServiceAccountSecret::id),
        shown("createdAt", &ServiceAccountSecret::created_at),
        shown("lastUsedAt", &ServiceAccountSecret::last_used_at));

namespace views {
inline constexpr auto service_account = view<&resources::service_account, ServiceAccount>(
    shown("id", &ServiceAccount::id), shown("name", &ServiceAccount::name),
    shown("clientId", &ServiceAccount::id), constant("clientSecret", nullptr),
    shown("createdAt", &ServiceAccount::created_at), shown("secrets", &ServiceAccount::secrets));

inline constexpr auto new_service_account = view<&resources::service_account, NewServiceAccount>(
    shown("id", &NewServiceAccount::account, &ServiceAccount::id),
    shown("name", &NewServiceAccount::account, &ServiceAccount::name),
    shown("clientId", &NewServiceAccount::account, &ServiceAccount::id),
    shown("clientSecret", &NewServiceAccount::secret),
    shown("createdAt", &NewServiceAccount::account, &ServiceAccount::created_at),
    shown("secrets", &NewServiceAccount::account, &ServiceAccount::secrets));

inline constexpr auto new_service_account_secret =
    view<&resources::service_account_secret, NewServiceAccountSecret>(
        shown("secretId", &NewServiceAccountSecret::secret, &ServiceAccountSecret::id),
        shown("clientId", &NewServiceAccountSecret::account),
        shown("clientSecret", &NewServiceAccountSecret::text),
        shown("createdAt", &NewServiceAccountSecret::secret, &ServiceAccountSecret::created_at),
        shown("lastUsedAt", &NewServiceAccountSecret::secret, &ServiceAccountSecret::last_used_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
