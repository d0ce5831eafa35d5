/// Projects in the API (source: the tables of the account API).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <gatehouse/model/project.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// Creates or updates a project.
struct DescribeProject {
  std::string name;
  std::string description{};
};

/// A project with the codes of its attached services and its effective limit of consumers.
struct ProjectView {
  Project project;
  std::vector<ServiceCode> services;
  std::int64_t user_limit = 0;
};

namespace schema {
namespace fields {
inline constexpr std::array project{title("Project name. At most 70 characters."),
                                    description("Project description. At most 200 characters."),
                                    id("id", "ID."),
                                    count("userLimit", "How many consumers may be attached."),
                                    count("userUsed", "How many consumers are attached."),
                                    Field{.name = "services",
                                          .details = "Codes of the project's active services.",
                                          .type = Type::list,
                                          .mode = Mode::read_only,
                                          .example = "push"},
                                    created_at(),
                                    updated_at()};
}  // namespace fields

namespace resources {
inline constexpr Resource project{"Project", fields::project};
}  // namespace resources

template <>
inline constexpr auto description<DescribeProject> = describes<&resources::project>(
    required("name", &DescribeProject::name).sets(&Project::name),
    optional("description", &DescribeProject::description).sets(&Project::description));

namespace views {
inline constexpr auto project = view<&resources::project, ProjectView>(
    shown("name", &ProjectView::project, &Project::name),
    shown("description", &ProjectView::project, &Project::description),
    shown("id", &ProjectView::project, &Project::id), shown("services", &ProjectView::services),
    shown("userLimit", &ProjectView::user_limit),
    shown("userUsed", &ProjectView::project, &Project::user_used),
    shown("createdAt", &ProjectView::project, &Project::created_at),
    shown("updatedAt", &ProjectView::project, &Project::updated_at));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
