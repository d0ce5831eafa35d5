#include <gatehouse/services/token_exchange.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/services/refresh_token.hpp>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::string text_of(const Secret& secret) { return std::string(secret.reveal()); }

TokenFamily family_of(World& world) {
  const auto all = world.all<TokenFamily>();
  if (all.size() != 1) throw std::logic_error("not one family, but " + std::to_string(all.size()));
  return all.front();
}

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

TEST_CASE("token exchange: the issuer is the public address unless another is set") {
  World world({.public_url = "https://public.example.com"});
  const TokenShop shop(world);
  CHECK(must(present(world, minted(world, shop))).claims.issuer == "https://public.example.com");
}

TEST_CASE("token exchange: each token works once, and gives the next") {
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

TEST_CASE("token exchange: two consumer tokens begin two families, which do not touch each other") {
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

TEST_CASE("token exchange: nothing that is stored is one of the tokens") {
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

TEST_CASE("token exchange: an access token lives three hours, a refresh token thirty days unused") {
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
  SUBCASE("used in the last moment, it lives on") {
    turn_to(world, family.expires_at - Duration(1));
    token = refreshed(world, token);
    const TokenFamily used = family_of(world);
    CHECK(used.rotated_at < family.expires_at + seconds(1));
    CHECK(used.expires_at == used.rotated_at + hours(24 * 30));
  }
  SUBCASE("unused until then, it is over") {
    turn_to(world, family.expires_at);
    CHECK(outcome(present(world, token)) == "unauthenticated");
    CHECK(world.services.housekeeping.step().erased.token_families == 1);
    CHECK(outcome(present(world, token)) == "unauthenticated");
  }
}

TEST_CASE("token exchange: ninety days after its beginning a family ends, however it is used") {
  World world;
  const TokenShop shop(world);
  std::string token = refreshed(world, minted(world, shop));
  const TokenFamily begun = family_of(world);
  for (int day = 20; day < 90; day += 20) {
    world.clock.set(begun.created_at + hours(24 * day));
    token = refreshed(world, token);
  }
  CHECK(family_of(world).expires_at == begun.ends_at);
  // An access token ends with it.
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

TEST_CASE("token exchange: a consumer token is exchanged until its last moment, and not after it") {
  World world;
  const TokenShop shop(world);
  const MintedToken token = world.mint(shop.admin, shop.consumer, shop.project, "push");
  SUBCASE("the last microsecond") {
    turn_to(world, token.token.expires_at - Duration(1));
    CHECK(outcome(present(world, token.text.reveal())) == "done");
  }
  SUBCASE("past it") {
    turn_to(world, token.token.expires_at);
    CHECK(outcome(present(world, token.text.reveal())) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
}

TEST_CASE(
    "token exchange: shown again in time, a token gives the same successor and changes nothing") {
  World world;
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  const std::string first = refreshed(world, consumer_token);
  const TokenFamily begun = family_of(world);
  for (int i = 0; i < 3; ++i) {
    world.clock.advance(seconds(3));
    CHECK(refreshed(world, consumer_token) == first);
  }
  CHECK(family_of(world) == begun);

  const std::string second = refreshed(world, first);
  const TokenFamily rotated = family_of(world);
  turn_to(world, rotated.rotated_at + seconds(10) - Duration(1));
  const ExchangedTokens again = must(present(world, first));
  CHECK(again.refresh_token.reveal() == second);
  CHECK(again.claims.family == rotated.id);
  CHECK(family_of(world) == rotated);
  CHECK(outcome(present(world, second)) == "done");
}

TEST_CASE("token exchange: the time in which a token may be shown again does not begin anew") {
  World world({.refresh_grace = seconds(4)});
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  world.clock.advance(minutes(1));
  const std::string next = refreshed(world, token);
  const Timestamp used = family_of(world).rotated_at;
  world.clock.set(used + seconds(3));
  CHECK(refreshed(world, token) == next);
  turn_to(world, used + seconds(4));
  CHECK(outcome(present(world, token)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: without such a time a token shown twice ends the family at once") {
  World world({.refresh_grace = Duration(0)});
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string next = refreshed(world, token);
  CHECK(outcome(present(world, token)) == "unauthenticated");
  CHECK(outcome(present(world, next)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: a spent token that is shown after its grace ends the family") {
  World world;
  const TokenShop shop(world);
  const std::string other = refreshed(world, minted(world, shop));
  std::vector<std::string> tokens{minted(world, shop)};
  for (int i = 0; i < 4; ++i) tokens.push_back(refreshed(world, tokens.back()));
  std::size_t shown = 0;
  world.clock.advance(seconds(10));
  SUBCASE("the consumer token") { shown = 0; }
  SUBCASE("one of three generations ago") { shown = 1; }
  SUBCASE("one of two generations ago") { shown = 2; }
  SUBCASE("the last one") { shown = 3; }
  SUBCASE("an old one, right after the last was used") {
    shown = 1;
    tokens.push_back(refreshed(world, tokens.back()));
  }
  SUBCASE("the consumer token, long after it would have been over") {
    shown = 0;
    world.clock.advance(hours(24 * 20));
  }
  CHECK(outcome(present(world, tokens[shown])) == "unauthenticated");
  CHECK(world.all<TokenFamily>().size() == 1);
  for (const std::string& token : tokens) {
    CHECK(outcome(present(world, token)) == "unauthenticated");
  }
  CHECK(outcome(present(world, other)) == "done");
}

TEST_CASE("token exchange: three tabs with one token are not taken for thieves") {
  World world;
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  const std::string shared = refreshed(world, consumer_token);
  world.clock.advance(hours(3));
  const std::string of_first_tab = refreshed(world, shared);
  world.clock.advance(seconds(2));
  const std::string of_second_tab = refreshed(world, of_first_tab);
  world.clock.advance(seconds(2));
  const std::string newest = refreshed(world, of_second_tab);
  const TokenFamily before = family_of(world);

  // Up to its own grace each of them is refused, and nothing happens.
  for (const std::string& spent : {shared, of_first_tab}) {
    CHECK(outcome(present(world, spent)) == "unauthenticated");
  }
  turn_to(world, before.rotated_at - seconds(4) + seconds(10) - std::chrono::milliseconds(1));
  CHECK(outcome(present(world, shared)) == "unauthenticated");
  CHECK(family_of(world) == before);
  CHECK(refreshed(world, of_second_tab) == newest);

  SUBCASE("the newest one goes on") { CHECK(outcome(present(world, newest)) == "done"); }
  SUBCASE("after its own grace, one ends the family, although it was not the last") {
    turn_to(world, before.rotated_at - seconds(4) + seconds(10));
    CHECK(outcome(present(world, shared)) == "unauthenticated");
    CHECK(outcome(present(world, newest)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
  SUBCASE("what was spent long before them ends it at once") {
    CHECK(outcome(present(world, consumer_token)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
}

TEST_CASE("token exchange: however often a token is used in its grace, few times are stored") {
  World world;
  const TokenShop shop(world);
  std::vector<std::string> tokens{minted(world, shop)};
  for (int i = 0; i < 3000; ++i) {
    tokens.push_back(refreshed(world, tokens.back()));
    world.clock.advance(std::chrono::milliseconds(5));
  }
  CHECK(family_of(world).rotations.size() <= 20);
  // The last ten seconds are two thousand of them.
  for (std::size_t back = 2; back < 2000; back += 100) {
    CHECK(outcome(present(world, tokens[tokens.size() - 1 - back])) == "unauthenticated");
    REQUIRE(world.all<TokenFamily>().size() == 1);
  }
  CHECK(outcome(present(world, tokens.back())) == "done");
  // An eighth of the grace later than that, it is a replay.
  CHECK(outcome(present(world, tokens[tokens.size() - 1 - 2300])) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: setting the machine's date back does not prolong the grace") {
  World world;
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string next = refreshed(world, token);
  SUBCASE("by an hour") { world.clock.step(-hours(1)); }
  SUBCASE("by less than the grace") { world.clock.step(-seconds(5)); }
  SUBCASE("and forth") {
    world.clock.step(-hours(1));
    world.clock.step(hours(1));
  }
  SUBCASE("by a year, and nothing else") { world.clock.step(-hours(24 * 365)); }
  world.clock.advance(seconds(9));
  CHECK(refreshed(world, token) == next);
  world.clock.advance(seconds(1));
  CHECK(outcome(present(world, token)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: setting the machine's date ahead does not shorten the grace") {
  World world;
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string next = refreshed(world, token);
  world.clock.step(hours(1));
  CHECK(refreshed(world, token) == next);
  CHECK(outcome(present(world, next)) == "done");
}

TEST_CASE("token exchange: after the date was right again, tokens are issued by the right one") {
  World world;
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  world.clock.step(hours(24 * 20));
  const std::string ahead = refreshed(world, token);
  world.clock.step(-hours(24 * 20));
  world.clock.advance(seconds(14));
  const Timestamp now = world.clock.next();
  const ExchangedTokens tokens = must(present(world, ahead));
  CHECK(tokens.claims.issued_at == std::chrono::floor<seconds>(now));
  CHECK(tokens.claims.expires_at == tokens.claims.issued_at + hours(3));
}

TEST_CASE(
    "token exchange: on another machine the dates tell, and one that is ahead proves nothing") {
  World world;
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string next = refreshed(world, token);
  const TokenFamily before = family_of(world);
  const auto shown_at = [&](Timestamp date) {
    ManualClock clock(date, 2);
    const Ports& own = world.ports;
    const Ports other{own.storage, own.mailer,  own.password_hasher, own.digest,
                      clock,       own.entropy, own.cipher,          own.signatures};
    Services services(other);
    const auto tokens = present(services, token);
    return tokens ? std::string(tokens->refresh_token.reveal()) : outcome(tokens);
  };
  CHECK(shown_at(before.rotated_at + seconds(9)) == next);
  // Clocks differ a little, and requests wait.
  CHECK(shown_at(before.rotated_at - seconds(9)) == next);
  CHECK(shown_at(before.rotated_at - seconds(11)) == "unauthenticated");
  CHECK(shown_at(before.rotated_at - hours(1)) == "unauthenticated");
  CHECK(family_of(world) == before);
  CHECK(shown_at(before.rotated_at + seconds(10)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: tokens from before generations were kept work on") {
  World world;
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  (void)refreshed(world, consumer_token);
  // As schema 4 kept the family and made its token.
  TokenFamily former = family_of(world);
  former.rotations.clear();
  const std::string old(make_refresh_token(former, consumer_token, world.digest).reveal());
  former.current = world.digest.sha256(old);
  REQUIRE(*world.storage.transact(
      [&](Transaction& tx) -> Result<bool> { return tx.token_families().update(former); }));

  CHECK(refreshed(world, consumer_token) == old);
  const std::string next = refreshed(world, old);
  CHECK(next.size() == old.size());
  CHECK(refreshed(world, old) == next);
  const std::string newest = refreshed(world, next);
  SUBCASE("and go on, although an earlier one is shown in its grace") {
    CHECK(outcome(present(world, old)) == "unauthenticated");
    CHECK(outcome(present(world, newest)) == "done");
  }
  SUBCASE("and end the family when they are shown much later") {
    world.clock.advance(seconds(10));
    CHECK(outcome(present(world, old)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
}

TEST_CASE("token exchange: a token that somebody made up changes nothing, even of a known family") {
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

TEST_CASE("token exchange: tokens of other kinds are not exchanged") {
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

TEST_CASE(
    "token exchange: a client may say which project it is of, and another's changes nothing") {
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
  // Not even that it was spent.
  CHECK(outcome(present(world, first, other.project.to_string())) == "unauthenticated");
  CHECK(family_of(world) == before);
  CHECK(outcome(present(world, second, own)) == "done");
}

TEST_CASE("token exchange: there is one grant type and no scope") {
  World world;
  const TokenShop shop(world);
  const std::string token = minted(world, shop);
  const auto asked = [&](const std::string& grant_type, std::optional<std::string> scope) {
    return world.services.token_exchange.exchange(
        {.grant_type = grant_type, .refresh_token = Secret(token), .scope = std::move(scope)});
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
  CHECK(faults(world.services.token_exchange.exchange(
            {.grant_type = "refresh_token", .refresh_token = {}})) == "refresh_token");
  CHECK(outcome(asked("refresh_token", "")) == "done");
}

TEST_CASE("token exchange: what ends a family ends it for good") {
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
    must(services.consumers.attach(shop.admin, shop.project, {shop.consumer}));
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
  SUBCASE("the tenant deletes the consumer token it came from") {
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
  SUBCASE("the items are used up when it is shown, and more are given afterwards") {
    limit_items(world, shop, 0);
    CHECK(outcome(present(world, token)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().size() == 1);
    limit_items(world, shop, {});
  }
  SUBCASE("the items are used up when a spent token is shown") {
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

TEST_CASE("token exchange: a consumer token that was exchanged is deleted where it belongs alone") {
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

TEST_CASE("token exchange: whoever asks again, or has nothing to show, waits for no writer") {
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

TEST_CASE(
    "token exchange: with the items used up no family begins, and none ends unless it is shown") {
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

TEST_CASE("token exchange: what the storage did not keep, or may have kept, loses no token") {
  World world;
  const TokenShop shop(world);
  std::string token = minted(world, shop);
  for (int i = 0; i < 2; ++i) {  // a consumer token, then a refresh token
    CAPTURE(i);
    world.services.signing_keys.ensure();
    world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
    CHECK_THROWS_AS((void)present(world, token), TransientPortError);
    world.storage.fail_next_reads(1, TransientPortError("the database is away"));
    CHECK_THROWS_AS((void)present(world, token), TransientPortError);

    world.storage.leave_next_commits_in_doubt(1);
    CHECK_THROWS_AS((void)present(world, token), CommitInDoubt);
    const TokenFamily kept = family_of(world);
    const std::string next = refreshed(world, token);
    CHECK(family_of(world) == kept);
    CHECK(outcome(present(world, token)) == "done");
    token = next;
  }
  CHECK(outcome(present(world, token)) == "done");
}

TEST_CASE("token exchange: without a key to sign with nothing is used up") {
  World world;
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  world.cipher.replace_keys({});
  CHECK_THROWS_AS((void)present(world, consumer_token), PortError);
  CHECK(world.stored(Secret(consumer_token)).has_value());
  world.cipher.replace_keys({"k1"});
  const std::string token = refreshed(world, consumer_token);

  world.cipher.replace_keys({"another"});
  Services locked_out(world.ports, {});
  const TokenFamily before = family_of(world);
  CHECK_THROWS_AS((void)present(locked_out, token), PortError);
  CHECK(family_of(world) == before);
  Ports ports = world.ports;
  ports.signatures = nullptr;
  Services unable(ports, {});
  CHECK_THROWS_AS((void)present(unable, token), PortError);
  CHECK(family_of(world) == before);
  CHECK(outcome(present(world, token)) == "done");
}

TEST_CASE("token exchange: without entropy nothing is used up, or the same is given again") {
  class Dry final : public Entropy {
   public:
    explicit Dry(Entropy& inner) : inner_(inner) {}
    void fill(std::span<std::uint8_t> out) override {
      if (left-- == 0) throw PortError("no entropy");
      inner_.fill(out);
    }
    int left = 0;

   private:
    Entropy& inner_;
  };
  World world;
  const TokenShop shop(world);
  world.services.signing_keys.ensure();
  Dry entropy(world.entropy);
  Ports ports{world.storage, world.mailer, world.hasher,  world.digest,
              world.clock,   entropy,      &world.cipher, &world.signatures};
  Services services(ports, {});
  std::string token = minted(world, shop);
  for (int round = 0; round < 2; ++round) {
    for (int left = 0; left < 8; ++left) {
      entropy.left = left;
      try {
        const ExchangedTokens tokens = must(present(services, token));
        token = text_of(tokens.refresh_token);
        break;
      } catch (const PortError&) {
        CHECK(left < 7);
      }
    }
    CHECK(world.all<TokenFamily>().size() == 1);
  }
  CHECK(outcome(present(world, token)) == "done");
}

TEST_CASE("token exchange: work that runs twice begins one family and rotates it once") {
  World world;
  world.storage.repeat_work(true);
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  const std::string first = refreshed(world, consumer_token);
  CHECK(refreshed(world, consumer_token) == first);
  const std::string second = refreshed(world, first);
  CHECK(refreshed(world, first) == second);
  CHECK(outcome(present(world, second)) == "done");
  CHECK(outcome(present(world, consumer_token)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().size() == 1);
  world.clock.advance(seconds(10));
  CHECK(outcome(present(world, consumer_token)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: two servers exchange each other's tokens") {
  World world;
  const TokenShop shop(world);
  Services other(world.ports, {});
  const std::string consumer_token = minted(world, shop);
  const std::string first = text_of(must(present(other, consumer_token)).refresh_token);
  CHECK(refreshed(world, consumer_token) == first);
  const std::string second = refreshed(world, first);
  CHECK(must(present(other, first)).refresh_token.reveal() == second);
  CHECK(outcome(present(other, second)) == "done");
}

}  // namespace
}  // namespace gatehouse::testing
