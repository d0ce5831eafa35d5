#include <gatehouse/services/tokens/token_exchange.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/services/tokens/detail/refresh_token.hpp>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("token exchange: a repeated token within its grace period gets the same successor") {
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

TEST_CASE("token exchange: repeating a token does not extend its grace period") {
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

TEST_CASE("token exchange: without a grace period a repeated token ends the family at once") {
  World world({.refresh_grace = Duration(0)});
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string next = refreshed(world, token);
  CHECK(outcome(present(world, token)) == "unauthenticated");
  CHECK(outcome(present(world, next)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: a spent token used after its grace period ends the family") {
  World world;
  const TokenShop shop(world);
  const std::string other = refreshed(world, minted(world, shop));
  std::vector<std::string> tokens{minted(world, shop)};
  for (int i = 0; i < 4; ++i) tokens.push_back(refreshed(world, tokens.back()));
  std::size_t shown = 0;
  world.clock.advance(seconds(10));
  SUBCASE("the consumer token") { shown = 0; }
  SUBCASE("the token of three generations ago") { shown = 1; }
  SUBCASE("the token of two generations ago") { shown = 2; }
  SUBCASE("the previous token") { shown = 3; }
  SUBCASE("an old token, just after the previous one was used") {
    shown = 1;
    tokens.push_back(refreshed(world, tokens.back()));
  }
  SUBCASE("the consumer token, long after its expiry") {
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

TEST_CASE("token exchange: three tabs that share a token are not treated as a replay") {
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

  // Within its own grace period each of them is refused without further effect.
  for (const std::string& spent : {shared, of_first_tab}) {
    CHECK(outcome(present(world, spent)) == "unauthenticated");
  }
  turn_to(world, before.rotated_at - seconds(4) + seconds(10) - std::chrono::milliseconds(1));
  CHECK(outcome(present(world, shared)) == "unauthenticated");
  CHECK(family_of(world) == before);
  CHECK(refreshed(world, of_second_tab) == newest);

  SUBCASE("the newest token can be used") { CHECK(outcome(present(world, newest)) == "done"); }
  SUBCASE("a token used after its own grace period ends the family, even if not the last") {
    turn_to(world, before.rotated_at - seconds(4) + seconds(10));
    CHECK(outcome(present(world, shared)) == "unauthenticated");
    CHECK(outcome(present(world, newest)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
  SUBCASE("a token spent long before them ends the family at once") {
    CHECK(outcome(present(world, consumer_token)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
}

TEST_CASE("token exchange: frequent use in the grace period stores few times") {
  World world;
  const TokenShop shop(world);
  std::vector<std::string> tokens{minted(world, shop)};
  for (int i = 0; i < 3000; ++i) {
    tokens.push_back(refreshed(world, tokens.back()));
    world.clock.advance(std::chrono::milliseconds(5));
  }
  CHECK(family_of(world).rotations.size() <= 20);
  // The last ten seconds contain two thousand rotations.
  for (std::size_t back = 2; back < 2000; back += 100) {
    CHECK(outcome(present(world, tokens[tokens.size() - 1 - back])) == "unauthenticated");
    REQUIRE(world.all<TokenFamily>().size() == 1);
  }
  CHECK(outcome(present(world, tokens.back())) == "done");
  // After another eighth of the grace period it is a replay.
  CHECK(outcome(present(world, tokens[tokens.size() - 1 - 2300])) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: setting the system date back does not extend the grace period") {
  World world;
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string next = refreshed(world, token);
  SUBCASE("by an hour") { world.clock.step(-hours(1)); }
  SUBCASE("by less than the grace") { world.clock.step(-seconds(5)); }
  SUBCASE("back and forth") {
    world.clock.step(-hours(1));
    world.clock.step(hours(1));
  }
  SUBCASE("by a year, without another effect") { world.clock.step(-hours(24 * 365)); }
  world.clock.advance(seconds(9));
  CHECK(refreshed(world, token) == next);
  world.clock.advance(seconds(1));
  CHECK(outcome(present(world, token)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: setting the system date ahead does not shorten the grace period") {
  World world;
  const TokenShop shop(world);
  const std::string token = refreshed(world, minted(world, shop));
  const std::string next = refreshed(world, token);
  world.clock.step(hours(1));
  CHECK(refreshed(world, token) == next);
  CHECK(outcome(present(world, next)) == "done");
}

TEST_CASE("token exchange: after the date is corrected, tokens are issued with the correct date") {
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
    "token exchange: across machines the dates are compared, and skew does not end a family") {
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
  // For clock skew and delayed requests.
  CHECK(shown_at(before.rotated_at - seconds(9)) == next);
  CHECK(shown_at(before.rotated_at - seconds(11)) == "unauthenticated");
  CHECK(shown_at(before.rotated_at - hours(1)) == "unauthenticated");
  CHECK(family_of(world) == before);
  CHECK(shown_at(before.rotated_at + seconds(10)) == "unauthenticated");
  CHECK(world.all<TokenFamily>().empty());
}

TEST_CASE("token exchange: families stored without generations can still be used") {
  World world;
  const TokenShop shop(world);
  const std::string consumer_token = minted(world, shop);
  (void)refreshed(world, consumer_token);
  // A family and its token as stored by schema 4.
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
  SUBCASE("and continue, although an earlier token is repeated in its grace period") {
    CHECK(outcome(present(world, old)) == "unauthenticated");
    CHECK(outcome(present(world, newest)) == "done");
  }
  SUBCASE("and end when an earlier token is used much later") {
    world.clock.advance(seconds(10));
    CHECK(outcome(present(world, old)) == "unauthenticated");
    CHECK(world.all<TokenFamily>().empty());
  }
}

}  // namespace
}  // namespace gatehouse::testing
