// The number of transactions: one read that authenticates, and one change; a decision reads each
// record once.
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <gatehouse/testing/counting_storage.hpp>

#include "asking.hpp"
#include "estate.hpp"

namespace gatehouse::testing {
namespace {

/// Services on the world's storage whose transactions are counted.
struct Counted {
  explicit Counted(World& world)
      : storage(world.storage),
        services({storage, world.mailer, world.hasher, world.digest, world.clock, world.entropy,
                  &world.cipher, &world.signatures, &world.text_forms}) {
    storage.reset();
  }

  CountingStorage storage;
  Services services;
};

/// The name of the project that the call of the credential API is about.
std::string project_of(const Call& call, const Estate& estate) {
  return call.name.starts_with("admin ") ? "admin" : estate.project_name;
}

TEST_CASE("transactions: a user's change takes one read, which authenticates, and one write") {
  for (const Call& call : all_calls()) {
    if (call.effect != Effect::changes) continue;
    CAPTURE(call.name);
    World world;
    offer_services(world);
    const Estate estate = make_estate(world, "acme");
    const bool by_root = call.role == Role::root;
    const Secret token =
        must(world.log_in(by_root ? "operator@example.com" : "admin@acme.example")).token;
    Counted counted(world);
    const Principal caller =
        must(counted.services.sessions.authenticate(token.reveal(), project_of(call, estate)));
    CHECK(call.make(counted.services, caller, estate) == "done");
    CHECK(counted.storage.reads() == 1);
    CHECK(counted.storage.transactions() == 1);
  }
}

TEST_CASE("transactions: a service's change takes one read, which authenticates, and one write") {
  World world;
  offer_services(world);
  const Estate estate = make_estate(world, "acme");
  const Secret token = must(world.services.service_tokens.issue(estate.admin, estate.project)).text;
  Counted counted(world);
  Services& services = counted.services;
  const auto check_one_each = [&](const auto& change) {
    counted.storage.reset();
    const auto service = must(services.service_tokens.authenticate(token.reveal()));
    CHECK(outcome(change(service)) == "done");
    CHECK(counted.storage.reads() == 1);
    CHECK(counted.storage.transactions() == 1);
  };
  check_one_each([&](const ServiceCaller& service) {
    return services.usage.record(service, estate.project, code("push"), "another-key",
                                 checked<RecordUsage>({.amount = 1, .event = "sent"}));
  });
  check_one_each([&](const ServiceCaller& service) {
    return services.introspection.revoke(service, estate.refresh_token);
  });
}

TEST_CASE("transactions: a password is hashed after at most one read of the permission") {
  World world;
  const Shop shop(world);
  Counted counted(world);
  Credentials& credentials = counted.services.credentials;
  CHECK(outcome(credentials.create(shop.admin, "Shop",
                                   checked<CreateCredential>({client("new")}))) == "done");
  CHECK(counted.storage.reads() == 1);
  CHECK(counted.storage.transactions() == 1);
}

TEST_CASE("transactions: a decision that is not cached reads each record once") {
  World world;
  const Shop shop(world);
  const Secret token =
      must(world.services.gateways.create(shop.admin, checked<SaveGateway>({"Edge"}))).token;
  Counted counted(world);
  REQUIRE(counted.services.gateways.authenticate(token.reveal()) != nullptr);
  CHECK(told(asked(counted.services, shop)) == "allowed");
  const CountingStorage& storage = counted.storage;
  CHECK(storage.reads() == 2);
  CHECK(storage.transactions() == 0);
  CHECK(storage.uses<GatewayRecords>() == 1);
  CHECK(storage.uses<CredentialRecords>() == 1);
  CHECK(storage.uses<ProjectRecords>() == 1);
  CHECK(storage.uses<ApiProxyRecords>() == 1);
  CHECK(storage.uses<GrantRecords>() == 1);
  CHECK(storage.all_uses().size() == 5);
}

TEST_CASE("transactions: a decision on an unknown user name reads as much as on a wrong secret") {
  World world;
  const Shop shop(world);
  world.credential(shop.admin, "admin", "global");
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Posts");
  Counted counted(world);
  const auto uses_of = [&](const Asked& question) {
    counted.storage.reset();
    CHECK(told(asked(counted.services, shop, question)) == "wrong_secret");
    CHECK(counted.storage.reads() == 1);
    return counted.storage.all_uses();
  };
  for (const Asked& question : {Asked{}, Asked{.project = "Blog", .proxy = "Posts"},
                                Asked{.proxy = "Nothing"}, Asked{.project = "Nowhere"}}) {
    CAPTURE(std::string(question.project));
    const auto ask = [&](std::string_view username) {
      Asked whole = question;
      whole.username = username;
      whole.secret = "wrong";
      return uses_of(whole);
    };
    const CountingStorage::Uses of_unknown = ask("unknown");
    CHECK(ask("client") == of_unknown);
    CHECK(ask("global") == of_unknown);
  }
}

TEST_CASE("transactions: a change during the verification of a password is read") {
  World world;
  const Shop shop(world);
  Counted counted(world);
  Services& services = counted.services;
  world.hasher.on_next_call([&] {
    SaveCredential command = client("client");
    command.password.reset();
    command.enabled = false;
    must(services.credentials.save(shop.admin, "Shop", checked(command)));
  });
  CHECK(told(asked(services, shop)) == "disabled");
}

}  // namespace
}  // namespace gatehouse::testing
