#include "of_attached.hpp"

namespace gatehouse::conformance {
namespace {

using TokenFixture = OfAttached<Tokens>;

}  // namespace

TEST_CASE_FIXTURE(TokenFixture,
                  "[ST-75] tokens: the whole digest is compared in lookups and deletions") {
  CHECK(there() == Found{true, true, true, true, true});
  for (const TokenDigest& near : near_misses(plain.digest)) {
    CHECK_FALSE(look([&](auto& tx) { return tx.consumer_tokens().find(near); }));
    CHECK_FALSE(commit([&](Transaction& tx) {
      return tx.consumer_tokens().erase(account, project.id, service, near);
    }));
  }
  CHECK(there() == Found{true, true, true, true, true});
}

TEST_CASE_FIXTURE(
    TokenFixture,
    "[ST-75] tokens: one is erased only by the right account, project and service together") {
  const auto erase = [&](AccountId of, ProjectId in, const ServiceCode& with) {
    return commit(
        [&](Transaction& tx) { return tx.consumer_tokens().erase(of, in, with, plain.digest); });
  };
  CHECK_FALSE(erase(foreign_project.account, project.id, service));
  CHECK_FALSE(erase(foreign_project.account, foreign_project.id, service));
  CHECK_FALSE(erase(account, sibling.id, service));
  CHECK_FALSE(erase(account, project.id, other_service.service));
  CHECK(there() == Found{true, true, true, true, true});
  CHECK(erase(account, project.id, service));
  CHECK(there() == Found{false, true, true, true, true});
  CHECK_FALSE(erase(account, project.id, service));
}

TEST_CASE_FIXTURE(TokenFixture,
                  "[ST-76] tokens: exactly those of a project for one service are erased") {
  expect_erasing_of_service();
}

TEST_CASE_FIXTURE(TokenFixture,
                  "[ST-77] tokens: exactly those of a project for one consumer are erased") {
  expect_erasing_of_consumer();
}

TEST_CASE_FIXTURE(TokenFixture, "[ST-78] tokens: exactly those of one account are erased") {
  expect_erasing_all();
}

TEST_CASE_FIXTURE(TokenFixture,
                  "[ST-79] tokens: those expired longest are erased first, up to the limit") {
  expect_erasing_of_expired();
}

TEST_CASE_FIXTURE(TokenFixture,
                  "tokens: a duplicate digest aborts the transaction and changes nothing") {
  ConsumerToken twin = foreign;
  twin.digest = plain.digest;
  CHECK_THROWS_AS(commit([&](Transaction& tx) { tx.consumer_tokens().insert(twin); }), PortError);
  CHECK(there() == Found{true, true, true, true, true});
}

}  // namespace gatehouse::conformance
