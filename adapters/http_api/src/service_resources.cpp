#include "answer.hpp"
#include "resources.hpp"
#include "views.hpp"

namespace gatehouse::http::api {
namespace {

boost::json::object view_item(const CatalogueItem& item) { return view(item); }
boost::json::object view_attachment(const AttachmentView& attached) { return view(attached); }

Operation list_services() {
  return {.method = Method::get,
          .name = "listServices",
          .summary = "List the services of the catalogue",
          .action = Action::read_catalogue,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after_code},
          .read_part = list_of<ServiceCode>(
              [](const Call& call, const ListRequest<ServiceCode>& page) {
                return call.services.catalogue.list(call.user(), page);
              },
              view_item, [](const CatalogueItem& item) { return item.code; })};
}

Operation create_service() {
  Operation operation{.method = Method::post,
                      .name = "createService",
                      .summary = "Add a service to the catalogue",
                      .action = Action::extend_catalogue,
                      .pool = Pool::storage,
                      .success = 201,
                      .refusals = {409}};
  take<CreateCatalogueItem>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.catalogue.create(call.user(), command), view_item);
  });
  return operation;
}

Operation attach_service() {
  Operation operation{.method = Method::post,
                      .name = "attachService",
                      .summary = "Attach a service of the catalogue to the project",
                      .action = Action::use_projects,
                      .pool = Pool::storage,
                      .success = 201,
                      .refusals = {409}};
  take<AttachService>(operation, [](const Call& call, const auto& command) -> Result<Content> {
    const auto project = call.id<ProjectId>(0);
    if (!project) return Unexpected(project.error());
    return answer(call.services.attachments.create(call.user(), *project, command),
                  view_attachment);
  });
  return operation;
}

Operation get_attachment() {
  return {.method = Method::get,
          .name = "getAttachedService",
          .summary = "See a service of the project",
          .action = Action::use_projects,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto project = call.id<ProjectId>(0);
            if (!project) return Unexpected(project.error());
            const auto code = call.service_code(1);
            if (!code) return Unexpected(code.error());
            return answer(call.services.attachments.get(call.user(), *project, *code),
                          view_attachment);
          })};
}

Operation detach_service() {
  return {.method = Method::delete_,
          .name = "detachService",
          .summary = "Detach a service from the project; its consumer tokens die",
          .action = Action::use_projects,
          .pool = Pool::storage,
          .success = 202,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto project = call.id<ProjectId>(0);
            if (!project) return Unexpected(project.error());
            const auto code = call.service_code(1);
            if (!code) return Unexpected(code.error());
            return answer(call.services.attachments.remove(call.user(), *project, *code));
          }),
          .answers_content = false};
}

}  // namespace

std::vector<ResourceRow> service_resources() {
  return {
      {.path = "/api/v1/services",
       .name = "Services",
       .details = "List and extend the catalogue of services. Only root extends it.",
       .kind = Kind::list,
       .resource = &schema::resources::catalogue_item,
       .operations = {list_services(), create_service()}},
      {.path = "/api/v1/projects/{project_id}/services",
       .name = "Project services",
       .details = "Attach a service of the catalogue to the project.",
       .kind = Kind::list,
       .resource = &schema::resources::attachment,
       .operations = {attach_service()}},
      {.path = "/api/v1/projects/{project_id}/services/{service_catalog_code}",
       .name = "Project service",
       .details = "See a service of the project, or detach it.",
       .resource = &schema::resources::attachment,
       .operations = {get_attachment(), detach_service()}},
  };
}

}  // namespace gatehouse::http::api
