/// Permissions of users in projects.
#pragma once

#include <tuple>

#include <gatehouse/model/member.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<Member> = kind("project_member",
                                                 key(&Member::account, &Member::project,
                                                     &Member::user),
                                                 std::tuple{
                                                     owner(identity("account", &Member::account)),
                                                     identity("project", &Member::project),
                                                     identity("user", &Member::user),
                                                     ordinary("permissions", &Member::permissions),
                                                 });

}  // namespace gatehouse::records
