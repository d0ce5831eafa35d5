/// Signing keys.
#pragma once

#include <tuple>

#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<SigningKey> =
    kind("signing_key", key(&SigningKey::id),
         std::tuple{
             identity("id", &SigningKey::id),
             fixed("public_key", &SigningKey::public_key),
             sealed("signing_keys.private_key",
                    ordinary("sealed_private_key", &SigningKey::sealed_private_key)),
             fixed("created_at", &SigningKey::created_at),
             fixed("signs_from", &SigningKey::signs_from),
         });

}  // namespace gatehouse::records
