/// The resources of the token endpoints (source: RFC 6749, section 6; RFC 7662, section 2; RFC
/// 7009, section 2.1), and service tokens. Tokens have no maximum length: an overlong token is
/// simply invalid, and a service that forwards its client's token gets the same response as for any
/// invalid token.
#pragma once

#include <array>

#include <gatehouse/schema/field.hpp>
#include <gatehouse/schema/resources.hpp>

namespace gatehouse::schema {

namespace fields {

constexpr Field told(std::string_view name, std::string_view details, Type type = Type::string) {
  return {.name = name, .details = details, .type = type, .mode = Mode::read_only};
}

inline constexpr std::array token_grant{
    Field{.name = "grant_type", .details = "refresh_token", .mode = Mode::write_only},
    Field{.name = "refresh_token",
          .details = "A consumer token, or the refresh token from the last exchange. In "
                     "the response: its successor.",
          .format = Format::secret,
          .min_length = 1},
    Field{.name = "client_id",
          .details = "Optional: the id of the project.",
          .mode = Mode::write_only},
    Field{.name = "scope",
          .details = "Must be empty: a token is valid for its service.",
          .mode = Mode::write_only},
    Field{.name = "access_token",
          .details = "A JSON Web Token by RFC 9068.",
          .mode = Mode::read_only,
          .format = Format::secret},
    told("token_type", "Bearer"),
    told("expires_in", "Lifetime of the access token in seconds.", Type::integer)};

inline constexpr std::array inspected_token{
    Field{.name = "token",
          .details = "An access token, refresh token or consumer token.",
          .mode = Mode::write_only,
          .format = Format::secret,
          .min_length = 1},
    Field{.name = "token_type_hint",
          .details = "Ignored: the type of a token is determined by its form.",
          .mode = Mode::write_only},
    told("active", "Whether the token is valid now. No other field is returned for an invalid one.",
         Type::boolean),
    told("token_type", "Bearer, of an access token."),
    told("kind", "access_token, refresh_token or consumer_token."),
    told("iss", "Who issued it."),
    told("sub", "The consumer."),
    told("aud", "The service and the project, as --audience-format says."),
    told("client_id", "The project."),
    told("account", "The account."),
    told("project", "The project."),
    told("service", "The service's code."),
    told("jti", "The id of an access token."),
    told("iat", "When it was issued: seconds since 1970.", Type::integer),
    told("exp", "When it ends, if it is not used before: seconds since 1970.", Type::integer)};

inline constexpr std::array service_token{
    id("projectId", "ID of the project."),
    token("Service token: shown this once. Those before it end after --service-token-overlap."),
    Field{.name = "projectServicesAdminToken",
          .details = "The same token, under the name that earlier clients use.",
          .mode = Mode::read_only,
          .format = Format::secret}};

constexpr Field moment(std::string_view name, std::string_view details, bool allow_null) {
  return {.name = name,
          .details = details,
          .mode = Mode::read_only,
          .format = Format::date_time,
          .allow_null = allow_null};
}

inline constexpr std::array listed_service_token{
    id("id", "ID of the token, which does not give access to anything."),
    moment("createdAt", "When it was issued.", false),
    moment("lastUsedAt",
           "When it was last used, within a minute; null: never, or before this was recorded.",
           true),
    moment("endsAt", "When it ends; null: not until another is issued or all are ended.", true),
    Field{.name = "createdBy",
          .details = "ID of the user who issued it; null: not recorded.",
          .mode = Mode::read_only,
          .format = Format::id,
          .allow_null = true},
    told("createdByDeleted",
         "Whether that user was deleted. The token belongs to the project and stays valid.",
         Type::boolean)};

/// RFC 7517, section 5.
inline constexpr std::array key_set{
    Field{.name = "keys",
          .details = "JSON Web Keys: ES256 (P-256) and EdDSA (Ed25519).",
          .type = Type::list,
          .mode = Mode::read_only,
          .format = Format::object}};

/// RFC 8414, section 2.
inline constexpr std::array server_metadata{
    told("issuer", "Issuer of access tokens (iss)."),
    told("token_endpoint", "Where tokens are exchanged."),
    told("jwks_uri", "Where the keys are published."),
    told("response_types_supported", "None: there is no authorization endpoint.", Type::list),
    told("grant_types_supported", "refresh_token", Type::list),
    told("token_endpoint_auth_methods_supported", "none, client_secret_basic, client_secret_post",
         Type::list),
    told("introspection_endpoint", "Where tokens are inspected."),
    told("introspection_endpoint_auth_methods_supported",
         "client_secret_basic, client_secret_post, Bearer", Type::list),
    told("revocation_endpoint", "Where tokens are revoked."),
    told("revocation_endpoint_auth_methods_supported",
         "client_secret_basic, client_secret_post, none", Type::list)};

}  // namespace fields

namespace resources {

inline constexpr Resource token_grant{"TokenGrant", fields::token_grant};
inline constexpr Resource inspected_token{"InspectedToken", fields::inspected_token};
inline constexpr Resource key_set{"KeySet", fields::key_set};
inline constexpr Resource server_metadata{"ServerMetadata", fields::server_metadata};
inline constexpr Resource service_token{"ServiceToken", fields::service_token};
inline constexpr Resource listed_service_token{"ListedServiceToken", fields::listed_service_token};

}  // namespace resources
}  // namespace gatehouse::schema
