// Answers to gateways: whether a client is allowed, and the first reason for a refusal.
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

TEST_CASE("access: a client with a grant on the API proxy is allowed and identified") {
  World world;
  const Shop shop(world);
  must(world.services.credentials.save(
      shop.admin, "Shop",
      checked<SaveCredential>({.username = "client",
                               .email = email("client@example.com"),
                               .roles = std::vector<std::string>{"reader", "writer"}})));
  const Verdict verdict = asked(world, shop);
  CHECK(verdict.is_allowed());
  CHECK(verdict.username == "client");
  CHECK(verdict.roles == std::vector<std::string>{"reader", "writer"});
  CHECK(verdict.scope == Scope::of(shop.project));
}

TEST_CASE("access: a refusal does not reveal anything about the credential") {
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
  // After the same amount of work.
  CHECK(world.hasher.verifications() == before + 6);
}

TEST_CASE("access: of several reasons the first in a fixed order is returned") {
  World world;
  const Shop shop(world);
  const Timestamp over = world.clock.next() + 1h;
  // Every possible reason applies; then they are corrected one by one.
  must(world.services.grants.remove(shop.admin, "Shop", "client",
                                    checked_list<RevokeAccess>({{"Stock"}})));
  SaveCredential command = client("client");
  command.enabled = false;
  command.expires_at = over;
  command.ip_ranges = std::vector<IpRange>{*IpRange::parse("192.0.2.1")};
  const auto save = [&] {
    must(world.services.credentials.save(shop.admin, "Shop", checked(command)));
  };
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
  must(world.services.grants.remove(shop.admin, "Shop", "client",
                                    checked_list<RevokeAccess>({{"Stock"}})));
  world.grant(shop.admin, "Shop", "client", "Stock");
  CHECK(answer(world, shop) == "allowed");
}

TEST_CASE("access: a record is expired from the moment of its expiry on, and not earlier") {
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

TEST_CASE("access: of several grants the one with the latest expiry applies") {
  World world;
  const Shop shop(world);
  const Timestamp now = world.clock.next();
  must(world.services.grants.remove(shop.admin, "Shop", "client",
                                    checked_list<RevokeAccess>({{"Stock"}})));
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

TEST_CASE("access: a grant on a group applies to its current and future members") {
  World world;
  const Shop shop(world);
  auto& groups = world.services.api_proxy_groups;
  world.api_proxy_group(shop.admin, "Shop", "Public");
  world.grant_group(shop.admin, "Shop", "client", "Public");
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
  must(groups.add_proxies(shop.admin, "Shop", "Public", proxies_named({"Orders"})));
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "allowed");
  must(groups.remove_proxies(shop.admin, "Shop", "Public", proxies_named({"Orders"})));
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
  must(groups.add_proxies(shop.admin, "Shop", "Public", proxies_named({"Orders"})));
  must(groups.remove(shop.admin, "Shop", "Public"));
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
}

TEST_CASE("access: a grant on a group does not apply to an API proxy of the same name") {
  World world;
  const Shop shop(world);
  world.api_proxy_group(shop.admin, "Shop", "Orders");
  world.grant_group(shop.admin, "Shop", "client", "Orders");
  CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
}

TEST_CASE("access: unknown projects and API proxies are refused as not granted") {
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

TEST_CASE("access: a project's credential has no access to other projects, whatever its grants") {
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

TEST_CASE(
    "access: a credential for every project has access to each project where it has a grant") {
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

  // In a single project.
  world.grant(shop.admin, "Shop", "global", "Shared");
  CHECK(reaching("Shop", "Shared") == "allowed");
  CHECK(reaching("Blog", "Shared") == "not_granted");
  // In every project.
  world.grant(shop.admin, "admin", "global", "Shared");
  CHECK(reaching("Blog", "Shared") == "allowed");
  // A name registered in one project does not exist in another.
  world.grant(shop.admin, "admin", "global", "Posts");
  CHECK(reaching("Blog", "Posts") == "allowed");
  CHECK(reaching("Shop", "Posts") == "not_granted");
  CHECK(asked(world, shop, {.project = "Blog", .proxy = "Posts", .username = "global"}).scope ==
        Scope::everywhere());
}

TEST_CASE(
    "access: a group for every project applies to each project's proxies of the names in it") {
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

TEST_CASE("access: an address list allows the addresses in it and denies unknown addresses") {
  World world;
  const Shop shop(world);
  SaveCredential command = client("client");
  command.ip_ranges =
      std::vector<IpRange>{*IpRange::parse("192.0.2.1"), *IpRange::parse("2001:db8::/32"),
                           *IpRange::parse("123.123.123")};
  must(world.services.credentials.save(shop.admin, "Shop", checked(command)));
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

TEST_CASE("access: the machine-readable names of the refusals are stable") {
  CHECK(name(Refusal::wrong_secret) == "wrong_secret");
  CHECK(name(Refusal::disabled) == "disabled");
  CHECK(name(Refusal::expired) == "expired");
  CHECK(name(Refusal::address_not_allowed) == "address_not_allowed");
  CHECK(name(Refusal::not_granted) == "not_granted");
  CHECK(name(Refusal::grant_expired) == "grant_expired");
}

}  // namespace
}  // namespace gatehouse::testing
