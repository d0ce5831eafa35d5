#include <gatehouse/schema/projects.hpp>

#include <gatehouse/schema/push_keys.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

/// Certificates exceed the default.
constexpr std::size_t push_keys_body_limit = std::size_t{256} * 1024;

/// Calls the function with the project of the path, and adds the project to the push keys returned.
template <class Function>
auto with_project(Function function) {
  return [function](const Call& call, const auto&... command) -> Result<PushKeysView> {
    const auto project = call.value<ProjectId>(0);
    if (!project) return Unexpected(project.error());
    auto keys = (call.services.projects.*function)(call.user(), *project, command...);
    if (!keys) return std::move(keys).failure();
    return PushKeysView{*project, std::move(*keys)};
  };
}

Operation list_projects() {
  return {.method = Method::get,
          .name = "listProjects",
          .summary = "List the account's projects",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .read_part = list_of<ProjectId, schema::views::project>(
              calling(&Services::projects, &Projects::list),
              [](const ProjectView& view) { return view.project.id; }, parameters::name,
              parameters::search)};
}

Operation create_project() {
  return {.method = Method::post,
          .name = "createProject",
          .summary = "Create a project",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {402, 409},
          .work = take<DescribeProject, schema::views::project>(
              calling(&Services::projects, &Projects::create))};
}

Operation get_project() {
  return {
      .method = Method::get,
      .name = "getProject",
      .summary = "See a project",
      .access = access::User(Action::use_projects),
      .work = without_body<schema::views::project>(calling(&Services::projects, &Projects::get))};
}

Operation update_project() {
  return {.method = Method::put,
          .name = "updateProject",
          .summary = "Update a project",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = take<DescribeProject, schema::views::project>(
              calling(&Services::projects, &Projects::update))};
}

Operation delete_project() {
  return {.method = Method::delete_,
          .name = "deleteProject",
          .summary = "Delete the project with all that belongs to it",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::projects, &Projects::remove))};
}

Operation get_push_keys() {
  return {.method = Method::get,
          .name = "getPushKeys",
          .summary = "See the project's push keys",
          .access = access::User(Action::use_projects),
          .work = without_body<schema::views::push_keys>(with_project(&Projects::push_keys))};
}

Operation update_push_keys() {
  return {.method = Method::put,
          .name = "updatePushKeys",
          .summary = "Set push keys of the project; those left out stay",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = take<UpdatePushKeys, schema::views::push_keys>(
              with_project(&Projects::update_push_keys)),
          .body_limit = push_keys_body_limit};
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
       .details = "See, update and delete one project. With the project go its services, tokens, "
                  "members, credentials, API proxies and groups.",
       .resource = &schema::resources::project,
       .operations = {get_project(), update_project(), delete_project()}},
      {.path = "/api/v1/projects/{project_id}/api",
       .name = "Push keys",
       .details = "See and update the project's Google server API key, Google project number and "
                  "APNs push certificate.",
       .resource = &schema::resources::push_keys,
       .operations = {get_push_keys(), update_push_keys()}},
  };
}

}  // namespace gatehouse::http::api
