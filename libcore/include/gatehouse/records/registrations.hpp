/// Registrations, and the codes that approve them.
#pragma once

#include <tuple>

#include <gatehouse/model/registration.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<Registration> =
    kind("registration", key(&Registration::id),
         std::tuple{
             identity("id", &Registration::id),
             ordinary("organization_name", &Registration::organization_name),
             fixed("email", &Registration::email),
             fixed("email_key", &Registration::email, EmailKey{}),
             fixed("created_at", &Registration::created_at),
             ordinary("expires_at", &Registration::expires_at),
         });

template <>
inline constexpr auto description<ApproveCode> =
    kind("approve_code", key(&ApproveCode::registration, &ApproveCode::digest),
         std::tuple{
             identity("registration", &ApproveCode::registration),
             secret(identity("digest", &ApproveCode::digest)),
             fixed("organization_name", &ApproveCode::organization_name),
             separate("mail", &ApproveCode::mail),
             fixed("created_at", &ApproveCode::created_at),
             fixed("expires_at", &ApproveCode::expires_at),
         });

}  // namespace gatehouse::records
