#include <gatehouse/services/tokens/introspection.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// A shop, its service, and a valid token of each kind.
struct Counter {
  explicit Counter(World& on)
      : world(on), shop(on), service(on.service_of(shop.admin, shop.project)) {
    consumer_token = minted(world, shop);
    spent_consumer_token = minted(world, shop);
    const ExchangedTokens first = must(present(world, spent_consumer_token));
    spent_refresh_token = std::string(first.refresh_token.reveal());
    former_access_token = std::string(first.access_token.reveal());
    world.clock.advance(seconds(1));
    const ExchangedTokens tokens = must(present(world, spent_refresh_token));
    refresh_token = std::string(tokens.refresh_token.reveal());
    access_token = std::string(tokens.access_token.reveal());
    claims = tokens.claims;
  }

  std::string told(std::string_view token) { return told_of(world, service, token); }
  /// Tokens of that family.
  std::vector<std::string> of_family() {
    return {refresh_token, access_token, former_access_token};
  }

  World& world;
  TokenShop shop;
  ServiceCaller service;
  std::string consumer_token;
  std::string spent_consumer_token;
  std::string refresh_token;
  std::string spent_refresh_token;
  std::string access_token;
  std::string former_access_token;
  AccessToken claims;
};

TEST_CASE("introspection: the answer for a valid token of each kind") {
  World world;
  Counter counter(world);
  const auto told = [&](std::string_view token) {
    return world.services.introspection.introspect(counter.service, token).value();
  };
  const ActiveToken access = told(counter.access_token);
  CHECK(access == ActiveToken{.kind = TokenKind::access,
                              .account = counter.shop.account,
                              .project = counter.shop.project,
                              .audience = "push@" + counter.shop.project.to_string(),
                              .service = code("push"),
                              .consumer = counter.shop.consumer,
                              .id = counter.claims.id,
                              .issued_at = counter.claims.issued_at,
                              .expires_at = counter.claims.expires_at});
  const TokenFamily family = world.all<TokenFamily>().at(0);
  const ActiveToken refresh = told(counter.refresh_token);
  CHECK(refresh == ActiveToken{.kind = TokenKind::refresh,
                               .account = counter.shop.account,
                               .project = counter.shop.project,
                               .audience = "push@" + counter.shop.project.to_string(),
                               .service = code("push"),
                               .consumer = counter.shop.consumer,
                               .issued_at = family.rotated_at,
                               .expires_at = family.expires_at});
  const ConsumerToken kept = world.stored(Secret(counter.consumer_token)).value();
  const ActiveToken consumer = told(counter.consumer_token);
  CHECK(consumer == ActiveToken{.kind = TokenKind::consumer,
                                .account = counter.shop.account,
                                .project = counter.shop.project,
                                .audience = "push@" + counter.shop.project.to_string(),
                                .service = code("push"),
                                .consumer = counter.shop.consumer,
                                .issued_at = kept.created_at,
                                .expires_at = kept.expires_at});
  // A program that asks for every project gets the same answer.
  CHECK(world.services.introspection.introspect(counter.access_token) == access);
  CHECK(world.services.introspection.introspect(counter.refresh_token) == refresh);
  CHECK(world.services.introspection.introspect(counter.consumer_token) == consumer);
  CHECK(std::string(name(TokenKind::access)) == "access_token");
  CHECK(std::string(name(TokenKind::refresh)) == "refresh_token");
  CHECK(std::string(name(TokenKind::consumer)) == "consumer_token");
}

TEST_CASE(
    "introspection: an access token is active until it expires, independent of its refresh token") {
  World world;
  Counter counter(world);
  CHECK(counter.told(counter.former_access_token) == "access_token");
  world.clock.set(counter.claims.expires_at - Duration(1));
  CHECK(counter.told(counter.access_token) == "access_token");
  // Services allow for clock skew; the issuer does not need to.
  world.clock.set(counter.claims.expires_at);
  CHECK(counter.told(counter.access_token) == "inactive");
  CHECK(counter.told(counter.refresh_token) == "refresh_token");
}

TEST_CASE("introspection: spent, unknown and malformed tokens are inactive") {
  World world;
  Counter counter(world);
  for (const std::string& token : std::vector<std::string>{
           counter.spent_consumer_token, counter.spent_refresh_token, "", ".", "..", "x",
           std::string(64, '0'), std::string(86, 'A'), counter.access_token + "x",
           counter.access_token.substr(1), counter.refresh_token.substr(1),
           counter.consumer_token + "0", counter.service.token.to_string(),
           std::string(1'000'000, 'a'), std::string(1'000'000, '.')}) {
    CHECK(counter.told(token) == "inactive");
  }
  CHECK(world.all<TokenFamily>().size() == 1);
}

TEST_CASE("introspection: a request changes nothing, not even for a spent token") {
  World world;
  Counter counter(world);
  const Contents before = world.contents(counter.shop.account);
  for (const std::string& token : {counter.access_token, counter.refresh_token,
                                   counter.spent_refresh_token, counter.spent_consumer_token}) {
    (void)counter.told(token);
    world.clock.advance(minutes(1));
    (void)counter.told(token);
  }
  CHECK(world.contents(counter.shop.account) == before);
  CHECK(outcome(present(world, counter.refresh_token)) == "done");
}

TEST_CASE("introspection: tokens are invisible to other projects and other accounts") {
  World world;
  Counter counter(world);
  const TokenShop other(world, "bob@example.com");
  const ProjectId blog = world.project(counter.shop.admin, "Blog");
  const ServiceCaller callers[] = {
      world.service_of(other.admin, other.project),
      world.service_of(counter.shop.admin, blog),
      // A project and an account whose ids do not match.
      {other.account, counter.shop.project, counter.service.token},
      {counter.shop.account, other.project, counter.service.token},
  };
  for (const ServiceCaller& caller : callers) {
    for (const std::string& token :
         {counter.access_token, counter.refresh_token, counter.consumer_token}) {
      CHECK(told_of(world, caller, token) == "inactive");
    }
  }
  CHECK(counter.told(counter.access_token) == "access_token");
}

TEST_CASE("introspection: the end of a token is visible at once") {
  World world;
  Counter counter(world);
  auto& services = world.services;
  const TokenShop& shop = counter.shop;
  Services other(world.ports, {});
  bool ends_consumer_token = true;
  SUBCASE("the consumer is detached") {
    must(other.consumers.detach(shop.admin, shop.project, shop.consumer));
  }
  SUBCASE("the service is detached") {
    must(other.attachments.remove(shop.admin, shop.project, code("push")));
  }
  SUBCASE("the service is detached and attached again") {
    must(other.attachments.remove(shop.admin, shop.project, code("push")));
    world.attach_service(shop.admin, shop.project, "push");
  }
  SUBCASE("the account is deleted") { must(other.accounts.remove(shop.admin)); }
  SUBCASE("the items are used up") {
    const std::int64_t left = services.settings.items_per_service;
    must(other.usage.record(counter.service, shop.project, code("push"), "key",
                            checked<RecordUsage>({.amount = left, .event = "all"})));
  }
  SUBCASE("the limit is lowered") { limit_items(world, shop, 0); }
  SUBCASE("the family is revoked") {
    ends_consumer_token = false;
    must(other.introspection.revoke(counter.service, counter.refresh_token));
  }
  SUBCASE("the tenant deletes the consumer token of the family") {
    ends_consumer_token = false;
    must(other.consumers.revoke_token(shop.admin, shop.project, code("push"),
                                      counter.spent_consumer_token));
  }
  SUBCASE("a spent token is used again") {
    ends_consumer_token = false;
    world.clock.advance(minutes(1));
    CHECK(outcome(present(other, counter.spent_refresh_token)) == "unauthenticated");
  }
  for (const std::string& token : counter.of_family()) {
    CHECK(told_of(world, token) == "inactive");
    CHECK(counter.told(token) == "inactive");
  }
  CHECK(told_of(world, counter.consumer_token) ==
        std::string(ends_consumer_token ? "inactive" : "consumer_token"));
}

TEST_CASE("introspection: raising the limit makes tokens active again, if none was used") {
  World world;
  Counter counter(world);
  limit_items(world, counter.shop, 0);
  CHECK(counter.told(counter.refresh_token) == "inactive");
  limit_items(world, counter.shop, 1);
  CHECK(counter.told(counter.access_token) == "access_token");
  CHECK(counter.told(counter.refresh_token) == "refresh_token");
  CHECK(counter.told(counter.consumer_token) == "consumer_token");
}

TEST_CASE("introspection: a consumer token and a refresh token have their own expiry") {
  World world;
  Counter counter(world);
  const ConsumerToken consumer = world.stored(Secret(counter.consumer_token)).value();
  world.clock.set(consumer.expires_at - Duration(1));
  CHECK(counter.told(counter.consumer_token) == "consumer_token");
  world.clock.set(consumer.expires_at);
  CHECK(counter.told(counter.consumer_token) == "inactive");
  const TokenFamily family = world.all<TokenFamily>().at(0);
  world.clock.set(family.expires_at - Duration(1));
  CHECK(counter.told(counter.refresh_token) == "refresh_token");
  world.clock.set(family.expires_at);
  CHECK(counter.told(counter.refresh_token) == "inactive");
}

TEST_CASE("introspection: an access token of another issuer or a discarded key is inactive") {
  World world;
  Counter counter(world);
  Services moved(world.ports, {.issuer = "https://moved.example.com"});
  CHECK_FALSE(moved.introspection.introspect(counter.access_token).has_value());
  must(world.services.signing_keys.rotate(SignatureAlgorithm::es256,
                                          SigningKeys::Rotation::discarding));
  CHECK(counter.told(counter.access_token) == "inactive");
  CHECK(counter.told(counter.refresh_token) == "refresh_token");
  const ExchangedTokens next = must(present(world, counter.refresh_token));
  CHECK(counter.told(next.access_token.reveal()) == "access_token");
}

TEST_CASE("introspection: a token that another server has just issued is known") {
  World world;
  Counter counter(world);
  Services other(world.ports, {});
  CHECK(other.introspection.introspect(counter.access_token).has_value());
  must(world.services.signing_keys.rotate(SignatureAlgorithm::eddsa,
                                          SigningKeys::Rotation::discarding));
  const ExchangedTokens next = must(present(world, counter.refresh_token));
  CHECK(other.introspection.introspect(next.access_token.reveal()).has_value());
}

TEST_CASE("introspection: revoking any token of a family ends this family only") {
  World world;
  Counter counter(world);
  const std::string other = refreshed(world, minted(world, counter.shop));
  std::string revoked;
  SUBCASE("the refresh token") { revoked = counter.refresh_token; }
  SUBCASE("a spent refresh token") { revoked = counter.spent_refresh_token; }
  SUBCASE("an access token") { revoked = counter.access_token; }
  SUBCASE("an access token before the latest") { revoked = counter.former_access_token; }
  SUBCASE("the consumer token of the family") { revoked = counter.spent_consumer_token; }
  auto& introspection = world.services.introspection;
  CHECK(outcome(introspection.revoke(counter.service, revoked)) == "done");
  for (const std::string& token : counter.of_family()) CHECK(counter.told(token) == "inactive");
  CHECK(outcome(present(world, counter.refresh_token)) == "unauthenticated");
  CHECK(counter.told(other) == "refresh_token");
  CHECK(counter.told(counter.consumer_token) == "consumer_token");
  // Revoking it again is not an error (RFC 7009, section 2.2).
  CHECK(outcome(introspection.revoke(counter.service, revoked)) == "done");
}

TEST_CASE("introspection: revoking a consumer token ends it before it is exchanged") {
  World world;
  Counter counter(world);
  CHECK(outcome(world.services.introspection.revoke(counter.service, counter.consumer_token)) ==
        "done");
  CHECK_FALSE(world.stored(Secret(counter.consumer_token)).has_value());
  CHECK(outcome(present(world, counter.consumer_token)) == "unauthenticated");
  CHECK(counter.told(counter.refresh_token) == "refresh_token");
}

TEST_CASE("introspection: revoking a foreign or unknown token succeeds and changes nothing") {
  World world;
  Counter counter(world);
  const TokenShop other(world, "bob@example.com");
  const ProjectId blog = world.project(counter.shop.admin, "Blog");
  const ServiceCaller strangers[] = {world.service_of(other.admin, other.project),
                                     world.service_of(counter.shop.admin, blog)};
  const Contents before = world.contents(counter.shop.account);
  auto& introspection = world.services.introspection;
  for (const ServiceCaller& stranger : strangers) {
    for (const std::string& token :
         {counter.access_token, counter.refresh_token, counter.spent_refresh_token,
          counter.consumer_token, counter.spent_consumer_token}) {
      CHECK(outcome(introspection.revoke(stranger, token)) == "done");
    }
  }
  const TokenFamily family = world.all<TokenFamily>().at(0);
  const std::string id(reinterpret_cast<const char*>(family.id.bytes().data()), 16);
  for (const std::string& made_up :
       std::vector<std::string>{"", "x", "..", std::string(64, '0'), counter.access_token + "x",
                                to_base64url(std::string_view(id + std::string(48, '\0')))}) {
    CHECK(outcome(introspection.revoke(counter.service, made_up)) == "done");
  }
  CHECK(world.contents(counter.shop.account) == before);
  CHECK(world.stored(Secret(counter.consumer_token)).has_value());
}

TEST_CASE("introspection: revoking an expired access token still ends its family") {
  World world;
  Counter counter(world);
  world.clock.set(counter.claims.expires_at + minutes(1));
  CHECK(outcome(world.services.introspection.revoke(counter.service, counter.access_token)) ==
        "done");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("introspection: a service whose token has ended cannot revoke tokens") {
  World world;
  Counter counter(world);
  must(world.services.service_tokens.end_all(counter.shop.admin, counter.shop.project));
  for (const std::string& token : {counter.access_token, counter.refresh_token,
                                   counter.consumer_token, std::string("unknown")}) {
    CHECK(outcome(world.services.introspection.revoke(counter.service, token)) ==
          "unauthenticated");
  }
  CHECK(world.all<TokenFamily>().size() == 1);
  CHECK(world.stored(Secret(counter.consumer_token)).has_value());
}

TEST_CASE("introspection: the holder of a refresh token may revoke its family, and nothing else") {
  World world;
  Counter counter(world);
  const TokenShop other(world, "bob@example.com");
  auto& introspection = world.services.introspection;
  for (const std::string& token :
       {counter.access_token, counter.consumer_token, std::string("unknown"), std::string()}) {
    CHECK(outcome(introspection.revoke_own(token, "")) == "unauthenticated");
  }
  CHECK(outcome(introspection.revoke_own(std::string(86, 'A'), "")) == "done");
  CHECK(outcome(introspection.revoke_own(counter.refresh_token, other.project.to_string())) ==
        "done");
  CHECK(counter.told(counter.refresh_token) == "refresh_token");
  const std::string own = counter.shop.project.to_string();
  SUBCASE("the current one") {
    CHECK(outcome(introspection.revoke_own(counter.refresh_token, own)) == "done");
  }
  SUBCASE("a spent one, without a client id") {
    CHECK(outcome(introspection.revoke_own(counter.spent_refresh_token, "")) == "done");
  }
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE(
    "introspection: without signatures access tokens are inactive, and other tokens are not") {
  World world;
  Counter counter(world);
  Ports ports = world.ports;
  ports.signatures = nullptr;
  Services services(ports, {});
  CHECK_FALSE(services.introspection.introspect(counter.access_token).has_value());
  CHECK(services.introspection.introspect(counter.refresh_token).has_value());
  CHECK(services.introspection.introspect(counter.consumer_token).has_value());
}

TEST_CASE("introspection: a failing storage throws instead of refusing, and work may run twice") {
  World world;
  Counter counter(world);
  auto& introspection = world.services.introspection;
  world.storage.fail_next_reads(1, TransientPortError("the database is away"));
  CHECK_THROWS_AS((void)introspection.introspect(counter.refresh_token), TransientPortError);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK_THROWS_AS((void)introspection.revoke(counter.service, counter.refresh_token),
                  TransientPortError);
  CHECK(counter.told(counter.refresh_token) == "refresh_token");
  world.storage.repeat_work(true);
  CHECK(counter.told(counter.access_token) == "access_token");
  CHECK(outcome(introspection.revoke(counter.service, counter.access_token)) == "done");
  CHECK(world.all<TokenFamily>().empty());
}

}  // namespace
}  // namespace gatehouse::testing
