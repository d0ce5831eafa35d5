#include "answer.hpp"
#include "resources.hpp"
#include "views.hpp"

namespace gatehouse::http::api {
namespace {

/// Certificates exceed the default.
constexpr std::size_t push_keys_body_limit = std::size_t{256} * 1024;

boost::json::object view_project(const ProjectView& project) { return view(project); }

Operation list_projects() {
  return {.method = Method::get,
          .name = "listProjects",
          .summary = "List the account's projects",
          .action = Action::use_projects,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<ProjectId>(
              [](const Call& call, const ListRequest<ProjectId>& page) {
                return call.services.projects.list(call.user(), page);
              },
              view_project, [](const ProjectView& view) { return view.project.id; })};
}

Operation create_project() {
  Operation operation{.method = Method::post,
                      .name = "createProject",
                      .summary = "Create a project",
                      .action = Action::use_projects,
                      .pool = Pool::storage,
                      .success = 201,
                      .refusals = {402, 409}};
  take<DescribeProject>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.projects.create(call.user(), command), view_project);
  });
  return operation;
}

Operation get_project() {
  return {.method = Method::get,
          .name = "getProject",
          .summary = "See a project",
          .action = Action::use_projects,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto id = call.id<ProjectId>(0);
            if (!id) return Unexpected(id.error());
            return answer(call.services.projects.get(call.user(), *id), view_project);
          })};
}

Operation update_project() {
  Operation operation{.method = Method::put,
                      .name = "updateProject",
                      .summary = "Update a project",
                      .action = Action::use_projects,
                      .pool = Pool::storage,
                      .success = 202,
                      .refusals = {409}};
  take<DescribeProject>(operation, [](const Call& call, const auto& command) -> Result<Content> {
    const auto id = call.id<ProjectId>(0);
    if (!id) return Unexpected(id.error());
    return answer(call.services.projects.update(call.user(), *id, command), view_project);
  });
  return operation;
}

Operation get_push_keys() {
  return {.method = Method::get,
          .name = "getPushKeys",
          .summary = "See the project's push keys",
          .action = Action::use_projects,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto id = call.id<ProjectId>(0);
            if (!id) return Unexpected(id.error());
            return answer(call.services.projects.push_keys(call.user(), *id),
                          [&](const PushKeys& keys) { return view(*id, keys); });
          })};
}

Operation update_push_keys() {
  Operation operation{.method = Method::put,
                      .name = "updatePushKeys",
                      .summary = "Set push keys of the project; those left out stay",
                      .action = Action::use_projects,
                      .pool = Pool::storage,
                      .success = 202,
                      .refusals = {409},
                      .body_limit = push_keys_body_limit};
  take<UpdatePushKeys>(operation, [](const Call& call, const auto& command) -> Result<Content> {
    const auto id = call.id<ProjectId>(0);
    if (!id) return Unexpected(id.error());
    return answer(call.services.projects.update_push_keys(call.user(), *id, command),
                  [&](const PushKeys& keys) { return view(*id, keys); });
  });
  return operation;
}

}  // namespace

std::vector<ResourceRow> project_resources() {
  return {
      {.path = "/api/v1/projects",
       .name = "Projects",
       .details = "List and create projects.",
       .kind = Kind::list,
       .resource = &schema::resources::project,
       .operations = {list_projects(), create_project()}},
      {.path = "/api/v1/projects/{project_id}",
       .name = "Project",
       .details = "See and update one project.",
       .resource = &schema::resources::project,
       .operations = {get_project(), update_project()}},
      {.path = "/api/v1/projects/{project_id}/api",
       .name = "Push keys",
       .details = "See and update the project's Google server API key, Google project number and "
                  "APNs push certificate.",
       .resource = &schema::resources::push_keys,
       .operations = {get_push_keys(), update_push_keys()}},
  };
}

}  // namespace gatehouse::http::api
