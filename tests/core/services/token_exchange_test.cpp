#include <gatehouse/services/tokens/token_exchange.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/services/tokens/detail/refresh_token.hpp>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("token exchange: a consumer token is exchanged for an access token and a refresh token") {
  World world({.issuer = "https://accounts.example.com"});
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  const ExchangedTokens tokens = must(present(world, consumer_token));
  CHECK(tokens.refresh_token.reveal().size() == 86);
  CHECK(tokens.refresh_token.reveal() != consumer_token);

  const AccessToken& claims = tokens.claims;
  CHECK(claims.issuer == "https://accounts.example.com");
  CHECK(claims.service == code("push"));
  CHECK(claims.audience == "push@" + shop.project.to_string());
  CHECK(claims.consumer == shop.consumer);
  CHECK(claims.account == shop.account);
  CHECK(claims.project == shop.project);
  const AccessToken verified = must(verify_access_token(
      tokens.access_token.reveal(), *world.services.signing_keys.published(),
      {.issuer = "https://accounts.example.com", .service = code("push"), .project = shop.project},
      world.clock.next()));
  CHECK(verified == claims);
  CHECK(claims.family == family_of(world).id);
  CHECK(world.stored(Secret(consumer_token)) == std::nullopt);
}

TEST_CASE("token exchange: without a grant type, the same tokens are exchanged in the same way") {
  World world;
  const TokenShop shop(world);
  const auto refresh = [&](std::string_view token) {
    return world.services.token_exchange.refresh(
        checked<RefreshTokens>({.refresh_token = Secret(token)}));
  };
  const ExchangedTokens first = must(refresh(minted(world, shop)));
  world.clock.advance(minutes(1));
  const ExchangedTokens second = must(present(world, first.refresh_token.reveal()));
  world.clock.advance(minutes(1));
  const ExchangedTokens third = must(refresh(second.refresh_token.reveal()));
  CHECK(third.claims.family == first.claims.family);
  CHECK(third.claims.project == shop.project);
  CHECK(outcome(refresh("x")) == "unauthenticated");
  // A spent token ends the family.
  world.clock.advance(minutes(1));
  CHECK(outcome(refresh(second.refresh_token.reveal())) == "unauthenticated");
  CHECK(outcome(refresh(third.refresh_token.reveal())) == "unauthenticated");
}

TEST_CASE("token exchange: the issuer is the public address unless configured otherwise") {
  World world({.public_url = "https://public.example.com"});
  const TokenShop shop(world);
  CHECK(must(present(world, minted(world, shop))).claims.issuer == "https://public.example.com");
}

TEST_CASE("token exchange: each token can be used once, and yields the next") {
  World world;
  const TokenShop shop(world);
  const ExchangedTokens first = must(present(world, minted(world, shop)));
  world.clock.advance(minutes(1));
  const ExchangedTokens second = must(present(world, first.refresh_token.reveal()));
  CHECK(second.refresh_token.reveal() != first.refresh_token.reveal());
  CHECK(second.access_token.reveal() != first.access_token.reveal());
  CHECK(second.claims.id != first.claims.id);
  CHECK(second.claims.family == first.claims.family);
  CHECK(second.claims.consumer == first.claims.consumer);
  CHECK(second.claims.issued_at == first.claims.issued_at + minutes(1));
  world.clock.advance(minutes(1));
  CHECK(outcome(present(world, second.refresh_token.reveal())) == "done");
}

TEST_CASE("token exchange: two consumer tokens begin two independent families") {
  World world;
  const TokenShop shop(world);
  const std::string one = refreshed(world, minted(world, shop));
  const std::string two = refreshed(world, minted(world, shop));
  CHECK(world.all<TokenFamily>().size() == 2);
  const std::string next = refreshed(world, one);
  world.clock.advance(minutes(1));
  CHECK(outcome(present(world, one)) == "unauthenticated");
  CHECK(outcome(present(world, next)) == "unauthenticated");
  CHECK(outcome(present(world, two)) == "done");
}

TEST_CASE("token exchange: no token is stored in plain text") {
  World world;
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  const std::string refresh_token = refreshed(world, consumer_token);
  const TokenFamily family = family_of(world);
  CHECK(family.origin == world.digest.sha256(consumer_token));
  CHECK(family.previous == world.digest.sha256(consumer_token));
  CHECK(family.current == world.digest.sha256(refresh_token));
  CHECK(family.salt != family.check_key);
  for (const std::string& stored :
       {family.current.to_string(), family.previous.to_string(), family.origin.to_string(),
        to_hex(family.salt), to_base64url(family.salt), family.id.to_string()}) {
    CHECK(outcome(present(world, stored)) == "unauthenticated");
  }
  CHECK(family_of(world) == family);
}

TEST_CASE("token exchange: access tokens live three hours, unused refresh tokens thirty days") {
  World world;
  const TokenShop shop(world);
  world.clock.advance(std::chrono::milliseconds(700));
  const Timestamp now = world.clock.next();
  const ExchangedTokens tokens = must(present(world, minted(world, shop)));
  CHECK(tokens.claims.issued_at == std::chrono::floor<seconds>(now));
  CHECK(tokens.claims.expires_at == tokens.claims.issued_at + hours(3));
  const TokenFamily family = family_of(world);
  CHECK(family.expires_at == family.rotated_at + hours(24 * 30));
  CHECK(family.ends_at == family.created_at + hours(24 * 90));

  std::string token = text_of(tokens.refresh_token);
  SUBCASE("used in the last moment: it is renewed") {
    turn_to(world, family.expires_at - Duration(1));
    token = refreshed(world, token);
    const TokenFamily used = family_of(world);
    CHECK(used.rotated_at < family.expires_at + seconds(1));
    CHECK(used.expires_at == used.rotated_at + hours(24 * 30));
  }
  SUBCASE("unused until then: it has expired") {
    turn_to(world, family.expires_at);
    CHECK(outcome(present(world, token)) == "unauthenticated");
    CHECK(world.services.housekeeping.step().erased.token_families == 1);
    CHECK(outcome(present(world, token)) == "unauthenticated");
  }
}

TEST_CASE("token exchange: a family ends after ninety days, whatever its use") {
  World world;
  const TokenShop shop(world);
  std::string token = refreshed(world, minted(world, shop));
  const TokenFamily begun = family_of(world);
  for (int day = 20; day < 90; day += 20) {
    world.clock.set(begun.created_at + hours(24 * day));
    token = refreshed(world, token);
  }
  CHECK(family_of(world).expires_at == begun.ends_at);
  // Its access tokens end with it.
  world.clock.set(begun.ends_at - minutes(90));
  const ExchangedTokens last = must(present(world, token));
  CHECK(last.claims.expires_at == std::chrono::floor<seconds>(begun.ends_at));
  CHECK(family_of(world).ends_at == begun.ends_at);
  turn_to(world, begun.ends_at - Duration(1));
  token = refreshed(world, last.refresh_token.reveal());
  turn_to(world, begun.ends_at);
  CHECK(outcome(present(world, token)) == "unauthenticated");
}

TEST_CASE("token exchange: all lifetimes are settings, and no access token outlives its family") {
  World world({.access_token_lifetime = minutes(5),
               .refresh_token_lifetime = minutes(20),
               .token_family_lifetime = hours(1)});
  const TokenShop shop(world);
  const ExchangedTokens tokens = must(present(world, minted(world, shop)));
  CHECK(tokens.claims.expires_at - tokens.claims.issued_at == minutes(5));
  CHECK(family_of(world).expires_at - family_of(world).rotated_at == minutes(20));
  CHECK(family_of(world).ends_at - family_of(world).created_at == hours(1));

  World other({.access_token_lifetime = hours(3), .refresh_token_lifetime = minutes(20)});
  const TokenShop others(other);
  const ExchangedTokens brief = must(present(other, minted(other, others)));
  CHECK(brief.claims.expires_at == std::chrono::floor<seconds>(family_of(other).expires_at));
}

TEST_CASE(
    "token exchange: a consumer token can be exchanged until its expiry, and not afterwards") {
  World world;
  const TokenShop shop(world);
  const MintedToken token = world.mint(shop.admin, shop.consumer, shop.project, "push");
  SUBCASE("the last microsecond") {
    turn_to(world, token.token.expires_at - Duration(1));
    CHECK(outcome(present(world, token.text.reveal())) == "done");
  }
  SUBCASE("expired") {
    turn_to(world, token.token.expires_at);
    CHECK(outcome(present(world, token.text.reveal())) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
}

TEST_CASE("token exchange: a forged token changes nothing, even with the id of a known family") {
  World world;
  const TokenShop shop(world);
  const std::string first = refreshed(world, minted(world, shop));
  const std::string token = refreshed(world, first);
  const TokenFamily before = family_of(world);
  const std::string id(reinterpret_cast<const char*>(before.id.bytes().data()), 16);
  std::vector<std::string> made_up{
      to_base64url(std::string_view(id + std::string(48, '\0'))),
      to_base64url(std::string_view(id + from_base64url(token)->substr(16, 32) +
                                    from_base64url(first)->substr(48))),
      to_base64url(std::string_view(std::string(64, '\0'))),
      std::string(64, '0'),
      std::string(86, 'A'),
      "x",
      " " + token,
      token + "=",
  };
  for (std::size_t place = 0; place < token.size(); ++place) {
    made_up.push_back(token);
    made_up.back()[place] = token[place] == 'A' ? 'Q' : 'A';
  }
  for (const std::string& text : made_up) {
    CAPTURE(text);
    CHECK(outcome(present(world, text)) == "unauthenticated");
  }
  CHECK(family_of(world) == before);
  CHECK(outcome(present(world, token)) == "done");
}

TEST_CASE("token exchange: tokens of other kinds are refused") {
  World world;
  const TokenShop shop(world);
  const ExchangedTokens tokens = must(present(world, minted(world, shop)));
  const TokenFamily before = family_of(world);
  const NewServiceToken service =
      must(world.services.service_tokens.issue(shop.admin, shop.project));
  const NewSession session = must(world.log_in("ann@example.com"));
  CHECK(outcome(present(world, service.text.reveal())) == "unauthenticated");
  CHECK(outcome(present(world, session.token.reveal())) == "unauthenticated");
  CHECK(outcome(present(world, tokens.access_token.reveal())) == "unauthenticated");
  CHECK(family_of(world) == before);
}

TEST_CASE("token exchange: a client id may name the project, and another id changes nothing") {
  World world;
  const TokenShop shop(world);
  const TokenShop other(world, "bob@example.com");
  const std::string own = shop.project.to_string();
  const std::string consumer_token = minted(world, shop);
  for (const std::string& client :
       {other.project.to_string(), shop.account.to_string(), own + " ", std::string("Shop")}) {
    CAPTURE(client);
    CHECK(outcome(present(world, consumer_token, client)) == "unauthenticated");
  }
  CHECK(world.all<TokenFamily>().empty());
  const std::string first = text_of(must(present(world, consumer_token, own)).refresh_token);
  const std::string second = text_of(must(present(world, first, "")).refresh_token);
  const TokenFamily before = family_of(world);
  for (const std::string& token : {consumer_token, first, second}) {
    CHECK(outcome(present(world, token, other.project.to_string())) == "unauthenticated");
  }
  world.clock.advance(minutes(1));
  // The token is not even marked as spent.
  CHECK(outcome(present(world, first, other.project.to_string())) == "unauthenticated");
  CHECK(family_of(world) == before);
  CHECK(outcome(present(world, second, own)) == "done");
}

TEST_CASE("token exchange: there is one grant type and no scope") {
  World world;
  const TokenShop shop(world);
  const std::string token = minted(world, shop);
  const auto asked = [&](const std::string& grant_type, std::optional<std::string> scope) {
    return world.services.token_exchange.exchange(checked<ExchangeToken>(
        {.grant_type = grant_type, .refresh_token = Secret(token), .scope = std::move(scope)}));
  };
  for (const std::string grant_type :
       {"", "Refresh_Token", "refresh_token ", "client_credentials", "password",
        "urn:ietf:params:oauth:grant-type:token-exchange"}) {
    CAPTURE(grant_type);
    const auto refused = asked(grant_type, {});
    CHECK(outcome(refused) == "failed_precondition");
    CHECK(faults(refused) == "grant_type");
  }
  const auto refused = asked("refresh_token", "push");
  CHECK(outcome(refused) == "invalid_argument");
  CHECK(faults(refused) == "scope");
  CHECK(world.stored(Secret(token)).has_value());
  CHECK(outcome(asked("refresh_token", "")) == "done");
}

TEST_CASE("token exchange: an ended family cannot be used again") {
  World world;
  const TokenShop shop(world);
  const TokenShop other(world, "bob@example.com");
  const ServiceCaller service = world.service_of(shop.admin, shop.project);
  const std::string consumer_token = minted(world, shop);
  const std::string unspent = minted(world, shop);
  const ExchangedTokens first = must(present(world, consumer_token));
  const std::string token = refreshed(world, first.refresh_token.reveal());
  const std::string others = refreshed(world, minted(world, other));
  REQUIRE(world.all<TokenFamily>().size() == 2);

  auto& services = world.services;
  bool ends_unspent_too = false;
  SUBCASE("the consumer is detached, and attached again") {
    ends_unspent_too = true;
    must(services.consumers.detach(shop.admin, shop.project, shop.consumer));
    CHECK(world.all<TokenFamily>().size() == 1);
    must(services.consumers.attach(shop.admin, shop.project,
                                   checked<AttachConsumer>({shop.consumer})));
  }
  SUBCASE("the service is detached, and attached again") {
    ends_unspent_too = true;
    must(services.attachments.remove(shop.admin, shop.project, code("push")));
    CHECK(world.all<TokenFamily>().size() == 1);
    world.attach_service(shop.admin, shop.project, "push");
  }
  SUBCASE("the account is deleted") {
    ends_unspent_too = true;
    must(services.accounts.remove(shop.admin));
  }
  SUBCASE("the tenant deletes the consumer token of the family") {
    CHECK(outcome(services.consumers.revoke_token(shop.admin, shop.project, code("push"),
                                                  consumer_token)) == "done");
    CHECK(outcome(services.consumers.revoke_token(shop.admin, shop.project, code("push"),
                                                  consumer_token)) == "not_found");
  }
  SUBCASE("a service revokes the refresh token") {
    must(services.introspection.revoke(service, token));
  }
  SUBCASE("a service revokes the access token") {
    must(services.introspection.revoke(service, first.access_token.reveal()));
  }
  SUBCASE("the items are used up when it is used, and more are given afterwards") {
    limit_items(world, shop, 0);
    CHECK(outcome(present(world, token)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().size() == 1);
    limit_items(world, shop, {});
  }
  SUBCASE("the items are used up when a spent token is used") {
    limit_items(world, shop, 0);
    CHECK(outcome(present(world, consumer_token)) == "unauthenticated");
    limit_items(world, shop, {});
  }
  CHECK(world.all<TokenFamily>().size() == 1);
  for (const std::string& ended : {token, text_of(first.refresh_token), consumer_token}) {
    CHECK(outcome(present(world, ended)) == "unauthenticated");
    CHECK(told_of(world, ended) == "inactive");
  }
  CHECK(told_of(world, first.access_token.reveal()) == "inactive");
  CHECK(outcome(present(world, unspent)) ==
        std::string(ends_unspent_too ? "unauthenticated" : "done"));
  CHECK(outcome(present(world, others)) == "done");
}

TEST_CASE("token exchange: an exchanged consumer token is deleted from its own project only") {
  World world;
  const TokenShop shop(world);
  const TokenShop other(world, "bob@example.com");
  world.offer("chat");
  world.attach_service(shop.admin, shop.project, "chat");
  const ProjectId blog = world.project(shop.admin, "Blog");
  world.attach_service(shop.admin, blog, "push");
  const std::string consumer_token = minted(world, shop);
  const std::string token = refreshed(world, consumer_token);
  const auto revoke = [&](const Principal& who, ProjectId project, const char* service) {
    return outcome(
        world.services.consumers.revoke_token(who, project, code(service), consumer_token));
  };
  CHECK(revoke(shop.admin, blog, "push") == "not_found");
  CHECK(revoke(shop.admin, shop.project, "chat") == "not_found");
  CHECK(revoke(other.admin, shop.project, "push") == "not_found");
  CHECK(revoke(other.admin, other.project, "push") == "not_found");
  CHECK(told_of(world, token) == "refresh_token");
  CHECK(revoke(shop.admin, shop.project, "push") == "done");
  CHECK(told_of(world, token) == "inactive");
}

TEST_CASE("token exchange: repeated and invalid requests do not wait for a writer") {
  World world;
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  const std::string token = refreshed(world, consumer_token);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK(refreshed(world, consumer_token) == token);
  CHECK(outcome(present(world, "made up")) == "unauthenticated");
  CHECK(outcome(present(world, std::string(86, 'A'))) == "unauthenticated");
  CHECK_THROWS_AS((void)present(world, token), TransientPortError);
}

TEST_CASE("token exchange: with no items left no family begins, and one ends only if it is used") {
  World world;
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string unspent = minted(world, shop);
  limit_items(world, shop, 0);
  CHECK(outcome(present(world, unspent)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().size() == 1);
  limit_items(world, shop, 1);
  CHECK(outcome(present(world, token)) == "done");
  CHECK(outcome(present(world, unspent)) == "done");
}

TEST_CASE("token exchange: two thousand refreshes leave one record") {
  World world;
  const TokenShop shop(world);
  std::string token = minted(world, shop);
  for (int i = 0; i < 2'000; ++i) {
    token = refreshed(world, token);
    world.clock.advance(minutes(1));
  }
  CHECK(world.all<TokenFamily>().size() == 1);
  CHECK(world.all<ConsumerToken>().empty());
  CHECK(world.all<SigningKey>().size() == 1);
}

}  // namespace
}  // namespace gatehouse::testing
