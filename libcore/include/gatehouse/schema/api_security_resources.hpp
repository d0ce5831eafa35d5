/// The resources of the credential API and their fields (source: the credential API's own pages;
/// lengths that they do not specify are defined here).
#pragma once

#include <array>

#include <gatehouse/schema/field.hpp>
#include <gatehouse/schema/resources.hpp>

namespace gatehouse::schema {

/// Lengths in code points.
inline constexpr std::size_t max_username = 128;
inline constexpr std::size_t max_full_name = 128;
/// RFC 5321, section 4.5.3.1.3, less the angle brackets.
inline constexpr std::size_t max_contact_email = 254;
inline constexpr std::size_t max_long_description = 1000;
inline constexpr std::size_t max_role_name = 64;
inline constexpr std::size_t max_ip_range = 64;
inline constexpr std::size_t max_api_name = 128;
inline constexpr std::size_t max_gateway_name = 70;
/// Items.
inline constexpr std::size_t max_roles = 100;
inline constexpr std::size_t max_ip_ranges = 500;
/// Octets of the header field in which a gateway receives the roles. Together with the names of the
/// user and the project it stays within the 8 KiB that servers behind gateways accept for a field.
inline constexpr std::size_t max_roles_field = 4096;

inline constexpr auto target_types =
    std::to_array<std::string_view>({"API_PROXY", "API_PROXY_GROUP"});
inline constexpr auto address_fields =
    std::to_array<std::string_view>({"X-Real-IP", "X-Forwarded-For"});
inline constexpr auto permissions = std::to_array<std::string_view>({"MANAGE_API_SECURITY"});

namespace fields {

constexpr Field date_time(std::string_view name, std::string_view details) {
  return {.name = name, .details = details, .format = Format::date_time, .allow_null = true};
}
constexpr Field api_name(std::string_view details) {
  return {.name = "name", .details = details, .min_length = 1, .max_length = max_api_name};
}
constexpr Field long_description(std::string_view details) {
  return {.name = "description",
          .details = details,
          .format = Format::text,
          .max_length = max_long_description,
          .allow_null = true};
}
constexpr Field project_name() {
  return {.name = "projectName",
          .details = "Project in which it applies; \"admin\": in every project of the account.",
          .mode = Mode::read_only};
}

inline constexpr std::array credential{
    Field{.name = "username",
          .details = "User name, unique in the account. At most 128 characters, no colon.",
          .format = Format::username,
          .min_length = 1,
          .max_length = max_username},
    password("Password. At most 128 characters; never shown."),
    Field{.name = "fullName",
          .details = "Full name. At most 128 characters.",
          .max_length = max_full_name,
          .allow_null = true},
    Field{.name = "email",
          .details = "Email.",
          .format = Format::email,
          .min_length = 1,
          .max_length = max_contact_email},
    long_description("Description. At most 1000 characters."),
    Field{.name = "roleNameList",
          .details =
              "Names of the roles that gateways pass on. At most 100, of 64 characters, and 4096 "
              "octets together, where each octet beyond ASCII counts three.",
          .type = Type::list,
          .min_length = 1,
          .max_length = max_role_name,
          .allow_null = true,
          .max_items = max_roles,
          .max_field_value = max_roles_field},
    Field{.name = "enabled",
          .details = "Whether it may be used; a boolean, or \"true\" or \"false\".",
          .type = Type::boolean},
    Field{.name = "ipList",
          .details =
              "Allowed client addresses: IPv4 and IPv6 addresses, CIDR ranges, beginnings of "
              "IPv4 addresses such as 123.123.123; empty: any address. At most 500.",
          .type = Type::list,
          .format = Format::ip_range,
          .min_length = 1,
          .max_length = max_ip_range,
          .allow_null = true,
          .max_items = max_ip_ranges},
    date_time(
        "expireDate",
        "When it ends, e.g. 2023-08-14T00:00:00.000Z or 2023-08-14T03:00:00+03:00; null: never."),
    project_name()};

inline constexpr std::array credential_password{password("New password. At most 128 characters.")};

inline constexpr std::array grant{
    api_name("Name of the API proxy or group."),
    Field{.name = "type",
          .details = "API_PROXY or API_PROXY_GROUP.",
          .format = Format::word,
          .words = target_types},
    date_time("expireTime", "When the grant ends; null: never. Also accepted as expireDate.")};

inline constexpr std::array api_proxy{
    api_name("Name, unique in the project. At most 128 characters."),
    long_description("Description. At most 1000 characters."), project_name()};

inline constexpr std::array api_proxy_group{
    api_name("Name, unique in the project. At most 128 characters."),
    long_description("Description. At most 1000 characters."), project_name(),
    Field{.name = "apiProxies",
          .details = "Names of the API proxies in the group.",
          .type = Type::list,
          .mode = Mode::read_only}};

/// From OAuth 2.0 (RFC 6749, section 4.4), by which the credential API issues tokens.
inline constexpr std::array access_token{
    Field{.name = "grant_type", .details = "client_credentials", .mode = Mode::write_only},
    Field{.name = "client_id", .details = "E-mail of the user.", .mode = Mode::write_only},
    Field{.name = "client_secret",
          .details = "Password of the user.",
          .mode = Mode::write_only,
          .format = Format::secret},
    Field{.name = "access_token",
          .details = "Access token for the Authorization header.",
          .mode = Mode::read_only,
          .format = Format::secret},
    Field{.name = "token_type", .details = "Bearer", .mode = Mode::read_only},
    Field{.name = "expires_in",
          .details = "Lifetime of the token in seconds.",
          .type = Type::integer,
          .mode = Mode::read_only}};

inline constexpr std::array gateway{
    id("id", "ID."),
    Field{.name = "name",
          .details = "Name of the gateway, unique in the account. At most 70 characters.",
          .min_length = 1,
          .max_length = max_gateway_name},
    Field{.name = "addressField",
          .details =
              "Header field in which the gateway passes the address of its client: X-Real-IP, or "
              "X-Forwarded-For, of which the last address counts. Null: either of them, and "
              "a refusal if both are present and differ.",
          .format = Format::word,
          .allow_null = true,
          .words = address_fields},
    token("Gateway token: shown when it is made, null in lists.")};

inline constexpr std::array member{
    id("id", "ID of the user."), email(user_email, Mode::read_only),
    person("firstName", "Name of user.", Mode::read_only),
    person("lastName", "Last name of user.", Mode::read_only),
    Field{.name = "permissions",
          .details = "What the developer may do in the project: MANAGE_API_SECURITY.",
          .type = Type::list,
          .format = Format::word,
          .max_items = 16,
          .min_items = 1,
          .words = permissions}};

}  // namespace fields

namespace resources {

inline constexpr Resource credential{"Credential", fields::credential};
inline constexpr Resource credential_password{"CredentialPassword", fields::credential_password};
inline constexpr Resource grant{"AccessGrant", fields::grant};
inline constexpr Resource api_proxy{"ApiProxy", fields::api_proxy};
inline constexpr Resource api_proxy_group{"ApiProxyGroup", fields::api_proxy_group};
inline constexpr Resource access_token{"AccessToken", fields::access_token};
inline constexpr Resource gateway{"Gateway", fields::gateway};
inline constexpr Resource member{"Member", fields::member};

}  // namespace resources
}  // namespace gatehouse::schema
