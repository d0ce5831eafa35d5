// What the gateways are told: who may enter, and the first reason why not.
#include <gatehouse/services/api_security/access.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

using namespace std::chrono_literals;

TEST_CASE("access: whoever was granted the API proxy enters, and the gateway learns who it is") {
  World world;
  const Shop shop(world);
  must(world.services.credentials.save(shop.admin, "Shop",
                                       {.username = "client",
                                        .email = email("client@example.com"),
                                        .roles = std::vector<std::string>{"reader", "writer"}}));
  const Verdict verdict = asked(world, shop);
  CHECK(verdict.is_allowed());
  CHECK(verdict.username == "client");
  CHECK(verdict.roles == std::vector<std::string>{"reader", "writer"});
  CHECK(verdict.scope == Scope::of(shop.project));
}

TEST_CASE("access: a refusal tells nothing about the credential") {
  World world;
  const Shop shop(world);
  for (const Asked& question : {Asked{.secret = "wrong"}, Asked{.proxy = "Orders"}}) {
    const Verdict verdict = asked(world, shop, question);
    CHECK_FALSE(verdict.is_allowed());
    CHECK(verdict.username.empty());
    CHECK(verdict.roles.empty());
  }
}

TEST_CASE("access: unknown users, wrong secrets and other accounts are refused in the same way") {
  World world;
  const Shop shop(world);
  const Principal stranger = world.registered_admin("bob@example.com");
  const std::size_t before = world.hasher.verifications();
  CHECK(answer(world, shop, {.secret = "wrong"}) == "wrong_secret");
  CHECK(answer(world, shop, {.username = "nobody"}) == "wrong_secret");
  CHECK(answer(world, shop, {.username = "CLIENT"}) == "wrong_secret");
  CHECK(answer(world, shop, {.username = ""}) == "wrong_secret");
  CHECK(answer(world, shop, {.secret = ""}) == "wrong_secret");
  CHECK(answer(world, shop, {.account = *stranger.user.account}) == "wrong_secret");
  // After the same work.
  CHECK(world.hasher.verifications() == before + 6);
}

TEST_CASE("access: of several reasons the first in their order is told") {
  World world;
  const Shop shop(world);
  const Timestamp over = world.clock.next() + 1h;
  // All that can be wrong is; then one after another is put right.
  must(world.services.grants.remove(shop.admin, "Shop", "client", {{"Stock"}}));
  SaveCredential command = client("client");
  command.enabled = false;
  command.expires_at = over;
  command.ip_ranges = std::vector<IpRange>{*IpRange::parse("192.0.2.1")};
  const auto save = [&] { must(world.services.credentials.save(shop.admin, "Shop", command)); };
  save();
  world.clock.advance(2h);
  CHECK(answer(world, shop, {.secret = "wrong"}) == "wrong_secret");
  CHECK(answer(world, shop) == "disabled");
  command.enabled = true;
  save();
  CHECK(answer(world, shop) == "expired");
  command.expires_at = std::optional<Timestamp>();
  save();
  CHECK(answer(world, shop) == "address_not_allowed");
  command.ip_ranges = std::vector<IpRange>{};
  save();
  CHECK(answer(world, shop) == "not_granted");
  world.grant(shop.admin, "Shop", "client", "Stock", over);
  CHECK(answer(world, shop) == "grant_expired");
  must(world.services.grants.remove(shop.admin, "Shop", "client", {{"Stock"}}));
  world.grant(shop.admin, "Shop", "client", "Stock");
  CHECK(answer(world, shop) == "allowed");
}

TEST_CASE("access: at the moment at which something expires it is over, and not before") {
  AccessFacts facts;
  Credential credential;
  const auto give = [&] { facts.credential = std::make_shared<const Credential>(credential); };
  facts.grants.granted = true;
  const Timestamp end = Timestamp(Duration(1'000'000));
  const auto at = [&](Timestamp now) { return told(decide_by(facts, std::nullopt, now)); };
  credential.expires_at = end;
  give();
  CHECK(at(end - Duration(1)) == "allowed");
  CHECK(at(end) == "expired");
  CHECK(at(end + Duration(1)) == "expired");
  credential.expires_at.reset();
  give();
  facts.grants.granted_until = end;
  CHECK(at(end - Duration(1)) == "allowed");
  CHECK(at(end) == "grant_expired");
  credential.expires_at = end;
  give();
  CHECK(at(end) == "expired");
}

TEST_CASE("access: of several grants the one that lasts longest counts") {
  World world;
  const Shop shop(world);
  const Timestamp now = world.clock.next();
  must(world.services.grants.remove(shop.admin, "Shop", "client", {{"Stock"}}));
  world.api_proxy_group(shop.admin, "Shop", "Short", {"Stock"});
  world.api_proxy_group(shop.admin, "Shop", "Long", {"Stock"});
  world.grant(shop.admin, "Shop", "client", "Stock", now + 2h);
  world.grant_group(shop.admin, "Shop", "client", "Short", now + 1h);
  world.grant_group(shop.admin, "Shop", "client", "Long", now + 3h);
  CHECK(answer(world, shop) == "allowed");
  world.clock.advance(150min);
  CHECK(answer(world, shop) == "allowed");
  world.clock.advance(31min);
  CHECK(answer(world, shop) == "grant_expired");
  world.api_proxy_group(shop.admin, "Shop", "Ever", {"Stock"});
  world.grant_group(shop.admin, "Shop", "client", "Ever");
  CHECK(answer(world, shop) == "allowed");
}

TEST_CASE("access: a group that was granted holds what is in it now, and what comes later") {
  World world;
  const Shop shop(world);
  auto& groups = world.services.api_proxy_groups;
  world.api_proxy_group(shop.admin, "Shop", "Public");
  world.grant_group(shop.admin, "Shop", "client", "Public");
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
  must(groups.add_proxies(shop.admin, "Shop", "Public", {"Orders"}));
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "allowed");
  must(groups.remove_proxies(shop.admin, "Shop", "Public", {"Orders"}));
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
  must(groups.add_proxies(shop.admin, "Shop", "Public", {"Orders"}));
  must(groups.remove(shop.admin, "Shop", "Public"));
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
}

TEST_CASE("access: a grant on a group is none on an API proxy of that name") {
  World world;
  const Shop shop(world);
  world.api_proxy_group(shop.admin, "Shop", "Orders");
  world.grant_group(shop.admin, "Shop", "client", "Orders");
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
}

TEST_CASE("access: a project and an API proxy that nobody knows are not granted") {
  World world;
  const Shop shop(world);
  CHECK(answer(world, shop, {.project = "Nowhere"}) == "not_granted");
  CHECK(answer(world, shop, {.project = "shop"}) == "not_granted");
  CHECK(answer(world, shop, {.project = ""}) == "not_granted");
  CHECK(answer(world, shop, {.project = "admin"}) == "not_granted");
  CHECK(answer(world, shop, {.proxy = "Nothing"}) == "not_granted");
  CHECK(answer(world, shop, {.proxy = "stock"}) == "not_granted");
  CHECK(answer(world, shop, {.proxy = ""}) == "not_granted");
}

TEST_CASE("access: a project's credential enters no other project, whatever is granted") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Stock");
  CHECK(answer(world, shop, {.project = "Blog"}) == "not_granted");
  world.api_proxy(shop.admin, "admin", "Shared");
  world.grant(shop.admin, "Shop", "client", "Shared");
  CHECK(answer(world, shop, {.proxy = "Shared"}) == "allowed");
  CHECK(answer(world, shop, {.project = "Blog", .proxy = "Shared"}) == "not_granted");
}

TEST_CASE("access: a credential for every project enters each one where it was granted") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Posts");
  world.api_proxy(shop.admin, "admin", "Shared");
  world.credential(shop.admin, "admin", "global");
  const auto reaching = [&](std::string_view project, std::string_view proxy) {
    return answer(world, shop, {.project = project, .proxy = proxy, .username = "global"});
  };
  CHECK(reaching("Shop", "Stock") == "not_granted");

  // In one project alone.
  world.grant(shop.admin, "Shop", "global", "Shared");
  CHECK(reaching("Shop", "Shared") == "allowed");
  CHECK(reaching("Blog", "Shared") == "not_granted");
  // In every one.
  world.grant(shop.admin, "admin", "global", "Shared");
  CHECK(reaching("Blog", "Shared") == "allowed");
  // What one project has registered is no other project's.
  world.grant(shop.admin, "admin", "global", "Posts");
  CHECK(reaching("Blog", "Posts") == "allowed");
  CHECK(reaching("Shop", "Posts") == "not_granted");
  CHECK(asked(world, shop, {.project = "Blog", .proxy = "Posts", .username = "global"}).scope ==
        Scope::everywhere());
}

TEST_CASE("access: a group for every project opens what each project has under the names in it") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Stock");
  world.api_proxy(shop.admin, "Blog", "Posts");
  world.api_proxy_group(shop.admin, "admin", "Common", {"Stock"});
  world.credential(shop.admin, "admin", "global");
  world.grant_group(shop.admin, "admin", "global", "Common");
  CHECK(answer(world, shop, {.username = "global"}) == "allowed");
  CHECK(answer(world, shop, {.project = "Blog", .username = "global"}) == "allowed");
  CHECK(answer(world, shop, {.project = "Blog", .proxy = "Posts", .username = "global"}) ==
        "not_granted");
}

TEST_CASE("access: a list of addresses lets in those in it, and nobody whose address is unknown") {
  World world;
  const Shop shop(world);
  SaveCredential command = client("client");
  command.ip_ranges =
      std::vector<IpRange>{*IpRange::parse("192.0.2.1"), *IpRange::parse("2001:db8::/32"),
                           *IpRange::parse("123.123.123")};
  must(world.services.credentials.save(shop.admin, "Shop", command));
  const auto from = [&](const char* address) {
    return answer(world, shop, {.address = IpAddress::parse(address).value()});
  };
  CHECK(from("192.0.2.1") == "allowed");
  CHECK(from("::ffff:192.0.2.1") == "allowed");
  CHECK(from("123.123.123.9") == "allowed");
  CHECK(from("2001:db8::9") == "allowed");
  CHECK(from("192.0.2.2") == "address_not_allowed");
  CHECK(from("::192.0.2.1") == "address_not_allowed");
  CHECK(from("2001:db9::") == "address_not_allowed");
  CHECK(answer(world, shop) == "address_not_allowed");
}

TEST_CASE("access: the refusals are called as they stand, for machines") {
  CHECK(name(Refusal::wrong_secret) == "wrong_secret");
  CHECK(name(Refusal::disabled) == "disabled");
  CHECK(name(Refusal::expired) == "expired");
  CHECK(name(Refusal::address_not_allowed) == "address_not_allowed");
  CHECK(name(Refusal::not_granted) == "not_granted");
  CHECK(name(Refusal::grant_expired) == "grant_expired");
}

}  // namespace
}  // namespace gatehouse::testing
