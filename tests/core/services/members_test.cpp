#include <gatehouse/services/projects/members.hpp>

#include <string>

#include <doctest/doctest.h>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

const SetPermissions everything{{Permission::manage_api_security}};

TEST_CASE("members: only developers of the account can be members") {
  World world;
  const Shop shop(world);
  auto& members = world.services.members;
  const Principal developer = world.added(shop.admin, Role::developer, "dev@example.com");
  const Principal billing = world.added(shop.admin, Role::billing, "bill@example.com");
  const Principal stranger = world.registered_admin("bob@example.com");
  const Principal theirs = world.added(stranger, Role::developer, "dev2@example.com");
  const Contents before = world.contents(shop.account);
  CHECK(outcome(members.set(shop.admin, shop.project, billing.user.id, checked(everything))) ==
        "not_found");
  CHECK(outcome(members.set(shop.admin, shop.project, shop.admin.user.id, checked(everything))) ==
        "not_found");
  CHECK(outcome(members.set(shop.admin, shop.project, theirs.user.id, checked(everything))) ==
        "not_found");
  CHECK(outcome(members.remove(shop.admin, shop.project, developer.user.id)) == "not_found");
  CHECK(world.contents(shop.account) == before);

  const MemberView view =
      must(members.set(shop.admin, shop.project, developer.user.id, checked(everything)));
  CHECK(view.member.permissions == everything.permissions);
  CHECK(view.user.id == developer.user.id);
  must(members.set(shop.admin, shop.project, developer.user.id, checked(everything)));
  CHECK(must(members.list(shop.admin, shop.project, {})).items.size() == 1);
}

TEST_CASE("members: a permission is limited to its project and ends with the membership") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  const Principal developer = world.added(shop.admin, Role::developer, "dev@example.com");
  const auto manages = [&](std::string_view project) {
    return outcome(world.services.credentials.list(developer, project, {}));
  };
  CHECK(manages("Shop") == "permission_denied");
  world.permit(shop.admin, shop.project, developer);
  CHECK(manages("Shop") == "done");
  CHECK(manages("Blog") == "permission_denied");
  CHECK(manages("admin") == "permission_denied");
  CHECK(manages("Nowhere") == "not_found");
  must(world.services.members.remove(shop.admin, shop.project, developer.user.id));
  CHECK(manages("Shop") == "permission_denied");
}

TEST_CASE("members: deleting a developer ends all memberships") {
  World world;
  const Shop shop(world);
  const Principal developer = world.added(shop.admin, Role::developer, "dev@example.com");
  world.permit(shop.admin, shop.project, developer);
  must(world.services.users.remove(shop.admin, Role::developer, developer.user.id));
  CHECK(world.contents(shop.account).members.empty());
  CHECK(must(world.services.members.list(shop.admin, shop.project, {})).items.empty());
}

}  // namespace
}  // namespace gatehouse::testing
