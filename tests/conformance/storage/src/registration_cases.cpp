#include "fixture.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture,
                  "[ST-24] registrations: what was inserted is found by id and by e-mail") {
  const Registration registration = make.registration();
  REQUIRE(commit([&](Transaction& tx) { return tx.registrations().insert(registration); }));
  const auto found = look([&](auto& tx) { return tx.registrations().find(registration.id); });
  REQUIRE(found == registration);
  CHECK(found->email.text() == registration.email.text());
  const Email other_case = email(registration.email.key());
  CHECK(look([&](auto& tx) { return tx.registrations().find_by_email(other_case); }) ==
        registration);
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find(make.id<AccountId>()); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-24] registrations: a taken e-mail or id is refused, changes nothing") {
  const Registration registration = make.registration();
  Registration same_email = make.registration();
  same_email.email = registration.email;
  Registration same_id = make.registration();
  same_id.id = registration.id;
  REQUIRE(commit([&](Transaction& tx) { return tx.registrations().insert(registration); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.registrations().insert(same_email); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.registrations().insert(same_id); }));
  CHECK(look([&](auto& tx) { return tx.registrations().find(registration.id); }) == registration);
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find(same_email.id); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find_by_email(same_id.email); }));

  CHECK(commit([&](Transaction& tx) { return tx.registrations().erase(registration.id); }));
  CHECK(commit([&](Transaction& tx) { return tx.registrations().insert(same_email); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-25] registrations: a new code replaces digest, expiry and count alone") {
  const Registration before = make.registration();
  const Registration bystander = make.registration();
  REQUIRE(commit([&](Transaction& tx) {
    return tx.registrations().insert(before) && tx.registrations().insert(bystander);
  }));
  Registration given = make.registration();
  given.id = before.id;
  given.wrong_codes = 0;
  CHECK(commit([&](Transaction& tx) { return tx.registrations().update_code(given); }));

  Registration expected = before;
  expected.code_digest = given.code_digest;
  expected.code_expires_at = given.code_expires_at;
  expected.wrong_codes = 0;
  CHECK(look([&](auto& tx) { return tx.registrations().find(before.id); }) == expected);
  CHECK(look([&](auto& tx) { return tx.registrations().find_by_email(before.email); }) == expected);
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find_by_email(given.email); }));
  CHECK(look([&](auto& tx) { return tx.registrations().find(bystander.id); }) == bystander);

  given.id = make.id<AccountId>();
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.registrations().update_code(given); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find(given.id); }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-26] registrations: those over longest go first, up to the limit") {
  std::vector<Registration> made;
  for (const int expiry : {40, 10, 30, 20, 50}) {
    made.push_back(make.registration());
    made.back().code_expires_at = at(expiry);
    REQUIRE(commit([&](Transaction& tx) { return tx.registrations().insert(made.back()); }));
  }
  const auto left = [&] {
    return look([&](auto& tx) {
      std::vector<std::int64_t> expiries;
      for (const Registration& registration : made) {
        const auto found = tx.registrations().find(registration.id);
        if (found) expiries.push_back(found->code_expires_at.time_since_epoch().count());
      }
      return expiries;
    });
  };
  const auto erase_expired = [&](std::int64_t now, std::size_t limit) {
    return commit(
        [&](Transaction& tx) { return tx.registrations().erase_expired(at(now), limit); });
  };
  CHECK(erase_expired(9, many) == 0);
  CHECK(erase_expired(50, 0) == 0);
  CHECK(erase_expired(40, 2) == 2);
  CHECK(left() == std::vector<std::int64_t>{40, 30, 50});
  CHECK(erase_expired(40, many) == 2);
  CHECK(left() == std::vector<std::int64_t>{50});
  CHECK(erase_expired(49, many) == 0);
}

TEST_CASE_FIXTURE(Fixture, "[ST-26] registrations: a new code puts the expiry off") {
  Registration registration = make.registration();
  registration.code_expires_at = at(10);
  REQUIRE(commit([&](Transaction& tx) { return tx.registrations().insert(registration); }));
  registration.code_expires_at = at(30);
  REQUIRE(commit([&](Transaction& tx) { return tx.registrations().update_code(registration); }));
  CHECK(commit([&](Transaction& tx) { return tx.registrations().erase_expired(at(29), many); }) ==
        0);
  CHECK(commit([&](Transaction& tx) { return tx.registrations().erase_expired(at(30), many); }) ==
        1);
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find_by_email(registration.email); }));
}

}  // namespace gatehouse::conformance
