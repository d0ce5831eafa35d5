// Expiry of tokens. The shortest lifetime is a second, and the tests wait for it.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "harness/checks.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

void outlive(std::chrono::milliseconds lifetime) {
  std::this_thread::sleep_for(lifetime + std::chrono::milliseconds(50));
}

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("token lifetimes: a spent token used after the grace period ends the family") {
  Installation site({"--refresh-grace", "1s"});
  Provider provider(site);
  const std::string first = provider.tenant.mint_token();
  const TokenPair of_consumer_token = provider.exchanged(first);
  const TokenPair before = provider.begin();
  const TokenPair after = provider.exchanged(before.refresh);
  outlive(1s);
  for (const std::string& spent : {first, before.refresh}) {
    check_oauth_refused(provider.exchange(spent), 400, "invalid_grant");
  }
  for (const TokenPair* pair : {&of_consumer_token, &after}) {
    check_inactive(provider.introspect(pair->access));
    check_inactive(provider.introspect(pair->refresh));
    check_oauth_refused(provider.exchange(pair->refresh), 400, "invalid_grant");
  }
}

TEST_CASE(
    "token lifetimes: a token shared by three tabs ends the family after its own grace period") {
  Installation site({"--refresh-grace", "2s"});
  Provider provider(site);
  const TokenPair shared = provider.begin();
  const TokenPair one = provider.exchanged(shared.refresh);
  const TokenPair two = provider.exchanged(one.refresh);
  check_oauth_refused(provider.exchange(shared.refresh), 400, "invalid_grant");
  CHECK(provider.is_active(two.refresh));
  outlive(2s);
  // It was used too long ago, although the last one was used just now.
  const TokenPair three = provider.exchanged(two.refresh);
  check_oauth_refused(provider.exchange(shared.refresh), 400, "invalid_grant");
  check_inactive(provider.introspect(three.refresh));
  check_oauth_refused(provider.exchange(three.refresh), 400, "invalid_grant");
}

TEST_CASE("token lifetimes: an access token expires after its lifetime, and its family continues") {
  Installation site({"--access-token-lifetime", "1s"});
  Provider provider(site);
  const auto reply = provider.exchange(provider.tenant.consumer_token);
  const TokenPair tokens = check_exchanged(reply);
  CHECK(reply.body.at("expires_in") == 1);
  outlive(1s);
  check_inactive(provider.introspect(tokens.access));
  CHECK(provider.is_active(tokens.refresh));
  (void)provider.exchanged(tokens.refresh);
}

TEST_CASE("token lifetimes: a refresh token that is not used in time expires with its family") {
  Installation site({"--refresh-token-lifetime", "2s"});
  Provider provider(site);
  TokenPair used = provider.begin();
  const auto reply = provider.exchange(provider.tenant.mint_token());
  const TokenPair unused = check_exchanged(reply);
  // No announced lifetime exceeds the remaining one.
  CHECK(reply.body.at("expires_in").as_int64() <= 2);
  for (int i = 0; i < 2; ++i) {
    outlive(1s);
    used = provider.exchanged(used.refresh);
  }
  CHECK(provider.is_active(used.refresh));
  check_inactive(provider.introspect(unused.refresh));
  check_inactive(provider.introspect(unused.access));
  check_oauth_refused(provider.exchange(unused.refresh), 400, "invalid_grant");
}

TEST_CASE("token lifetimes: a family expires after its lifetime, whatever its use") {
  Installation site({"--token-family-lifetime", "2s"});
  Provider provider(site);
  TokenPair tokens = provider.begin();
  const auto issued_at = part_of(tokens.access, 1).at("iat").as_int64();
  outlive(1s);
  const auto reply = provider.exchange(tokens.refresh);
  tokens = check_exchanged(reply);
  CHECK(reply.body.at("expires_in").as_int64() <= 1);
  CHECK(part_of(tokens.access, 1).at("exp").as_int64() <= issued_at + 2);
  outlive(1s);
  check_inactive(provider.introspect(tokens.refresh));
  check_inactive(provider.introspect(tokens.access));
  check_oauth_refused(provider.exchange(tokens.refresh), 400, "invalid_grant");
}
