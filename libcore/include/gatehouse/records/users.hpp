/// Users, their sessions and resets, and their permissions in projects.
#pragma once

#include <gatehouse/model/password_reset.hpp>
#include <gatehouse/model/project_member.hpp>
#include <gatehouse/model/session.hpp>
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
                                               });

template <>
inline constexpr auto description<Session> = kind("session",
                                                  key(&Session::expires_at, &Session::digest),
                                                  std::tuple{
                                                      secret(identity("digest", &Session::digest)),
                                                      owner(fixed("account", &Session::account)),
                                                      fixed("user", &Session::user),
                                                      fixed("created_at", &Session::created_at),
                                                      fixed("expires_at", &Session::expires_at),
                                                  });

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

template <>
inline constexpr auto description<ProjectMember> = kind(
    "project_member", key(&ProjectMember::account, &ProjectMember::project, &ProjectMember::user),
    std::tuple{
        owner(identity("account", &ProjectMember::account)),
        identity("project", &ProjectMember::project),
        identity("user", &ProjectMember::user),
        ordinary("permissions", &ProjectMember::permissions),
    });

}  // namespace gatehouse::records
