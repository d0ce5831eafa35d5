#include "fixture.hpp"

namespace gatehouse::conformance {

TEST_CASE_FIXTURE(Fixture,
                  "[ST-24] registrations: an inserted registration is found by id and by e-mail") {
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
                  "[ST-24] registrations: an e-mail or id in use is refused and changes nothing") {
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
                  "[ST-25] registrations: an update replaces organisation name and expiry only") {
  const Registration before = make.registration();
  const Registration bystander = make.registration();
  REQUIRE(commit([&](Transaction& tx) {
    return tx.registrations().insert(before) && tx.registrations().insert(bystander);
  }));
  Registration given = make.registration();
  given.id = before.id;
  CHECK(commit([&](Transaction& tx) { return tx.registrations().update(given); }));

  Registration expected = before;
  expected.organization_name = given.organization_name;
  expected.expires_at = given.expires_at;
  CHECK(look([&](auto& tx) { return tx.registrations().find(before.id); }) == expected);
  CHECK(look([&](auto& tx) { return tx.registrations().find_by_email(before.email); }) == expected);
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find_by_email(given.email); }));
  CHECK(look([&](auto& tx) { return tx.registrations().find(bystander.id); }) == bystander);

  given.id = make.id<AccountId>();
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.registrations().update(given); }));
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find(given.id); }));
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-26] registrations: those expired first are erased first, up to the limit") {
  std::vector<Registration> made;
  for (const int expiry : {40, 10, 30, 20, 50}) {
    made.push_back(make.registration());
    made.back().expires_at = at(expiry);
    REQUIRE(commit([&](Transaction& tx) { return tx.registrations().insert(made.back()); }));
  }
  const auto left = [&] {
    return look([&](auto& tx) {
      std::vector<std::int64_t> expiries;
      for (const Registration& registration : made) {
        const auto found = tx.registrations().find(registration.id);
        if (found) expiries.push_back(found->expires_at.time_since_epoch().count());
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

TEST_CASE_FIXTURE(Fixture, "[ST-26] registrations: an update extends the expiry") {
  Registration registration = make.registration();
  registration.expires_at = at(10);
  REQUIRE(commit([&](Transaction& tx) { return tx.registrations().insert(registration); }));
  registration.expires_at = at(30);
  REQUIRE(commit([&](Transaction& tx) { return tx.registrations().update(registration); }));
  CHECK(commit([&](Transaction& tx) { return tx.registrations().erase_expired(at(29), many); }) ==
        0);
  CHECK(commit([&](Transaction& tx) { return tx.registrations().erase_expired(at(30), many); }) ==
        1);
  CHECK_FALSE(look([&](auto& tx) { return tx.registrations().find_by_email(registration.email); }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-240] approve codes: a digest is inserted once per registration") {
  const ApproveCode code = make.approve_code(make.id<AccountId>());
  commit([&](Transaction& tx) { tx.approve_codes().insert(code); });
  CHECK_THROWS_AS(commit([&](Transaction& tx) { tx.approve_codes().insert(code); }), PortError);
  ApproveCode elsewhere = code;
  elsewhere.registration = make.id<AccountId>();
  commit([&](Transaction& tx) { tx.approve_codes().insert(elsewhere); });
  const auto found = [&](const ApproveCode& c) {
    return look([&](auto& tx) { return tx.approve_codes().find(c.registration, c.digest); });
  };
  CHECK(found(code) == code);
  CHECK(found(elsewhere) == elsewhere);
}

TEST_CASE_FIXTURE(Fixture, "[ST-241] approve codes: one is found for its own registration only") {
  ApproveCode code = make.approve_code(make.id<AccountId>());
  code.mail.reset();
  code.organization_name.clear();
  commit([&](Transaction& tx) { tx.approve_codes().insert(code); });
  CHECK(look([&](auto& tx) { return tx.approve_codes().find(code.registration, code.digest); }) ==
        code);
  CHECK_FALSE(
      look([&](auto& tx) { return tx.approve_codes().find(make.id<AccountId>(), code.digest); }));
  CHECK_FALSE(
      look([&](auto& tx) { return tx.approve_codes().find(code.registration, make.digest()); }));
}

TEST_CASE_FIXTURE(
    Fixture, "[ST-242] approve codes: a list contains those of the registration, oldest first") {
  const auto registration = make.id<AccountId>();
  std::vector<ApproveCode> made;
  for (const int creation : {30, 10, 20}) {
    made.push_back(make.approve_code(registration));
    made.back().created_at = at(creation);
    commit([&](Transaction& tx) { tx.approve_codes().insert(made.back()); });
  }
  commit(
      [&](Transaction& tx) { tx.approve_codes().insert(make.approve_code(make.id<AccountId>())); });
  CHECK(look([&](auto& tx) { return tx.approve_codes().list(registration); }) ==
        std::vector{made[1], made[2], made[0]});
  CHECK(look([&](auto& tx) { return tx.approve_codes().list(make.id<AccountId>()); }).empty());
}

TEST_CASE_FIXTURE(Fixture, "[ST-243] approve codes: a mail is detached from its own code only") {
  const auto registration = make.id<AccountId>();
  const ApproveCode code = make.approve_code(registration);
  const ApproveCode other = make.approve_code(registration);
  ApproveCode elsewhere = make.approve_code(make.id<AccountId>());
  elsewhere.mail = code.mail;
  commit([&](Transaction& tx) {
    for (const ApproveCode& c : {code, other, elsewhere}) tx.approve_codes().insert(c);
  });
  CHECK(commit(
      [&](Transaction& tx) { return tx.approve_codes().release(registration, *code.mail); }));
  ApproveCode released = code;
  released.mail.reset();
  CHECK(look([&](auto& tx) { return tx.approve_codes().list(registration); }) ==
        std::vector{released, other});
  CHECK(look([&](auto& tx) { return tx.approve_codes().list(elsewhere.registration); }) ==
        std::vector{elsewhere});
  CHECK_FALSE(commit(
      [&](Transaction& tx) { return tx.approve_codes().release(registration, *code.mail); }));
}

TEST_CASE_FIXTURE(Fixture, "[ST-244] approve codes: exactly those of a registration are erased") {
  const auto registration = make.id<AccountId>();
  const ApproveCode elsewhere = make.approve_code(make.id<AccountId>());
  commit([&](Transaction& tx) {
    tx.approve_codes().insert(make.approve_code(registration));
    tx.approve_codes().insert(make.approve_code(registration));
    tx.approve_codes().insert(elsewhere);
  });
  const auto erase = [&] {
    return commit(
        [&](Transaction& tx) { return tx.approve_codes().erase_of_registration(registration); });
  };
  CHECK(erase() == 2);
  CHECK(erase() == 0);
  CHECK(look([&](auto& tx) { return tx.approve_codes().list(registration); }).empty());
  CHECK(look([&](auto& tx) { return tx.approve_codes().list(elsewhere.registration); }) ==
        std::vector{elsewhere});
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-245] approve codes: those expired first are erased first, up to the limit") {
  const auto registration = make.id<AccountId>();
  for (const int expiry : {40, 10, 30, 20, 50}) {
    ApproveCode code = make.approve_code(registration);
    code.created_at = code.expires_at = at(expiry);
    commit([&](Transaction& tx) { tx.approve_codes().insert(code); });
  }
  const auto left = [&] {
    std::vector<std::int64_t> expiries;
    for (const auto& code : look([&](auto& tx) { return tx.approve_codes().list(registration); })) {
      expiries.push_back(code.expires_at.time_since_epoch().count());
    }
    return expiries;
  };
  const auto erase_expired = [&](std::int64_t now, std::size_t limit) {
    return commit(
        [&](Transaction& tx) { return tx.approve_codes().erase_expired(at(now), limit); });
  };
  CHECK(erase_expired(9, many) == 0);
  CHECK(erase_expired(50, 0) == 0);
  CHECK(erase_expired(40, 2) == 2);
  CHECK(left() == std::vector<std::int64_t>{30, 40, 50});
  CHECK(erase_expired(40, many) == 2);
  CHECK(left() == std::vector<std::int64_t>{50});
}

}  // namespace gatehouse::conformance
