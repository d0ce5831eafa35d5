/// Gateways.
#pragma once

#include <tuple>

#include <gatehouse/model/gateway.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

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
