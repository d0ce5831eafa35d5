// Idempotency keys, looked up by their digest.
#include <cstddef>
#include <string>
#include <vector>

#include "digests.hpp"
#include "threads.hpp"

namespace gatehouse::conformance {
namespace {

class IdempotencyKeysFixture : public Fixture {
 public:
  [[nodiscard]] bool insert(const IdempotencyKey& key) {
    return commit([&](Transaction& tx) { return tx.idempotency_keys().insert(key); });
  }
  [[nodiscard]] std::optional<IdempotencyKey> find(const TokenDigest& digest) {
    return look([&](auto& tx) { return tx.idempotency_keys().find(digest); });
  }
  [[nodiscard]] std::size_t erase_of_user(Tenant tenant, UserId user, std::size_t limit = many) {
    return commit(
        [&](Transaction& tx) { return tx.idempotency_keys().erase_of_user(tenant, user, limit); });
  }
  /// Inserts the user and a key.
  [[nodiscard]] IdempotencyKey key_of(const User& user) {
    const IdempotencyKey key = make.idempotency_key(user);
    commit([&](Transaction& tx) { REQUIRE(tx.users().insert(user)); });
    REQUIRE(insert(key));
    return key;
  }
};

}  // namespace

TEST_CASE_FIXTURE(IdempotencyKeysFixture,
                  "[ST-440] idempotency keys: a second record of a digest changes nothing") {
  const IdempotencyKey first = key_of(make.user(make.id<AccountId>()));
  IdempotencyKey second = make.idempotency_key(make.user({}, Role::root));
  second.digest = first.digest;
  CHECK_FALSE(insert(second));
  CHECK(find(first.digest) == first);
}

TEST_CASE_FIXTURE(IdempotencyKeysFixture,
                  "[ST-440] idempotency keys: of concurrent insertions of a digest one succeeds") {
  const User user = make.user(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  constexpr int rounds = 20;
  for (int round = 0; round < rounds; ++round) {
    std::vector<IdempotencyKey> keys(2, make.idempotency_key(user));
    keys[1].created = "another";
    std::vector<int> inserted(keys.size());
    run_together(keys.size(), [&](std::size_t thread) {
      // As Operations does: the record is looked up first.
      const Result<Done> done = persistently([&] {
        return storage().transact([&](Transaction& tx) -> Result<Done> {
          const bool is_taken = tx.idempotency_keys().find(keys[thread].digest).has_value();
          if (is_taken || !tx.idempotency_keys().insert(keys[thread])) {
            return Unexpected(conflict("taken"));
          }
          return Done{};
        });
      });
      inserted[thread] = done ? 1 : 0;
    });
    CHECK(inserted[0] + inserted[1] == 1);
    CHECK(find(keys[0].digest) == (inserted[0] == 1 ? keys[0] : keys[1]));
  }
}

TEST_CASE_FIXTURE(IdempotencyKeysFixture,
                  "[ST-441] idempotency keys: found by the whole digest, whichever user has them") {
  const IdempotencyKey of_user = key_of(make.user(make.id<AccountId>()));
  const IdempotencyKey of_root = key_of(make.user({}, Role::root));
  CHECK(find(of_user.digest) == of_user);
  CHECK(find(of_root.digest) == of_root);
  for (const TokenDigest& near : near_misses(of_user.digest)) CHECK_FALSE(find(near));
}

TEST_CASE_FIXTURE(IdempotencyKeysFixture,
                  "[ST-441] idempotency keys: an empty answer differs from none") {
  const User user = make.user(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  for (const std::optional<std::string>& answer :
       {std::optional<std::string>(), std::optional<std::string>(""),
        std::optional<std::string>(std::string(16 * 1024, 'x'))}) {
    IdempotencyKey key = make.idempotency_key(user);
    key.answer = answer;
    key.created.clear();
    REQUIRE(insert(key));
    CHECK(find(key.digest) == key);
  }
}

TEST_CASE_FIXTURE(IdempotencyKeysFixture,
                  "[ST-442] idempotency keys: an erased key can be inserted again") {
  const IdempotencyKey key = key_of(make.user(make.id<AccountId>()));
  const auto erase = [&](const TokenDigest& digest) {
    return commit([&](Transaction& tx) { return tx.idempotency_keys().erase(digest); });
  };
  for (const TokenDigest& near : near_misses(key.digest)) CHECK_FALSE(erase(near));
  CHECK(erase(key.digest));
  CHECK_FALSE(erase(key.digest));
  CHECK_FALSE(find(key.digest));
  CHECK(insert(key));
  CHECK(find(key.digest) == key);
}

TEST_CASE_FIXTURE(IdempotencyKeysFixture,
                  "[ST-443] idempotency keys: those of one user are erased, up to the limit") {
  const AccountId account = make.id<AccountId>();
  const User user = make.user(account);
  const User root = make.user({}, Role::root);
  const IdempotencyKey first = key_of(user);
  const IdempotencyKey second = make.idempotency_key(user);
  REQUIRE(insert(second));
  const IdempotencyKey of_colleague = key_of(make.user(account));
  const IdempotencyKey of_root = key_of(root);
  CHECK(erase_of_user(make.id<AccountId>(), user.id) == 0);
  CHECK(erase_of_user(std::nullopt, user.id) == 0);
  CHECK(erase_of_user(account, user.id, 1) == 1);
  CHECK(erase_of_user(account, user.id) == 1);
  CHECK(erase_of_user(account, user.id) == 0);
  CHECK_FALSE(find(first.digest));
  CHECK_FALSE(find(second.digest));
  CHECK(find(of_colleague.digest) == of_colleague);
  CHECK(erase_of_user(std::nullopt, root.id) == 1);
  CHECK_FALSE(find(of_root.digest));
}

TEST_CASE_FIXTURE(IdempotencyKeysFixture,
                  "[ST-444] idempotency keys: exactly those of one account are erased") {
  const AccountId account = make.id<AccountId>();
  const std::vector<IdempotencyKey> keys = {
      key_of(make.user(account, Role::admin)), key_of(make.user(account)),
      key_of(make.user(make.id<AccountId>())), key_of(make.user({}, Role::root))};
  const auto erase_all = [&](std::size_t limit) {
    return commit([&](Transaction& tx) { return tx.idempotency_keys().erase_all(account, limit); });
  };
  CHECK(erase_all(1) == 1);
  CHECK(erase_all(many) == 1);
  CHECK(erase_all(many) == 0);
  CHECK_FALSE(find(keys[0].digest));
  CHECK_FALSE(find(keys[1].digest));
  CHECK(find(keys[2].digest) == keys[2]);
  CHECK(find(keys[3].digest) == keys[3]);
}

TEST_CASE_FIXTURE(
    IdempotencyKeysFixture,
    "[ST-445] idempotency keys: those expired longest are erased first, up to the limit") {
  const User user = make.user(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  expect_expiry(
      [&](std::int64_t expiry) {
        IdempotencyKey key = make.idempotency_key(user);
        key.expires_at = at(expiry);
        REQUIRE(insert(key));
        return key.digest;
      },
      [&](Timestamp now, std::size_t limit) {
        return commit(
            [&](Transaction& tx) { return tx.idempotency_keys().erase_expired(now, limit); });
      },
      [&](const TokenDigest& digest) { return find(digest).has_value(); });
}

}  // namespace gatehouse::conformance
