#include <gatehouse/schema/service_tokens.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

/// Available by GET, for earlier clients, and by POST. HEAD is excluded, as it would discard the
/// token.
Operation issue_service_token(Method method, std::string_view name) {
  return {.method = method,
          .name = name,
          .summary = "Issue a service token of the project; those before it end after the overlap",
          .access = access::User(Action::use_projects),
          .has_head = false,
          .pool = Pool::storage,
          .success = method == Method::get ? 200U : 201U,
          .refusals = {409},
          .work = without_body<schema::views::service_token>(
              calling(&Services::service_tokens, &ServiceTokens::issue))};
}

Operation end_service_tokens() {
  return {.method = Method::delete_,
          .name = "endServiceTokens",
          .summary = "End all service tokens of the project at once",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::service_tokens, &ServiceTokens::end_all))};
}

Operation list_service_tokens() {
  return {.method = Method::get,
          .name = "listServiceTokens",
          .summary = "List the service tokens of the project, without their texts",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .read_part = list_of<ServiceTokenId, schema::views::listed_service_token>(
              calling(&Services::service_tokens, &ServiceTokens::list),
              [](const ServiceTokenView& token) { return token.token.id; })};
}

}  // namespace

std::vector<ResourceRow> service_token_resources() {
  return {
      {.path = "/api/v1/projects/{project_id}/services-token",
       .name = "Service token",
       .details = "Issue the token with which the project's own services prove themselves.",
       .resource = &schema::resources::service_token,
       .operations = {issue_service_token(Method::get, "issueServiceToken"),
                      issue_service_token(Method::post, "createServiceToken"),
                      end_service_tokens()}},
      {.path = "/api/v1/projects/{project_id}/services-tokens",
       .name = "Service tokens",
       .details =
           "The service tokens of the project that are good. They belong to the project and stay "
           "good when the user who issued them is deleted, as createdByDeleted says then.",
       .kind = Kind::list,
       .resource = &schema::resources::listed_service_token,
       .operations = {list_service_tokens()}},
  };
}

}  // namespace gatehouse::http::api
