#include <gatehouse/services/projects/projects.hpp>

#include <string>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

std::string codes(const ProjectView& view) {
  std::string all;
  for (const ServiceCode& service : view.services) {
    all += (all.empty() ? "" : " ") + service.text();
  }
  return all;
}

TEST_CASE("projects: a new project has the configured limit, and no consumers or services") {
  World world({.consumers_per_project = 7});
  const Principal admin = world.registered_admin("ann@example.com");
  const Timestamp now = world.clock.next();
  const ProjectView view =
      must(world.services.projects.create(admin, checked<DescribeProject>({"Shop", "line\nline"})));
  CHECK(view.project.account == *admin.user.account);
  CHECK(view.project.name == "Shop");
  CHECK(view.project.description == "line\nline");
  CHECK(view.user_limit == 7);
  CHECK(view.project.user_used == 0);
  CHECK(view.project.created_at == now);
  CHECK(view.services.empty());
  CHECK(must(world.services.projects.get(admin, view.project.id)).project == view.project);
}

TEST_CASE("projects: the default limits are five per account and a thousand consumers each") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  for (int i = 0; i < 5; ++i) {
    const auto view = must(
        world.services.projects.create(admin, checked<DescribeProject>({"P" + std::to_string(i)})));
    CHECK(view.user_limit == 1000);
  }
  CHECK(outcome(world.services.projects.create(admin, checked<DescribeProject>({"One more"}))) ==
        "limit_exceeded");
  // A limit of the account, not of the installation.
  const Principal other = world.registered_admin("bob@example.com");
  CHECK(outcome(world.services.projects.create(other, checked<DescribeProject>({"First"}))) ==
        "done");
}

TEST_CASE("projects: the number of projects of an account is limited") {
  World world({.projects_per_account = 1});
  const Principal admin = world.registered_admin("ann@example.com");
  world.project(admin, "Shop");
  CHECK(outcome(world.services.projects.create(admin, checked<DescribeProject>({"Other"}))) ==
        "limit_exceeded");
  CHECK(must(world.services.projects.list(admin, {})).items.size() == 1);

  World none({.projects_per_account = 0});
  CHECK(outcome(none.services.projects.create(none.registered_admin("ann@example.com"),
                                              checked<DescribeProject>({"Shop"}))) ==
        "limit_exceeded");
}

TEST_CASE("projects: a name is unique in its account, and other accounts may use it") {
  World world;
  const Principal ann = world.registered_admin("ann@example.com");
  const Principal bob = world.registered_admin("bob@example.com");
  const ProjectId shop = world.project(ann, "Shop");
  const ProjectId blog = world.project(ann, "Blog");
  const auto refused = world.services.projects.create(ann, checked<DescribeProject>({"Shop"}));
  CHECK(outcome(refused) == "already_exists");
  CHECK(faults(refused) == "name");
  CHECK(outcome(world.services.projects.create(bob, checked<DescribeProject>({"Shop"}))) == "done");
  CHECK(outcome(world.services.projects.create(ann, checked<DescribeProject>({"shop"}))) == "done");

  const Contents before = world.contents(*ann.user.account);
  const auto taken =
      world.services.projects.update(ann, blog, checked<DescribeProject>({"Shop", "changed"}));
  CHECK(outcome(taken) == "already_exists");
  CHECK(faults(taken) == "name");
  CHECK(world.contents(*ann.user.account) == before);
  CHECK(outcome(world.services.projects.update(
            ann, shop, checked<DescribeProject>({"Shop", "changed"}))) == "done");
}

TEST_CASE("projects: the name admin is reserved") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId shop = world.project(admin, "Shop");
  for (const auto& refused :
       {world.services.projects.create(admin, checked<DescribeProject>({"admin"})),
        world.services.projects.update(admin, shop, checked<DescribeProject>({"admin"}))}) {
    CHECK(outcome(refused) == "already_exists");
    CHECK(faults(refused) == "name");
  }
  CHECK(must(world.services.projects.list(admin, {})).items.size() == 1);
  CHECK(outcome(world.services.projects.create(
            admin, checked<DescribeProject>({"administration"}))) == "done");
}

TEST_CASE("projects: an update replaces name and description, and keeps the other fields") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.offer("push");
  const ProjectId id =
      must(world.services.projects.create(admin, checked<DescribeProject>({"Shop", "old"})))
          .project.id;
  world.attach_service(admin, id, "push");
  world.attached_consumer(admin, id);
  const ProjectView before = must(world.services.projects.get(admin, id));
  const ProjectView after =
      must(world.services.projects.update(admin, id, checked<DescribeProject>({"Store"})));
  CHECK(after.project.name == "Store");
  CHECK(after.project.description.empty());
  CHECK(after.project.user_used == 1);
  CHECK(after.user_limit == before.user_limit);
  CHECK(after.project.created_at == before.project.created_at);
  CHECK(codes(after) == "push");
  CHECK(must(world.services.projects.get(admin, id)).project == after.project);
}

TEST_CASE("projects: attached services are shown in the order of attachment, also in lists") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  for (const char* service : {"push", "chat", "roc"}) world.offer(service);
  const ProjectId shop = world.project(admin, "Shop");
  const ProjectId blog = world.project(admin, "Blog");
  const ProjectId bare = world.project(admin, "Bare");
  world.attach_service(admin, shop, "roc");
  world.attach_service(admin, blog, "chat");
  world.attach_service(admin, shop, "chat");
  CHECK(codes(must(world.services.projects.get(admin, shop))) == "roc chat");

  const auto list = must(world.services.projects.list(admin, {})).items;
  REQUIRE(list.size() == 3);
  CHECK(list[0].project.id == shop);
  CHECK(codes(list[0]) == "roc chat");
  CHECK(list[1].project.id == blog);
  CHECK(codes(list[1]) == "chat");
  CHECK(list[2].project.id == bare);
  CHECK(codes(list[2]).empty());
}

TEST_CASE("push keys: they are null until they are set, and omitted ones are kept") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId id = world.project(admin, "Shop");
  auto& projects = world.services.projects;
  CHECK(must(projects.push_keys(admin, id)) == PushKeys{});

  CHECK(must(projects.update_push_keys(
            admin, id, checked<UpdatePushKeys>({.fcm_api_keys = "k"}))) == PushKeys{"k", {}, {}});
  CHECK(must(projects.update_push_keys(
            admin, id, checked<UpdatePushKeys>({.fcm_project_number = "n", .apns_cert = "c"}))) ==
        PushKeys{"k", "n", "c"});
  CHECK(must(projects.update_push_keys(admin, id, checked<UpdatePushKeys>({}))) ==
        PushKeys{"k", "n", "c"});
  const std::optional<std::string> null;
  CHECK(must(projects.update_push_keys(admin, id,
                                       checked<UpdatePushKeys>({.fcm_project_number = null}))) ==
        PushKeys{"k", {}, "c"});
  // Empty is different from null.
  CHECK(must(projects.update_push_keys(admin, id, checked<UpdatePushKeys>({.fcm_api_keys = ""}))) ==
        PushKeys{"", {}, "c"});
  CHECK(must(projects.push_keys(admin, id)) == PushKeys{"", {}, "c"});
}

TEST_CASE("push keys: each project has its own, and an unknown project is not found") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const ProjectId shop = world.project(admin, "Shop");
  const ProjectId blog = world.project(admin, "Blog");
  auto& projects = world.services.projects;
  must(projects.update_push_keys(admin, shop, checked<UpdatePushKeys>({.fcm_api_keys = "k"})));
  CHECK(must(projects.push_keys(admin, blog)) == PushKeys{});
  const auto unknown = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad91");
  CHECK(outcome(projects.push_keys(admin, unknown)) == "not_found");
  CHECK(outcome(projects.update_push_keys(
            admin, unknown, checked<UpdatePushKeys>({.fcm_api_keys = "k"}))) == "not_found");
  CHECK(outcome(projects.update_push_keys(admin, unknown, checked<UpdatePushKeys>({}))) ==
        "not_found");
  CHECK(outcome(projects.get(admin, unknown)) == "not_found");
  CHECK(outcome(projects.update(admin, unknown, checked<DescribeProject>({"New"}))) == "not_found");
}

}  // namespace
}  // namespace gatehouse::testing
