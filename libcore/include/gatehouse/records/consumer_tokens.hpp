/// Consumer tokens.
#pragma once

#include <tuple>

#include <gatehouse/model/consumer_token.hpp>
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

}  // namespace gatehouse::records
