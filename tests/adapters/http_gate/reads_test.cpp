// The reads of a decision: each record once, and none while a password is verified.
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <doctest/doctest.h>

#include <gatehouse/http_gate/gate.hpp>
#include <gatehouse/testing/counting_storage.hpp>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

using http::Plan;
using http::Request;
using http::Response;

struct Site {
  explicit Site(bool lookups_are_direct)
      : gate(services.gateways, services.access,
             {.log_failure = [](std::string_view line) { FAIL_CHECK(std::string(line)); },
              .lookups_are_direct = lookups_are_direct}) {
    storage.reset();
  }

  /// Calls the gate as the server does.
  unsigned ask(std::string_view authorization) {
    Request request{
        .method = "GET",
        .path = "/gate/Shop/Stock",
        .query = {},
        .headers = {{"X-Gatehouse-Gateway", token.reveal()}, {"Authorization", authorization}},
        .body = {},
        .remote = "127.0.0.1",
        .id = "id"};
    std::variant<Plan, Response> outcome = gate.plan(request);
    while (std::holds_alternative<Plan>(outcome)) {
      Plan plan = std::get<Plan>(std::move(outcome));
      outcome = gate.handle(request, plan);
    }
    return std::get<Response>(outcome).status;
  }

  World world;
  Shop shop{world};
  Secret token =
      must(world.services.gateways.create(shop.admin, checked<SaveGateway>({"Edge"}))).token;
  CountingStorage storage{world.storage};
  Services services{
      {storage, world.mailer, world.hasher, world.digest, world.clock, world.entropy}};
  http::gate::Gate gate;
};

/// "client:abc" in Base64.
constexpr std::string_view right_secret = "Basic Y2xpZW50OmFiYw==";

TEST_CASE("gate: the first decision reads each record once, and the next one nothing") {
  for (const bool lookups_are_direct : {true, false}) {
    CAPTURE(lookups_are_direct);
    Site site(lookups_are_direct);
    CHECK(site.ask(right_secret) == 200);
    CHECK(site.storage.reads() == 2);
    CHECK(site.storage.transactions() == 0);
    for (const auto& entry : site.storage.all_uses()) {
      CAPTURE(entry.first.name());
      CHECK(entry.second == 1);
    }
    site.storage.reset();
    CHECK(site.ask(right_secret) == 200);
    CHECK(site.storage.reads() == 0);
  }
}

TEST_CASE("gate: after the lifetime of a verdict each record is read once again") {
  Site site(true);
  CHECK(site.ask(right_secret) == 200);
  site.world.clock.advance(site.services.settings.decision_lifetime);
  site.storage.reset();
  CHECK(site.ask(right_secret) == 200);
  CHECK(site.storage.reads() == 2);
  for (const auto& entry : site.storage.all_uses()) {
    CAPTURE(entry.first.name());
    CHECK(entry.second == 1);
  }
}

}  // namespace
}  // namespace gatehouse::testing
