#include "of_attached.hpp"

namespace gatehouse::conformance {
namespace {

class FamilyFixture : public OfAttached<Families> {
 public:
  std::optional<TokenFamily> find(TokenFamilyId id) {
    return look([&](auto& tx) { return tx.token_families().find(id); });
  }
  std::optional<TokenFamily> find_by_origin(const TokenDigest& origin) {
    return look([&](auto& tx) { return tx.token_families().find_by_origin(origin); });
  }
  bool update(const TokenFamily& family) {
    return commit([&](Transaction& tx) { return tx.token_families().update(family); });
  }
  bool erase(AccountId owner, TokenFamilyId id) {
    return commit([&](Transaction& tx) { return tx.token_families().erase(owner, id); });
  }
};

}  // namespace

TEST_CASE_FIXTURE(FamilyFixture,
                  "[ST-160] families: one is found by its whole id or its whole origin") {
  for (const TokenFamily& family : all()) {
    CHECK(find(family.id) == family);
    CHECK(find_by_origin(family.origin) == family);
    // No other digest of a family finds it.
    for (const TokenDigest& digest : {family.current, family.previous}) {
      CHECK_FALSE(find_by_origin(digest));
    }
  }
  for (const TokenFamilyId near : near_misses(plain.id)) CHECK_FALSE(find(near));
  for (const TokenDigest& near : near_misses(plain.origin)) CHECK_FALSE(find_by_origin(near));
}

TEST_CASE_FIXTURE(FamilyFixture,
                  "[ST-160] families: a duplicate id or origin aborts the transaction") {
  for (const AccountId owner : {account, foreign_project.account}) {
    TokenFamily same_id = make.family(sibling, service, consumer);
    same_id.account = owner;
    same_id.id = plain.id;
    TokenFamily same_origin = make.family(sibling, service, consumer);
    same_origin.account = owner;
    same_origin.origin = plain.origin;
    for (const TokenFamily& twin : {same_id, same_origin}) {
      CHECK_THROWS_AS(commit([&](Transaction& tx) { tx.token_families().insert(twin); }),
                      PortError);
    }
    CHECK_FALSE(find_by_origin(same_id.origin));
    CHECK_FALSE(find(same_origin.id));
  }
  CHECK(there() == Found{true, true, true, true, true});
}

TEST_CASE_FIXTURE(FamilyFixture,
                  "[ST-161] families: an update replaces the fields that a rotation changes") {
  TokenFamily given = make.family(foreign_project, other_service.service, colleague);
  given.id = plain.id;
  given.account = account;
  given.current = plain.previous;
  CHECK(update(given));

  TokenFamily expected = plain;
  expected.current = given.current;
  expected.previous = given.previous;
  expected.salt = given.salt;
  expected.rotations = given.rotations;
  expected.rotated_at = given.rotated_at;
  expected.expires_at = given.expires_at;
  CHECK(find(plain.id) == expected);
  CHECK(find_by_origin(plain.origin) == expected);
  CHECK_FALSE(find_by_origin(given.origin));
  CHECK(there() == Found{false, true, true, true, true});
}

TEST_CASE_FIXTURE(
    FamilyFixture,
    "[ST-161] families: rotations are returned unchanged, whether many, one or none") {
  TokenFamily family = plain;
  for (std::uint32_t count : {0U, 1U, 32U}) {
    family.rotations.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
      family.rotations.push_back(
          {.generation = i, .at = {.date = at(-1), .elapsed = Duration(-1), .timeline = i}});
    }
    CHECK(update(family));
    CHECK(find(family.id) == family);
  }
}

TEST_CASE_FIXTURE(FamilyFixture, "[ST-161] families: an update changes the expiry") {
  TokenFamily prolonged = plain;
  prolonged.expires_at = at(50);
  REQUIRE(update(prolonged));
  const auto erase_expired = [&](std::int64_t now) {
    return commit(
        [&](Transaction& tx) { return tx.token_families().erase_expired(at(now), many); });
  };
  CHECK(erase_expired(49) == 0);
  CHECK(find(plain.id) == prolonged);
  CHECK(erase_expired(50) == 1);
  CHECK(there() == Found{false, true, true, true, true});
}

TEST_CASE_FIXTURE(FamilyFixture,
                  "[ST-161] families: one is updated and erased by its own account only") {
  TokenFamily stolen = plain;
  stolen.account = foreign_project.account;
  stolen.current = make.digest();
  CHECK_FALSE(update(stolen));
  CHECK_FALSE(update(make.family(project, service, consumer)));
  CHECK_FALSE(erase(foreign_project.account, plain.id));
  CHECK_FALSE(erase(account, make.id<TokenFamilyId>()));
  CHECK(there() == Found{true, true, true, true, true});

  CHECK(erase(account, plain.id));
  CHECK_FALSE(erase(account, plain.id));
  CHECK(there() == Found{false, true, true, true, true});
  // Its id and origin can be used again.
  commit([&](Transaction& tx) { tx.token_families().insert(plain); });
  CHECK(there() == Found{true, true, true, true, true});
}

TEST_CASE_FIXTURE(FamilyFixture,
                  "[ST-162] families: exactly those of a project for one service are erased") {
  expect_erasing_of_service();
}

TEST_CASE_FIXTURE(FamilyFixture,
                  "[ST-163] families: exactly those of a project for one consumer are erased") {
  expect_erasing_of_consumer();
}

TEST_CASE_FIXTURE(FamilyFixture, "[ST-164] families: exactly those of one account are erased") {
  expect_erasing_all();
}

TEST_CASE_FIXTURE(FamilyFixture,
                  "[ST-165] families: those expired longest are erased first, up to the limit") {
  expect_erasing_of_expired();
}

}  // namespace gatehouse::conformance
