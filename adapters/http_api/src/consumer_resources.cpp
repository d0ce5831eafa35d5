#include <gatehouse/schema/consumers.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

using ConsumerListing = Listing<Consumer, ConsumerId>;

Result<ConsumerListing> fetch_consumers(const Call& call, const ListRequest<ConsumerId>& request) {
  const auto external_id = call.parameters.given_text(parameters::external_id);
  if (!external_id) return call.services.consumers.list(call.user(), request);
  auto found = call.services.consumers.find_by_external_id(call.user(), *external_id);
  if (!found) return std::move(found).failure();
  ConsumerListing listing;
  const bool is_on_page = *found && (!request.after || *request.after < (*found)->id);
  if (is_on_page) listing.items.push_back(**std::move(found));
  return listing;
}

Operation list_consumers() {
  return {.method = Method::get,
          .name = "listConsumers",
          .summary = "List the account's consumers",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .parameters = {parameters::external_id},
          .read_part = list_of<ConsumerId, schema::views::consumer>(
              fetch_consumers, [](const Consumer& consumer) { return consumer.id; })};
}

Operation create_consumer() {
  return {.method = Method::post,
          .name = "createConsumer",
          .summary = "Create a consumer",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {409},
          .work = take<CreateConsumer, schema::views::consumer>(
              calling(&Services::consumers, &Consumers::create))};
}

Operation patch_consumer() {
  return {.method = Method::patch,
          .name = "patchConsumer",
          .summary = "Change the external id and the metadata of a consumer",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .refusals = {409},
          .work = as_merge_patch(take<UpdateConsumer, schema::views::consumer>(
              calling(&Services::consumers, &Consumers::update)))};
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

}  // namespace

std::vector<ResourceRow> consumer_resources() {
  return {
      {.path = "/api/v1/consumers",
       .name = "Consumers",
       .details = "List and create consumers.",
       .kind = Kind::list,
       .resource = &schema::resources::consumer,
       .operations = {list_consumers(), create_consumer()}},
      {.path = "/api/v1/consumers/{consumer_id}",
       .name = "Consumer",
       .details = "Change one consumer.",
       .resource = &schema::resources::consumer,
       .operations = {patch_consumer()}},
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
  };
}

}  // namespace gatehouse::http::api
