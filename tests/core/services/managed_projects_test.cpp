#include <gatehouse/services/api_security/managed_projects.hpp>

#include <string>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// An account with five projects, of which a developer may manage the second and the fifth.
struct Granting {
  explicit Granting(World& world)
      : admin(world.registered_admin("ann@example.com")),
        developer(world.added(admin, Role::developer, "dev@example.com")) {
    for (const std::string name : {"a", "b", "c", "d", "e"}) {
      const ProjectId project = world.project(admin, name);
      if (name == "b" || name == "e") world.permit(admin, project, developer);
    }
  }

  Principal admin;
  Principal developer;
};

std::string names_of(const Result<Listing<Project, ProjectId>>& listing) {
  std::string names;
  for (const Project& project : must(listing).items) names += project.name;
  return names;
}

TEST_CASE("managed projects: an admin manages all of the account, a developer the granted ones") {
  World world;
  const Granting account(world);
  const Principal stranger = world.registered_admin("bob@example.com");
  world.project(stranger, "theirs");
  auto& managed = world.services.managed_projects;
  CHECK(names_of(managed.list(account.admin, {})) == "abcde");
  CHECK(must(managed.count(account.admin)) == 5);
  CHECK(names_of(managed.list(account.developer, {})) == "be");
  CHECK(must(managed.count(account.developer)) == 2);
  CHECK(names_of(managed.list(stranger, {})) == "theirs");
  const Principal other = world.added(account.admin, Role::developer, "other@example.com");
  CHECK(names_of(managed.list(other, {})).empty());
  CHECK(must(managed.count(other)) == 0);
}

TEST_CASE("managed projects: pages omit the projects of others and continue after the last one") {
  World world;
  const Granting account(world);
  auto& managed = world.services.managed_projects;
  const auto first = must(managed.list(account.developer, {.after = {}, .limit = 1}));
  CHECK(names_of(first) == "b");
  REQUIRE(first.next.has_value());
  const auto second = must(managed.list(account.developer, {.after = first.next, .limit = 1}));
  CHECK(names_of(second) == "e");
  CHECK_FALSE(second.next.has_value());
  const auto page = must(managed.list(account.admin, {.after = {}, .limit = 3}));
  CHECK(names_of(page) == "abc");
  CHECK(names_of(managed.list(account.admin, {.after = page.next, .limit = 3})) == "de");
}

}  // namespace
}  // namespace gatehouse::testing
