/// Idempotency keys.
#pragma once

#include <tuple>

#include <gatehouse/model/idempotency_key.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<IdempotencyKey> =
    kind("idempotency_key", key(&IdempotencyKey::expires_at, &IdempotencyKey::digest),
         std::tuple{
             secret(identity("digest", &IdempotencyKey::digest)),
             owner(fixed("account", &IdempotencyKey::account)),
             fixed("user", &IdempotencyKey::user),
             secret(fixed("request", &IdempotencyKey::request)),
             fixed("answer", &IdempotencyKey::answer),
             fixed("created", &IdempotencyKey::created),
             fixed("created_at", &IdempotencyKey::created_at),
             fixed("expires_at", &IdempotencyKey::expires_at),
         });

}  // namespace gatehouse::records
