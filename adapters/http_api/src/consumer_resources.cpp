#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

Operation list_consumers() {
  return {.method = Method::get,
          .name = "listConsumers",
          .summary = "List the account's consumers",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<ConsumerId, schema::views::consumer>(
              calling(&Services::consumers, &Consumers::list),
              [](const Consumer& consumer) { return consumer.id; })};
}

Operation create_consumer() {
  return {.method = Method::post,
          .name = "createConsumer",
          .summary = "Create a consumer",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 201,
          .work = take<CreateConsumer, schema::views::consumer>(
              calling(&Services::consumers, &Consumers::create))};
}

Operation attach_consumer() {
  return {.method = Method::post,
          .name = "attachConsumer",
          .summary = "Attach a consumer to the project",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {402, 409},
          .work = take<AttachConsumer, schema::views::project_consumer>(
              [](const Call& call, const auto& command) {
                return calling(&Services::consumers, &Consumers::attach)(call, command)
                    .transform([&](Done) { return *command; });
              })};
}

Operation detach_consumer() {
  return {.method = Method::delete_,
          .name = "detachConsumer",
          .summary = "Detach a consumer from the project; its tokens for the project die",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::consumers, &Consumers::detach))};
}

Operation mint_token() {
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

Operation revoke_token() {
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

std::vector<ResourceRow> consumer_resources() {
  return {
      {.path = "/api/v1/consumers",
       .name = "Consumers",
       .details = "List and create consumers.",
       .kind = Kind::list,
       .resource = &schema::resources::consumer,
       .operations = {list_consumers(), create_consumer()}},
      {.path = "/api/v1/projects/{project_id}/consumers/{consumer_id}",
       .name = "Project consumer",
       .details = "Detach a consumer from the project.",
       .resource = &schema::resources::nothing,
       .operations = {detach_consumer()}},
      {.path = "/api/v1/projects/{project_id}/consumers",
       .name = "Project consumers",
       .details = "Attach a consumer to the project.",
       .kind = Kind::list,
       .resource = &schema::resources::project_consumer,
       .operations = {attach_consumer()}},
      {.path = "/api/v1/consumer-tokens",
       .name = "Consumer tokens",
       .details = "Mint a token for a consumer, a project and a service.",
       .kind = Kind::list,
       .resource = &schema::resources::consumer_token,
       .operations = {mint_token()}},
      {.path = "/api/v1/consumer-tokens/{token_id}/projects/{project_id}/services/"
               "{service_catalog_code}",
       .name = "Consumer token",
       .details = "Delete a consumer token.",
       .resource = &schema::resources::nothing,
       .operations = {revoke_token()}},
  };
}

}  // namespace gatehouse::http::api
