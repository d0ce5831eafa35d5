#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include <gatehouse/schema/consumers.hpp>

#include "resources.hpp"
#include "work.hpp"

namespace gatehouse::http::api {
namespace {

/// Metadata may take tens of KiB.
constexpr std::size_t consumers_at_once = 128;

Operation list_consumers() {
  return {.method = Method::get,
          .name = "listConsumers",
          .summary = "List the account's consumers",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .read_part = list_of<ConsumerId, schema::views::consumer>(
              calling(&Services::consumers, &Consumers::list),
              [](const Consumer& consumer) { return consumer.id; }, parameters::external_id,
              parameters::search),
          .items_at_once = consumers_at_once};
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

Operation get_consumer() {
  return {.method = Method::get,
          .name = "getConsumer",
          .summary = "See a consumer",
          .access = access::User(Action::use_projects),
          .work = without_body<schema::views::consumer>(
              calling(&Services::consumers, &Consumers::get))};
}

Operation delete_consumer() {
  return {.method = Method::delete_,
          .name = "deleteConsumer",
          .summary = "Delete the consumer; it is detached from its projects, and its tokens die",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 202,
          .work = without_body(calling(&Services::consumers, &Consumers::remove))};
}

Operation list_attached_consumers() {
  return {.method = Method::get,
          .name = "listProjectConsumers",
          .summary = "List the consumers attached to the project",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .read_part = list_of<ConsumerId, schema::views::consumer>(
              calling(&Services::consumers, &Consumers::attached),
              [](const Consumer& consumer) { return consumer.id; }),
          .items_at_once = consumers_at_once};
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

/// A consumer whose id has another form does not exist, like that of another account.
bool names_no_consumer(const schema::Value& body) {
  const auto* object = std::get_if<schema::Object>(&body.data);
  if (object == nullptr) return false;
  return std::ranges::any_of(*object, [](const schema::NamedValue& member) {
    const auto* text = std::get_if<std::string>(&member.value.data);
    return member.name == "consumerId" && text != nullptr && !ConsumerId::parse(*text);
  });
}

Work attach_work() {
  Work work = take<AttachConsumer, schema::views::project_consumer>([](const Call& call,
                                                                       const auto& command) {
    keep_shown<schema::views::project_consumer>(call, *command);
    return calling(&Services::consumers, &Consumers::attach)(call, command).transform([&](Done) {
      return *command;
    });
  });
  work.run = [attach = std::move(work.run)](const Call& call,
                                            schema::Value body) -> Result<Content> {
    if (names_no_consumer(body)) {
      return Unexpected(not_found("The account has no consumer with that id."));
    }
    return attach(call, std::move(body));
  };
  return work;
}

Operation attach_consumer() {
  return {.method = Method::post,
          .name = "attachConsumer",
          .summary = "Attach a consumer to the project",
          .access = access::User(Action::use_projects),
          .pool = Pool::storage,
          .success = 201,
          .refusals = {402, 409},
          .work = attach_work()};
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
       .details = "See, change and delete one consumer.",
       .resource = &schema::resources::consumer,
       .operations = {get_consumer(), patch_consumer(), delete_consumer()}},
      {.path = "/api/v1/projects/{project_id}/consumers/{consumer_id}",
       .name = "Project consumer",
       .details = "Detach a consumer from the project.",
       .resource = &schema::resources::nothing,
       .operations = {detach_consumer()}},
      {.path = "/api/v1/projects/{project_id}/consumers",
       .name = "Project consumers",
       .details = "List the consumers of the project, and attach one.",
       .kind = Kind::list,
       .resource = &schema::resources::project_consumer,
       .operations = {list_attached_consumers(), attach_consumer()}},
  };
}

}  // namespace gatehouse::http::api
