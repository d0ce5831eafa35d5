#include "digests.hpp"
#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {
namespace {

class ServiceAccountFixture : public Fixture {
 public:
  bool insert(const ServiceAccount& service_account) {
    return commit([&](Transaction& tx) { return tx.service_accounts().insert(service_account); });
  }
  void insert(const ServiceAccountToken& token) {
    commit([&](Transaction& tx) { tx.service_account_tokens().insert(token); });
  }
  std::optional<ServiceAccount> find(ServiceAccountId id) {
    return look([&](auto& tx) { return tx.service_accounts().find(id); });
  }
  std::optional<ServiceAccount> find(AccountId owner, ServiceAccountId id) {
    return look([&](auto& tx) { return tx.service_accounts().find(owner, id); });
  }
  std::optional<ServiceAccountToken> find(const TokenDigest& digest) {
    return look([&](auto& tx) { return tx.service_account_tokens().find(digest); });
  }
  Update update(const ServiceAccount& service_account) {
    return commit([&](Transaction& tx) { return tx.service_accounts().update(service_account); });
  }
  bool erase(AccountId owner, ServiceAccountId id) {
    return commit([&](Transaction& tx) { return tx.service_accounts().erase(owner, id); });
  }
  std::size_t erase_tokens(AccountId owner, ServiceAccountId id,
                           const std::optional<TokenDigest>& keep, std::size_t limit = many) {
    return commit([&](Transaction& tx) {
      return tx.service_account_tokens().erase_of_service_account(owner, id, keep, limit);
    });
  }
  std::vector<ServiceAccount> list(AccountId owner) {
    return look(
        [&](auto& tx) { return tx.service_accounts().list(owner, {.after = {}, .limit = many}); });
  }

  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
};

using ServiceAccounts = std::vector<ServiceAccount>;

}  // namespace

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-400] service accounts: names are unique in their account, byte by byte") {
  const auto insert_named = [&](AccountId owner, std::string name) {
    ServiceAccount service_account = make.service_account(owner);
    service_account.name = std::move(name);
    return insert(service_account);
  };
  for (const char* name : {"Name", "name", "Name ", "N\u00e4me", "Na\u0308me", "N_me", "N%", ""}) {
    CAPTURE(name);
    CHECK(insert_named(account, name));
    CHECK_FALSE(insert_named(account, name));
  }
  CHECK(insert_named(other, "Name"));
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-401] service accounts: an id or name in use is refused, changing nothing") {
  const ServiceAccount first = make.service_account(account);
  ServiceAccount same_name = make.service_account(account);
  same_name.name = first.name;
  ServiceAccount same_id = make.service_account(other);
  same_id.id = first.id;
  REQUIRE(insert(first));
  CHECK_FALSE(insert(same_name));
  CHECK_FALSE(insert(same_id));
  CHECK(list(account) == ServiceAccounts{first});
  CHECK(list(other).empty());
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-402] service accounts: one is found by its id, across all accounts") {
  const ServiceAccount mine = make.service_account(account);
  ServiceAccount without_secret = make.service_account(other);
  without_secret.secrets.clear();
  REQUIRE(insert(mine));
  REQUIRE(insert(without_secret));
  CHECK(find(mine.id) == mine);
  CHECK(find(without_secret.id) == without_secret);
  CHECK_FALSE(find(make.id<ServiceAccountId>()));
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-403] service accounts: one is found by its own account only") {
  const ServiceAccount mine = make.service_account(account);
  REQUIRE(insert(mine));
  REQUIRE(insert(make.service_account(other)));
  CHECK(find(account, mine.id) == mine);
  CHECK_FALSE(find(other, mine.id));
  CHECK_FALSE(find(account, make.id<ServiceAccountId>()));
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-404] service accounts: name and secrets can be changed, and nothing else") {
  const ServiceAccount bystander = make.service_account(account);
  ServiceAccount mine = make.service_account(account);
  REQUIRE(insert(bystander));
  REQUIRE(insert(mine));
  for (const std::size_t secrets : {2U, 1U, 0U}) {
    ServiceAccount given = make.service_account(account);
    given.id = mine.id;
    given.secrets.resize(secrets);
    mine.name = given.name;
    mine.secrets = given.secrets;
    CHECK(update(given) == Update::done);
    CHECK(find(account, mine.id) == mine);
  }
  CHECK(update(mine) == Update::done);
  CHECK(list(account) == ServiceAccounts{bystander, mine});
}

TEST_CASE_FIXTURE(
    ServiceAccountFixture,
    "[ST-404] service accounts: an update with a name in use or by another account does nothing") {
  const ServiceAccount bystander = make.service_account(account);
  const ServiceAccount mine = make.service_account(account);
  REQUIRE(insert(bystander));
  REQUIRE(insert(mine));
  ServiceAccount changed = mine;
  changed.name = bystander.name;
  changed.secrets.clear();
  CHECK(update(changed) == Update::taken);
  ServiceAccount stolen = make.service_account(other);
  stolen.id = mine.id;
  CHECK(update(stolen) == Update::missing);
  CHECK(update(make.service_account(account)) == Update::missing);
  CHECK(list(account) == ServiceAccounts{bystander, mine});
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-405] service accounts: one is erased by its own account only") {
  const ServiceAccount mine = make.service_account(account);
  const ServiceAccount bystander = make.service_account(account);
  REQUIRE(insert(mine));
  REQUIRE(insert(bystander));
  CHECK_FALSE(erase(other, mine.id));
  CHECK_FALSE(erase(account, make.id<ServiceAccountId>()));
  CHECK(find(mine.id) == mine);
  CHECK(erase(account, mine.id));
  CHECK_FALSE(erase(account, mine.id));
  CHECK(list(account) == ServiceAccounts{bystander});
  CHECK(insert(mine));
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-406] service accounts: exactly those of one account are erased") {
  const ServiceAccount foreign = make.service_account(other);
  REQUIRE(insert(make.service_account(account)));
  REQUIRE(insert(make.service_account(account)));
  REQUIRE(insert(foreign));
  const auto erase_all = [&](std::size_t limit) {
    return commit([&](Transaction& tx) { return tx.service_accounts().erase_all(account, limit); });
  };
  CHECK(erase_all(1) == 1);
  CHECK(erase_all(many) == 1);
  CHECK(erase_all(many) == 0);
  CHECK(list(account).empty());
  CHECK(list(other) == ServiceAccounts{foreign});
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-10] service accounts: pages of one account, in the order of ids") {
  const PagedIds<ServiceAccountId> ids(make);
  for (const ServiceAccountId id : ids.shuffled()) {
    ServiceAccount service_account = make.service_account(account);
    service_account.id = id;
    REQUIRE(insert(service_account));
  }
  REQUIRE(insert(make.service_account(other)));
  const auto page_of = [&](const Page<ServiceAccountId>& page) {
    return keys_of(look([&](auto& tx) { return tx.service_accounts().list(account, page); }),
                   &ServiceAccount::id);
  };
  expect_pages(ids.sorted, page_of);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, page_of);
}

TEST_CASE_FIXTURE(
    ServiceAccountFixture,
    "[ST-407] tokens of service accounts: a duplicate digest aborts the transaction") {
  const ServiceAccountToken token = make.service_account_token(make.service_account(account));
  insert(token);
  for (const AccountId owner : {account, other}) {
    ServiceAccountToken twin = make.service_account_token(make.service_account(owner));
    twin.digest = token.digest;
    CHECK_THROWS_AS(insert(twin), PortError);
  }
  CHECK(find(token.digest) == token);
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-408] tokens of service accounts: the whole digest is compared") {
  const ServiceAccountToken token = make.service_account_token(make.service_account(account));
  insert(token);
  for (const TokenDigest& near : near_misses(token.digest)) CHECK_FALSE(find(near));
  CHECK(find(token.digest) == token);
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-409] tokens of service accounts: exactly one is erased, and only once") {
  const ServiceAccountToken token = make.service_account_token(make.service_account(account));
  const ServiceAccountToken foreign = make.service_account_token(make.service_account(other));
  insert(token);
  insert(foreign);
  const auto erase = [&](const TokenDigest& digest) {
    return commit([&](Transaction& tx) { return tx.service_account_tokens().erase(digest); });
  };
  for (const TokenDigest& near : near_misses(token.digest)) CHECK_FALSE(erase(near));
  CHECK(find(token.digest) == token);
  CHECK(erase(token.digest));
  CHECK_FALSE(erase(token.digest));
  CHECK_FALSE(find(token.digest));
  CHECK(find(foreign.digest) == foreign);
}

TEST_CASE_FIXTURE(
    ServiceAccountFixture,
    "[ST-410] tokens of service accounts: those of one are erased except the one to keep") {
  const ServiceAccount mine = make.service_account(account);
  std::vector<ServiceAccountToken> tokens;
  for (int i = 0; i < 4; ++i) tokens.push_back(make.service_account_token(mine));
  const auto colleagues = make.service_account_token(make.service_account(account));
  for (const ServiceAccountToken& token : tokens) insert(token);
  insert(colleagues);
  CHECK(erase_tokens(other, mine.id, {}) == 0);
  CHECK(erase_tokens(account, make.id<ServiceAccountId>(), {}) == 0);
  CHECK(erase_tokens(account, mine.id, {}, 0) == 0);
  CHECK(erase_tokens(account, mine.id, tokens[1].digest, 1) == 1);
  CHECK(erase_tokens(account, mine.id, tokens[1].digest) == 2);
  CHECK(find(tokens[1].digest) == tokens[1]);
  CHECK(erase_tokens(account, mine.id, colleagues.digest) == 1);
  CHECK_FALSE(find(tokens[1].digest));
  CHECK(find(colleagues.digest) == colleagues);
}

TEST_CASE_FIXTURE(ServiceAccountFixture,
                  "[ST-411] tokens of service accounts: exactly those of one account are erased") {
  const ServiceAccountToken foreign = make.service_account_token(make.service_account(other));
  insert(make.service_account_token(make.service_account(account)));
  insert(make.service_account_token(make.service_account(account)));
  insert(foreign);
  const auto erase_all = [&] {
    return commit(
        [&](Transaction& tx) { return tx.service_account_tokens().erase_all(account, many); });
  };
  CHECK(erase_all() == 2);
  CHECK(erase_all() == 0);
  CHECK(find(foreign.digest) == foreign);
}

TEST_CASE_FIXTURE(
    ServiceAccountFixture,
    "[ST-412] tokens of service accounts: those expired longest are erased first, to the limit") {
  std::vector<TokenDigest> digests;
  for (const std::int64_t expiry : {25, 20, 15, 10}) {
    ServiceAccountToken token = make.service_account_token(make.service_account(account));
    token.expires_at = at(expiry);
    insert(token);
    digests.push_back(token.digest);
  }
  const auto erase_expired = [&](std::int64_t now, std::size_t limit) {
    return commit(
        [&](Transaction& tx) { return tx.service_account_tokens().erase_expired(at(now), limit); });
  };
  CHECK(erase_expired(9, many) == 0);
  CHECK(erase_expired(25, 0) == 0);
  CHECK(erase_expired(25, 1) == 1);
  CHECK_FALSE(find(digests[3]));
  CHECK(erase_expired(20, many) == 2);
  CHECK_FALSE(find(digests[1]));
  CHECK(find(digests[0]).has_value());
}

}  // namespace gatehouse::conformance
