#include "digests.hpp"
#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

/// Two tokens of a project, one of another project of the account, and one of another account.
class ServiceTokenFixture : public Fixture {
 public:
  using Found = std::vector<bool>;

  ServiceTokenFixture() {
    for (const ServiceToken& token : all()) insert(token);
  }

  [[nodiscard]] std::vector<ServiceToken> all() const { return {mine, second, siblings, foreign}; }

  void insert(const ServiceToken& token) {
    commit([&](Transaction& tx) { tx.service_tokens().insert(token); });
  }
  std::optional<ServiceToken> find(const TokenDigest& digest) {
    return look([&](auto& tx) { return tx.service_tokens().find(digest); });
  }
  std::vector<ServiceToken> list(AccountId account, ProjectId of) {
    return look([&](auto& tx) { return tx.service_tokens().list(account, of); });
  }
  bool update(const ServiceToken& token) {
    return commit([&](Transaction& tx) { return tx.service_tokens().update(token); });
  }
  bool erase(AccountId account, const TokenDigest& digest) {
    return commit([&](Transaction& tx) { return tx.service_tokens().erase(account, digest); });
  }
  /// The tokens of all() that exist.
  Found there() {
    Found found;
    for (const ServiceToken& token : all()) found.push_back(find(token.digest) == token);
    return found;
  }

  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const ServiceToken mine = make.service_token(project);
  const ServiceToken second = make.service_token(project);
  const ServiceToken siblings = make.service_token(sibling);
  const ServiceToken foreign = make.service_token(make.project(make.id<AccountId>()));
};

}  // namespace

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-170] service tokens: a duplicate id or digest aborts the transaction") {
  for (const Project& other : {project, sibling, make.project(foreign.account)}) {
    ServiceToken same_digest = make.service_token(other);
    same_digest.digest = mine.digest;
    ServiceToken same_id = make.service_token(other);
    same_id.id = mine.id;
    for (const ServiceToken& twin : {same_digest, same_id}) {
      CHECK_THROWS_AS(insert(twin), PortError);
    }
    CHECK_FALSE(find(same_id.digest));
  }
  CHECK(there() == Found{true, true, true, true});
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-171] service tokens: one is found by its whole digest, in every account") {
  CHECK(there() == Found{true, true, true, true});
  CHECK_FALSE(find(make.digest()));
  for (const TokenDigest& near : near_misses(mine.digest)) CHECK_FALSE(find(near));
}

TEST_CASE_FIXTURE(
    ServiceTokenFixture,
    "[ST-171] service tokens: one without issuer, last use and end is returned unchanged") {
  ServiceToken plain = make.service_token(project);
  plain.created_by.reset();
  plain.last_used_at.reset();
  plain.ends_at.reset();
  insert(plain);
  CHECK(find(plain.digest) == plain);
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-262] service tokens: exactly those of a project are listed, by id") {
  ServiceToken early = make.service_token(project);
  early.id = ServiceTokenId(ServiceTokenId::Bytes{1});
  insert(early);
  CHECK(list(project.account, project.id) == std::vector{early, mine, second});
  CHECK(list(project.account, sibling.id) == std::vector{siblings});
  CHECK(list(foreign.account, project.id).empty());
  CHECK(list(project.account, make.id<ProjectId>()).empty());
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-263] service tokens: an update replaces the last use and the end only") {
  ServiceToken given = make.service_token(sibling);
  given.account = mine.account;
  given.digest = mine.digest;
  for (int i = 0; i < 2; ++i) {
    CHECK(update(given));
    ServiceToken expected = mine;
    expected.last_used_at = given.last_used_at;
    expected.ends_at = given.ends_at;
    CHECK(find(mine.digest) == expected);
    given.last_used_at.reset();
    given.ends_at.reset();
  }
  CHECK(there() == Found{false, true, true, true});
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-266] service tokens: one is updated and erased by its own account only") {
  ServiceToken stolen = mine;
  stolen.account = foreign.account;
  stolen.ends_at.reset();
  CHECK_FALSE(update(stolen));
  CHECK_FALSE(update(make.service_token(project)));
  CHECK_FALSE(erase(foreign.account, mine.digest));
  CHECK_FALSE(erase(project.account, make.digest()));
  CHECK(there() == Found{true, true, true, true});
  CHECK(erase(project.account, mine.digest));
  CHECK_FALSE(erase(project.account, mine.digest));
  CHECK(there() == Found{false, true, true, true});
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-264] service tokens: exactly those of one project are erased") {
  const auto erase_of = [&](AccountId account) {
    return commit(
        [&](Transaction& tx) { return tx.service_tokens().erase_of_project(account, project.id); });
  };
  CHECK(erase_of(foreign.account) == 0);
  CHECK(erase_of(project.account) == 2);
  CHECK(erase_of(project.account) == 0);
  CHECK(there() == Found{false, false, true, true});
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-172] service tokens: exactly those of one account are erased") {
  const auto erase_all = [&] {
    return commit(
        [&](Transaction& tx) { return tx.service_tokens().erase_all(project.account, many); });
  };
  CHECK(erase_all() == 3);
  CHECK(erase_all() == 0);
  CHECK(there() == Found{false, false, false, true});
}

TEST_CASE_FIXTURE(
    ServiceTokenFixture,
    "[ST-265] service tokens: those ended longest are erased first, up to the limit") {
  std::int64_t end = 30;
  for (ServiceToken token : all()) {
    token.ends_at = at(end -= 5);
    REQUIRE(update(token));
  }
  ServiceToken endless = make.service_token(project);
  endless.ends_at.reset();
  insert(endless);
  const auto erase_expired = [&](std::int64_t now, std::size_t limit) {
    return commit(
        [&](Transaction& tx) { return tx.service_tokens().erase_expired(at(now), limit); });
  };
  CHECK(erase_expired(9, many) == 0);
  CHECK(erase_expired(25, 0) == 0);
  CHECK(erase_expired(25, 1) == 1);
  CHECK_FALSE(find(foreign.digest));
  CHECK(erase_expired(20, many) == 2);
  CHECK_FALSE(find(second.digest));
  CHECK(find(mine.digest).has_value());
  CHECK(erase_expired(1'000'000, many) == 1);
  CHECK(find(endless.digest) == endless);
}

}  // namespace gatehouse::conformance
