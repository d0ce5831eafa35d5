// API proxies and groups of them: names and dependent records.
#include <gatehouse/schema/api_proxy_groups.hpp>
#include <gatehouse/services/api_security/api_proxies.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/services/api_security/detail/registered_names.hpp>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

std::vector<std::string> in_group(World& world, const Shop& shop, const std::string& project,
                                  const std::string& group) {
  for (const auto& view :
       must(world.services.api_proxy_groups.list(shop.admin, project, {})).items) {
    if (view.group.name == group) return view.proxies;
  }
  return {"no such group"};
}

TEST_CASE("api proxies: a project lists its own, and admin lists those of all projects") {
  World world;
  const Shop shop(world);
  world.api_proxy(shop.admin, "admin", "Shared");
  auto& proxies = world.services.api_proxies;
  CHECK(must(proxies.list(shop.admin, "Shop", {})).items.size() == 2);
  const auto all = must(proxies.list(shop.admin, "admin", {}));
  REQUIRE(all.items.size() == 3);
  CHECK(all.items[0].project == "Shop");
  CHECK(all.items[2].proxy.name == "Shared");
  CHECK(all.items[2].project == "admin");
}

TEST_CASE("api proxies: a name is used either by projects or for every project") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "admin", "Shared");
  world.api_proxy_group(shop.admin, "admin", "Common");
  world.api_proxy_group(shop.admin, "Shop", "Public");
  auto& proxies = world.services.api_proxies;
  auto& groups = world.services.api_proxy_groups;
  const Contents before = world.contents(shop.account);
  CHECK(outcome(proxies.create(shop.admin, "Shop", checked<RegisterApiProxy>({"Stock"}))) ==
        "already_exists");
  CHECK(outcome(proxies.create(shop.admin, "admin", checked<RegisterApiProxy>({"Stock"}))) ==
        "already_exists");
  CHECK(outcome(proxies.create(shop.admin, "Shop", checked<RegisterApiProxy>({"Shared"}))) ==
        "already_exists");
  CHECK(outcome(groups.create(shop.admin, "admin", checked<CreateApiProxyGroup>({"Public"}))) ==
        "already_exists");
  CHECK(outcome(groups.create(shop.admin, "Shop", checked<CreateApiProxyGroup>({"Common"}))) ==
        "already_exists");
  CHECK(world.contents(shop.account) == before);
  // Two projects may share a name, and so may a proxy and a group.
  CHECK(outcome(proxies.create(shop.admin, "Blog", checked<RegisterApiProxy>({"Stock"}))) ==
        "done");
  CHECK(outcome(groups.create(shop.admin, "Shop", checked<CreateApiProxyGroup>({"Stock"}))) ==
        "done");
}

TEST_CASE("api proxies: deleting a proxy removes its grants and its memberships of groups") {
  World world;
  const Shop shop(world);
  world.api_proxy_group(shop.admin, "Shop", "Public", {"Orders", "Stock"});
  world.api_proxy_group(shop.admin, "admin", "Common", {"Stock"});
  world.credential(shop.admin, "admin", "global");
  world.grant(shop.admin, "admin", "global", "Stock");
  must(world.services.api_proxies.remove(shop.admin, "Shop", "Stock"));
  CHECK(world.contents(shop.account).grants.empty());
  CHECK(in_group(world, shop, "Shop", "Public") == std::vector<std::string>{"Orders"});
  CHECK(in_group(world, shop, "admin", "Common").empty());
  CHECK(outcome(world.services.api_proxies.remove(shop.admin, "Shop", "Stock")) ==
        "failed_precondition");
  // When it is registered again, it has no grants.
  world.api_proxy(shop.admin, "Shop", "Stock");
  CHECK(answer(world, shop) == "not_granted");
}

TEST_CASE("api proxies: a proxy for every project is kept while a project uses its name") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Stock");
  world.api_proxy_group(shop.admin, "admin", "Common", {"Stock"});
  world.api_proxy_group(shop.admin, "Blog", "Public", {"Stock"});
  world.credential(shop.admin, "admin", "global");
  world.grant(shop.admin, "admin", "global", "Stock");
  must(world.services.api_proxies.remove(shop.admin, "Shop", "Stock"));
  CHECK(must(world.services.grants.list(shop.admin, "Shop", "client")).items.empty());
  CHECK(must(world.services.grants.list(shop.admin, "admin", "global")).items.size() == 1);
  CHECK(in_group(world, shop, "admin", "Common") == std::vector<std::string>{"Stock"});
  CHECK(in_group(world, shop, "Blog", "Public") == std::vector<std::string>{"Stock"});
  must(world.services.api_proxies.remove(shop.admin, "Blog", "Stock"));
  CHECK(must(world.services.grants.list(shop.admin, "admin", "global")).items.empty());
  CHECK(in_group(world, shop, "admin", "Common").empty());
}

TEST_CASE("api proxies: deleting a proxy for every project removes its grants in every project") {
  World world;
  const Shop shop(world);
  world.api_proxy(shop.admin, "admin", "Shared");
  world.api_proxy_group(shop.admin, "Shop", "Public", {"Shared"});
  world.grant(shop.admin, "Shop", "client", "Shared");
  // It cannot be deleted through a project, to which it does not belong.
  CHECK(outcome(world.services.api_proxies.remove(shop.admin, "Shop", "Shared")) ==
        "failed_precondition");
  must(world.services.api_proxies.remove(shop.admin, "admin", "Shared"));
  CHECK(must(world.services.grants.list(shop.admin, "Shop", "client")).items.size() == 1);
  CHECK(in_group(world, shop, "Shop", "Public").empty());
}

TEST_CASE("api proxy groups: lists of members are added and removed completely or not at all") {
  World world;
  const Shop shop(world);
  world.api_proxy_group(shop.admin, "Shop", "Public", {"Stock"});
  auto& groups = world.services.api_proxy_groups;
  const Contents before = world.contents(shop.account);
  const auto put = [&](const std::vector<std::string>& names) {
    return outcome(groups.add_proxies(shop.admin, "Shop", "Public", proxies_named(names)));
  };
  const auto take = [&](const std::vector<std::string>& names) {
    return outcome(groups.remove_proxies(shop.admin, "Shop", "Public", proxies_named(names)));
  };
  CHECK(put({"Orders", "Nothing"}) == "failed_precondition");
  CHECK(put({"Orders", "Stock"}) == "already_exists");
  CHECK(put({"Orders", "Orders"}) == "already_exists");
  CHECK(take({"Stock", "Orders"}) == "failed_precondition");
  CHECK(take({"Stock", "Stock"}) == "failed_precondition");
  CHECK(outcome(groups.add_proxies(shop.admin, "Shop", "Nothing", proxies_named({"Stock"}))) ==
        "failed_precondition");
  CHECK(outcome(groups.remove_proxies(shop.admin, "Shop", "Nothing", proxies_named({"Stock"}))) ==
        "failed_precondition");
  CHECK(outcome(groups.remove(shop.admin, "Shop", "Nothing")) == "failed_precondition");
  CHECK(world.contents(shop.account) == before);
  CHECK(put({"Orders"}) == "done");
  CHECK(take({"Stock", "Orders"}) == "done");
  CHECK(in_group(world, shop, "Shop", "Public").empty());
}

/// Adds as many API proxies to the group as it may have.
void fill_group(World& world, const Shop& shop, const std::string& group) {
  const auto project = must(world.services.projects.list(shop.admin, {})).items.front().project;
  const auto stored = world.storage.transact([&](Transaction& tx) -> Result<Done> {
    for (std::size_t i = 0; i < max_proxies_of_group; ++i) {
      CHECK(tx.api_proxy_groups().add(shop.account, Scope::of(project.id), group,
                                      "P" + std::to_string(i)));
    }
    return Done{};
  });
  REQUIRE(stored);
}

TEST_CASE("api proxy groups: the number of API proxies in a group is limited") {
  World world;
  const Shop shop(world);
  world.api_proxy_group(shop.admin, "Shop", "Public");
  fill_group(world, shop, "Public");
  auto& groups = world.services.api_proxy_groups;
  const auto put = [&] {
    return outcome(groups.add_proxies(shop.admin, "Shop", "Public", proxies_named({"Stock"})));
  };
  CHECK(put() == "limit_exceeded");
  must(groups.remove_proxies(shop.admin, "Shop", "Public", proxies_named({"P7"})));
  CHECK(put() == "done");
  CHECK(put() == "limit_exceeded");
}

TEST_CASE("api proxy groups: the number of groups of an account is limited across its projects") {
  World world;
  const Shop shop(world);
  const ProjectId blog = world.project(shop.admin, "Blog");
  const auto stored = world.storage.transact([&](Transaction& tx) -> Result<Done> {
    for (std::size_t i = 0; i < max_groups_of_account; ++i) {
      ApiProxyGroupId::Bytes id{};
      id[0] = static_cast<std::uint8_t>(i >> 8U);
      id[1] = static_cast<std::uint8_t>(i);
      CHECK(tx.api_proxy_groups().insert({.id = ApiProxyGroupId(id),
                                          .account = shop.account,
                                          .scope = Scope::of(blog),
                                          .name = "G" + std::to_string(i),
                                          .description = {},
                                          .created_at = {}}));
    }
    return Done{};
  });
  REQUIRE(stored);
  auto& groups = world.services.api_proxy_groups;
  const auto create = [&](const std::string& name) {
    return outcome(groups.create(shop.admin, "admin", checked<CreateApiProxyGroup>({name})));
  };
  CHECK(create("More") == "limit_exceeded");
  CHECK(create("G1") == "already_exists");
  must(groups.remove(shop.admin, "Blog", "G0"));
  CHECK(create("More") == "done");
  CHECK(create("Even more") == "limit_exceeded");
}

TEST_CASE("api proxy groups: a page of large groups ends early, and the list continues after it") {
  World world;
  const Shop shop(world);
  auto& groups = world.services.api_proxy_groups;
  for (const std::string name : {"a", "b", "c"}) {
    world.api_proxy_group(shop.admin, "Shop", name);
    fill_group(world, shop, name);
  }
  std::string seen;
  ListRequest<ApiProxyGroupId> request;
  do {
    const auto page = must(groups.list(shop.admin, "Shop", request));
    REQUIRE(page.items.size() == 1);
    CHECK(page.items.front().proxies.size() == max_proxies_of_group);
    seen += page.items.front().group.name;
    request.after = page.next;
  } while (request.after);
  CHECK(seen == "abc");
}

TEST_CASE("api proxy groups: deleting a group removes the grants on it, not those on its proxies") {
  World world;
  const Shop shop(world);
  world.api_proxy_group(shop.admin, "Shop", "Public", {"Orders"});
  world.grant_group(shop.admin, "Shop", "client", "Public");
  must(world.services.api_proxy_groups.remove(shop.admin, "Shop", "Public"));
  const auto left = must(world.services.grants.list(shop.admin, "Shop", "client"));
  REQUIRE(left.items.size() == 1);
  CHECK(left.items.front().target.name == "Stock");
  // A group of the same name is empty.
  world.api_proxy_group(shop.admin, "Shop", "Public");
  CHECK(in_group(world, shop, "Shop", "Public").empty());
}

}  // namespace
}  // namespace gatehouse::testing
