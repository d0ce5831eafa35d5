#include <gatehouse/services/tokens/service_tokens.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("service tokens: a token has 256 bits, a stored digest, and authenticates its project") {
  World world;
  const TokenShop shop(world);
  const Timestamp now = world.clock.next();
  const NewServiceToken issued =
      must(world.services.service_tokens.issue(shop.admin, shop.project));
  const std::string text(issued.text.reveal());
  CHECK(text.size() == 43);
  CHECK(from_base64url(text)->size() == 32);
  CHECK(issued.token == ServiceToken{.id = issued.token.id,
                                     .digest = world.digest.sha256(text),
                                     .account = shop.account,
                                     .project = shop.project,
                                     .created_at = now,
                                     .created_by = shop.admin.user.id});
  CHECK_FALSE(issued.token.id.is_nil());
  CHECK(world.all<ServiceToken>() == std::vector{issued.token});

  const ServiceCaller caller = must(world.services.service_tokens.authenticate(text));
  CHECK(caller.account == shop.account);
  CHECK(caller.project == shop.project);
  CHECK(caller.token == issued.token.digest);
}

/// Issues a token of the shop's project.
std::string issued(World& world, const TokenShop& shop) {
  return std::string(
      must(world.services.service_tokens.issue(shop.admin, shop.project)).text.reveal());
}

std::string shown(World& world, const std::string& token) {
  return outcome(world.services.service_tokens.authenticate(token));
}

std::vector<ServiceTokenView> listed(World& world, const TokenShop& shop) {
  return must(world.services.service_tokens.list(shop.admin, shop.project, {})).items;
}

TEST_CASE("service tokens: issuing one keeps earlier ones of the project valid for the overlap") {
  World world;
  const TokenShop shop(world);
  const ProjectId blog = world.project(shop.admin, "Blog");
  const std::string first = issued(world, shop);
  const std::string other(
      must(world.services.service_tokens.issue(shop.admin, blog)).text.reveal());
  world.clock.advance(std::chrono::hours(1));
  const Timestamp now = world.clock.next();
  const std::string second = issued(world, shop);
  CHECK(first != second);
  for (const std::string& token : {first, second}) CHECK(shown(world, token) == "done");
  const auto tokens = listed(world, shop);
  REQUIRE(tokens.size() == 2);
  CHECK(tokens[0].token.ends_at == now + std::chrono::hours(24));
  CHECK_FALSE(tokens[1].token.ends_at.has_value());

  // A third token does not extend the overlap of the first.
  world.clock.advance(std::chrono::hours(23));
  const std::string third = issued(world, shop);
  world.clock.advance(std::chrono::hours(1));
  CHECK(shown(world, first) == "unauthenticated");
  CHECK(shown(world, second) == "done");
  CHECK(listed(world, shop).size() == 2);
  world.clock.advance(std::chrono::hours(23));
  CHECK(shown(world, second) == "unauthenticated");
  CHECK(shown(world, third) == "done");
  CHECK(shown(world, other) == "done");
  CHECK(world.services.housekeeping.step().erased.service_tokens == 2);
  CHECK(world.all<ServiceToken>().size() == 2);
}

TEST_CASE("service tokens: without an overlap a new token ends the former ones at once") {
  World world({.service_token_overlap = Duration(0)});
  const TokenShop shop(world);
  const std::string first = issued(world, shop);
  const std::string second = issued(world, shop);
  CHECK(shown(world, first) == "unauthenticated");
  CHECK(shown(world, second) == "done");
  CHECK(world.all<ServiceToken>().size() == 1);
}

TEST_CASE("service tokens: the eleventh token ends the oldest unused one, and none in use") {
  World world({.service_token_overlap = std::chrono::hours(24 * 30)});
  const TokenShop shop(world);
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < ServiceTokens::max_tokens; ++i) tokens.push_back(issued(world, shop));
  SUBCASE("the oldest, when all are unused") {
    tokens.push_back(issued(world, shop));
    CHECK(shown(world, tokens[0]) == "unauthenticated");
    CHECK(shown(world, tokens[1]) == "done");
  }
  SUBCASE("the oldest that was unused for a day") {
    for (const std::size_t used : {0U, 1U, 3U}) CHECK(shown(world, tokens[used]) == "done");
    world.clock.advance(std::chrono::hours(24));
    // In use again, on another server, which has stored the use.
    CHECK(shown(world, tokens[0]) == "done");
    world.services.service_tokens.store_uses();
    tokens.push_back(issued(world, shop));
    CHECK(shown(world, tokens[1]) == "unauthenticated");
    for (const std::size_t kept : {0U, 2U, 3U, 9U, 10U})
      CHECK(shown(world, tokens[kept]) == "done");
  }
  SUBCASE("none, when all are in use") {
    for (const std::string& token : tokens) CHECK(shown(world, token) == "done");
    world.clock.advance(std::chrono::hours(24) - std::chrono::seconds(1));
    const auto refused = world.services.service_tokens.issue(shop.admin, shop.project);
    CHECK(outcome(refused) == "conflict");
    for (const std::string& token : tokens) CHECK(shown(world, token) == "done");
    CHECK(world.all<ServiceToken>().size() == ServiceTokens::max_tokens);
  }
  SUBCASE("none, when the date was set back since their use") {
    for (const std::string& token : tokens) CHECK(shown(world, token) == "done");
    world.clock.step(-std::chrono::hours(24 * 400));
    // The session of the issuer begins at the current date.
    const auto refused =
        world.services.service_tokens.issue(world.logged_in("ann@example.com"), shop.project);
    CHECK(outcome(refused) == "conflict");
  }
  CHECK(world.all<ServiceToken>().size() == ServiceTokens::max_tokens);
}

TEST_CASE(
    "service tokens: all tokens of a project are revoked together, and a new one can be issued") {
  World world;
  const TokenShop shop(world);
  const TokenShop other(world, "bob@example.com");
  const std::string first = issued(world, shop);
  const std::string second = issued(world, shop);
  const std::string foreign = issued(world, other);
  auto& tokens = world.services.service_tokens;
  CHECK(outcome(tokens.end_all(other.admin, shop.project)) == "not_found");
  CHECK(shown(world, first) == "done");
  must(tokens.end_all(shop.admin, shop.project));
  for (const std::string& token : {first, second}) CHECK(shown(world, token) == "unauthenticated");
  CHECK(shown(world, foreign) == "done");
  CHECK(listed(world, shop).empty());
  must(tokens.end_all(shop.admin, shop.project));
  CHECK(shown(world, issued(world, shop)) == "done");
}

TEST_CASE("service tokens: the list names the issuer of each, also after the issuer is deleted") {
  World world;
  const TokenShop shop(world);
  const Principal dev = world.added(shop.admin, Role::developer, "dev@example.com");
  const Timestamp now = world.clock.next();
  const std::string text(
      must(world.services.service_tokens.issue(dev, shop.project)).text.reveal());
  auto tokens = listed(world, shop);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].token.created_at == now);
  CHECK(tokens[0].token.created_by == dev.user.id);
  CHECK_FALSE(tokens[0].token.last_used_at.has_value());
  CHECK_FALSE(tokens[0].maker_is_gone);

  must(world.services.users.remove(shop.admin, Role::developer, dev.user.id));
  CHECK(shown(world, text) == "done");
  tokens = listed(world, shop);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].token.created_by == dev.user.id);
  CHECK(tokens[0].maker_is_gone);

  const TokenShop other(world, "bob@example.com");
  CHECK(outcome(world.services.service_tokens.list(other.admin, shop.project, {})) == "not_found");
}

TEST_CASE("service tokens: the list is paginated") {
  World world;
  const TokenShop shop(world);
  for (int i = 0; i < 3; ++i) (void)issued(world, shop);
  const auto all = listed(world, shop);
  auto& tokens = world.services.service_tokens;
  const auto first = must(tokens.list(shop.admin, shop.project, {.after = {}, .limit = 2}));
  REQUIRE(first.items.size() == 2);
  CHECK(first.next == all[1].token.id);
  const auto rest = must(tokens.list(shop.admin, shop.project, {.after = first.next, .limit = 2}));
  REQUIRE(rest.items.size() == 1);
  CHECK(rest.items[0].token == all[2].token);
  CHECK_FALSE(rest.next.has_value());
}

TEST_CASE("service tokens: uses are shown at once and stored once a minute") {
  World world;
  const TokenShop shop(world);
  const std::string token = issued(world, shop);
  const auto stored = [&] { return world.all<ServiceToken>().at(0).last_used_at; };
  const Timestamp used = world.clock.next();
  CHECK(shown(world, token) == "done");
  CHECK(listed(world, shop).at(0).token.last_used_at == used);
  CHECK_FALSE(stored().has_value());
  (void)world.services.housekeeping.step();
  CHECK(stored() == used);

  world.clock.advance(ServiceTokens::resolution_of_use - std::chrono::seconds(1));
  CHECK(shown(world, token) == "done");
  world.services.service_tokens.store_uses();
  CHECK(stored() == used);
  world.clock.advance(std::chrono::seconds(1));
  CHECK(shown(world, token) == "done");
  world.services.service_tokens.store_uses();
  CHECK(stored().value() > used);
  // Tokens deleted in the meantime are not stored again.
  world.clock.advance(std::chrono::minutes(2));
  CHECK(shown(world, token) == "done");
  must(world.services.service_tokens.end_all(shop.admin, shop.project));
  world.services.service_tokens.store_uses();
  CHECK(world.all<ServiceToken>().empty());
}

TEST_CASE(
    "service tokens: a token does not expire and does not end with the session of its issuer") {
  World world;
  const TokenShop shop(world);
  const Secret token = must(world.services.service_tokens.issue(shop.admin, shop.project)).text;
  must(world.services.sessions.log_out(shop.admin));
  world.clock.advance(std::chrono::hours(24 * 1000));
  (void)world.services.housekeeping.step();
  CHECK(outcome(world.services.service_tokens.authenticate(token.reveal())) == "done");
}

TEST_CASE("service tokens: other tokens do not authenticate a service") {
  World world;
  const TokenShop shop(world);
  const NewServiceToken issued =
      must(world.services.service_tokens.issue(shop.admin, shop.project));
  const std::string text(issued.text.reveal());
  const ExchangedTokens exchanged = must(present(world, minted(world, shop)));
  const NewSession session = must(world.log_in("ann@example.com"));
  for (const std::string& other : std::vector<std::string>{
           "", "x", text + " ", text.substr(1), issued.token.digest.to_string(),
           minted(world, shop), std::string(exchanged.refresh_token.reveal()),
           std::string(exchanged.access_token.reveal()), std::string(session.token.reveal()),
           std::string(1'000'000, 'a')}) {
    CHECK(outcome(world.services.service_tokens.authenticate(other)) == "unauthenticated");
  }
  // Nor is it accepted in place of another token.
  CHECK(outcome(world.services.sessions.authenticate(text)) == "unauthenticated");
  CHECK(told_of(world, text) == "inactive");
}

TEST_CASE("service tokens: they end with the account, and require a project of the caller") {
  World world;
  const TokenShop shop(world);
  const TokenShop other(world, "bob@example.com");
  auto& tokens = world.services.service_tokens;
  const Secret text = must(tokens.issue(shop.admin, shop.project)).text;
  CHECK(outcome(tokens.issue(other.admin, shop.project)) == "not_found");
  CHECK(outcome(tokens.issue(shop.admin, {})) == "not_found");
  CHECK(outcome(tokens.authenticate(text.reveal())) == "done");
  must(world.services.accounts.remove(shop.admin));
  CHECK(outcome(tokens.authenticate(text.reveal())) == "unauthenticated");
}

TEST_CASE("service tokens: a caller whose token has ended or is unknown is unauthenticated") {
  World world;
  const TokenShop shop(world);
  const TokenShop other(world, "bob@example.com");
  const ServiceCaller caller = world.service_of(shop.admin, shop.project);
  const ServiceCaller stranger = world.service_of(other.admin, other.project);
  const auto still = [&](const ServiceCaller& who) {
    return world.storage.read([&](const Transaction& tx) {
      return outcome(still_authenticated(tx, ServiceContext(who), world.clock.next()));
    });
  };
  CHECK(still(caller) == "done");
  CHECK(still({caller.account, other.project, caller.token}) == "unauthenticated");
  CHECK(still({other.account, caller.project, caller.token}) == "unauthenticated");
  CHECK(still({caller.account, caller.project, stranger.token}) == "unauthenticated");
  world.service_of(shop.admin, shop.project);
  CHECK(still(caller) == "done");
  world.clock.advance(std::chrono::hours(24));
  CHECK(still(caller) == "unauthenticated");
}

}  // namespace
}  // namespace gatehouse::testing
