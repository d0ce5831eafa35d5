/// The commands of the credential API, and of gateways and members.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/base/secret.hpp>
#include <gatehouse/base/time.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/schema/api_security_resources.hpp>
#include <gatehouse/schema/command.hpp>

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

struct RegisterApiProxy {
  std::string name;
  std::optional<std::optional<std::string>> description{};
};

/// An API proxy to add to a group or to remove from it.
struct ApiProxyName {
  std::string name;
};

struct CreateApiProxyGroup {
  std::string name;
  std::optional<std::optional<std::string>> description{};
};

struct ObtainToken {
  std::string grant_type;
  std::string client_id;
  Secret client_secret;
};

/// Creates a gateway, or replaces all of its fields.
struct SaveGateway {
  std::string name;
  /// If omitted or null, no particular field.
  std::optional<std::optional<AddressField>> address_field{};
};

struct SetPermissions {
  std::set<Permission> permissions;
};

namespace schema {

constexpr auto credential_members(Presence password) {
  return std::tuple{required("username", &SaveCredential::username),
                    chosen_password("password", &SaveCredential::password, password),
                    optional("fullName", &SaveCredential::full_name),
                    required("email", &SaveCredential::email),
                    optional("description", &SaveCredential::description),
                    optional("roleNameList", &SaveCredential::roles),
                    optional("enabled", &SaveCredential::enabled),
                    optional("ipList", &SaveCredential::ip_ranges),
                    optional("expireDate", &SaveCredential::expires_at)};
}

template <>
struct Command<SaveCredential> : Describes<&resources::credential> {
  static constexpr auto members = credential_members(Presence::optional);
};

template <>
struct Command<CreateCredential> : Describes<&resources::credential> {
  static constexpr auto members = credential_members(Presence::required);
};

template <>
struct Command<SetCredentialPassword> : Describes<&resources::credential_password> {
  static constexpr auto members =
      std::tuple{chosen_password("password", &SetCredentialPassword::password)};
};

template <>
struct Command<GrantAccess> : Describes<&resources::grant> {
  static constexpr auto members =
      std::tuple{required("name", &GrantAccess::name), required("type", &GrantAccess::type),
                 optional("expireTime", &GrantAccess::expires_at, "expireDate")};
};

template <>
struct Command<RevokeAccess> : Describes<&resources::grant> {
  static constexpr auto members =
      std::tuple{required("name", &RevokeAccess::name), required("type", &RevokeAccess::type)};
};

template <>
struct Command<RegisterApiProxy> : Describes<&resources::api_proxy> {
  static constexpr auto members =
      std::tuple{required("name", &RegisterApiProxy::name),
                 optional("description", &RegisterApiProxy::description)};
};

template <>
struct Command<ApiProxyName> : Describes<&resources::api_proxy> {
  static constexpr auto members = std::tuple{required("name", &ApiProxyName::name)};
};

template <>
struct Command<CreateApiProxyGroup> : Describes<&resources::api_proxy_group> {
  static constexpr auto members =
      std::tuple{required("name", &CreateApiProxyGroup::name),
                 optional("description", &CreateApiProxyGroup::description)};
};

template <>
struct Command<ObtainToken> : Describes<&resources::access_token> {
  static constexpr auto members =
      std::tuple{required("grant_type", &ObtainToken::grant_type),
                 required("client_id", &ObtainToken::client_id),
                 required("client_secret", &ObtainToken::client_secret)};
};

template <>
struct Command<SaveGateway> : Describes<&resources::gateway> {
  static constexpr auto members = std::tuple{required("name", &SaveGateway::name),
                                             optional("addressField", &SaveGateway::address_field)};
};

template <>
struct Command<SetPermissions> : Describes<&resources::member> {
  static constexpr auto members = std::tuple{required("permissions", &SetPermissions::permissions)};
};

}  // namespace schema
}  // namespace gatehouse
