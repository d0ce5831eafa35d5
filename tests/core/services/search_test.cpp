/// Filters of lists.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <gatehouse/services/detail/search.hpp>
#include <gatehouse/services/issue.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// The names of the projects that a filter finds, with a page of `limit` items at a time.
std::vector<std::string> projects_found(World& world, const Principal& caller,
                                        const ListFilter& filter, std::size_t limit) {
  std::vector<std::string> names;
  ListRequest<ProjectId> request{.after = {}, .limit = limit, .filter = filter};
  do {
    const auto page = must(world.services.projects.list(caller, request));
    CHECK(page.items.size() <= limit);
    for (const ProjectView& view : page.items) names.push_back(view.project.name);
    request.after = page.next;
  } while (request.after);
  return names;
}

std::vector<std::string> addresses_found(World& world, const Principal& caller, Role role,
                                         const ListFilter& filter) {
  std::vector<std::string> addresses;
  const ListRequest<UserId> request{.after = {}, .limit = {}, .filter = filter};
  for (const User& user : must(world.services.users.list(caller, role, request)).items) {
    addresses.push_back(user.email.text());
  }
  return addresses;
}

using Names = std::vector<std::string>;

TEST_CASE("search: projects are found by their exact name, or a part of name or description") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& projects = world.services.projects;
  for (const DescribeProject& project :
       {DescribeProject{"Corner Shop"}, DescribeProject{"Blog", "News of the shop"},
        DescribeProject{"Caf\u00E9"}, DescribeProject{"shop"}}) {
    must(projects.create(admin, checked(project)));
  }
  for (const std::size_t limit : {1U, 2U, 10U}) {
    CAPTURE(limit);
    const auto found = [&](const ListFilter& filter) {
      return projects_found(world, admin, filter, limit);
    };
    CHECK(found({.exact = "shop"}) == Names{"shop"});
    CHECK(found({.exact = "Shop"}).empty());
    CHECK(found({.exact = "Cafe\u0301"}) == Names{"Caf\u00E9"});
    CHECK(found({.exact = {}, .part = "SHOP"}) == Names{"Corner Shop", "Blog", "shop"});
    CHECK(found({.exact = {}, .part = "CAF\u00C9"}) == Names{"Caf\u00E9"});
    CHECK(found({.exact = {}, .part = "cinema"}).empty());
    CHECK(found({.exact = "Blog", .part = "news"}) == Names{"Blog"});
    CHECK(found({.exact = "Blog", .part = "corner"}).empty());
  }
  const Principal other = world.registered_admin("bob@example.com");
  CHECK(projects_found(world, other, {.exact = "shop"}, 10).empty());
  CHECK(projects_found(world, other, {.exact = {}, .part = "shop"}, 10).empty());
}

TEST_CASE("search: users are found by their address, or a part of it or of their names") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.added(admin, Role::developer, "bob@example.com");
  world.added(admin, Role::developer, "\u00E9va@example.com");
  world.added(admin, Role::billing, "carl@example.com");
  const auto developers = [&](const ListFilter& filter) {
    return addresses_found(world, admin, Role::developer, filter);
  };
  CHECK(developers({.exact = "BOB@Example.com"}) == Names{"bob@example.com"});
  CHECK(developers({.exact = "\u00C9va@example.com"}) == Names{"\u00E9va@example.com"});
  CHECK(developers({.exact = "carl@example.com"}).empty());
  CHECK(developers({.exact = "no address"}).empty());
  CHECK(developers({.exact = {}, .part = "BOB@"}) == Names{"bob@example.com"});
  CHECK(developers({.exact = {}, .part = "example"}).size() == 2);
  const User bob = must(world.services.users.list(admin, Role::developer, {})).items.front();
  CHECK(developers({.exact = {}, .part = bob.last_name}).size() == 2);
  // Addresses are unique in the installation, and those of other accounts are not revealed.
  const Principal stranger = world.registered_admin("dora@example.com");
  CHECK(addresses_found(world, stranger, Role::developer, {.exact = "bob@example.com"}).empty());
  CHECK(addresses_found(world, stranger, Role::admin, {.exact = "ann@example.com"}).empty());
}

TEST_CASE("search: credentials are found by their user name, or a part of their texts") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.project(admin, "Shop");
  for (const char* username : {"orders", "stock", "Caf\u00E9"}) {
    SaveCredential command = client(username);
    command.full_name = std::string("Client of ") + username;
    must(world.services.credentials.save(admin, "Shop", checked(command)));
  }
  world.credential(admin, "admin", "stock of all");
  const auto found = [&](std::string_view project, const ListFilter& filter) {
    Names usernames;
    const ListRequest<CredentialId> request{.after = {}, .limit = {}, .filter = filter};
    for (const CredentialView& view :
         must(world.services.credentials.list(admin, project, request)).items) {
      usernames.push_back(view.credential.username);
    }
    CHECK(must(world.services.credentials.count(admin, project, filter)) == usernames.size());
    return usernames;
  };
  CHECK(found("Shop", {.exact = "stock"}) == Names{"stock"});
  CHECK(found("Shop", {.exact = "Stock"}).empty());
  CHECK(found("Shop", {.exact = "Cafe\u0301"}) == Names{"Caf\u00E9"});
  CHECK(found("Shop", {.exact = "stock of all"}).empty());
  CHECK(found("admin", {.exact = "stock of all"}) == Names{"stock of all"});
  CHECK(found("admin", {.exact = {}, .part = "STOCK"}) == Names{"stock", "stock of all"});
  CHECK(found("Shop", {.exact = {}, .part = "client of"}).size() == 3);
  CHECK(found("Shop", {}).size() == 3);
}

TEST_CASE("search: a search reads a bounded number of rows, and continues where it stopped") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  std::vector<ConsumerId> ids;
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    ids.clear();
    const Timestamp now = world.clock.now();
    for (std::size_t i = 0; i < 2 * large_rows_of_search + 10; ++i) {
      ids.push_back(make_id<ConsumerId>(now, world.entropy));
      REQUIRE(tx.consumers().insert({ids.back(), *admin.user.account, now}));
    }
    return Done{};
  }));
  ListRequest<ConsumerId> request{
      .after = {}, .limit = 5, .filter = {.exact = {}, .part = ids.back().to_string()}};
  std::vector<ConsumerId> found;
  int pages = 0;
  do {
    const auto page = must(world.services.consumers.list(admin, request));
    for (const Consumer& consumer : page.items) found.push_back(consumer.id);
    request.after = page.next;
    REQUIRE(++pages <= 3);
  } while (request.after);
  CHECK(pages == 3);
  CHECK(found == std::vector{ids.back()});
}

}  // namespace
}  // namespace gatehouse::testing
