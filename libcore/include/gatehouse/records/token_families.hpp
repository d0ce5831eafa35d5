/// Families of refresh tokens.
#pragma once

#include <tuple>

#include <gatehouse/model/token_family.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<TokenFamily> =
    kind("token_family", key(&TokenFamily::id),
         std::tuple{
             identity("id", &TokenFamily::id),
             owner(fixed("account", &TokenFamily::account)),
             fixed("project", &TokenFamily::project),
             fixed("service", &TokenFamily::service),
             fixed("consumer", &TokenFamily::consumer),
             secret(fixed("origin", &TokenFamily::origin)),
             secret(ordinary("current", &TokenFamily::current)),
             secret(ordinary("previous", &TokenFamily::previous)),
             secret(ordinary("salt", &TokenFamily::salt)),
             secret(fixed("check_key", &TokenFamily::check_key)),
             fixed("created_at", &TokenFamily::created_at),
             ordinary("rotated_at", &TokenFamily::rotated_at),
             ordinary("expires_at", &TokenFamily::expires_at),
             fixed("ends_at", &TokenFamily::ends_at),
             ordinary("rotations", &TokenFamily::rotations),
         });

}  // namespace gatehouse::records
