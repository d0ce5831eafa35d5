#include "digests.hpp"
#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

/// Tokens of two consumers and two services in two projects of one account, and one of another
/// account for the same service.
class TokenFixture : public Fixture {
 public:
  TokenFixture() {
    commit([&](Transaction& tx) {
      for (const ConsumerToken& token : all()) tx.consumer_tokens().insert(token);
    });
  }

  [[nodiscard]] std::vector<ConsumerToken> all() const {
    return {plain, other_consumer, other_service, other_project, foreign};
  }

  /// Which of all() are there.
  [[nodiscard]] std::vector<bool> there() {
    return look([&](auto& tx) {
      std::vector<bool> found;
      for (const ConsumerToken& token : all()) {
        found.push_back(tx.consumer_tokens().find(token.digest) == token);
      }
      return found;
    });
  }

  const AccountId account = make.id<AccountId>();
  const Project project = make.project(account);
  const Project sibling = make.project(account);
  const Project foreign_project = make.project(make.id<AccountId>());
  const ServiceCode service = make.new_code();
  const Consumer consumer = make.consumer(account);
  const Consumer colleague = make.consumer(account);

  const ConsumerToken plain = make.token(project, service, consumer);
  const ConsumerToken other_consumer = make.token(project, service, colleague);
  const ConsumerToken other_service = make.token(project, make.new_code(), consumer);
  const ConsumerToken other_project = make.token(sibling, service, consumer);
  const ConsumerToken foreign =
      make.token(foreign_project, service, make.consumer(foreign_project.account));
};

using Found = std::vector<bool>;

}  // namespace

TEST_CASE_FIXTURE(TokenFixture, "[ST-75] tokens: the whole digest counts, in finding and erasing") {
  CHECK(there() == Found{true, true, true, true, true});
  for (const TokenDigest& near : near_misses(plain.digest)) {
    CHECK_FALSE(look([&](auto& tx) { return tx.consumer_tokens().find(near); }));
    CHECK_FALSE(commit([&](Transaction& tx) {
      return tx.consumer_tokens().erase(account, project.id, service, near);
    }));
  }
  CHECK(there() == Found{true, true, true, true, true});
}

TEST_CASE_FIXTURE(TokenFixture,
                  "[ST-75] tokens: only account, project and service together erase one") {
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
                  "[ST-76] tokens: those of a project for one service go, and no others") {
  const auto erase = [&](AccountId of, ProjectId in, const ServiceCode& with) {
    return commit(
        [&](Transaction& tx) { return tx.consumer_tokens().erase_of_service(of, in, with); });
  };
  CHECK(erase(foreign_project.account, project.id, service) == 0);
  CHECK(erase(account, project.id, make.new_code()) == 0);
  CHECK(there() == Found{true, true, true, true, true});
  CHECK(erase(account, project.id, service) == 2);
  CHECK(there() == Found{false, false, true, true, true});
  CHECK(erase(account, project.id, service) == 0);
}

TEST_CASE_FIXTURE(TokenFixture,
                  "[ST-77] tokens: those of a project for one consumer go, and no others") {
  const auto erase = [&](AccountId of, ProjectId in, ConsumerId who) {
    return commit(
        [&](Transaction& tx) { return tx.consumer_tokens().erase_of_consumer(of, in, who); });
  };
  CHECK(erase(foreign_project.account, project.id, consumer.id) == 0);
  CHECK(erase(account, project.id, make.id<ConsumerId>()) == 0);
  CHECK(there() == Found{true, true, true, true, true});
  CHECK(erase(account, project.id, consumer.id) == 2);
  CHECK(there() == Found{false, true, false, true, true});
  CHECK(erase(account, project.id, consumer.id) == 0);
}

TEST_CASE_FIXTURE(TokenFixture, "[ST-78] tokens: those of one account go, and no other's") {
  CHECK(commit([&](Transaction& tx) { return tx.consumer_tokens().erase_all(account); }) == 4);
  CHECK(there() == Found{false, false, false, false, true});
  CHECK(commit([&](Transaction& tx) { return tx.consumer_tokens().erase_all(account); }) == 0);
}

TEST_CASE_FIXTURE(Fixture, "[ST-79] tokens: those over longest go first, up to the limit") {
  const Project project = make.project(make.id<AccountId>());
  expect_expiry(
      [&](std::int64_t expiry) {
        ConsumerToken token = make.token(project, make.new_code(), make.consumer(project.account));
        token.expires_at = at(expiry);
        commit([&](Transaction& tx) { tx.consumer_tokens().insert(token); });
        return token.digest;
      },
      [&](Timestamp now, std::size_t limit) {
        return commit(
            [&](Transaction& tx) { return tx.consumer_tokens().erase_expired(now, limit); });
      },
      [&](const TokenDigest& digest) {
        return look([&](auto& tx) { return tx.consumer_tokens().find(digest).has_value(); });
      });
}

TEST_CASE_FIXTURE(TokenFixture,
                  "tokens: a digest that is taken breaks the transaction, changes nothing") {
  ConsumerToken twin = foreign;
  twin.digest = plain.digest;
  CHECK_THROWS_AS(commit([&](Transaction& tx) { tx.consumer_tokens().insert(twin); }), PortError);
  CHECK(there() == Found{true, true, true, true, true});
}

}  // namespace gatehouse::conformance
