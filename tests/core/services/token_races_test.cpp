// Concurrent exchanges, revocations and uses.
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

/// Runs `work(number)` in that many threads, which start together, and returns the results.
template <class Work>
auto in_threads(std::size_t count, Work work) {
  std::vector<decltype(work(std::size_t{}))> results(count);
  std::atomic<std::size_t> ready = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < count) std::this_thread::yield();
      results[i] = work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return results;
}

std::string refresh_token_of(const Result<ExchangedTokens>& result) {
  return result ? std::string(result->refresh_token.reveal()) : "refused";
}

TEST_CASE("token races: concurrent uses of one token get the same successor, which is valid") {
  World world;
  const TokenShop shop(world);
  std::string token = minted(world, shop);
  for (int generation = 0; generation < 5; ++generation) {
    CAPTURE(generation);
    const auto tokens =
        in_threads(32, [&](std::size_t) { return refresh_token_of(present(world, token)); });
    CHECK(std::set(tokens.begin(), tokens.end()).size() == 1);
    CHECK(tokens[0] != "refused");
    CHECK(world.all<TokenFamily>().size() == 1);
    token = tokens[0];
  }
  CHECK(outcome(present(world, token)) == "done");
}

TEST_CASE("token races: two servers that get the same token concurrently agree on its successor") {
  World world;
  const TokenShop shop(world);
  Services other(world.ports, {});
  const std::string token = minted(world, shop);
  const auto tokens = in_threads(32, [&](std::size_t i) {
    return refresh_token_of(present(i % 2 == 0 ? world.services : other, token));
  });
  CHECK(std::set(tokens.begin(), tokens.end()).size() == 1);
  CHECK(world.all<TokenFamily>().size() == 1);
  CHECK(world.all<SigningKey>().size() == 1);
  CHECK(outcome(present(other, tokens[0])) == "done");
}

TEST_CASE("token races: a token that is revoked during its refresh is revoked") {
  World world;
  const TokenShop shop(world);
  const ServiceCaller service = world.service_of(shop.admin, shop.project);
  for (int round = 0; round < 50; ++round) {
    const std::string token = refreshed(world, minted(world, shop));
    const auto results = in_threads(2, [&](std::size_t i) {
      if (i == 0) return refresh_token_of(present(world, token));
      must(world.services.introspection.revoke(service, token));
      return std::string("revoked");
    });
    CHECK(world.all<TokenFamily>().empty());
    CHECK(outcome(present(world, results[0])) == "unauthenticated");
  }
}

TEST_CASE("token races: a consumer token is either exchanged or deleted") {
  World world;
  const TokenShop shop(world);
  for (int round = 0; round < 50; ++round) {
    const std::string token = minted(world, shop);
    in_threads(2, [&](std::size_t i) {
      if (i == 0) return outcome(present(world, token));
      return outcome(
          world.services.consumers.revoke_token(shop.admin, shop.project, code("push"), token));
    });
    CHECK(world.all<TokenFamily>().empty());
    CHECK(world.all<ConsumerToken>().empty());
  }
}

TEST_CASE("token races: 64 clients that use the last hundred items get exactly one hundred") {
  World world({.items_per_service = 100});
  const TokenShop shop(world);
  const ServiceCaller service = world.service_of(shop.admin, shop.project);
  const auto granted = in_threads(64, [&](std::size_t thread) {
    int count = 0;
    for (int i = 0; i < 5; ++i) {
      const std::string key = std::to_string(thread) + "-" + std::to_string(i);
      const auto receipt =
          world.services.usage.record(service, shop.project, code("push"), key,
                                      checked<RecordUsage>({.amount = 1, .event = "sent"}));
      if (receipt) ++count;
      if (!receipt && receipt.error().code != ErrorCode::limit_exceeded) return -1000;
    }
    return count;
  });
  int sum = 0;
  for (const int count : granted) sum += count;
  CHECK(sum == 100);
  CHECK(world.all<UsageEntry>().size() == 100);
  CHECK(world.all<Attachment>().at(0).item_used == 100);
}

TEST_CASE("token races: concurrent uses with the same key are counted once") {
  World world;
  const TokenShop shop(world);
  const ServiceCaller service = world.service_of(shop.admin, shop.project);
  const auto entries = in_threads(32, [&](std::size_t) {
    return must(world.services.usage.record(service, shop.project, code("push"), "key",
                                            checked<RecordUsage>({.amount = 3, .event = "sent"})))
        .entry.id;
  });
  CHECK(std::set(entries.begin(), entries.end()).size() == 1);
  CHECK(world.all<UsageEntry>().size() == 1);
  CHECK(world.all<Attachment>().at(0).item_used == 3);
}

TEST_CASE("token races: ten of the service tokens issued concurrently are valid") {
  World world;
  const TokenShop shop(world);
  const auto tokens = in_threads(16, [&](std::size_t) {
    return std::string(
        must(world.services.service_tokens.issue(shop.admin, shop.project)).text.reveal());
  });
  std::size_t good = 0;
  for (const std::string& token : tokens) {
    if (world.services.service_tokens.authenticate(token)) ++good;
  }
  CHECK(good == ServiceTokens::max_tokens);
  CHECK(world.all<ServiceToken>().size() == ServiceTokens::max_tokens);
}

TEST_CASE("token races: every token issued during a rotation of keys is verified") {
  World world({.signing_key_lead = Duration(0), .decision_lifetime = std::chrono::hours(1)});
  const TokenShop shop(world);
  const std::string token = minted(world, shop);
  std::atomic<bool> stop = false;
  std::thread rotating([&] {
    for (std::size_t i = 1; i < SigningKeys::max_keys; ++i) {
      must(world.services.signing_keys.rotate(
          i % 2 == 0 ? SignatureAlgorithm::eddsa : SignatureAlgorithm::es256,
          SigningKeys::Rotation::overlapping));
    }
    stop = true;
  });
  int refused = 0;
  int taken = 0;
  while (!stop || taken == 0) {
    const ExchangedTokens tokens = must(present(world, token));
    const auto verified = verify_any_access_token(
        tokens.access_token.reveal(),
        *world.services.signing_keys.published_with(tokens.access_token.reveal()),
        tokens.claims.issuer, world.clock.next());
    ++(verified ? taken : refused);
  }
  rotating.join();
  CHECK(refused == 0);
}

}  // namespace
}  // namespace gatehouse::testing
