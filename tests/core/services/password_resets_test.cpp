#include <gatehouse/services/accounts/password_resets.hpp>

#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/users.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

std::string requested(World& world, std::string_view address) {
  must(world.services.password_resets.request(checked<ForgotPassword>({email(address)})));
  return world.mailed_reset_token();
}

Result<Done> complete(World& world, std::string_view token, std::string_view secret = "new") {
  return world.services.password_resets.complete(
      checked<ResetPassword>({Secret(token), Secret(secret)}));
}

TEST_CASE("password resets: the mailed token sets a new password and ends all sessions") {
  World world;
  const Principal first = world.registered_admin("ann@example.com");
  const Principal second = world.logged_in("ann@example.com");
  const Principal colleague = world.added(first, Role::admin, "bob@example.com");
  const std::string token = requested(world, "ANN@example.com");
  CHECK(token.size() == 43);
  CHECK(world.queued() == 0);
  CHECK(world.mailer.last()->to.text() == "ann@example.com");
  CHECK(world.is_signed_in(first));
  CHECK(outcome(world.log_in("ann@example.com")) == "done");

  CHECK(outcome(complete(world, token)) == "done");
  CHECK_FALSE(world.is_signed_in(first));
  CHECK_FALSE(world.is_signed_in(second));
  CHECK(world.is_signed_in(colleague));
  CHECK(outcome(world.log_in("ann@example.com")) == "unauthenticated");
  CHECK(outcome(world.log_in("ann@example.com", "new")) == "done");
  CHECK(outcome(world.log_in("bob@example.com")) == "done");
}

TEST_CASE("password resets: a token can be used once") {
  World world;
  world.registered_admin("ann@example.com");
  const std::string token = requested(world, "ann@example.com");
  CHECK(outcome(complete(world, token, "first")) == "done");
  CHECK(outcome(complete(world, token, "second")) == "not_found");
  CHECK(outcome(world.log_in("ann@example.com", "first")) == "done");
}

TEST_CASE("password resets: using one of two tokens invalidates the other") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.added(admin, Role::developer, "bob@example.com");
  const std::string first = requested(world, "ann@example.com");
  const std::string second = requested(world, "ann@example.com");
  const std::string bobs = requested(world, "bob@example.com");
  CHECK(first != second);
  CHECK(outcome(complete(world, first)) == "done");
  CHECK(outcome(complete(world, second)) == "not_found");
  CHECK(outcome(complete(world, bobs)) == "done");
}

TEST_CASE("password resets: a token expires after exactly five hours") {
  World world;
  world.registered_admin("ann@example.com");
  const Timestamp asked = world.clock.next();
  const std::string token = requested(world, "ann@example.com");
  SUBCASE("the last microsecond") {
    world.clock.set(asked + std::chrono::hours(5) - Duration(1));
    CHECK(outcome(complete(world, token)) == "done");
  }
  SUBCASE("expired, which has another answer than an unknown token") {
    world.clock.set(asked + std::chrono::hours(5));
    const auto expired = complete(world, token);
    CHECK(outcome(expired) == "failed_precondition");
    CHECK(faults(expired) == "resetToken");
    CHECK(outcome(world.log_in("ann@example.com")) == "done");
    world.services.housekeeping.step();
    CHECK(outcome(complete(world, token)) == "failed_precondition");
  }
}

TEST_CASE("password resets: an unknown token and a token of another kind are not found") {
  World world;
  world.registered_admin("ann@example.com");
  const std::string session(must(world.log_in("ann@example.com")).token.reveal());
  const std::string token = requested(world, "ann@example.com");
  CHECK(outcome(complete(world, "unknown")) == "not_found");
  CHECK(outcome(complete(world, session)) == "not_found");
  CHECK(outcome(complete(world, token + "x")) == "not_found");
  CHECK(outcome(world.services.sessions.authenticate(token)) == "unauthenticated");
  CHECK(world.hasher.hashes() == 2);  // the tokens of the registration and of the decoy
}

TEST_CASE("password resets: no mail is sent for an unknown e-mail") {
  World world;
  CHECK(outcome(world.services.password_resets.request(
            checked<ForgotPassword>({email("unknown@example.com")}))) == "not_found");
  // The e-mail of an account is not the e-mail of a user.
  const Registration registration = world.registered("office@example.com");
  must(world.approve(registration.id, world.mailed_code(), "ann@example.com"));
  world.mailer.clear();
  CHECK(outcome(world.services.password_resets.request(
            checked<ForgotPassword>({email("office@example.com")}))) == "not_found");
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);
}

TEST_CASE("password resets: a failed mail is reported, is not queued, and does not block another") {
  World world;
  world.registered_admin("ann@example.com");
  world.mailer.fail_next(1);
  CHECK(outcome(world.services.password_resets.request(
            checked<ForgotPassword>({email("ann@example.com")}))) == "dependency_failed");
  CHECK(world.queued() == 0);
  CHECK(outcome(complete(world, requested(world, "ann@example.com"))) == "done");
}

TEST_CASE("password resets: only the digest of a token is stored") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const std::string token = requested(world, "ann@example.com");
  const auto reset = world.storage.read(
      [&](const Transaction& tx) { return tx.password_resets().find(world.digest.sha256(token)); });
  REQUIRE(reset.has_value());
  CHECK(reset->user == admin.user.id);
  CHECK(reset->account == admin.user.account);
  CHECK(reset->digest.to_string().find(token) == std::string::npos);
}

TEST_CASE("password resets: a token is deleted with its user") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal bob = world.added(admin, Role::developer, "bob@example.com");
  const std::string token = requested(world, "bob@example.com");
  must(world.services.users.remove(admin, Role::developer, bob.user.id));
  CHECK(outcome(complete(world, token)) == "not_found");
}

TEST_CASE("password resets: a new password or a new e-mail invalidates older tokens") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const std::string token = requested(world, "ann@example.com");
  UpdateUser command = person_without_password("ann@example.com");
  std::string expected = "not_found";
  SUBCASE("password") { command.password = Secret("changed"); }
  SUBCASE("e-mail") { command.email = email("moved@example.com"); }
  SUBCASE("neither") { expected = "done"; }
  SUBCASE("the e-mail in another case") {
    command.email = email("ANN@example.com");
    expected = "done";
  }
  must(world.services.users.update(admin, Role::admin, admin.user.id, checked(command)));
  CHECK(outcome(complete(world, token)) == expected);
}

TEST_CASE("password resets: a completed reset withdraws the user's queued mails") {
  World world;
  world.registered_admin("ann@example.com");
  const std::string token = requested(world, "ann@example.com");
  world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
  CHECK_THROWS((void)world.services.password_resets.request(
      checked<ForgotPassword>({email("ann@example.com")})));
  world.mailer.on_deliver(nullptr);
  CHECK(world.queued() == 1);
  must(complete(world, token));
  CHECK(world.queued() == 0);
}

TEST_CASE("password resets: they are available to root users") {
  World world;
  const Principal root = world.root();
  CHECK(outcome(complete(world, requested(world, "root@example.com"))) == "done");
  CHECK_FALSE(world.is_signed_in(root));
  CHECK(outcome(world.log_in("root@example.com", "new")) == "done");
}

}  // namespace
}  // namespace gatehouse::testing
