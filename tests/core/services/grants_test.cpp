#include <gatehouse/services/api_security/grants.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/services/api_security/detail/registered_names.hpp>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

std::string targets(const Result<Listing<Grant, GrantId>>& grants) {
  std::string all;
  for (const Grant& grant : must(grants).items) {
    all +=
        (all.empty() ? "" : " ") + std::string(name(grant.target.type)) + ":" + grant.target.name;
  }
  return all;
}

TEST_CASE("grants: they are listed in the order of creation, with their expiry") {
  World world;
  const Shop shop(world);
  const Timestamp end = world.clock.next() + std::chrono::hours(1);
  world.api_proxy_group(shop.admin, "Shop", "Stock");
  world.grant_group(shop.admin, "Shop", "client", "Stock", end);
  world.grant(shop.admin, "Shop", "client", "Orders");
  const auto grants = world.services.grants.list(shop.admin, "Shop", "client");
  CHECK(targets(grants) == "API_PROXY:Stock API_PROXY_GROUP:Stock API_PROXY:Orders");
  CHECK_FALSE(grants->items[0].expires_at.has_value());
  CHECK(grants->items[1].expires_at == end);
}

TEST_CASE("grants: either all grants of a list are made or none") {
  World world;
  const Shop shop(world);
  auto& grants = world.services.grants;
  const Contents before = world.contents(shop.account);
  const auto unknown = grants.add(shop.admin, "Shop", "client",
                                  checked_list<GrantAccess>({{"Orders"}, {"Nothing"}}));
  CHECK(outcome(unknown) == "failed_precondition");
  CHECK(faults(unknown) == "name");
  CHECK(outcome(grants.add(shop.admin, "Shop", "client",
                           checked_list<GrantAccess>({{"Orders"}, {"Stock"}}))) ==
        "already_exists");
  CHECK(outcome(grants.add(shop.admin, "Shop", "client",
                           checked_list<GrantAccess>({{"Orders"}, {"Orders"}}))) ==
        "already_exists");
  // The name belongs to an API proxy, not to a group.
  CHECK(outcome(grants.add(
            shop.admin, "Shop", "client",
            checked_list<GrantAccess>({{"Orders"}, {"Stock", TargetType::api_proxy_group}}))) ==
        "failed_precondition");
  CHECK(world.contents(shop.account) == before);
  CHECK(outcome(grants.add(shop.admin, "Shop", "client", checked_list<GrantAccess>({}))) == "done");
  CHECK(world.contents(shop.account) == before);
}

TEST_CASE("grants: an expired grant may be made again, and once per list") {
  using std::chrono::hours;
  World world;
  const Shop shop(world);
  auto& grants = world.services.grants;
  const Timestamp end = world.clock.next() + hours(1);
  must(grants.add(shop.admin, "Shop", "client",
                  checked_list<GrantAccess>({{"Orders", TargetType::api_proxy, end}})));
  world.clock.advance(hours(2));
  CHECK(outcome(grants.add(shop.admin, "Shop", "client",
                           checked_list<GrantAccess>({{"Orders"}, {"Orders"}}))) ==
        "already_exists");
  CHECK(outcome(grants.add(shop.admin, "Shop", "client",
                           checked_list<GrantAccess>({{"Orders"}, {"Stock"}}))) ==
        "already_exists");
  CHECK(must(grants.list(shop.admin, "Shop", "client")).items.back().expires_at == end);
  must(grants.add(shop.admin, "Shop", "client", checked_list<GrantAccess>({{"Orders"}})));
  const auto renewed = must(grants.list(shop.admin, "Shop", "client"));
  REQUIRE(renewed.items.size() == 2);
  CHECK_FALSE(renewed.items.back().expires_at.has_value());
}

TEST_CASE("grants: the number of grants of a credential in a project is limited") {
  World world;
  const Shop shop(world);
  auto& grants = world.services.grants;
  const Grant first = must(grants.list(shop.admin, "Shop", "client")).items.front();
  const auto stored = world.storage.transact([&](Transaction& tx) -> Result<Done> {
    Grant grant = first;
    GrantId::Bytes id = first.id.bytes();
    for (std::size_t i = 1; i < max_grants_of_credential; ++i) {
      id[13] = static_cast<std::uint8_t>(first.id.bytes()[13] ^ 1U);
      id[14] = static_cast<std::uint8_t>(i >> 8U);
      id[15] = static_cast<std::uint8_t>(i);
      grant.id = GrantId(id);
      grant.target.name = "P" + std::to_string(i);
      if (!tx.grants().insert(grant)) return Unexpected(conflict("an id is taken"));
    }
    return Done{};
  });
  REQUIRE(stored);
  const auto add = [&] {
    return outcome(
        grants.add(shop.admin, "Shop", "client", checked_list<GrantAccess>({{"Orders"}})));
  };
  CHECK(add() == "limit_exceeded");
  must(grants.remove(shop.admin, "Shop", "client", checked_list<RevokeAccess>({{"Stock"}})));
  CHECK(add() == "done");
  CHECK(add() == "limit_exceeded");
}

TEST_CASE("grants: either all grants of a list are revoked or none") {
  World world;
  const Shop shop(world);
  auto& grants = world.services.grants;
  const Contents before = world.contents(shop.account);
  CHECK(outcome(grants.remove(shop.admin, "Shop", "client",
                              checked_list<RevokeAccess>({{"Stock"}, {"Orders"}}))) ==
        "failed_precondition");
  CHECK(outcome(grants.remove(shop.admin, "Shop", "client",
                              checked_list<RevokeAccess>({{"Stock"}, {"Nothing"}}))) ==
        "failed_precondition");
  CHECK(outcome(grants.remove(shop.admin, "Shop", "client",
                              checked_list<RevokeAccess>({{"Stock"}, {"Stock"}}))) ==
        "failed_precondition");
  CHECK(world.contents(shop.account) == before);
  CHECK(outcome(grants.remove(shop.admin, "Shop", "client",
                              checked_list<RevokeAccess>({{"Stock"}}))) == "done");
  CHECK(must(grants.list(shop.admin, "Shop", "client")).items.empty());
}

TEST_CASE("grants: a username unknown to the project is refused by every call") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  world.credential(shop.admin, "Blog", "writer");
  auto& grants = world.services.grants;
  for (const std::string username : {"writer", "nobody", ""}) {
    CAPTURE(username);
    CHECK(outcome(grants.list(shop.admin, "Shop", username)) == "failed_precondition");
    CHECK(outcome(grants.add(shop.admin, "Shop", username,
                             checked_list<GrantAccess>({{"Orders"}}))) == "failed_precondition");
    CHECK(outcome(grants.remove(shop.admin, "Shop", username,
                                checked_list<RevokeAccess>({{"Orders"}}))) ==
          "failed_precondition");
  }
}

TEST_CASE("grants: a project's credential has grants in its project, under either name") {
  World world;
  const Shop shop(world);
  auto& grants = world.services.grants;
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Posts");
  must(grants.add(shop.admin, "admin", "client", checked_list<GrantAccess>({{"Orders"}})));
  CHECK(targets(grants.list(shop.admin, "Shop", "client")) == "API_PROXY:Stock API_PROXY:Orders");
  CHECK(targets(grants.list(shop.admin, "admin", "client")) == "API_PROXY:Stock API_PROXY:Orders");
  // So names of other projects are unknown there.
  CHECK(outcome(grants.add(shop.admin, "admin", "client",
                           checked_list<GrantAccess>({{"Posts"}}))) == "failed_precondition");
  must(grants.remove(shop.admin, "admin", "client", checked_list<RevokeAccess>({{"Stock"}})));
  CHECK(targets(grants.list(shop.admin, "Shop", "client")) == "API_PROXY:Orders");
}

TEST_CASE(
    "grants: a credential for every project has separate grants in each project and globally") {
  World world;
  const Shop shop(world);
  auto& grants = world.services.grants;
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Posts");
  world.credential(shop.admin, "admin", "global");
  must(grants.add(shop.admin, "Shop", "global", checked_list<GrantAccess>({{"Stock"}})));
  must(
      grants.add(shop.admin, "admin", "global", checked_list<GrantAccess>({{"Stock"}, {"Posts"}})));
  CHECK(targets(grants.list(shop.admin, "Shop", "global")) == "API_PROXY:Stock");
  CHECK(targets(grants.list(shop.admin, "Blog", "global")).empty());
  CHECK(targets(grants.list(shop.admin, "admin", "global")) == "API_PROXY:Stock API_PROXY:Posts");
  CHECK(outcome(grants.add(shop.admin, "Shop", "global", checked_list<GrantAccess>({{"Posts"}}))) ==
        "failed_precondition");
}

TEST_CASE("grants: the permissions of a developer are limited to the project they were given for") {
  World world;
  const Shop shop(world);
  auto& grants = world.services.grants;
  world.project(shop.admin, "Blog");
  world.credential(shop.admin, "admin", "global");
  const Principal developer = world.added(shop.admin, Role::developer, "dev@example.com");
  CHECK(outcome(grants.list(developer, "Shop", "client")) == "permission_denied");
  world.permit(shop.admin, shop.project, developer);
  CHECK(outcome(grants.list(developer, "Shop", "client")) == "done");
  CHECK(outcome(grants.add(developer, "Shop", "global", checked_list<GrantAccess>({{"Stock"}}))) ==
        "done");
  CHECK(outcome(grants.list(developer, "Blog", "global")) == "permission_denied");
  CHECK(outcome(grants.list(developer, "admin", "global")) == "permission_denied");
  CHECK(outcome(grants.add(developer, "admin", "client",
                           checked_list<GrantAccess>({{"Orders"}}))) == "permission_denied");
  must(world.services.members.remove(shop.admin, shop.project, developer.user.id));
  CHECK(outcome(grants.list(developer, "Shop", "client")) == "permission_denied");
}

}  // namespace
}  // namespace gatehouse::testing
