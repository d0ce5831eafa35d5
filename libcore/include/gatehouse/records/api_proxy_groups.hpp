/// Groups of API proxies.
#pragma once

#include <tuple>

#include <gatehouse/model/api_proxy_group.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

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

}  // namespace gatehouse::records
