// Rotation of signing keys while servers run, and operation without signing keys.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "harness/checks.hpp"
#include "harness/database.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;
namespace fs = std::filesystem;

namespace {

/// Makes servers detect changes of others quickly.
const std::vector<std::string> quick{"--decision-lifetime", "1s"};

Outcome rotate(const Installation& site, const std::vector<std::string>& arguments) {
  Invocation invocation{{"rotate-signing-key", "--database", site.database(),
                         "--encryption-key-file", site.key_file().string()}};
  for (const std::string& each : arguments) invocation.arguments.push_back(each);
  return run_gatehouse(invocation);
}

/// The id of the new key, as printed by the program.
std::string made_key(const Outcome& outcome) {
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.status == 0);
  const std::string before = "made the signing key ";
  REQUIRE(outcome.out.starts_with(before));
  return outcome.out.substr(before.size(), 32);
}

/// Whether the condition becomes true within ten times the maximum delay of a server.
bool becomes(const std::function<bool()>& so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    if (so()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool is_published(Provider& provider, const std::string& id) {
  return holds(published_key_ids(provider.tenant.client), id);
}

std::string key_that_signs(Provider& provider) { return key_of(provider.begin().access); }

/// Moves all keys into the past.
void age_keys(const Installation& site, std::chrono::seconds by) {
  const std::string microseconds =
      std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(by).count());
  run_sql(site.database(), "UPDATE signing_keys SET created_at = created_at - " + microseconds +
                               ", signs_from = signs_from - " + microseconds);
}

std::string new_key_file(const TemporaryFolder& folder) {
  const std::string path = (folder.path() / "another.key").string();
  REQUIRE(run_gatehouse({{"create-key", path}}).status == 0);
  return path;
}

/// The behaviour of a server without a usable signing key.
void check_unable_to_sign(Provider& provider) {
  const std::string token = provider.tenant.mint_token();
  CHECK(provider.is_active(token));
  for (int i = 0; i < 2; ++i) {
    check_oauth_refused(provider.exchange(token), 503, "temporarily_unavailable");
  }
  CHECK(provider.is_active(token));
  check_success(provider.use(1, "while-it-cannot-sign"), 201);
  check_success(provider.tenant.get("/me"), 200);
  CHECK(provider.revoke("unknown").status == 200);
  // This check needs no key.
  check_oauth_refused(provider.post_form("/oauth2/token", {{"grant_type", "refresh_token"}}), 400,
                      "invalid_request");
  CHECK(provider.tenant.client.get("/.well-known/jwks.json").status == 200);
  CHECK(provider.tenant.client.get("/readyz").status == 200);
}

}  // namespace

TEST_CASE("signing keys: a new key is published at once and signs after its lead time") {
  for (const std::string algorithm : {"EdDSA", "ES256"}) {
    CAPTURE(algorithm);
    Installation site(quick);
    Provider provider(site);
    const TokenPair before = provider.begin();
    const std::string former = key_of(before.access);
    const auto outcome =
        rotate(site, {"--signature-algorithm", algorithm, "--signing-key-lead", "5m"});
    const std::string next = made_key(outcome);
    CHECK(next != former);
    CHECK(outcome.out.find("(" + algorithm + ")") != std::string::npos);

    CHECK(becomes([&] { return is_published(provider, next); }));
    // During the lead time services can fetch the key.
    CHECK(key_that_signs(provider) == former);
    age_keys(site, std::chrono::minutes(5));
    CHECK(becomes([&] { return key_that_signs(provider) == next; }));
    CHECK(published_key_ids(provider.tenant.client) == std::vector<std::string>{former, next});
    const TokenPair after = provider.exchanged(before.refresh);
    CHECK(key_of(after.access) == next);
    CHECK(part_of(after.access, 0).at("alg").as_string() == algorithm);
    CHECK(provider.is_active(before.access));
    CHECK(provider.is_active(after.access));
  }
}

TEST_CASE(
    "signing keys: a former key is removed when all its tokens have expired, and not earlier") {
  Installation site({"--decision-lifetime", "1s", "--access-token-lifetime", "1h"});
  Provider provider(site);
  const TokenPair before = provider.begin();
  const std::string former = key_of(before.access);
  const std::string next = made_key(rotate(site, {"--signing-key-lead", "1s"}));
  CHECK(becomes([&] { return key_that_signs(provider) == next; }));
  // As if almost an hour had passed, and then some minutes more.
  age_keys(site, std::chrono::minutes(59));
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  CHECK(is_published(provider, former));
  CHECK(provider.is_active(before.access));
  age_keys(site, std::chrono::minutes(3));
  CHECK(becomes([&] { return !is_published(provider, former); }));
  CHECK(published_key_ids(provider.tenant.client) == std::vector<std::string>{next});
  check_inactive(provider.introspect(before.access));
  // The next housekeeping step removes it from the storage too.
  site.server().stop();
  site.start();
  CHECK(becomes(
      [&] { return run_sql(site.database(), "SELECT COUNT(*) FROM signing_keys") == "1"; }));
}

TEST_CASE("signing keys: with --discard-former no token of the former keys is valid") {
  Installation site(quick);
  Provider provider(site);
  const TokenPair before = provider.begin();
  const std::string former = key_of(before.access);
  REQUIRE(provider.is_active(before.access));
  const auto outcome = rotate(
      site, {"--discard-former", "--signing-key-lead", "1h", "--signature-algorithm", "EdDSA"});
  const std::string next = made_key(outcome);
  CHECK(outcome.out.find("all former keys are gone") != std::string::npos);
  CHECK(becomes([&] { return !provider.is_active(before.access); }));
  CHECK(becomes(
      [&] { return published_key_ids(provider.tenant.client) == std::vector<std::string>{next}; }));
  // The family continues with the new key.
  const TokenPair after = provider.exchanged(before.refresh);
  CHECK(key_of(after.access) == next);
  CHECK(provider.is_active(after.access));
  check_inactive(provider.introspect(before.access));
  CHECK(run_sql(site.database(), "SELECT COUNT(*) FROM signing_keys") == "1");
}

TEST_CASE("signing keys: a server looks up an unknown key when it gets a token of it") {
  // It would not look for new keys by itself.
  Installation site({"--decision-lifetime", "1h"}, 2);
  Provider provider(site);
  auto& client = provider.tenant.client;
  client.connect_to(site.server(1).port());
  CHECK(published_key_ids(client).size() == 1);
  const std::string next = made_key(rotate(site, {"--discard-former"}));
  // This server has just started, and signs with the new key.
  site.server(0).stop();
  site.start(0);
  client.connect_to(site.server(0).port());
  const TokenPair tokens = provider.begin();
  CHECK(key_of(tokens.access) == next);
  client.connect_to(site.server(1).port());
  CHECK(becomes([&] { return provider.is_active(tokens.access); }));
}

TEST_CASE("signing keys: they survive the server, and the next one signs with the same key") {
  Installation site;
  Provider provider(site);
  const TokenPair before = provider.begin();
  for (std::size_t i = 0; i < usual_servers(); ++i) {
    site.server(i).kill();
    site.start(i);
  }
  provider.tenant.client.connect_to(site.server().port());
  CHECK(provider.is_active(before.access));
  CHECK(key_of(provider.exchanged(before.refresh).access) == key_of(before.access));
}

TEST_CASE("signing keys: with another encryption key no token is signed, and no data is lost") {
  Installation site({}, 1);
  Provider provider(site);
  const TokenPair before = provider.begin();
  const std::string unspent = provider.tenant.mint_token();
  const TemporaryFolder folder;
  const std::string right = read_file(site.key_file());
  CHECK(site.server().stop() == 0);
  fs::copy_file(new_key_file(folder), site.key_file(), fs::copy_options::overwrite_existing);
  site.start();
  provider.tenant.client.connect_to(site.server().port());
  CHECK(comes_to_hold(site.log(), "does not fit the database"));

  check_unable_to_sign(provider);
  check_oauth_refused(provider.exchange(before.refresh), 503, "temporarily_unavailable");
  // Verification needs no private key.
  CHECK(provider.is_active(before.access));
  CHECK(provider.is_active(before.refresh));
  CHECK(is_published(provider, key_of(before.access)));

  CHECK(site.server().stop() == 0);
  std::ofstream(site.key_file()) << right;
  site.start();
  provider.tenant.client.connect_to(site.server().port());
  CHECK(key_of(provider.exchanged(before.refresh).access) == key_of(before.access));
  (void)provider.exchanged(unspent);
}

TEST_CASE("signing keys: without an encryption key no token is issued, and the rest works") {
  // Next to an SQLite database the server creates one, unless there was one before.
  const std::vector<std::string> none{"--encryption-key-file", ""};
  Installation site(on_postgresql() ? none : std::vector<std::string>(), 1);
  if (!on_postgresql()) {
    CHECK(site.server().stop() == 0);
    fs::remove(site.key_file());
    site.start();
  }
  Provider provider(site);
  CHECK(comes_to_hold(site.log(), "no access tokens"));
  check_unable_to_sign(provider);
  check_inactive(provider.introspect("a.b.c"));
  // Without it no other signing key can be created either.
  const std::string before = run_sql(site.database(), "SELECT COUNT(*) FROM signing_keys");
  CHECK(before == (on_postgresql() ? "0" : "1"));
  CHECK(run_gatehouse({{"rotate-signing-key", "--database", site.database()}}).status != 0);
  CHECK(run_sql(site.database(), "SELECT COUNT(*) FROM signing_keys") == before);
  CHECK(std::to_string(published_keys(provider.tenant.client).size()) == before);
}

TEST_CASE("signing keys: none is created without a database or with an unknown algorithm") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "none.db").string();
  const auto nowhere = run_gatehouse({{"rotate-signing-key", "--database", "sqlite:" + path,
                                       "--encryption-key-file", new_key_file(folder)}});
  CHECK(nowhere.status != 0);
  CHECK(!nowhere.err.empty());
  CHECK(!fs::exists(path));
  for (const char* algorithm : {"RS256", "HS256", "none", "es256"}) {
    CAPTURE(algorithm);
    CHECK(rotate(shared_installation(), {"--signature-algorithm", algorithm}).status != 0);
  }
  auto client = shared_installation().connect();
  CHECK(published_keys(client).size() == 1);
}

TEST_CASE("signing keys: a key that cannot be sealed like the others is not created") {
  Installation site({}, 1);
  const TemporaryFolder folder;
  const auto outcome = run_gatehouse({{"rotate-signing-key", "--database", site.database(),
                                       "--encryption-key-file", new_key_file(folder)}});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.status != 0);
  CHECK(outcome.err.find("does not fit the database") != std::string::npos);
  CHECK(run_sql(site.database(), "SELECT COUNT(*) FROM signing_keys") == "1");
}

TEST_CASE("signing keys: after the loss of the encryption key, another one can be used") {
  Installation site(quick, 1);
  Provider provider(site);
  const TokenPair before = provider.begin();
  const TemporaryFolder folder;
  CHECK(site.server().stop() == 0);
  fs::copy_file(new_key_file(folder), site.key_file(), fs::copy_options::overwrite_existing);
  site.start();
  provider.tenant.client.connect_to(site.server().port());
  check_oauth_refused(provider.exchange(before.refresh), 503, "temporarily_unavailable");
  const std::string next = made_key(rotate(site, {"--discard-former"}));
  CHECK(becomes([&] { return provider.exchange(before.refresh).status == 200; }));
  CHECK(key_that_signs(provider) == next);
}
