/// Service tokens.
#pragma once

#include <tuple>

#include <gatehouse/model/service_token.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<ServiceToken> =
    kind("service_token", key(&ServiceToken::id),
         std::tuple{
             identity("id", &ServiceToken::id),
             secret(fixed("digest", &ServiceToken::digest)),
             owner(fixed("account", &ServiceToken::account)),
             fixed("project", &ServiceToken::project),
             fixed("created_at", &ServiceToken::created_at),
             fixed("created_by", &ServiceToken::created_by),
             ordinary("last_used_at", &ServiceToken::last_used_at),
             ordinary("ends_at", &ServiceToken::ends_at),
         });

}  // namespace gatehouse::records
