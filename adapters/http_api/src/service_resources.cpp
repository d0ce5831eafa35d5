#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_services() {
  return {.method = Method::get,
          .name = "listServices",
          .summary = "List the services of the catalogue",
          .access = access::User(Action::read_catalogue),
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after_code},
          .read_part = list_of<ServiceCode, schema::views::catalogue_item>(
              calling(&Services::catalogue, &Catalogue::list),
              [](const CatalogueItem& item) { return item.code; })};
}

Operation create_service() {
  return {.method = Method::post,
          .name = "createService",
          .summary = "Add a service to the catalogue",
          .access = access::User(Action::extend_catalogue),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {409},
          .work = take<CreateCatalogueItem, schema::views::catalogue_item>(
              calling(&Services::catalogue, &Catalogue::create))};
}

Operation attach_service() {
  return {.method = Method::post,
          .name = "attachService",
          .summary = "Attach a service of the catalogue to the project",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {409},
          .work = take<AttachService, schema::views::attachment>(
              calling(&Services::attachments, &Attachments::create))};
}

Operation get_attachment() {
  return {.method = Method::get,
          .name = "getAttachedService",
          .summary = "See a service of the project",
          .access = access::User(Action::use_projects),
          .work = without_body<schema::views::attachment>(
              calling(&Services::attachments, &Attachments::get))};
}

Operation detach_service() {
  return {.method = Method::delete_,
          .name = "detachService",
          .summary = "Detach a service from the project; its consumer tokens die",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::attachments, &Attachments::remove))};
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
