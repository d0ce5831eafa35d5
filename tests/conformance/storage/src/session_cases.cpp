#include "digests.hpp"
#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

/// A session of `user` that expires at `expiry`.
Session expiring(Samples& make, const User& user, std::int64_t expiry) {
  Session session = make.session(user);
  session.expires_at = at(expiry);
  return session;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "[ST-40] sessions: a session is found with its user, expired or not") {
  for (const User& user : {make.user(make.id<AccountId>()), make.user({}, Role::root)}) {
    const Session session = make.session(user);
    const Session over = expiring(make, user, -1);
    commit([&](Transaction& tx) {
      REQUIRE(tx.users().insert(user));
      tx.sessions().insert(session);
      tx.sessions().insert(over);
    });
    const auto found = look([&](auto& tx) { return tx.sessions().find(session.digest); });
    REQUIRE(found == signed_in(session, user));
    CHECK(found->user.email.text() == user.email.text());
    CHECK(look([&](auto& tx) { return tx.sessions().find(over.digest); }) == signed_in(over, user));
  }
}

TEST_CASE_FIXTURE(Fixture, "[ST-40] sessions: a session shows the current data of its user") {
  User user = make.user(make.id<AccountId>());
  const Session session = make.session(user);
  commit([&](Transaction& tx) {
    REQUIRE(tx.users().insert(user));
    tx.sessions().insert(session);
  });
  user.email = make.new_email();
  user.last_name = "Changed";
  user.password_hash = "$other";
  REQUIRE(commit([&](Transaction& tx) { return tx.users().update(user); }) == Update::done);
  CHECK(look([&](auto& tx) { return tx.sessions().find(session.digest); }) ==
        signed_in(session, user));
}

TEST_CASE_FIXTURE(Fixture, "[ST-40] sessions: a session shows the new spelling of an address") {
  User user = make.user(make.id<AccountId>());
  user.email = *Email::parse("ann@example.com");
  const Session session = make.session(user);
  commit([&](Transaction& tx) {
    REQUIRE(tx.users().insert(user));
    tx.sessions().insert(session);
  });
  user.email = *Email::parse("Ann@Example.com");
  REQUIRE(commit([&](Transaction& tx) { return tx.users().update(user); }) == Update::done);
  const auto found = look([&](auto& tx) { return tx.sessions().find(session.digest); });
  REQUIRE(found);
  CHECK(found->user.email.text() == "Ann@Example.com");
}

TEST_CASE_FIXTURE(Fixture, "[ST-40] sessions: a session without its user is not found") {
  const User user = make.user(make.id<AccountId>());
  const Session session = make.session(user);
  commit([&](Transaction& tx) {
    REQUIRE(tx.users().insert(user));
    tx.sessions().insert(session);
  });
  REQUIRE(commit([&](Transaction& tx) { return tx.users().erase(user.account, user.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.sessions().find(session.digest); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-40] sessions: the whole digest is compared in lookups and deletions") {
  const User user = make.user(make.id<AccountId>());
  const Session session = make.session(user);
  commit([&](Transaction& tx) {
    REQUIRE(tx.users().insert(user));
    tx.sessions().insert(session);
  });
  for (const TokenDigest& near : near_misses(session.digest)) {
    CHECK_FALSE(look([&](auto& tx) { return tx.sessions().find(near); }));
    CHECK_FALSE(commit([&](Transaction& tx) { return tx.sessions().erase(near); }));
  }
  CHECK(look([&](auto& tx) { return tx.sessions().find(session.digest); }));
  CHECK(commit([&](Transaction& tx) { return tx.sessions().erase(session.digest); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.sessions().find(session.digest); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.sessions().erase(session.digest); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "sessions: a duplicate digest aborts the transaction and changes nothing") {
  const User user = make.user(make.id<AccountId>());
  const Session session = make.session(user);
  commit([&](Transaction& tx) {
    REQUIRE(tx.users().insert(user));
    tx.sessions().insert(session);
  });
  Session twin = make.session(user);
  twin.digest = session.digest;
  CHECK_THROWS_AS(commit([&](Transaction& tx) { tx.sessions().insert(twin); }), PortError);
  CHECK(look([&](auto& tx) { return tx.sessions().find(session.digest); }) ==
        signed_in(session, user));
}

TEST_CASE_FIXTURE(Fixture, "[ST-41] sessions: those of a user are erased except the one to keep") {
  const AccountId account = make.id<AccountId>();
  const User user = make.user(account);
  const User colleague = make.user(account);
  const User root = make.user({}, Role::root);
  const Session first = make.session(user);
  const Session kept = make.session(user);
  const Session last = make.session(user);
  const Session of_colleague = make.session(colleague);
  const Session of_root = make.session(root);
  commit([&](Transaction& tx) {
    REQUIRE((tx.users().insert(user) && tx.users().insert(colleague) && tx.users().insert(root)));
    for (const Session& session : {first, kept, last, of_colleague, of_root}) {
      tx.sessions().insert(session);
    }
  });
  const auto erase = [&](Tenant tenant, UserId id, const std::optional<TokenDigest>& keep) {
    return commit(
        [&](Transaction& tx) { return tx.sessions().erase_of_user(tenant, id, keep, many); });
  };
  const auto there = [&](const Session& session) {
    return look([&](auto& tx) { return tx.sessions().find(session.digest).has_value(); });
  };
  CHECK(erase(make.id<AccountId>(), user.id, {}) == 0);
  CHECK(erase(std::nullopt, user.id, {}) == 0);
  CHECK(erase(account, root.id, {}) == 0);
  CHECK(erase(account, user.id, kept.digest) == 2);
  CHECK_FALSE(there(first));
  CHECK(there(kept));
  CHECK_FALSE(there(last));
  CHECK(there(of_colleague));
  CHECK(erase(account, user.id, of_colleague.digest) == 1);
  CHECK_FALSE(there(kept));
  CHECK(there(of_colleague));
  CHECK(there(of_root));
  CHECK(erase(std::nullopt, root.id, {}) == 1);
  CHECK_FALSE(there(of_root));
}

TEST_CASE_FIXTURE(Fixture, "[ST-42] sessions: exactly those of one account are erased") {
  const AccountId account = make.id<AccountId>();
  const std::vector<User> users = {make.user(account, Role::admin), make.user(account),
                                   make.user(make.id<AccountId>()), make.user({}, Role::root)};
  std::vector<Session> sessions;
  for (const User& user : users) sessions.push_back(make.session(user));
  commit([&](Transaction& tx) {
    for (const User& user : users) REQUIRE(tx.users().insert(user));
    for (const Session& session : sessions) tx.sessions().insert(session);
  });
  CHECK(commit([&](Transaction& tx) { return tx.sessions().erase_all(account, many); }) == 2);
  CHECK(commit([&](Transaction& tx) { return tx.sessions().erase_all(account, many); }) == 0);
  CHECK_FALSE(look([&](auto& tx) { return tx.sessions().find(sessions[0].digest); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.sessions().find(sessions[1].digest); }));
  CHECK(look([&](auto& tx) { return tx.sessions().find(sessions[2].digest); }));
  CHECK(look([&](auto& tx) { return tx.sessions().find(sessions[3].digest); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-43] sessions: those expired longest are erased first, up to the limit") {
  const User user = make.user(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  expect_expiry(
      [&](std::int64_t expiry) {
        const Session session = expiring(make, user, expiry);
        commit([&](Transaction& tx) { tx.sessions().insert(session); });
        return session.digest;
      },
      [&](Timestamp now, std::size_t limit) {
        return commit([&](Transaction& tx) { return tx.sessions().erase_expired(now, limit); });
      },
      [&](const TokenDigest& digest) {
        return look([&](auto& tx) { return tx.sessions().find(digest).has_value(); });
      });
}

TEST_CASE_FIXTURE(Fixture, "[ST-44] resets: found by the whole digest, erased user by user") {
  const AccountId account = make.id<AccountId>();
  const User user = make.user(account);
  const User colleague = make.user(account);
  const User root = make.user({}, Role::root);
  const PasswordReset first = make.reset(user);
  const PasswordReset second = make.reset(user);
  const PasswordReset of_colleague = make.reset(colleague);
  const PasswordReset of_root = make.reset(root);
  commit([&](Transaction& tx) {
    REQUIRE((tx.users().insert(user) && tx.users().insert(colleague) && tx.users().insert(root)));
    for (const PasswordReset& reset : {first, second, of_colleague, of_root}) {
      tx.password_resets().insert(reset);
    }
  });
  const auto find = [&](const TokenDigest& digest) {
    return look([&](auto& tx) { return tx.password_resets().find(digest); });
  };
  const auto erase = [&](Tenant tenant, UserId id) {
    return commit(
        [&](Transaction& tx) { return tx.password_resets().erase_of_user(tenant, id, many); });
  };
  for (const PasswordReset& reset : {first, second, of_colleague, of_root}) {
    CHECK(find(reset.digest) == reset);
  }
  for (const TokenDigest& near : near_misses(first.digest)) CHECK_FALSE(find(near));

  CHECK(erase(make.id<AccountId>(), user.id) == 0);
  CHECK(erase(std::nullopt, user.id) == 0);
  CHECK(erase(account, user.id) == 2);
  CHECK(erase(account, user.id) == 0);
  CHECK_FALSE(find(first.digest));
  CHECK_FALSE(find(second.digest));
  CHECK(find(of_colleague.digest) == of_colleague);
  CHECK(erase(std::nullopt, root.id) == 1);
  CHECK_FALSE(find(of_root.digest));
}

TEST_CASE_FIXTURE(Fixture, "[ST-45] resets: exactly those of one account are erased") {
  const AccountId account = make.id<AccountId>();
  const std::vector<User> users = {make.user(account, Role::admin), make.user(account),
                                   make.user(make.id<AccountId>()), make.user({}, Role::root)};
  std::vector<PasswordReset> resets;
  for (const User& user : users) resets.push_back(make.reset(user));
  commit([&](Transaction& tx) {
    for (const User& user : users) REQUIRE(tx.users().insert(user));
    for (const PasswordReset& reset : resets) tx.password_resets().insert(reset);
  });
  CHECK(commit([&](Transaction& tx) { return tx.password_resets().erase_all(account, many); }) ==
        2);
  CHECK(commit([&](Transaction& tx) { return tx.password_resets().erase_all(account, many); }) ==
        0);
  CHECK_FALSE(look([&](auto& tx) { return tx.password_resets().find(resets[0].digest); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.password_resets().find(resets[1].digest); }));
  CHECK(look([&](auto& tx) { return tx.password_resets().find(resets[2].digest); }) == resets[2]);
  CHECK(look([&](auto& tx) { return tx.password_resets().find(resets[3].digest); }) == resets[3]);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-46] resets: those expired longest are erased first, up to the limit") {
  const User user = make.user(make.id<AccountId>());
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  expect_expiry(
      [&](std::int64_t expiry) {
        PasswordReset reset = make.reset(user);
        reset.expires_at = at(expiry);
        commit([&](Transaction& tx) { tx.password_resets().insert(reset); });
        return reset.digest;
      },
      [&](Timestamp now, std::size_t limit) {
        return commit(
            [&](Transaction& tx) { return tx.password_resets().erase_expired(now, limit); });
      },
      [&](const TokenDigest& digest) {
        return look([&](auto& tx) { return tx.password_resets().find(digest).has_value(); });
      });
}

}  // namespace gatehouse::conformance
