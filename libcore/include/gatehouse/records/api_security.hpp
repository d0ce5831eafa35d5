/// API proxies, groups, credentials and grants of accounts.
#pragma once

#include <gatehouse/model/api_proxy.hpp>
#include <gatehouse/model/credential.hpp>
#include <gatehouse/model/gateway.hpp>
#include <gatehouse/model/grant.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<ApiProxy> = kind("api_proxy", key(&ApiProxy::id),
                                                   std::tuple{
                                                       identity("id", &ApiProxy::id),
                                                       owner(fixed("account", &ApiProxy::account)),
                                                       fixed("scope", &ApiProxy::scope),
                                                       fixed("name", &ApiProxy::name),
                                                       fixed("description", &ApiProxy::description),
                                                       fixed("created_at", &ApiProxy::created_at),
                                                   });

template <>
inline constexpr auto description<ApiProxyGroup> =
    kind("api_proxy_group", key(&ApiProxyGroup::id),
         std::tuple{
             identity("id", &ApiProxyGroup::id),
             owner(fixed("account", &ApiProxyGroup::account)),
             fixed("scope", &ApiProxyGroup::scope),
             fixed("name", &ApiProxyGroup::name),
             fixed("description", &ApiProxyGroup::description),
             fixed("created_at", &ApiProxyGroup::created_at),
         });

template <>
inline constexpr auto description<GroupedApiProxy> =
    kind("grouped_api_proxy",
         key(&GroupedApiProxy::account, &GroupedApiProxy::scope, &GroupedApiProxy::group,
             &GroupedApiProxy::proxy),
         std::tuple{
             owner(identity("account", &GroupedApiProxy::account)),
             identity("scope", &GroupedApiProxy::scope),
             identity("group", &GroupedApiProxy::group),
             identity("proxy", &GroupedApiProxy::proxy),
         });

template <>
inline constexpr auto description<Credential> =
    kind("credential", key(&Credential::id),
         std::tuple{
             identity("id", &Credential::id),
             owner(fixed("account", &Credential::account)),
             fixed("scope", &Credential::scope),
             fixed("username", &Credential::username),
             secret(ordinary("password_hash", &Credential::password_hash)),
             ordinary("full_name", &Credential::full_name),
             ordinary("email", &Credential::email),
             ordinary("description", &Credential::description),
             ordinary("roles", &Credential::roles),
             ordinary("enabled", &Credential::enabled),
             ordinary("ip_ranges", &Credential::ip_ranges),
             ordinary("expires_at", &Credential::expires_at),
             fixed("created_at", &Credential::created_at),
         });

template <>
inline constexpr auto description<Grant> =
    kind("grant", key(&Grant::id),
         std::tuple{
             identity("id", &Grant::id),
             owner(fixed("account", &Grant::account)),
             fixed("credential", &Grant::credential),
             fixed("scope", &Grant::scope),
             fixed("target_type", &Grant::target, &GrantTarget::type),
             fixed("target_name", &Grant::target, &GrantTarget::name),
             fixed("expires_at", &Grant::expires_at),
         });

template <>
inline constexpr auto description<Gateway> = kind("gateway", key(&Gateway::id),
                                                  std::tuple{
                                                      identity("id", &Gateway::id),
                                                      owner(fixed("account", &Gateway::account)),
                                                      ordinary("name", &Gateway::name),
                                                      secret(fixed("digest", &Gateway::digest)),
                                                      fixed("created_at", &Gateway::created_at),
                                                      ordinary("address_field",
                                                               &Gateway::address_field),
                                                  });

}  // namespace gatehouse::records
