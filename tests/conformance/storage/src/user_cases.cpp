#include "addresses.hpp"
#include "fixture.hpp"
#include "paging.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture, "[ST-30] users: addresses are unique by their keys") {
  expect_unique_by_key([&](const Email& address) {
    User user = make.user(make.id<AccountId>());
    user.email = address;
    return commit([&](Transaction& tx) { return tx.users().insert(user); });
  });
}

TEST_CASE_FIXTURE(Fixture, "[ST-30] users: addresses are unique across accounts and root users") {
  const User user = make.user(make.id<AccountId>());
  User elsewhere = make.user(make.id<AccountId>(), Role::admin);
  elsewhere.email = user.email;
  User root = make.user({}, Role::root);
  root.email = user.email;
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.users().insert(elsewhere); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.users().insert(root); }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-31] users: an inserted user is found by id and by e-mail") {
  const AccountId account = make.id<AccountId>();
  for (const User& user : {make.user(account, Role::admin), make.user(account, Role::billing),
                           make.user(account, Role::developer), make.user({}, Role::root)}) {
    REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
    const auto found = look([&](auto& tx) { return tx.users().find(user.account, user.id); });
    REQUIRE(found == user);
    CHECK(found->email.text() == user.email.text());
    const Email other_case = email(user.email.key());
    CHECK(look([&](auto& tx) { return tx.users().find_by_email(other_case); }) == user);
  }
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find_by_email(make.new_email()); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-31] users: an e-mail or id in use refuses the insert and changes nothing") {
  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
  const User user = make.user(account);
  User same_email = make.user(account);
  same_email.email = email(user.email.key());
  User same_id = make.user(other);
  same_id.id = user.id;
  REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.users().insert(same_email); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.users().insert(same_id); }));

  CHECK(look([&](auto& tx) { return tx.users().find(account, user.id); }) == user);
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(account, same_email.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(other, user.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find_by_email(same_id.email); }));
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::developer); }) == 1);
  CHECK(look([&](auto& tx) { return tx.users().count(other, Role::developer); }) == 0);
}

TEST_CASE_FIXTURE(Fixture, "[ST-32] users: those of one tenant are invisible to another") {
  const AccountId account = make.id<AccountId>();
  const AccountId other = make.id<AccountId>();
  const User user = make.user(account);
  const User root = make.user({}, Role::root);
  REQUIRE(
      commit([&](Transaction& tx) { return tx.users().insert(user) && tx.users().insert(root); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(other, user.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(std::nullopt, user.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(account, root.id); }));

  for (const Tenant& tenant : {Tenant(other), Tenant()}) {
    User stolen = user;
    stolen.account = tenant;
    stolen.last_name = "Stolen";
    CHECK(commit([&](Transaction& tx) { return tx.users().update(stolen); }) == Update::missing);
    CHECK_FALSE(commit([&](Transaction& tx) { return tx.users().erase(tenant, user.id); }));
  }
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.users().erase(account, root.id); }));
  CHECK(look([&](auto& tx) { return tx.users().find(account, user.id); }) == user);
  CHECK(look([&](auto& tx) { return tx.users().find(std::nullopt, root.id); }) == root);
}

TEST_CASE_FIXTURE(Fixture, "[ST-33] users: an update replaces e-mail, names and hash only") {
  const AccountId account = make.id<AccountId>();
  const User before = make.user(account, Role::billing);
  const User bystander = make.user(account, Role::billing);
  REQUIRE(commit(
      [&](Transaction& tx) { return tx.users().insert(before) && tx.users().insert(bystander); }));
  User given = make.user(account, Role::admin);
  given.id = before.id;
  CHECK(commit([&](Transaction& tx) { return tx.users().update(given); }) == Update::done);

  User expected = given;
  expected.role = before.role;
  expected.created_at = before.created_at;
  CHECK(look([&](auto& tx) { return tx.users().find(account, before.id); }) == expected);
  CHECK(look([&](auto& tx) { return tx.users().find_by_email(given.email); }) == expected);
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find_by_email(before.email); }));
  CHECK(look([&](auto& tx) { return tx.users().find(account, bystander.id); }) == bystander);
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::billing); }) == 2);
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::admin); }) == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-33] users: an update may keep its own address, but not use another's") {
  const AccountId account = make.id<AccountId>();
  User user = make.user(account);
  const User other = make.user(make.id<AccountId>());
  REQUIRE(
      commit([&](Transaction& tx) { return tx.users().insert(user) && tx.users().insert(other); }));
  user.first_name = "Changed";
  CHECK(commit([&](Transaction& tx) { return tx.users().update(user); }) == Update::done);
  user.email = email(user.email.key());
  CHECK(commit([&](Transaction& tx) { return tx.users().update(user); }) == Update::done);
  const auto found = look([&](auto& tx) { return tx.users().find(account, user.id); });
  REQUIRE(found == user);
  CHECK(found->email.text() == user.email.text());

  User thief = user;
  thief.first_name = "Thief";
  thief.email = email(other.email.key());
  CHECK(commit([&](Transaction& tx) { return tx.users().update(thief); }) == Update::taken);
  CHECK(look([&](auto& tx) { return tx.users().find(account, user.id); }) == user);
  CHECK(look([&](auto& tx) { return tx.users().find_by_email(other.email); }) == other);

  CHECK(commit([&](Transaction& tx) { return tx.users().update(make.user(account)); }) ==
        Update::missing);
}

TEST_CASE_FIXTURE(Fixture, "[ST-34] users: erasing those of an account keeps all others") {
  const AccountId account = make.id<AccountId>();
  const User admin = make.user(account, Role::admin);
  const User developer = make.user(account);
  const User other = make.user(make.id<AccountId>());
  const User root = make.user({}, Role::root);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.users().insert(admin) && tx.users().insert(developer) && tx.users().insert(other) &&
           tx.users().insert(root);
  }));
  CHECK(commit([&](Transaction& tx) { return tx.users().erase_all(account, many); }) == 2);
  CHECK(commit([&](Transaction& tx) { return tx.users().erase_all(account, many); }) == 0);
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find(account, admin.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.users().find_by_email(developer.email); }));
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::admin); }) == 0);
  CHECK(look([&](auto& tx) { return tx.users().find(other.account, other.id); }) == other);
  CHECK(look([&](auto& tx) { return tx.users().find(std::nullopt, root.id); }) == root);
  CHECK(commit([&](Transaction& tx) { return tx.users().insert(admin); }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-10] users: pages of one role of one account, in the order of ids") {
  const AccountId account = make.id<AccountId>();
  const PagedIds<UserId> ids(make);
  for (const UserId id : ids.shuffled()) {
    User user = make.user(account);
    user.id = id;
    REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  }
  REQUIRE(commit([&](Transaction& tx) {
    return tx.users().insert(make.user(account, Role::admin)) &&
           tx.users().insert(make.user(make.id<AccountId>())) &&
           tx.users().insert(make.user({}, Role::root));
  }));
  const auto list = [&](const Page<UserId>& page) {
    return keys_of(look([&](auto& tx) { return tx.users().list(account, Role::developer, page); }),
                   &User::id);
  };
  expect_pages(ids.sorted, list);
  expect_pages_after_absent(ids.sorted, ids.before, ids.between, ids.behind, list);
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::developer); }) == 7);
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::admin); }) == 1);
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::billing); }) == 0);
  CHECK(look([&](auto& tx) { return tx.users().count(make.id<AccountId>(), Role::admin); }) == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-10] users: a page continues after a user who was erased meanwhile") {
  const AccountId account = make.id<AccountId>();
  const PagedIds<UserId> ids(make);
  for (const UserId id : ids.sorted) {
    User user = make.user(account);
    user.id = id;
    REQUIRE(commit([&](Transaction& tx) { return tx.users().insert(user); }));
  }
  CHECK(commit([&](Transaction& tx) { return tx.users().erase(account, ids.sorted[2]); }));
  const auto page = look([&](auto& tx) {
    return tx.users().list(account, Role::developer, {.after = ids.sorted[2], .limit = 2});
  });
  CHECK(keys_of(page, &User::id) == std::vector{ids.sorted[3], ids.sorted[4]});
  CHECK(look([&](auto& tx) { return tx.users().count(account, Role::developer); }) == 6);
}

}  // namespace gatehouse::conformance
