#include <gatehouse/services/api_security/gateways.hpp>

#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("gateways: a token authenticates its gateway, and only its digest is stored") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& gateways = world.services.gateways;
  const NewGateway made = must(gateways.create(admin, checked<SaveGateway>({"Edge"})));
  CHECK(made.gateway.digest == world.digest.sha256(made.token.reveal()));
  const auto known = gateways.authenticate(made.token.reveal());
  REQUIRE(known != nullptr);
  CHECK(*known == made.gateway);
  CHECK(known->account == *admin.user.account);
  CHECK(must(gateways.list(admin, {})).items.front() == made.gateway);
}

TEST_CASE(
    "gateways: no other text authenticates a gateway, nor does its token authenticate a user") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& gateways = world.services.gateways;
  const std::string token(
      must(gateways.create(admin, checked<SaveGateway>({"Edge"}))).token.reveal());
  const NewSession session = must(world.log_in("ann@example.com"));
  for (const std::string& other : {std::string(), token + "x", token.substr(1), std::string("Edge"),
                                   std::string(session.token.reveal())}) {
    CHECK(gateways.authenticate(other) == nullptr);
    CHECK(gateways.lookup_cached(other) == nullptr);
  }
  CHECK(outcome(world.services.sessions.authenticate(token)) == "unauthenticated");
}

TEST_CASE("gateways: a name is unique in its account") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& gateways = world.services.gateways;
  must(gateways.create(admin, checked<SaveGateway>({"Edge"})));
  const auto taken = gateways.create(admin, checked<SaveGateway>({"Edge"}));
  CHECK(outcome(taken) == "already_exists");
  CHECK(faults(taken) == "name");
  CHECK(outcome(gateways.create(admin, checked<SaveGateway>({"edge"}))) == "done");
  CHECK(outcome(gateways.create(world.registered_admin("bob@example.com"),
                                checked<SaveGateway>({"Edge"}))) == "done");
}

TEST_CASE("gateways: a change applies to the next decision, and the token is kept") {
  World world({.decision_lifetime = std::chrono::hours(1)});
  const Principal admin = world.registered_admin("ann@example.com");
  auto& gateways = world.services.gateways;
  NewGateway made =
      must(gateways.create(admin, checked<SaveGateway>({"Edge", AddressField::real_ip})));
  CHECK(made.gateway.address_field == AddressField::real_ip);
  const std::string token(made.token.reveal());
  CHECK(*gateways.authenticate(token) == made.gateway);

  made.gateway.name = "Border";
  made.gateway.address_field = AddressField::forwarded_for;
  const GatewayId id = made.gateway.id;
  CHECK(must(gateways.update(admin, id,
                             checked<SaveGateway>({"Border", AddressField::forwarded_for}))) ==
        made.gateway);
  CHECK(gateways.lookup_cached(token) == nullptr);
  CHECK(*gateways.authenticate(token) == made.gateway);
  CHECK(must(gateways.get(admin, id)) == made.gateway);

  // A full replacement: an omitted field is cleared.
  made.gateway.address_field = {};
  CHECK(must(gateways.update(admin, id, checked<SaveGateway>({"Border"}))) == made.gateway);
}

TEST_CASE("gateways: a taken name and a change by another account are refused") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  auto& gateways = world.services.gateways;
  const Gateway edge = must(gateways.create(admin, checked<SaveGateway>({"Edge"}))).gateway;
  const Gateway other = must(gateways.create(admin, checked<SaveGateway>({"Other"}))).gateway;
  const auto taken =
      gateways.update(admin, edge.id, checked<SaveGateway>({"Other", AddressField::real_ip}));
  CHECK(outcome(taken) == "already_exists");
  CHECK(faults(taken) == "name");
  const Principal stranger = world.registered_admin("bob@example.com");
  CHECK(outcome(gateways.update(stranger, edge.id, checked<SaveGateway>({"Mine"}))) == "not_found");
  CHECK(outcome(gateways.get(stranger, edge.id)) == "not_found");
  CHECK(must(gateways.get(admin, edge.id)) == edge);
  CHECK(must(gateways.get(admin, other.id)) == other);
}

TEST_CASE("gateways: its identity is cached, and the entry is removed when it is deleted") {
  World world({.decision_lifetime = std::chrono::seconds(5)});
  const Principal admin = world.registered_admin("ann@example.com");
  auto& gateways = world.services.gateways;
  const NewGateway made = must(gateways.create(admin, checked<SaveGateway>({"Edge"})));
  const std::string token(made.token.reveal());
  CHECK(gateways.lookup_cached(token) == nullptr);
  CHECK(gateways.authenticate(token) != nullptr);
  CHECK(gateways.lookup_cached(token) != nullptr);
  world.storage.fail_next_reads(1, PortError("nothing is read"));
  CHECK(gateways.authenticate(token) != nullptr);
  world.storage.heal();
  must(gateways.remove(admin, made.gateway.id));
  CHECK(gateways.lookup_cached(token) == nullptr);
  CHECK(gateways.authenticate(token) == nullptr);
  CHECK(outcome(gateways.remove(admin, made.gateway.id)) == "not_found");
}

TEST_CASE("gateways: they are deleted with their account at once") {
  World world({.decision_lifetime = std::chrono::hours(1)});
  const Principal admin = world.registered_admin("ann@example.com");
  const std::string token(
      must(world.services.gateways.create(admin, checked<SaveGateway>({"Edge"}))).token.reveal());
  CHECK(world.services.gateways.authenticate(token) != nullptr);
  must(world.services.accounts.remove(admin));
  CHECK(world.services.gateways.authenticate(token) == nullptr);
}

TEST_CASE("gateways: deletion by another process applies after the lifetime of a verdict at most") {
  World world({.decision_lifetime = std::chrono::seconds(5)});
  const Principal admin = world.registered_admin("ann@example.com");
  const NewGateway made =
      must(world.services.gateways.create(admin, checked<SaveGateway>({"Edge"})));
  CHECK(world.services.gateways.authenticate(made.token.reveal()) != nullptr);
  Services other(world.ports);
  must(other.gateways.remove(admin, made.gateway.id));
  CHECK(world.services.gateways.authenticate(made.token.reveal()) != nullptr);
  world.clock.advance(std::chrono::seconds(5));
  CHECK(world.services.gateways.lookup_cached(made.token.reveal()) == nullptr);
  CHECK(world.services.gateways.authenticate(made.token.reveal()) == nullptr);
}

}  // namespace
}  // namespace gatehouse::testing
