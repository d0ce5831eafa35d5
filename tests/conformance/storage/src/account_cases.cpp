#include "addresses.hpp"
#include "fixture.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture, "[ST-20] accounts: addresses are unique by their keys") {
  expect_unique_by_key([&](const Email& address) {
    Account account = make.account();
    account.email = address;
    return commit([&](Transaction& tx) { return tx.accounts().insert(account); });
  });
}

TEST_CASE_FIXTURE(Fixture, "[ST-20] registrations: addresses are unique by their keys") {
  expect_unique_by_key([&](const Email& address) {
    Registration registration = make.registration();
    registration.email = address;
    return commit([&](Transaction& tx) { return tx.registrations().insert(registration); });
  });
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-246] accounts, registrations and users are looked up by text first") {
  const auto address_of = [](const auto& found) {
    return found ? std::optional(found->email) : std::nullopt;
  };
  expect_found_by_text_first(
      [&](const Email& address) {
        Account account = make.account();
        account.email = address;
        return commit([&](Transaction& tx) { return tx.accounts().insert(account); });
      },
      [&](const Email& address) {
        return look([&](auto& tx) { return address_of(tx.accounts().find_by_email(address)); });
      });
  expect_found_by_text_first(
      [&](const Email& address) {
        Registration registration = make.registration();
        registration.email = address;
        return commit([&](Transaction& tx) { return tx.registrations().insert(registration); });
      },
      [&](const Email& address) {
        return look(
            [&](auto& tx) { return address_of(tx.registrations().find_by_email(address)); });
      });
  expect_found_by_text_first(
      [&](const Email& address) {
        User user = make.user(make.id<AccountId>());
        user.email = address;
        return commit([&](Transaction& tx) { return tx.users().insert(user); });
      },
      [&](const Email& address) {
        return look([&](auto& tx) { return address_of(tx.users().find_by_email(address)); });
      });
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-247] addresses are returned with their keys, also after an update") {
  const Email keyed = email("ŞÜKRÜ@example.org").with_key("şükrü@example.org");
  Account account = make.account();
  Registration registration = make.registration();
  registration.email = keyed;
  User user = make.user(account.id);
  REQUIRE(commit([&](Transaction& tx) {
    return tx.accounts().insert(account) && tx.registrations().insert(registration) &&
           tx.users().insert(user);
  }));
  account.email = user.email = keyed;
  REQUIRE(commit([&](Transaction& tx) {
    return tx.accounts().update(account) == Update::done && tx.users().update(user) == Update::done;
  }));
  const auto key = [](const auto& found) { return found.value().email.key(); };
  CHECK(look([&](auto& tx) { return key(tx.accounts().find(account.id)); }) == keyed.key());
  CHECK(look([&](auto& tx) { return key(tx.registrations().find(registration.id)); }) ==
        keyed.key());
  CHECK(look([&](auto& tx) { return key(tx.users().find(account.id, user.id)); }) == keyed.key());
}

TEST_CASE_FIXTURE(Fixture, "[ST-20] an account, a registration and a user may share an address") {
  const Account account = make.account();
  Registration registration = make.registration();
  registration.email = account.email;
  User user = make.user(account.id, Role::admin);
  user.email = account.email;
  CHECK(commit([&](Transaction& tx) { return tx.registrations().insert(registration); }));
  CHECK(commit([&](Transaction& tx) { return tx.accounts().insert(account); }));
  CHECK(commit([&](Transaction& tx) { return tx.users().insert(user); }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-21] accounts: an inserted account is found by id and by e-mail") {
  const Account account = make.account();
  REQUIRE(commit([&](Transaction& tx) { return tx.accounts().insert(account); }));

  const auto found = look([&](auto& tx) { return tx.accounts().find(account.id); });
  REQUIRE(found == account);
  CHECK(found->email.text() == account.email.text());
  const Email other_case = email(account.email.key());
  REQUIRE(other_case.text() != account.email.text());
  CHECK(look([&](auto& tx) { return tx.accounts().find_by_email(other_case); }) == account);
  CHECK_FALSE(look([&](auto& tx) { return tx.accounts().find_by_email(make.new_email()); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.accounts().find(make.id<AccountId>()); }));
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-21] accounts: an e-mail or id in use refuses the insert and changes nothing") {
  const Account account = make.account();
  Account same_email = make.account();
  same_email.email = account.email;
  Account same_id = make.account();
  same_id.id = account.id;
  REQUIRE(commit([&](Transaction& tx) { return tx.accounts().insert(account); }));

  CHECK_FALSE(commit([&](Transaction& tx) { return tx.accounts().insert(same_email); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.accounts().insert(same_id); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.accounts().insert(account); }));

  CHECK(look([&](auto& tx) { return tx.accounts().find(account.id); }) == account);
  CHECK(look([&](auto& tx) { return tx.accounts().find_by_email(account.email); }) == account);
  CHECK_FALSE(look([&](auto& tx) { return tx.accounts().find(same_email.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.accounts().find_by_email(same_id.email); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-21] accounts: after a refusal the same transaction continues and commits") {
  const Account first = make.account();
  Account refused = make.account();
  refused.email = first.email;
  const Account second = make.account();
  const bool as_expected = commit([&](Transaction& tx) {
    const bool one = tx.accounts().insert(first);
    const bool two = tx.accounts().insert(refused);
    return one && !two && tx.accounts().insert(second);
  });
  CHECK(as_expected);
  CHECK(look([&](auto& tx) { return tx.accounts().find(first.id); }) == first);
  CHECK(look([&](auto& tx) { return tx.accounts().find(second.id); }) == second);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-22] accounts: an update replaces all fields but id and creation time") {
  const Account before = make.account();
  const Account bystander = make.account();
  REQUIRE(commit([&](Transaction& tx) {
    return tx.accounts().insert(before) && tx.accounts().insert(bystander);
  }));
  Account after = make.account();
  after.id = before.id;
  after.phone = "";
  CHECK(commit([&](Transaction& tx) { return tx.accounts().update(after); }) == Update::done);

  Account expected = after;
  expected.created_at = before.created_at;
  CHECK(look([&](auto& tx) { return tx.accounts().find(before.id); }) == expected);
  CHECK(look([&](auto& tx) { return tx.accounts().find_by_email(after.email); }) == expected);
  CHECK_FALSE(look([&](auto& tx) { return tx.accounts().find_by_email(before.email); }));
  CHECK(look([&](auto& tx) { return tx.accounts().find(bystander.id); }) == bystander);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-22] accounts: an update may keep its own address, but not use another's") {
  Account account = make.account();
  const Account other = make.account();
  REQUIRE(commit([&](Transaction& tx) {
    return tx.accounts().insert(account) && tx.accounts().insert(other);
  }));

  account.email = email(account.email.key());
  CHECK(commit([&](Transaction& tx) { return tx.accounts().update(account); }) == Update::done);
  const auto found = look([&](auto& tx) { return tx.accounts().find(account.id); });
  REQUIRE(found);
  CHECK(found->email.text() == account.email.text());

  Account thief = account;
  thief.organization_name = "Changed";
  thief.email = other.email;
  CHECK(commit([&](Transaction& tx) { return tx.accounts().update(thief); }) == Update::taken);
  CHECK(look([&](auto& tx) { return tx.accounts().find(account.id); }) == account);
  CHECK(look([&](auto& tx) { return tx.accounts().find_by_email(other.email); }) == other);
}

TEST_CASE_FIXTURE(Fixture, "[ST-22] accounts: a released address can be used again") {
  Account account = make.account();
  const Email old = account.email;
  Account next = make.account();
  next.email = old;
  REQUIRE(commit([&](Transaction& tx) { return tx.accounts().insert(account); }));
  account.email = make.new_email();
  CHECK(commit([&](Transaction& tx) { return tx.accounts().update(account); }) == Update::done);
  CHECK(commit([&](Transaction& tx) { return tx.accounts().insert(next); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-23] accounts: erasing one releases its address and keeps all others") {
  const Account account = make.account();
  const Account bystander = make.account();
  REQUIRE(commit([&](Transaction& tx) {
    return tx.accounts().insert(account) && tx.accounts().insert(bystander);
  }));
  CHECK(commit([&](Transaction& tx) { return tx.accounts().erase(account.id); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.accounts().erase(account.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.accounts().find(account.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.accounts().find_by_email(account.email); }));
  CHECK(look([&](auto& tx) { return tx.accounts().find(bystander.id); }) == bystander);
  CHECK(commit([&](Transaction& tx) { return tx.accounts().insert(account); }));
}

}  // namespace gatehouse::conformance
