/// Projects in the credential API, which its pages name and do not describe.
#pragma once

#include <array>

#include <gatehouse/model/project.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse::schema {
namespace fields {
inline constexpr std::array managed_project{
    id("id", "ID of the project, as in the account API."),
    told("name", "Name of the project, as in the paths of the credential API."),
    told("description", "Project description.")};
}  // namespace fields

namespace resources {
inline constexpr Resource managed_project{"ManagedProject", fields::managed_project};
}  // namespace resources

namespace views {
inline constexpr auto managed_project = view<&resources::managed_project, Project>(
    shown("id", &Project::id), shown("name", &Project::name),
    shown("description", &Project::description));
}  // namespace views
}  // namespace gatehouse::schema
