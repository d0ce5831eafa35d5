#include "digests.hpp"
#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

/// The tokens of two projects of one account, and of one of another account.
class ServiceTokenFixture : public Fixture {
 public:
  ServiceTokenFixture() {
    for (const ServiceToken& token : {mine, siblings, foreign}) set(token);
  }

  void set(const ServiceToken& token) {
    commit([&](Transaction& tx) { tx.service_tokens().set(token); });
  }
  std::optional<ServiceToken> find(const TokenDigest& digest) {
    return look([&](auto& tx) { return tx.service_tokens().find(digest); });
  }
  bool is_there(const ServiceToken& token) { return find(token.digest) == token; }

  const Project project = make.project(make.id<AccountId>());
  const Project sibling = make.project(project.account);
  const ServiceToken mine = make.service_token(project);
  const ServiceToken siblings = make.service_token(sibling);
  const ServiceToken foreign = make.service_token(make.project(make.id<AccountId>()));
};

}  // namespace

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-170] service tokens: a new one takes the place of the project's former") {
  const ServiceToken next = make.service_token(project);
  set(next);
  CHECK(is_there(next));
  CHECK_FALSE(find(mine.digest));
  CHECK(is_there(siblings));
  CHECK(is_there(foreign));
  // The former may come again, and be set twice.
  set(mine);
  ServiceToken renewed = mine;
  renewed.created_at = make.time();
  set(renewed);
  CHECK(is_there(renewed));
  CHECK_FALSE(find(next.digest));
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-170] service tokens: another account sets none of a project's") {
  // Projects have ids of their own; were one to be named with another account, it is another place.
  ServiceToken planted = make.service_token(project);
  planted.account = foreign.account;
  set(planted);
  CHECK(is_there(planted));
  for (const ServiceToken& token : {mine, siblings, foreign}) CHECK(is_there(token));
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-170] service tokens: another project's digest breaks the transaction") {
  for (ServiceToken twin : {siblings, foreign, make.service_token(make.project(foreign.account))}) {
    twin.digest = mine.digest;
    CHECK_THROWS_AS(set(twin), PortError);
  }
  for (const ServiceToken& token : {mine, siblings, foreign}) CHECK(is_there(token));
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-171] service tokens: one is found by its whole digest, in every account") {
  for (const ServiceToken& token : {mine, siblings, foreign}) CHECK(is_there(token));
  CHECK_FALSE(find(make.digest()));
  for (const TokenDigest& near : near_misses(mine.digest)) CHECK_FALSE(find(near));
}

TEST_CASE_FIXTURE(ServiceTokenFixture,
                  "[ST-172] service tokens: those of one account go, and no other's") {
  const auto erase_all = [&] {
    return commit([&](Transaction& tx) { return tx.service_tokens().erase_all(project.account); });
  };
  CHECK(erase_all() == 2);
  CHECK(erase_all() == 0);
  CHECK_FALSE(find(mine.digest));
  CHECK_FALSE(find(siblings.digest));
  CHECK(is_there(foreign));
}

}  // namespace gatehouse::conformance
