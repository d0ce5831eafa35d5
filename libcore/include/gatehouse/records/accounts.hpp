/// Accounts.
#pragma once

#include <tuple>

#include <gatehouse/model/account.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<Account> =
    kind("account", key(&Account::id),
         std::tuple{
             owner(identity("id", &Account::id)),
             ordinary("organization_name", &Account::organization_name),
             ordinary("address", &Account::address),
             ordinary("phone", &Account::phone),
             ordinary("email", &Account::email),
             ordinary("email_key", &Account::email, EmailKey{}),
             fixed("created_at", &Account::created_at),
             stamp(ordinary("updated_at", &Account::updated_at)),
         });

}  // namespace gatehouse::records
