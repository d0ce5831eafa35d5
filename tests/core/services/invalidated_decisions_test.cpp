// Which cached decisions a change invalidates, and which ones stay valid.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

SaveCredential disabled() {
  SaveCredential command{.username = "client", .email = email("client@example.com")};
  command.enabled = false;
  return command;
}

TEST_CASE("decision cache: a change to one credential keeps the entries of the others") {
  using Make = std::function<void(Services&, const Principal&)>;
  const std::vector<std::pair<std::string, Make>> changes{
      {"update", [](Services& s,
                    auto& admin) { must(s.credentials.save(admin, "Shop", checked(disabled()))); }},
      {"extension to the account",
       [](Services& s, auto& admin) {
         must(s.credentials.save(admin, "admin", checked(disabled())));
       }},
      {"new password",
       [](Services& s, auto& admin) {
         must(s.credentials.set_password(admin, "Shop", "client",
                                         checked<SetCredentialPassword>({Secret("new")})));
       }},
      {"grant",
       [](Services& s, auto& admin) {
         must(s.grants.add(admin, "Shop", "client", checked_list<GrantAccess>({{"Orders"}})));
       }},
      {"revocation",
       [](Services& s, auto& admin) {
         must(s.grants.remove(admin, "Shop", "client", checked_list<RevokeAccess>({{"Stock"}})));
       }},
      {"removal",
       [](Services& s, auto& admin) { must(s.credentials.remove(admin, "Shop", "client")); }},
      {"creation",
       [](Services& s, auto& admin) {
         must(s.credentials.create(admin, "Shop", checked<CreateCredential>({client("third")})));
       }},
      {"gateway",
       [](Services& s, auto& admin) {
         must(s.gateways.create(admin, checked<SaveGateway>({"Edge"})));
       }},
  };
  for (const auto& named : changes) {
    CAPTURE(named.first);
    World world;
    const Shop shop(world);
    world.credential(shop.admin, "Shop", "other");
    world.grant(shop.admin, "Shop", "other", "Stock");
    const Asked other{.username = "other"};
    CHECK(answer(world, shop) == "allowed");
    CHECK(answer(world, shop, other) == "allowed");
    named.second(world.services, shop.admin);
    CHECK(recalled(world, shop, other) == "allowed");
    must(world.services.projects.update(shop.admin, shop.project,
                                        checked<DescribeProject>({"Store"})));
    CHECK(recalled(world, shop, other) == "not remembered");
  }
}

TEST_CASE("decision cache: a credential that is extended to the account is decided so at once") {
  World world;
  const Shop shop(world);
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "admin", "Common");
  const Asked elsewhere{.project = "Blog", .proxy = "Common"};
  CHECK(asked(world, shop).scope == Scope::of(shop.project));
  CHECK(answer(world, shop, elsewhere) == "not_granted");
  CHECK(recalled(world, shop) == "allowed");
  CHECK(recalled(world, shop, elsewhere) == "not_granted");
  must(world.services.credentials.save(
      shop.admin, "admin",
      checked<SaveCredential>({.username = "client", .email = email("client@example.com")})));
  CHECK(recalled(world, shop) == "not remembered");
  CHECK(recalled(world, shop, elsewhere) == "not remembered");
  const Verdict verdict = asked(world, shop);
  CHECK(verdict.is_allowed());
  CHECK(verdict.scope == Scope::everywhere());
  CHECK(answer(world, shop, elsewhere) == "not_granted");
  must(world.services.grants.add(shop.admin, "admin", "client",
                                 checked_list<GrantAccess>({{"Common"}})));
  CHECK(answer(world, shop, elsewhere) == "allowed");
}

TEST_CASE("decision cache: a change to one gateway keeps the entries of the others") {
  World world;
  const Shop shop(world);
  Gateways& gateways = world.services.gateways;
  const NewGateway first = must(gateways.create(shop.admin, checked<SaveGateway>({"First"})));
  const NewGateway second = must(gateways.create(shop.admin, checked<SaveGateway>({"Second"})));
  for (const NewGateway* each : {&first, &second}) {
    CHECK(gateways.authenticate(each->token.reveal()) != nullptr);
  }
  CHECK(answer(world, shop) == "allowed");
  must(gateways.update(shop.admin, first.gateway.id, checked<SaveGateway>({"Third"})));
  CHECK(gateways.lookup_cached(first.token.reveal()) == nullptr);
  CHECK(gateways.lookup_cached(second.token.reveal()) != nullptr);
  CHECK(recalled(world, shop) == "allowed");
}

}  // namespace
}  // namespace gatehouse::testing
