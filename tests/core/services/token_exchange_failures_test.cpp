#include <gatehouse/services/tokens/token_exchange.hpp>

#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::seconds;

TEST_CASE("token exchange: a failed or doubtful commit loses no token") {
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

TEST_CASE("token exchange: without a signing key no token is spent") {
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

TEST_CASE("token exchange: without entropy no token is spent, or the same successor is returned") {
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

TEST_CASE("token exchange: each of two servers exchanges tokens of the other") {
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
