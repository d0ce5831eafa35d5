#include <gatehouse/schema/attachments.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_attachments() {
  return {.method = Method::get,
          .name = "listAttachedServices",
          .summary = "List the services attached to the project",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .read_part = list_of<AttachmentId, schema::views::attachment>(
              calling(&Services::attachments, &Attachments::list),
              [](const AttachmentView& view) { return view.attachment.id; })};
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

std::vector<ResourceRow> attachment_resources() {
  return {
      {.path = "/api/v1/projects/{project_id}/services",
       .name = "Project services",
       .details = "List the services of the project, and attach one of the catalogue.",
       .kind = Kind::list,
       .resource = &schema::resources::attachment,
       .operations = {list_attachments(), attach_service()}},
      {.path = "/api/v1/projects/{project_id}/services/{service_catalog_code}",
       .name = "Project service",
       .details = "See a service of the project, or detach it.",
       .resource = &schema::resources::attachment,
       .operations = {get_attachment(), detach_service()}},
  };
}

}  // namespace gatehouse::http::api
