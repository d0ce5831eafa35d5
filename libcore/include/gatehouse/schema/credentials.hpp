/// Credentials in the credential API (source: the credential API's own pages; lengths that they do
/// not specify are defined here).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// Creates or updates a credential. An omitted field keeps its value on update and is empty on
/// creation; null clears it.
struct SaveCredential {
  std::string username;
  /// Required on creation (see CreateCredential).
  std::optional<Secret> password{};
  std::optional<std::optional<std::string>> full_name{};
  Email email;
  std::optional<std::optional<std::string>> description{};
  std::optional<std::vector<std::string>> roles{};
  /// Defaults to enabled on creation.
  std::optional<bool> enabled{};
  std::optional<std::vector<IpRange>> ip_ranges{};
  std::optional<std::optional<Timestamp>> expires_at{};
};

/// Like SaveCredential, for a credential that must not exist yet: `password` is required.
struct CreateCredential : SaveCredential {};

struct SetCredentialPassword {
  Secret password;
};

/// A credential with the name of its project.
struct CredentialView {
  Credential credential;
  std::string project;
};

namespace schema {

/// Lengths in code points.
inline constexpr std::size_t max_username = 128;
inline constexpr std::size_t max_full_name = 128;
/// RFC 5321, section 4.5.3.1.3, less the angle brackets.
inline constexpr std::size_t max_contact_email = 254;
inline constexpr std::size_t max_role_name = 64;
inline constexpr std::size_t max_ip_range = 64;
/// Items.
inline constexpr std::size_t max_roles = 100;
inline constexpr std::size_t max_ip_ranges = 500;
/// Octets of the header field in which a gateway receives the roles. Together with the names of the
/// user and the project it stays within the 8 KiB that servers behind gateways accept for a field.
inline constexpr std::size_t max_roles_field = 4096;

namespace fields {
inline constexpr std::array credential{
    Field{.name = "username",
          .details = "User name, unique in the account. At most 128 characters, no colon.",
          .format = Format::username,
          .min_length = 1,
          .max_length = max_username},
    Field{.name = "password",
          .details = "Password. At most 128 characters. Null in answers; null or left out in an "
                     "update: unchanged.",
          .format = Format::secret,
          .min_length = 1,
          .max_length = max_password,
          .allow_null = true},
    Field{.name = "fullName",
          .details = "Full name. At most 128 characters.",
          .max_length = max_full_name,
          .allow_null = true,
          .example = "Catalogue reader"},
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
          .max_field_value = max_roles_field,
          .example = "reader"},
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
    project_name(),
    created_at(),
    updated_at()};

inline constexpr std::array credential_password{password("New password. At most 128 characters.")};
}  // namespace fields

namespace resources {
inline constexpr Resource credential{"Credential", fields::credential};
inline constexpr Resource credential_password{"CredentialPassword", fields::credential_password};
}  // namespace resources

consteval auto describe_credential(Presence password) {
  return describes<&resources::credential>(
      required("username", &SaveCredential::username),
      chosen_password("password", &SaveCredential::password, password),
      optional("fullName", &SaveCredential::full_name).sets(&Credential::full_name),
      required("email", &SaveCredential::email).sets(&Credential::email),
      optional("description", &SaveCredential::description).sets(&Credential::description),
      optional("roleNameList", &SaveCredential::roles).sets(&Credential::roles),
      optional("enabled", &SaveCredential::enabled).sets(&Credential::enabled),
      optional("ipList", &SaveCredential::ip_ranges).sets(&Credential::ip_ranges),
      optional("expireDate", &SaveCredential::expires_at).sets(&Credential::expires_at));
}

template <>
inline constexpr auto description<SaveCredential> = describe_credential(Presence::optional);

template <>
inline constexpr auto description<CreateCredential> = describe_credential(Presence::required);

template <>
inline constexpr auto description<SetCredentialPassword> =
    describes<&resources::credential_password>(chosen_password("password",
                                                               &SetCredentialPassword::password));

namespace views {
inline constexpr auto credential = view<&resources::credential, CredentialView>(
    shown("username", &CredentialView::credential, &Credential::username),
    constant("password", nullptr),
    shown("fullName", &CredentialView::credential, &Credential::full_name),
    shown("email", &CredentialView::credential, &Credential::email),
    shown("description", &CredentialView::credential, &Credential::description),
    shown("roleNameList", &CredentialView::credential, &Credential::roles),
    shown("enabled", &CredentialView::credential, &Credential::enabled),
    shown("ipList", &CredentialView::credential, &Credential::ip_ranges),
    shown("expireDate", &CredentialView::credential, &Credential::expires_at),
    shown("projectName", &CredentialView::project),
    shown("createdAt", &CredentialView::credential, &Credential::created_at),
    shown("updatedAt", &CredentialView::credential, &Credential::updated_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
