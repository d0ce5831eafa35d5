/// API proxies.
#pragma once

#include <tuple>

#include <gatehouse/model/api_proxy.hpp>
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

}  // namespace gatehouse::records
