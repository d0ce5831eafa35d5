/// Service accounts and their tokens.
#pragma once

#include <tuple>

#include <gatehouse/model/service_account.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<ServiceAccount> =
    kind("service_account", key(&ServiceAccount::id),
         std::tuple{
             identity("id", &ServiceAccount::id),
             owner(fixed("account", &ServiceAccount::account)),
             ordinary("name", &ServiceAccount::name),
             secret(ordinary("secrets", &ServiceAccount::secrets)),
             fixed("created_at", &ServiceAccount::created_at),
         });

template <>
inline constexpr auto description<ServiceAccountToken> = kind(
    "service_account_token", key(&ServiceAccountToken::expires_at, &ServiceAccountToken::digest),
    std::tuple{
        secret(identity("digest", &ServiceAccountToken::digest)),
        owner(fixed("account", &ServiceAccountToken::account)),
        fixed("service_account", &ServiceAccountToken::service_account),
        fixed("secret", &ServiceAccountToken::secret),
        fixed("created_at", &ServiceAccountToken::created_at),
        fixed("expires_at", &ServiceAccountToken::expires_at),
    });

}  // namespace gatehouse::records
