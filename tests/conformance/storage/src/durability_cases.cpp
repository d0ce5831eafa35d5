#include "fixture.hpp"
#include "world.hpp"

namespace gatehouse::conformance {
TEST_CASE_FIXTURE(Fixture,
                  "[ST-04] committed data exists after the storage is closed and reopened") {
  const World world = make_world(make);
  const World other = make_world(make);
  REQUIRE(commit([&](Transaction& tx) { return insert(tx, world); }));
  REQUIRE(commit([&](Transaction& tx) { return insert(tx, other); }));
  for (int i = 0; i < 2; ++i) {
    reopen();
    CHECK(look([&](auto& tx) { return see(tx, world); }) == whole(world, 4));
    CHECK(look([&](auto& tx) { return see(tx, other); }) == whole(other, 4));
  }
  const auto mail = commit(
      [&](Transaction& tx) { return tx.mail().lease(world.reset_mail.leased_until, at(0), many); });
  REQUIRE(mail.size() == 2);
  CHECK(mail[0].id == world.approval.id);
  CHECK(mail[1].id == world.reset_mail.id);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-04] rolled-back and erased data does not reappear after reopening") {
  const World world = make_world(make);
  const World refused = make_world(make);
  REQUIRE(commit([&](Transaction& tx) { return insert(tx, world); }));
  REQUIRE(commit([&](Transaction& tx) { return wreck(tx, world, make); }));
  const Sight wreckage = look([&](auto& tx) { return see(tx, world); });
  const Result<Done> result = storage().transact([&](Transaction& tx) -> Result<Done> {
    static_cast<void>(insert(tx, refused));
    return Unexpected(conflict("no"));
  });
  REQUIRE_FALSE(result.has_value());

  reopen();
  CHECK(look([&](auto& tx) { return see(tx, world); }) == wreckage);
  Sight nothing;
  nothing.mail = wreckage.mail;
  CHECK(look([&](auto& tx) { return see(tx, refused); }) == nothing);
}

TEST_CASE_FIXTURE(Fixture,
                  "[ST-04] uniqueness is enforced and new writes succeed after reopening") {
  const World world = make_world(make);
  REQUIRE(commit([&](Transaction& tx) { return insert(tx, world); }));
  reopen();
  User same_email = make.user(world.account.id);
  same_email.email = email(world.admin.email.key());
  Project same_name = make.project(world.account.id);
  same_name.name = world.project.name;
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.users().insert(same_email); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.projects().insert(same_name); }));
  CHECK_FALSE(commit([&](Transaction& tx) { return tx.accounts().insert(world.account); }));
  const World next = make_world(make);
  CHECK(commit([&](Transaction& tx) { return insert(tx, next); }));
  CHECK(look([&](auto& tx) { return see(tx, next); }) == whole(next, 4));
}

TEST_CASE("two open stores are independent") {
  Fixture one;
  Fixture two;
  const World world = make_world(one.make);
  REQUIRE(one.commit([&](Transaction& tx) { return insert(tx, world); }));
  CHECK(two.look([&](auto& tx) { return see(tx, world); }) == Sight{});
  CHECK(two.commit([&](Transaction& tx) { return insert(tx, world); }));
}

}  // namespace gatehouse::conformance
