/// Grants of credentials.
#pragma once

#include <tuple>

#include <gatehouse/model/grant.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

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
             fixed("created_at", &Grant::created_at),
         });

}  // namespace gatehouse::records
