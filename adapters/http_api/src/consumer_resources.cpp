#include "answer.hpp"
#include "resources.hpp"
#include "views.hpp"

namespace gatehouse::http::api {
namespace {

boost::json::object view_consumer(const Consumer& consumer) { return view(consumer); }

Operation list_consumers() {
  return {.method = Method::get,
          .name = "listConsumers",
          .summary = "List the account's consumers",
          .action = Action::use_projects,
          .pool = Pool::storage,
          .parameters = {parameters::limit, parameters::after},
          .read_part = list_of<ConsumerId>(
              [](const Call& call, const ListRequest<ConsumerId>& page) {
                return call.services.consumers.list(call.user(), page);
              },
              view_consumer, [](const Consumer& consumer) { return consumer.id; })};
}

Operation create_consumer() {
  Operation operation{.method = Method::post,
                      .name = "createConsumer",
                      .summary = "Create a consumer",
                      .action = Action::use_projects,
                      .pool = Pool::storage,
                      .success = 201};
  take<CreateConsumer>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.consumers.create(call.user(), command), view_consumer);
  });
  return operation;
}

Operation attach_consumer() {
  Operation operation{.method = Method::post,
                      .name = "attachConsumer",
                      .summary = "Attach a consumer to the project",
                      .action = Action::use_projects,
                      .pool = Pool::storage,
                      .success = 201,
                      .refusals = {402, 409}};
  take<AttachConsumer>(operation, [](const Call& call, const auto& command) -> Result<Content> {
    const auto project = call.id<ProjectId>(0);
    if (!project) return Unexpected(project.error());
    return answer(call.services.consumers.attach(call.user(), *project, command), [&](Done) {
      return boost::json::object{{"consumerId", command->consumer.to_string()}};
    });
  });
  return operation;
}

Operation detach_consumer() {
  return {.method = Method::delete_,
          .name = "detachConsumer",
          .summary = "Detach a consumer from the project; its tokens for the project die",
          .action = Action::use_projects,
          .pool = Pool::storage,
          .success = 202,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto project = call.id<ProjectId>(0);
            if (!project) return Unexpected(project.error());
            const auto consumer = call.id<ConsumerId>(1);
            if (!consumer) return Unexpected(consumer.error());
            return answer(call.services.consumers.detach(call.user(), *project, *consumer));
          }),
          .answers_content = false};
}

Operation mint_token() {
  Operation operation{.method = Method::post,
                      .name = "createConsumerToken",
                      .summary = "Mint a consumer token",
                      .action = Action::use_projects,
                      .pool = Pool::storage,
                      .success = 201,
                      .refusals = {402, 404}};
  take<MintConsumerToken>(operation, [](const Call& call, const auto& command) {
    return answer(call.services.consumers.mint_token(call.user(), command),
                  [](const MintedToken& minted) { return view(minted); });
  });
  return operation;
}

Operation revoke_token() {
  return {.method = Method::delete_,
          .name = "deleteConsumerToken",
          .summary = "Delete a consumer token",
          .action = Action::use_projects,
          .pool = Pool::storage,
          .success = 202,
          .work = without_body([](const Call& call) -> Result<Content> {
            const auto project = call.id<ProjectId>(1);
            if (!project) return Unexpected(project.error());
            const auto code = call.service_code(2);
            if (!code) return Unexpected(code.error());
            return answer(
                call.services.consumers.revoke_token(call.user(), *project, *code, call.path[0]));
          }),
          .answers_content = false};
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
