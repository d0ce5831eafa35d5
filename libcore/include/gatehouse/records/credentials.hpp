/// API credentials.
#pragma once

#include <tuple>

#include <gatehouse/model/credential.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<Credential> =
    kind("credential", key(&Credential::id),
         std::tuple{
             identity("id", &Credential::id),
             owner(fixed("account", &Credential::account)),
             ordinary("scope", &Credential::scope),
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

}  // namespace gatehouse::records
