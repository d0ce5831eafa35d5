#include <gatehouse/schema/managed_projects.hpp>

#include "resources.hpp"
#include "response_format.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_managed_projects() {
  return {.method = Method::get,
          .name = "listManagedProjects",
          .summary = "List the projects in which the caller may manage API security",
          .access = access::User(Action::manage_api_security),
          .pool = Pool::storage,
          .read_part = list_of<ProjectId, schema::views::managed_project>(
              calling(&Services::managed_projects, &ManagedProjects::list),
              [](const Project& project) { return project.id; }),
          .count_items = calling(&Services::managed_projects, &ManagedProjects::count)};
}

}  // namespace

std::vector<ResourceRow> managed_project_resources() {
  return {
      {.path = "/apiops/projects/",
       .name = "Managed projects",
       .details = "List the projects in which the caller may manage API security.",
       .kind = Kind::list,
       .resource = &schema::resources::managed_project,
       .operations = {list_managed_projects()},
       .format = &credential_format()},
  };
}

}  // namespace gatehouse::http::api
