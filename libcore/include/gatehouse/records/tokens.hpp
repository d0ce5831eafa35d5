/// Tokens of tenants' services and consumers, and signing keys.
#pragma once

#include <gatehouse/model/service_token.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/token_family.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<ConsumerToken> =
    kind("consumer_token", key(&ConsumerToken::expires_at, &ConsumerToken::digest),
         std::tuple{
             secret(identity("digest", &ConsumerToken::digest)),
             owner(fixed("account", &ConsumerToken::account)),
             fixed("project", &ConsumerToken::project),
             fixed("service", &ConsumerToken::service),
             fixed("consumer", &ConsumerToken::consumer),
             fixed("created_at", &ConsumerToken::created_at),
             fixed("expires_at", &ConsumerToken::expires_at),
         });

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
