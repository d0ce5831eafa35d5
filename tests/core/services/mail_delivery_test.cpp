// Housekeeping delivers queued mail that was not sent.
#include <gatehouse/services/mail/mail_delivery.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

/// Makes a request that sends a mail, and fails just as the mail is handed over; the mail server
/// may or may not have received it.
std::string crash_while_mailing(World& world, const std::function<void()>& cause) {
  std::string secret;
  world.mailer.on_deliver([&](const Mail& mail) {
    secret = header(mail, "X-Approve-Code") + header(mail, "X-Reset-Token");
    throw std::runtime_error("the process died");
  });
  CHECK_THROWS_AS(cause(), std::runtime_error);
  world.mailer.on_deliver(nullptr);
  return secret;
}

std::string crash_while_registering(World& world, std::string_view address) {
  return crash_while_mailing(world, [&] { world.registered(address); });
}

std::string crash_while_resetting(World& world, std::string_view address) {
  return crash_while_mailing(world, [&] {
    (void)world.services.password_resets.request(checked<ForgotPassword>({email(address)}));
  });
}

void lease_runs_out(World& world) { world.clock.advance(world.services.settings.mail_lease); }

std::size_t step(World& world) { return world.services.housekeeping.step().mails_delivered; }

/// The number of mails that a step drops, while it delivers none.
std::size_t dropped(World& world) {
  const Housekeeping::Report report = world.services.housekeeping.step();
  CHECK(report.mails_delivered == 0);
  return report.erased.mails;
}

TEST_CASE("mail: a mail queued before a crash is delivered when its lease ends") {
  World world;
  const std::string lost = crash_while_registering(world, "ann@example.com");
  CHECK(world.queued() == 1);
  CHECK(step(world) == 0);
  CHECK(world.mailer.delivered().empty());

  lease_runs_out(world);
  CHECK(step(world) == 1);
  REQUIRE(world.mailer.delivered().size() == 1);
  CHECK(world.queued() == 0);
  CHECK(step(world) == 0);

  // With a new code, because codes are not stored in the queue. The former mail may have arrived:
  // its code stays valid too, and both count as one.
  CHECK(world.mailed_code() != lost);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  world.registered("ann@example.com");
  world.registered("ann@example.com");
  CHECK(world.mailer.delivered().size() == 3);
  world.registered("ann@example.com");
  CHECK(world.mailer.delivered().size() == 3);
  CHECK(outcome(world.approve(id, lost, "ann@example.com")) == "done");
}

TEST_CASE("mail: a code delivered late approves the registration it was requested for") {
  World world;
  crash_while_registering(world, "ann@example.com");
  must(world.services.registrations.begin(
      checked<RegisterAccount>({"Other", email("ann@example.com")})));
  lease_runs_out(world);
  CHECK(step(world) == 1);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  CHECK(outcome(world.approve(id, world.mailed_code(), "ann@example.com")) == "done");
  CHECK(world.all<Account>().front().organization_name == "Acme");
}

TEST_CASE("mail: a code delivered late has its full lifetime") {
  World world;
  crash_while_registering(world, "ann@example.com");
  world.clock.advance(std::chrono::hours(23));
  step(world);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  world.clock.advance(std::chrono::hours(23));
  CHECK(outcome(world.approve(id, world.mailed_code(), "ann@example.com")) == "done");
}

TEST_CASE("mail: a queued password reset is delivered with a valid token") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const std::string lost = crash_while_resetting(world, "ann@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  CHECK(step(world) == 1);
  const std::string token = world.mailed_reset_token();
  CHECK(token != lost);
  CHECK(outcome(world.services.password_resets.complete(
            checked<ResetPassword>({Secret(token), Secret("new")}))) == "done");
  CHECK(outcome(world.services.password_resets.complete(
            checked<ResetPassword>({Secret(lost), Secret("evil")}))) == "not_found");
  CHECK_FALSE(world.is_signed_in(admin));
}

TEST_CASE("mail: a failed delivery is retried after each lease") {
  World world;
  crash_while_registering(world, "ann@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  world.mailer.fail_next(2);
  CHECK(step(world) == 0);
  CHECK(world.queued() == 1);
  CHECK(step(world) == 0);  // leased
  CHECK(world.mailer.attempts() == 1);
  lease_runs_out(world);
  CHECK(step(world) == 0);
  CHECK(world.mailer.attempts() == 2);
  lease_runs_out(world);
  CHECK(step(world) == 1);
  CHECK(world.queued() == 0);
}

TEST_CASE("mail: a failing mail does not delay the others") {
  World world;
  crash_while_registering(world, "a@example.com");
  crash_while_registering(world, "b@example.com");
  crash_while_registering(world, "c@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  world.mailer.fail_next(1, RecordingMailer::Failure::refused);
  CHECK(step(world) == 2);
  CHECK(world.queued() == 1);
  CHECK(world.mailer.delivered()[0].to.text() == "b@example.com");
  CHECK(world.mailer.delivered()[1].to.text() == "c@example.com");
}

TEST_CASE("mail: with a slow server the remaining mails wait for the next lease and are not lost") {
  World world;
  for (const char* address : {"a@example.com", "b@example.com", "c@example.com"}) {
    crash_while_registering(world, address);
  }
  world.mailer.clear();
  lease_runs_out(world);
  world.mailer.fail_next(1);
  world.mailer.on_deliver(
      [&](const Mail&) { world.clock.advance(world.services.settings.mail_lease / 4); });
  CHECK(step(world) == 0);
  CHECK(world.mailer.attempts() == 1);
  world.mailer.on_deliver(nullptr);
  CHECK(step(world) == 0);  // leased
  lease_runs_out(world);
  CHECK(step(world) == 3);
  CHECK(world.queued() == 0);
}

TEST_CASE("mail: a mail above the maximum age is dropped") {
  World world;
  crash_while_registering(world, "ann@example.com");
  world.mailer.clear();
  SUBCASE("just below the maximum age") {
    world.clock.advance(world.services.settings.mail_lifetime - std::chrono::seconds(1));
    CHECK(step(world) == 1);
  }
  SUBCASE("above the maximum age") {
    world.clock.advance(world.services.settings.mail_lifetime);
    CHECK(dropped(world) == 1);
    CHECK(world.mailer.attempts() == 0);
  }
  CHECK(world.queued() == 0);
}

TEST_CASE("mail: a mail for a deleted registration is dropped") {
  World world;
  crash_while_registering(world, "ann@example.com");
  world.mailer.clear();
  must(world.storage.transact([](Transaction& tx) -> Result<Done> {
    tx.registrations().erase(tx.registrations().find_by_email(email("ann@example.com"))->id);
    return Done{};
  }));
  lease_runs_out(world);
  CHECK(dropped(world) == 1);
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);
}

TEST_CASE("mail: a mail for a deleted user is dropped") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal bob = world.added(admin, Role::developer, "bob@example.com");
  crash_while_resetting(world, "bob@example.com");
  world.mailer.clear();
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    tx.users().erase(bob.user.account, bob.user.id);
    return Done{};
  }));
  lease_runs_out(world);
  CHECK(dropped(world) == 1);
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);
}

// Two entries are leased at once; while the first is handed over, the second is changed.
TEST_CASE("mail: a mail withdrawn during its lease is not delivered") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal bob = world.added(admin, Role::developer, "bob@example.com");
  crash_while_resetting(world, "ann@example.com");
  crash_while_resetting(world, "bob@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  UpdateUser command = person_without_password("bob@example.com");
  const auto change = [&] {
    must(world.services.users.update(admin, Role::developer, bob.user.id, checked(command)));
  };
  std::function<void()> event;
  SUBCASE("the user's address changes") {
    command.email = email("moved@example.com");
    event = change;
  }
  SUBCASE("the user's password changes") {
    command.password = Secret("changed");
    event = change;
  }
  SUBCASE("the user is deleted") {
    event = [&] { must(world.services.users.remove(admin, Role::developer, bob.user.id)); };
  }
  bool happened = false;
  world.mailer.on_deliver([&](const Mail&) {
    if (!std::exchange(happened, true)) event();
  });
  const Housekeeping::Report report = world.services.housekeeping.step();
  CHECK(report.mails_delivered == 1);
  CHECK(report.erased.mails == 0);
  REQUIRE(world.mailer.delivered().size() == 1);
  CHECK(world.mailer.last()->to.text() == "ann@example.com");
  CHECK(world.queued() == 0);
}

TEST_CASE("mail: a code mailed while an older mail is leased keeps the older code valid") {
  World world;
  crash_while_registering(world, "first@example.com");
  crash_while_registering(world, "ann@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  bool happened = false;
  world.mailer.on_deliver([&](const Mail&) {
    if (std::exchange(happened, true)) return;
    must(world.services.registrations.resend_code(
        checked<ResendApproveCode>({email("ann@example.com")})));
  });
  CHECK(step(world) == 2);
  std::vector<std::string> to_ann;
  AccountId id;
  for (const Mail& mail : world.mailer.delivered()) {
    if (mail.to.text() != "ann@example.com") continue;
    to_ann.push_back(header(mail, "X-Approve-Code"));
    id = AccountId::parse(header(mail, "X-Registration-Id")).value();
  }
  REQUIRE(to_ann.size() == 2);
  CHECK(to_ann[0] != to_ann[1]);
  CHECK(outcome(world.approve(id, to_ann[1], "ann@example.com")) == "done");
}

TEST_CASE("mail: a step delivers the oldest sixteen and leaves the others to the next step") {
  World world;
  for (int i = 0; i < 20; ++i) {
    crash_while_registering(world, "u" + std::to_string(i) + "@example.com");
  }
  world.mailer.clear();
  lease_runs_out(world);
  CHECK(step(world) == 16);
  CHECK(world.mailer.delivered().front().to.text() == "u0@example.com");
  CHECK(world.mailer.last()->to.text() == "u15@example.com");
  CHECK(step(world) == 4);
  CHECK(step(world) == 0);
  CHECK(world.queued() == 0);
}

TEST_CASE("mail: a mail delivered twice after a crash has the same message id") {
  World world;
  std::string first;
  world.mailer.on_deliver([&](const Mail& mail) {
    first = mail.unique_name;
    throw std::runtime_error("the process died");
  });
  CHECK_THROWS(world.registered("ann@example.com"));
  world.mailer.on_deliver(nullptr);
  lease_runs_out(world);
  step(world);
  CHECK_FALSE(first.empty());
  CHECK(world.mailer.last()->unique_name == first);
}

TEST_CASE("mail: delivery happens outside of transactions, after the records are stored") {
  World world;
  world.mailer.on_deliver([&](const Mail& mail) {
    const auto id = AccountId::parse(header(mail, "X-Registration-Id")).value();
    // Inside a transaction this call would block forever.
    must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
      CHECK(tx.registrations().find(id).has_value());
      CHECK(tx.mail().count() == 1);
      return Done{};
    }));
  });
  world.registered("ann@example.com");
  CHECK(world.queued() == 0);
}

}  // namespace
}  // namespace gatehouse::testing
