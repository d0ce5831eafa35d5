#include <gatehouse/services/service_tokens.hpp>

#include <string>

#include <doctest/doctest.h>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("service tokens: one is 256 random bits, stored as a digest, and proves the project") {
  World world;
  const TokenShop shop(world);
  const Timestamp now = world.clock.next();
  const NewServiceToken issued =
      must(world.services.service_tokens.issue(shop.admin, shop.project));
  const std::string text(issued.text.reveal());
  CHECK(text.size() == 43);
  CHECK(from_base64url(text)->size() == 32);
  CHECK(issued.token == ServiceToken{world.digest.sha256(text), shop.account, shop.project, now});
  CHECK(world.all<ServiceToken>() == std::vector{issued.token});

  const ServiceCaller caller = must(world.services.service_tokens.authenticate(text));
  CHECK(caller.account == shop.account);
  CHECK(caller.project == shop.project);
  CHECK(caller.token == issued.token.digest);
}

TEST_CASE("service tokens: a new one ends the former one, of that project alone") {
  World world;
  const TokenShop shop(world);
  const ProjectId blog = world.project(shop.admin, "Blog");
  auto& tokens = world.services.service_tokens;
  const Secret first = must(tokens.issue(shop.admin, shop.project)).text;
  const Secret other = must(tokens.issue(shop.admin, blog)).text;
  const Secret second = must(tokens.issue(shop.admin, shop.project)).text;
  CHECK(first.reveal() != second.reveal());
  CHECK(outcome(tokens.authenticate(first.reveal())) == "unauthenticated");
  CHECK(must(tokens.authenticate(second.reveal())).project == shop.project);
  CHECK(must(tokens.authenticate(other.reveal())).project == blog);
  CHECK(world.all<ServiceToken>().size() == 2);
}

TEST_CASE("service tokens: one does not end by itself, nor with the session that asked for it") {
  World world;
  const TokenShop shop(world);
  const Secret token = must(world.services.service_tokens.issue(shop.admin, shop.project)).text;
  must(world.services.sessions.log_out(shop.admin));
  world.clock.advance(std::chrono::hours(24 * 1000));
  (void)world.services.housekeeping.step();
  CHECK(outcome(world.services.service_tokens.authenticate(token.reveal())) == "done");
}

TEST_CASE("service tokens: whatever else is shown proves nothing") {
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
  // And it is good for nothing else.
  CHECK(outcome(world.services.sessions.authenticate(text)) == "unauthenticated");
  CHECK(told_of(world, text) == "inactive");
}

TEST_CASE("service tokens: it ends with the account, and none is issued for another's project") {
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

TEST_CASE(
    "service tokens: a caller whose token has ended, or is another's, is no caller any more") {
  World world;
  const TokenShop shop(world);
  const TokenShop other(world, "bob@example.com");
  const ServiceCaller caller = world.service_of(shop.admin, shop.project);
  const ServiceCaller stranger = world.service_of(other.admin, other.project);
  const auto still = [&](const ServiceCaller& who) {
    return world.storage.read(
        [&](const Transaction& tx) { return outcome(still_authenticated(tx, who)); });
  };
  CHECK(still(caller) == "done");
  CHECK(still({caller.account, other.project, caller.token}) == "unauthenticated");
  CHECK(still({other.account, caller.project, caller.token}) == "unauthenticated");
  CHECK(still({caller.account, caller.project, stranger.token}) == "unauthenticated");
  world.service_of(shop.admin, shop.project);
  CHECK(still(caller) == "unauthenticated");
}

}  // namespace
}  // namespace gatehouse::testing
