#include <gatehouse/schema/consumer_tokens.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation mint_consumer_token() {
  return {.method = Method::post,
          .name = "createConsumerToken",
          .summary = "Mint a consumer token",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {402, 404},
          .work = take<MintConsumerToken, schema::views::consumer_token>(
              calling(&Services::consumers, &Consumers::mint_token))};
}

Operation revoke_consumer_token() {
  return {.method = Method::delete_,
          .name = "deleteConsumerToken",
          .summary = "Delete a consumer token",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body([](const Call& call) -> Result<Done> {
            const auto project = call.value<ProjectId>(1);
            if (!project) return Unexpected(project.error());
            const auto code = call.value<ServiceCode>(2);
            if (!code) return Unexpected(code.error());
            return call.services.consumers.revoke_token(call.user(), *project, *code, call.path[0]);
          })};
}

}  // namespace

std::vector<ResourceRow> consumer_token_resources() {
  return {
      {.path = "/api/v1/consumer-tokens",
       .name = "Consumer tokens",
       .details = "Mint a token for a consumer, a project and a service.",
       .kind = Kind::list,
       .resource = &schema::resources::consumer_token,
       .operations = {mint_consumer_token()}},
      {.path = "/api/v1/consumer-tokens/{token_id}/projects/{project_id}/services/"
               "{service_catalog_code}",
       .name = "Consumer token",
       .details = "Delete a consumer token.",
       .resource = &schema::resources::nothing,
       .operations = {revoke_consumer_token()}},
  };
}

}  // namespace gatehouse::http::api
