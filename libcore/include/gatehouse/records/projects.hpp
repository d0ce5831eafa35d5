/// Projects.
#pragma once

#include <tuple>

#include <gatehouse/model/project.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<Project> =
    kind("project", key(&Project::id),
         std::tuple{
             identity("id", &Project::id),
             owner(fixed("account", &Project::account)),
             ordinary("name", &Project::name),
             ordinary("description", &Project::description),
             separate("own_user_limit", &Project::own_user_limit),
             separate("user_used", &Project::user_used),
             fixed("created_at", &Project::created_at),
             stamp(ordinary("updated_at", &Project::updated_at)),
         });

}  // namespace gatehouse::records
