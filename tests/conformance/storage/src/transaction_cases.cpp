#include <stdexcept>

#include "fixture.hpp"
#include "world.hpp"

namespace gatehouse::conformance {
namespace {

/// Two complete accounts, the second of which must stay unchanged.
class WorldFixture : public Fixture {
 public:
  WorldFixture() {
    REQUIRE(commit([&](Transaction& tx) { return insert(tx, world) && insert(tx, other); }));
    REQUIRE(both_whole());
  }

  bool both_whole() {
    return look([&](auto& tx) {
      return see(tx, world) == whole(world, 4) && see(tx, other) == whole(other, 4);
    });
  }

  const World world = make_world(make);
  const World other = make_world(make);
};

/// Not derived from std::exception: exactly this object must be rethrown.
struct Refusal {
  int number;
};

}  // namespace

TEST_CASE_FIXTURE(WorldFixture, "[ST-01] all changes of a transaction are visible after it") {
  REQUIRE(commit([&](Transaction& tx) { return wreck(tx, world, make); }));
  const Sight left = look([&](auto& tx) { return see(tx, world); });
  CHECK_FALSE(left.account);
  CHECK(left.item == world.item);
  CHECK(left.developer_count == 0);
  CHECK_FALSE(left.session);
  CHECK_FALSE(left.service_account);
  CHECK(left.service_accounts.size() == 1);
  CHECK_FALSE(left.service_account_token);
  CHECK_FALSE(left.reset);
  CHECK_FALSE(left.idempotency_key);
  CHECK_FALSE(left.registration);
  CHECK(left.project_count == 0);
  CHECK(left.codes.empty());
  CHECK(left.consumers.size() == 1);
  CHECK_FALSE(left.attached);
  CHECK_FALSE(left.token);
  CHECK(left.mail == 3);
  CHECK(left.members.empty());
  CHECK(left.credentials.empty());
  CHECK(left.grants.empty());
  CHECK(left.reaching.empty());
  CHECK_FALSE(left.api_proxy);
  CHECK(left.api_proxies.size() == 1);
  CHECK(left.api_proxy_groups.empty());
  CHECK(left.grouped.empty());
  CHECK_FALSE(left.gateway);
  CHECK(left.gateways.size() == 1);
  CHECK_FALSE(left.family);
  CHECK_FALSE(left.family_by_origin);
  CHECK_FALSE(left.service_token);
  CHECK_FALSE(left.signing_key);
  CHECK_FALSE(left.usage);
  CHECK(left.usage_sums.empty());
  CHECK(left.limits_reaching.empty());
  CHECK(look([&](auto& tx) { return see(tx, other); }) == whole(other, 3));
}

TEST_CASE_FIXTURE(
    WorldFixture,
    "[ST-05] an error returned by the work is returned, and all changes are rolled back") {
  const Error error = failed_precondition("no, \u015fimdi de\u011fil", {{"field", "why"}});
  bool wrecked = false;
  const Result<int> refused = storage().transact([&](Transaction& tx) -> Result<int> {
    wrecked = wreck(tx, world, make);
    return Unexpected(error);
  });
  CHECK(wrecked);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() == error);
  CHECK(both_whole());
}

TEST_CASE_FIXTURE(
    WorldFixture,
    "[ST-06] an exception thrown by the work is rethrown, and all changes are rolled back") {
  bool wrecked = false;
  const auto transact_and_throw = [&](auto exception) {
    commit([&](Transaction& tx) {
      wrecked = wreck(tx, world, make);
      throw exception;
    });
  };
  CHECK_THROWS_WITH_AS(transact_and_throw(std::out_of_range("the work's own")), "the work's own",
                       std::out_of_range);
  CHECK(wrecked);
  CHECK(both_whole());

  int number = 0;
  try {
    transact_and_throw(Refusal{42});
  } catch (const Refusal& refusal) {
    number = refusal.number;
  }
  CHECK(number == 42);
  CHECK(both_whole());
}

TEST_CASE_FIXTURE(WorldFixture,
                  "[ST-06] an exception thrown in a read is rethrown, and later reads succeed") {
  const auto throwing = [](const Transaction&) -> int { throw Refusal{7}; };
  CHECK_THROWS_AS(storage().read(throwing), Refusal);
  CHECK(both_whole());
  CHECK(commit([&](Transaction& tx) { return tx.users().insert(make.user(world.account.id)); }));
}

TEST_CASE_FIXTURE(WorldFixture, "[ST-06] after repeated failures the storage works as before") {
  for (int i = 0; i < 5; ++i) {
    CHECK_THROWS_AS(commit([&](Transaction& tx) {
                      static_cast<void>(wreck(tx, world, make));
                      throw Refusal{i};
                    }),
                    Refusal);
    const Consumer consumer = make.consumer(make.id<AccountId>());
    CHECK(commit([&](Transaction& tx) { return tx.consumers().insert(consumer); }));
    CHECK(look([&](auto& tx) { return tx.consumers().find(consumer.account, consumer.id); }) ==
          consumer);
  }
  CHECK(both_whole());
}

TEST_CASE_FIXTURE(Fixture, "[ST-07] a transaction sees its own writes in every call") {
  const World world = make_world(make);
  Sight inserted;
  Sight wrecked;
  commit([&](Transaction& tx) {
    static_cast<void>(insert(tx, world));
    inserted = see(tx, world);
    static_cast<void>(wreck(tx, world, make));
    wrecked = see(tx, world);
  });
  CHECK(inserted == whole(world, 2));
  CHECK(wrecked == look([&](auto& tx) { return see(tx, world); }));
  CHECK_FALSE(wrecked.account);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-07] a transaction sees its own updates, also in uniqueness checks") {
  const AccountId account = make.id<AccountId>();
  User user = make.user(account);
  const Email old = user.email;
  User heir = make.user(account);
  heir.email = old;
  Project project = make.project(account);
  Project namesake = make.project(account);
  namesake.name = project.name;
  std::optional<User> seen;
  std::optional<User> gone;
  std::vector<bool> steps;
  commit([&](Transaction& tx) {
    steps = {tx.users().insert(user), !tx.users().insert(heir)};
    user.email = email("moved@example.org");
    steps.push_back(tx.users().update(user) == Update::done);
    seen = tx.users().find_by_email(user.email);
    gone = tx.users().find_by_email(old);
    steps.push_back(tx.users().insert(heir));
    steps.push_back(tx.projects().insert(project));
    steps.push_back(!tx.projects().insert(namesake));
    steps.push_back(tx.projects().take_user(account, project.id, many));
    steps.push_back(tx.projects().find(account, project.id).value().user_used ==
                    project.user_used + 1);
    steps.push_back(tx.projects().erase_all(account, many) == 1);
    steps.push_back(tx.projects().insert(namesake));
  });
  CHECK(steps == std::vector<bool>(10, true));
  CHECK(seen == user);
  CHECK_FALSE(gone);
}

TEST_CASE_FIXTURE(WorldFixture, "[ST-14] erasing and updating missing records changes nothing") {
  const World absent = make_world(make);
  const AccountId account = absent.account.id;
  std::vector<bool> steps;
  commit([&](Transaction& tx) {
    const ProjectId project = absent.project.id;
    const Scope& scope = absent.api_proxy_group.scope;
    const std::string& group = absent.api_proxy_group.name;
    steps = {
        tx.accounts().update(absent.account) == Update::missing,
        !tx.accounts().erase(account),
        !tx.registrations().update(absent.registration),
        !tx.registrations().erase(absent.registration.id),
        !tx.approve_codes().release(absent.registration.id, *absent.approve_code.mail),
        tx.approve_codes().erase_of_registration(absent.registration.id) == 0,
        tx.users().update(absent.admin) == Update::missing,
        !tx.users().erase(account, absent.admin.id),
        tx.users().erase_all(account, many) == 0,
        !tx.sessions().erase(absent.session.digest),
        tx.sessions().erase_of_user(account, absent.admin.id, absent.session.digest, many) == 0,
        tx.sessions().erase_all(account, many) == 0,
        !tx.service_accounts().find(account, absent.service_account.id),
        tx.service_accounts().update(absent.service_account) == Update::missing,
        !tx.service_accounts().erase(account, absent.service_account.id),
        tx.service_accounts().erase_all(account, many) == 0,
        !tx.service_account_tokens().erase(absent.service_account_token.digest),
        tx.service_account_tokens().erase_of_service_account(account, absent.service_account.id, {},
                                                             many) == 0,
        tx.service_account_tokens().erase_all(account, many) == 0,
        tx.password_resets().erase_of_user(account, absent.admin.id, many) == 0,
        tx.password_resets().erase_all(account, many) == 0,
        !tx.idempotency_keys().erase(absent.idempotency_key.digest),
        tx.idempotency_keys().erase_of_user(account, absent.admin.id, many) == 0,
        tx.idempotency_keys().erase_all(account, many) == 0,
        tx.projects().update(absent.project) == Update::missing,
        !tx.projects().set_user_limit(account, project, 1),
        !tx.projects().take_user(account, project, many),
        !tx.projects().set_push_keys(account, project, absent.push_keys),
        tx.projects().erase_all(account, many) == 0,
        !tx.attachments().take_items(account, project, absent.item.code, 1, many),
        !tx.attachments().erase(account, project, absent.item.code),
        tx.attachments().erase_all(account, many) == 0,
        !tx.consumers().detach(account, project, absent.consumer.id),
        tx.consumers().erase_all(account, many) == 0,
        !tx.consumer_tokens().erase(account, project, absent.item.code, absent.token.digest),
        tx.consumer_tokens().erase_of_service(account, project, absent.item.code, many) == 0,
        tx.consumer_tokens().erase_of_consumer(account, project, absent.consumer.id, many) == 0,
        tx.consumer_tokens().erase_all(account, many) == 0,
        !tx.mail().erase(absent.approval.id),
        tx.mail().erase_of_registration(absent.registration.id) == 0,
        tx.mail().erase_of_user(account, absent.developer.id, many) == 0,
        tx.mail().erase_all(account, many) == 0,
        !tx.members().erase(account, project, absent.developer.id),
        tx.members().erase_of_user(account, absent.developer.id, many) == 0,
        tx.members().erase_all(account, many) == 0,
        !tx.credentials().update(absent.credential),
        !tx.credentials().erase(account, absent.credential.id),
        tx.credentials().erase_all(account, many) == 0,
        !tx.grants().erase(account, absent.credential.id, scope, absent.grant.target),
        tx.grants().erase_of_credential(account, absent.credential.id, many) == 0,
        tx.grants().erase_of_target(account, scope, absent.grant.target, many) == 0,
        tx.grants().erase_of_target(account, {}, absent.grant.target, many) == 0,
        tx.grants().erase_all(account, many) == 0,
        !tx.api_proxies().erase(account, scope, absent.api_proxy.name),
        tx.api_proxies().erase_all(account, many) == 0,
        !tx.api_proxy_groups().erase(account, scope, group),
        tx.api_proxy_groups().erase_all(account, many) == 0,
        !tx.api_proxy_groups().add(account, scope, group, absent.api_proxy.name),
        !tx.api_proxy_groups().remove(account, scope, group, absent.api_proxy.name),
        tx.api_proxy_groups().remove_from_all(account, scope, absent.api_proxy.name, many) == 0,
        tx.api_proxy_groups().remove_from_all(account, {}, absent.api_proxy.name, many) == 0,
        !tx.gateways().find(account, absent.gateway.id),
        tx.gateways().update(absent.gateway) == Update::missing,
        !tx.gateways().erase(account, absent.gateway.id),
        tx.gateways().erase_all(account, many) == 0,
        !tx.token_families().update(absent.family),
        !tx.token_families().erase(account, absent.family.id),
        tx.token_families().erase_of_service(account, project, absent.item.code, many) == 0,
        tx.token_families().erase_of_consumer(account, project, absent.consumer.id, many) == 0,
        tx.token_families().erase_all(account, many) == 0,
        !tx.service_tokens().update(absent.service_token),
        !tx.service_tokens().erase(account, absent.service_token.digest),
        tx.service_tokens().erase_of_project(account, project) == 0,
        tx.service_tokens().erase_all(account, many) == 0,
        !tx.signing_keys().update_private_key(absent.signing_key.id, "planted"),
        !tx.signing_keys().erase(absent.signing_key.id),
        tx.usage().erase_all(account, many) == 0,
        tx.limits().erase_all(account, many) == 0,
    };
    for (LimitSetting setting :
         {absent.account_limits, absent.service_limits, absent.item_limits}) {
      setting.limits = {};
      tx.limits().set(setting);
    }
    tx.projects().give_back_user(account, project);
  });
  CHECK(steps == std::vector<bool>(steps.size(), true));
  CHECK(both_whole());
  Sight nothing;
  nothing.mail = 4;
  CHECK(look([&](auto& tx) { return see(tx, absent); }) == nothing);
}

TEST_CASE_FIXTURE(WorldFixture,
                  "[ST-14] erasing records of one account keeps all records of the other") {
  const AccountId account = world.account.id;
  commit([&](Transaction& tx) {
    tx.grants().erase_all(account, many);
    tx.api_proxy_groups().erase_all(account, many);
    tx.api_proxies().erase_all(account, many);
    tx.credentials().erase_all(account, many);
    tx.members().erase_all(account, many);
    tx.gateways().erase_all(account, many);
    tx.limits().erase_all(account, many);
    tx.usage().erase_all(account, many);
    tx.service_tokens().erase_all(account, many);
    tx.token_families().erase_all(account, many);
    tx.mail().erase_all(account, many);
    tx.mail().erase_of_registration(world.registration.id);
    tx.mail_ledger().erase_all(account, many);
    tx.consumer_tokens().erase_all(account, many);
    tx.consumers().erase_all(account, many);
    tx.attachments().erase_all(account, many);
    tx.projects().erase_all(account, many);
    tx.sessions().erase_all(account, many);
    tx.service_account_tokens().erase_all(account, many);
    tx.service_accounts().erase_all(account, many);
    tx.password_resets().erase_all(account, many);
    tx.idempotency_keys().erase_all(account, many);
    tx.users().erase_all(account, many);
    tx.approve_codes().erase_of_registration(world.registration.id);
    tx.registrations().erase(world.registration.id);
    tx.accounts().erase(account);
  });
  Sight nothing;
  // Records of the installation.
  nothing.item = world.item;
  nothing.signing_key = world.signing_key;
  nothing.service_limits = world.service_limits.limits;
  nothing.limits_reaching = {world.service_limits};
  nothing.mail = 2;
  CHECK(look([&](auto& tx) { return see(tx, world); }) == nothing);
  CHECK(look([&](auto& tx) { return see(tx, other); }) == whole(other, 2));
}

}  // namespace gatehouse::conformance
