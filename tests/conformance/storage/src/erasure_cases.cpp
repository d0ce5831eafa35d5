#include <gatehouse/ports/storage/scan.hpp>

#include <set>

#include "erasure_fixture.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-213] erasures: one is inserted once, with the session to keep") {
  const ErasureKey key = erasure_of::sessions(account, world.admin.id);
  const TokenDigest first = make.digest();
  const TokenDigest second = make.digest();
  CHECK_FALSE(is_noted(key));
  note(key, first);
  CHECK(look([&](auto& tx) { return tx.erasures().find(key); }) == Erasure{key, first});
  note(key, second);
  CHECK(look([&](auto& tx) { return tx.erasures().find(key); }) == Erasure{key, second});
  note(key);
  CHECK(look([&](auto& tx) { return tx.erasures().find(key); }) == Erasure{key, {}});
  CHECK(look([&](auto& tx) { return tx.erasures().list(many); }) == std::vector{Erasure{key, {}}});
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-213] erasures: keys that differ in one part are different") {
  const GrantTarget proxy{TargetType::api_proxy, "orders"};
  const GrantTarget group{TargetType::api_proxy_group, "orders"};
  const Scope here = Scope::of(project);
  const std::vector<ErasureKey> keys{
      erasure_of::account(account),
      erasure_of::user(account, world.admin.id),
      erasure_of::user({}, world.admin.id),
      erasure_of::sessions(account, world.admin.id),
      erasure_of::resets(account, world.admin.id),
      erasure_of::service(account, project, world.item.code),
      erasure_of::consumer(account, project, world.consumer.id),
      erasure_of::credential(account, world.credential.id),
      erasure_of::grants_on(account, here, proxy),
      erasure_of::grants_on(account, Scope::everywhere(), proxy),
      erasure_of::grants_on(account, {}, proxy),
      erasure_of::grants_on(account, {}, group),
      erasure_of::places_in_groups(account, {}, "orders"),
      erasure_of::group_contents(account, here, "orders"),
      erasure_of::group_contents(account, here, "Orders"),
  };
  for (std::size_t i = 0; i < keys.size(); ++i) {
    CAPTURE(i);
    CHECK_FALSE(is_noted(keys[i]));
    note(keys[i]);
    CHECK(is_noted(keys[i]));
  }
  std::set<ErasureKey> listed;
  for (const Erasure& each : look([&](auto& tx) { return tx.erasures().list(many); })) {
    listed.insert(each.key);
  }
  CHECK(listed == std::set(keys.begin(), keys.end()));
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-214] erasures: a limited number is listed") {
  std::set<ErasureKey> keys;
  for (int i = 0; i < 3; ++i) {
    const auto key = erasure_of::credential(account, make.id<CredentialId>());
    keys.insert(key);
    note(key);
  }
  const auto list = [&](std::size_t limit) {
    return look([&](auto& tx) { return tx.erasures().list(limit); });
  };
  CHECK(list(0).empty());
  CHECK(list(2).size() == 2);
  CHECK(list(2) == list(2));
  while (!keys.empty()) {
    const auto next = list(1);
    REQUIRE(next.size() == 1);
    CHECK(keys.erase(next[0].key) == 1);
    CHECK(commit([&](Transaction& tx) { return tx.erasures().remove(next[0].key); }));
  }
  CHECK(list(many).empty());
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-215] erasures: one is removed once") {
  const auto key = erasure_of::credential(account, make.id<CredentialId>());
  const auto remove = [&] {
    return commit([&](Transaction& tx) { return tx.erasures().remove(key); });
  };
  CHECK_FALSE(remove());
  note(key);
  CHECK(remove());
  CHECK_FALSE(is_noted(key));
  CHECK_FALSE(remove());
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-210] erasures: no record of an erased account is found") {
  note(erasure_of::account(account));
  const Sight sight = seen(world);
  CHECK_FALSE(sight.session);
  CHECK_FALSE(sight.reset);
  CHECK_FALSE(sight.idempotency_key);
  CHECK_FALSE(sight.developer_by_email);
  CHECK_FALSE(sight.token);
  CHECK_FALSE(sight.family);
  CHECK_FALSE(sight.family_by_origin);
  CHECK_FALSE(sight.service_token);
  CHECK_FALSE(sight.gateway);
  CHECK_FALSE(sight.credential);
  CHECK(sight.grants.empty());
  CHECK(sight.reaching.empty());
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(account, world.admin.id); }));
  // The item of the other world belongs to another account as well.
  CHECK(seen(other) == whole(other, 4));
}

TEST_CASE_FIXTURE(
    ErasureFixture,
    "[ST-210] erasures: an erased user has no sessions, resets and idempotency keys") {
  const Session admins = make.session(world.admin);
  commit([&](Transaction& tx) { tx.sessions().insert(admins); });
  note(erasure_of::user(account, world.developer.id));
  CHECK_FALSE(look([&](auto& tx) { return tx.sessions().find(world.session.digest); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.password_resets().find(world.reset.digest); }));
  CHECK_FALSE(
      look([&](auto& tx) { return tx.idempotency_keys().find(world.idempotency_key.digest); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(account, world.developer.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find_by_email(world.developer.email); }));
  // [ST-212]
  CHECK(look([&](auto& tx) { return tx.sessions().find(admins.digest); }) ==
        signed_in(admins, world.admin));
  CHECK(look([&](auto& tx) { return tx.users().find(account, world.admin.id); }) == world.admin);
}

TEST_CASE_FIXTURE(
    ErasureFixture,
    "[ST-210] [ST-212] erasures: the session to keep is the only one left of a user") {
  const Session kept = make.session(world.admin);
  const Session ended = make.session(world.admin);
  const PasswordReset reset = make.reset(world.admin);
  commit([&](Transaction& tx) {
    tx.sessions().insert(kept);
    tx.sessions().insert(ended);
    tx.password_resets().insert(reset);
  });
  const auto find = [&](const Session& session) {
    return look([&](auto& tx) { return tx.sessions().find(session.digest); });
  };
  note(erasure_of::sessions(account, world.admin.id), kept.digest);
  CHECK(find(kept) == signed_in(kept, world.admin));
  CHECK_FALSE(find(ended));
  CHECK(look([&](auto& tx) { return tx.password_resets().find(reset.digest); }) == reset);
  note(erasure_of::resets(account, world.admin.id));
  CHECK_FALSE(look([&](auto& tx) { return tx.password_resets().find(reset.digest); }));
  CHECK(look([&](auto& tx) { return tx.users().find(account, world.admin.id); }) == world.admin);
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-210] [ST-212] erasures: tokens of an erased service account are invalid") {
  const ServiceAccountId id = world.service_account.id;
  const ServiceAccountToken kept = make.service_account_token(world.service_account);
  const ServiceAccountToken bystanders =
      make.service_account_token(make.service_account(world.account.id));
  commit([&](Transaction& tx) {
    tx.service_account_tokens().insert(kept);
    tx.service_account_tokens().insert(bystanders);
  });
  const auto found = [&](const ServiceAccountToken& token) {
    return look(
        [&](auto& tx) { return tx.service_account_tokens().find(token.digest).has_value(); });
  };
  SUBCASE("the service account") {
    note(erasure_of::user(account, id));
    CHECK_FALSE(found(kept));
    CHECK(found(bystanders));
  }
  SUBCASE("its tokens but one") {
    note(erasure_of::sessions(account, id), kept.digest);
    CHECK(found(kept));
    CHECK(found(bystanders));
  }
  SUBCASE("the account") {
    note(erasure_of::account(account));
    CHECK_FALSE(found(kept));
    CHECK_FALSE(found(bystanders));
    CHECK_FALSE(look([&](auto& tx) { return tx.service_accounts().find(id); }));
  }
  CHECK_FALSE(found(world.service_account_token));
  CHECK(found(other.service_account_token));
}

TEST_CASE_FIXTURE(
    ErasureFixture,
    "[ST-210] [ST-212] erasures: tokens of an erased service or consumer are invalid") {
  const Consumer colleague = make.consumer(account);
  const ConsumerToken token = make.token(world.project, world.item.code, colleague);
  const TokenFamily family = make.family(world.project, make.new_code(), world.consumer);
  commit([&](Transaction& tx) {
    tx.consumer_tokens().insert(token);
    tx.token_families().insert(family);
  });
  const auto found = [&](const ConsumerToken& of) {
    return look([&](auto& tx) { return tx.consumer_tokens().find(of.digest).has_value(); });
  };
  const auto found_family = [&](const TokenFamily& of) {
    return look([&](auto& tx) {
      return tx.token_families().find(of.id).has_value() &&
             tx.token_families().find_by_origin(of.origin).has_value();
    });
  };
  SUBCASE("a service") {
    note(erasure_of::service(account, project, world.item.code));
    CHECK_FALSE(found(world.token));
    CHECK_FALSE(found(token));
    CHECK_FALSE(found_family(world.family));
    CHECK(found_family(family));
  }
  SUBCASE("a consumer") {
    note(erasure_of::consumer(account, project, world.consumer.id));
    CHECK_FALSE(found(world.token));
    CHECK(found(token));
    CHECK_FALSE(found_family(world.family));
    CHECK_FALSE(found_family(family));
  }
  CHECK(found(other.token));
  CHECK(found_family(other.family));
  CHECK(look([&](auto& tx) { return tx.service_tokens().find(world.service_token.digest); }) ==
        world.service_token);
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-210] erasures: grants through an erased record have no effect") {
  REQUIRE(reaching() == std::vector{world.grant});
  const Scope scope = world.api_proxy_group.scope;
  SUBCASE("the credential") { note(erasure_of::credential(account, world.credential.id)); }
  SUBCASE("grants on the group in every scope") {
    note(erasure_of::grants_on(account, {}, world.grant.target));
    CHECK(seen(world).grants.empty());
  }
  SUBCASE("grants on the group in their scope") {
    note(erasure_of::grants_on(account, world.grant.scope, world.grant.target));
    CHECK(seen(world).grants.empty());
  }
  SUBCASE("the proxy's memberships of groups") {
    note(erasure_of::places_in_groups(account, {}, world.api_proxy.name));
    CHECK(seen(world).grouped.empty());
  }
  SUBCASE("the proxy's memberships of groups of the scope") {
    note(erasure_of::places_in_groups(account, scope, world.api_proxy.name));
    CHECK(seen(world).grouped.empty());
  }
  SUBCASE("the members of the group") {
    note(erasure_of::group_contents(account, scope, world.api_proxy_group.name));
    CHECK(seen(world).grouped.empty());
  }
  CHECK(reaching().empty());
  CHECK(seen(other) == whole(other, 4));
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-212] erasures: those of other names do not affect grants") {
  const Scope elsewhere = Scope::of(make.id<ProjectId>());
  note(erasure_of::grants_on(account, elsewhere, world.grant.target));
  note(erasure_of::grants_on(account, {}, {TargetType::api_proxy, world.grant.target.name}));
  note(erasure_of::places_in_groups(account, elsewhere, world.api_proxy.name));
  note(erasure_of::group_contents(account, elsewhere, world.api_proxy_group.name));
  note(erasure_of::credential(account, make.id<CredentialId>()));
  CHECK(reaching() == std::vector{world.grant});
  CHECK(seen(world).grouped == std::vector{world.api_proxy.name});
  CHECK(seen(world).grants == std::vector{world.grant});
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-211] erasures: addresses of an erased account can be used again") {
  User taker = make.user(other.account.id);
  taker.email = world.admin.email;
  const auto insert_taker = [&] {
    return commit([&](Transaction& tx) { return tx.users().insert(taker); });
  };
  CHECK_FALSE(insert_taker());
  note(erasure_of::account(account));
  CHECK(insert_taker());
  CHECK(look([&](auto& tx) { return tx.users().find_by_email(taker.email); }) == taker);

  User mover = other.developer;
  mover.email = world.developer.email;
  CHECK(commit([&](Transaction& tx) { return tx.users().update(mover); }) == Update::done);
  CHECK(look([&](auto& tx) { return tx.users().find_by_email(mover.email); }) == mover);
  // No user of the erased account is left.
  CHECK(commit([&](Transaction& tx) { return tx.users().erase_all(account, many); }) == 0);
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-217] calls that erase a limited number of records keep the others") {
  const auto more = [&] {
    commit([&](Transaction& tx) {
      for (int i = 0; i < 2; ++i) {
        tx.sessions().insert(make.session(world.admin));
        tx.password_resets().insert(make.reset(world.admin));
        tx.consumer_tokens().insert(make.token(world.project, world.item.code, world.consumer));
        tx.token_families().insert(make.family(world.project, world.item.code, world.consumer));
      }
    });
  };
  more();
  const auto steps = [&](auto erase) {
    std::vector<std::size_t> counts;
    do {
      counts.push_back(commit([&](Transaction& tx) { return erase(tx); }));
    } while (counts.back() > 0);
    return counts;
  };
  using Counts = std::vector<std::size_t>;
  CHECK(steps([&](Transaction& tx) {
          return tx.sessions().erase_of_user(account, world.admin.id, {}, 1);
        }) == Counts{1, 1, 0});
  CHECK(steps([&](Transaction& tx) {
          return tx.password_resets().erase_of_user(account, world.admin.id, 2);
        }) == Counts{2, 0});
  CHECK(steps([&](Transaction& tx) {
          return tx.consumer_tokens().erase_of_service(account, project, world.item.code, 2);
        }) == Counts{2, 1, 0});
  CHECK(steps([&](Transaction& tx) {
          return tx.token_families().erase_of_consumer(account, project, world.consumer.id, 2);
        }) == Counts{2, 1, 0});
  CHECK(steps([&](Transaction& tx) { return tx.users().erase_all(account, 1); }) ==
        Counts{1, 1, 0});
  CHECK(steps([&](Transaction& tx) { return tx.consumers().erase_all(account, 1); }) ==
        Counts{1, 1, 0});
  CHECK(steps([&](Transaction& tx) { return tx.usage().erase_all(account, 1); }) ==
        Counts{1, 1, 0});
  CHECK(commit([&](Transaction& tx) { return tx.grants().erase_all(account, 0); }) == 0);
}

TEST_CASE_FIXTURE(ErasureFixture, "[ST-218] a scan skips the records of an erasure") {
  const auto owners = [&]<class Record>(const Record*) {
    return look([&](auto& tx) {
      std::set<AccountId> found;
      for_each_record<Record>(Scan::through(tx), 1,
                              [&](const Record& record) { found.insert(record.account); });
      return found;
    });
  };
  const std::set<AccountId> both{account, other.account.id};
  CHECK(owners(static_cast<const UsageEntry*>(nullptr)) == both);
  CHECK(owners(static_cast<const Credential*>(nullptr)) == both);
  CHECK(owners(static_cast<const TokenFamily*>(nullptr)) == both);
  note(erasure_of::service(account, project, world.item.code));
  CHECK(owners(static_cast<const TokenFamily*>(nullptr)) == std::set{other.account.id});
  CHECK(owners(static_cast<const UsageEntry*>(nullptr)) == both);
  note(erasure_of::account(account));
  CHECK(owners(static_cast<const UsageEntry*>(nullptr)) == std::set{other.account.id});
  CHECK(owners(static_cast<const Credential*>(nullptr)) == std::set{other.account.id});
}

TEST_CASE_FIXTURE(ErasureFixture,
                  "[ST-219] sessions: all of a user's sessions show the updated user") {
  std::vector<Session> sessions;
  for (int i = 0; i < 250; ++i) sessions.push_back(make.session(world.admin));
  User renamed = world.admin;
  renamed.first_name = "Renamed";
  commit([&](Transaction& tx) {
    for (const Session& session : sessions) tx.sessions().insert(session);
    return tx.users().update(renamed);
  });
  const auto all_show = [&](const User& user) {
    return look([&](auto& tx) {
      for (const Session& session : sessions) {
        if (tx.sessions().find(session.digest) != signed_in(session, user)) return false;
      }
      return true;
    });
  };
  const auto refresh = [&] {
    return commit([&](Transaction& tx) { return tx.sessions().refresh_copies(60); });
  };
  CHECK(all_show(renamed));
  static_cast<void>(refresh());
  CHECK(all_show(renamed));
  renamed.first_name = "Once more";
  commit([&](Transaction& tx) { return tx.users().update(renamed); });
  CHECK(all_show(renamed));
  int steps = 0;
  while (refresh() > 0) REQUIRE(++steps < 20);
  CHECK(all_show(renamed));
  CHECK(look([&](auto& tx) { return tx.erasures().list(many); }).empty());
  // When the user is erased, the sessions are too.
  commit([&](Transaction& tx) { return tx.users().erase(account, renamed.id); });
  for (const Session& session : sessions) {
    REQUIRE_FALSE(look([&](auto& tx) { return tx.sessions().find(session.digest); }));
  }
}

}  // namespace gatehouse::conformance
