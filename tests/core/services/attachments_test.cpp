#include <gatehouse/services/projects/attachments.hpp>

#include <doctest/doctest.h>

#include <gatehouse/schema/consumers.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("attachments: a service of the catalogue is attached under names chosen by the project") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.offer("push");
  const ProjectId project = world.project(admin, "Shop");
  const Timestamp now = world.clock.next();
  const AttachmentView view = must(world.services.attachments.create(
      admin, project, checked<AttachService>({code("push"), "Messages", "ours"})));
  const Attachment& attachment = view.attachment;
  CHECK_FALSE(attachment.id.is_nil());
  CHECK(attachment.account == *admin.user.account);
  CHECK(attachment.project == project);
  CHECK(attachment.service.text() == "push");
  CHECK(attachment.name == "Messages");
  CHECK(attachment.description == "ours");
  CHECK(view.item_limit == 10'000);
  CHECK(attachment.item_used == 0);
  CHECK(attachment.created_at == now);
  CHECK(must(world.services.attachments.get(admin, project, code("push"))) == view);
}

TEST_CASE("attachments: the limit of the service applies if it is set") {
  World world({.items_per_service = 3, .items_of_service = {{code("chat"), 0}}});
  const Principal admin = world.registered_admin("ann@example.com");
  world.offer("push");
  world.offer("chat");
  const ProjectId project = world.project(admin, "Shop");
  CHECK(world.attach_service(admin, project, "push").item_limit == 3);
  CHECK(world.attach_service(admin, project, "chat").item_limit == 0);
}

TEST_CASE("attachments: a code missing from the catalogue is reported as a field error") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId project = world.project(admin, "Shop");
  const auto refused = world.services.attachments.create(
      admin, project, checked<AttachService>({code("push"), "Push"}));
  CHECK(outcome(refused) == "invalid_argument");
  CHECK(faults(refused) == "serviceCatalogCode");
}

TEST_CASE("attachments: a service is attached once per project, and to several projects") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.offer("push");
  const ProjectId shop = world.project(admin, "Shop");
  const ProjectId blog = world.project(admin, "Blog");
  const AttachmentView attachment = world.attach_service(admin, shop, "push");
  const auto refused = world.services.attachments.create(
      admin, shop, checked<AttachService>({code("push"), "Again"}));
  CHECK(outcome(refused) == "already_exists");
  CHECK(faults(refused) == "serviceCatalogCode");
  CHECK(must(world.services.attachments.get(admin, shop, code("push"))) == attachment);
  CHECK(outcome(world.services.attachments.create(
            admin, blog, checked<AttachService>({code("push"), "Push"}))) == "done");
}

TEST_CASE("attachments: an unknown attachment is not found") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.offer("push");
  const ProjectId project = world.project(admin, "Shop");
  const auto unknown = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad91");
  auto& attachments = world.services.attachments;
  for (const ProjectId& id : {project, unknown}) {
    CHECK(outcome(attachments.get(admin, id, code("push"))) == "not_found");
    CHECK(outcome(attachments.remove(admin, id, code("push"))) == "not_found");
  }
  CHECK(outcome(attachments.create(admin, unknown,
                                   checked<AttachService>({code("push"), "Push"}))) == "not_found");
}

TEST_CASE("attachments: removing an attachment ends its consumer tokens and no others") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.offer("push");
  world.offer("chat");
  const ProjectId shop = world.project(admin, "Shop");
  const ProjectId blog = world.project(admin, "Blog");
  for (const ProjectId& project : {shop, blog}) {
    world.attach_service(admin, project, "push");
    world.attach_service(admin, project, "chat");
  }
  const ConsumerId consumer = world.attached_consumer(admin, shop);
  must(world.services.consumers.attach(admin, blog, checked<AttachConsumer>({consumer})));
  const Secret dies = world.mint(admin, consumer, shop, "push").text;
  const Secret other_service = world.mint(admin, consumer, shop, "chat").text;
  const Secret other_project = world.mint(admin, consumer, blog, "push").text;

  auto& attachments = world.services.attachments;
  CHECK(outcome(attachments.remove(admin, shop, code("push"))) == "done");
  CHECK_FALSE(world.stored(dies).has_value());
  CHECK(world.stored(other_service).has_value());
  CHECK(world.stored(other_project).has_value());
  CHECK(outcome(attachments.get(admin, shop, code("push"))) == "not_found");
  CHECK(outcome(attachments.remove(admin, shop, code("push"))) == "not_found");

  // The new attachment has none of them.
  world.attach_service(admin, shop, "push");
  CHECK_FALSE(world.stored(dies).has_value());
}

}  // namespace
}  // namespace gatehouse::testing
