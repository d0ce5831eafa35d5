/// Password resets.
#pragma once

#include <tuple>

#include <gatehouse/model/password_reset.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<PasswordReset> =
    kind("password_reset", key(&PasswordReset::expires_at, &PasswordReset::digest),
         std::tuple{
             secret(identity("digest", &PasswordReset::digest)),
             owner(fixed("account", &PasswordReset::account)),
             fixed("user", &PasswordReset::user),
             fixed("created_at", &PasswordReset::created_at),
             fixed("expires_at", &PasswordReset::expires_at),
         });

}  // namespace gatehouse::records
