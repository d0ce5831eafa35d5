/// Users.
#pragma once

#include <tuple>

#include <gatehouse/model/user.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

/// Ordered by account, so that users of the installation come first.
template <>
inline constexpr auto description<User> = kind("user", key(&User::account, &User::role, &User::id),
                                               std::tuple{
                                                   identity("id", &User::id),
                                                   owner(fixed("account", &User::account)),
                                                   fixed("role", &User::role),
                                                   ordinary("email", &User::email),
                                                   ordinary("email_key", &User::email, EmailKey{}),
                                                   ordinary("first_name", &User::first_name),
                                                   ordinary("last_name", &User::last_name),
                                                   secret(ordinary("password_hash",
                                                                   &User::password_hash)),
                                                   fixed("created_at", &User::created_at),
                                                   stamp(ordinary("updated_at", &User::updated_at)),
                                               });

}  // namespace gatehouse::records
