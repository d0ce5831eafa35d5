// Mail that was left over is delivered by housekeeping.
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

/// Does what causes a mail, and dies just when the mail is handed over; whether or not the mail
/// server has it then.
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
  return crash_while_mailing(
      world, [&] { (void)world.services.password_resets.request({email(address)}); });
}

void lease_runs_out(World& world) { world.clock.advance(world.services.settings.mail_lease); }

std::size_t step(World& world) { return world.services.housekeeping.step().mails_delivered; }

/// How many mails a step drops, while it delivers none.
std::size_t dropped(World& world) {
  const Housekeeping::Report report = world.services.housekeeping.step();
  CHECK(report.mails_delivered == 0);
  return report.erased.mails;
}

TEST_CASE("mail: what was queued when the process died is delivered once its lease is over") {
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

  // With a fresh code, as the queue keeps none. The former mail may have arrived: its code is good
  // too, and both count as one.
  CHECK(world.mailed_code() != lost);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  world.registered("ann@example.com");
  world.registered("ann@example.com");
  CHECK(world.mailer.delivered().size() == 3);
  world.registered("ann@example.com");
  CHECK(world.mailer.delivered().size() == 3);
  CHECK(outcome(world.approve(id, lost, "ann@example.com")) == "done");
}

TEST_CASE("mail: a code that was delivered late makes the account it was asked for") {
  World world;
  crash_while_registering(world, "ann@example.com");
  must(world.services.registrations.begin({"Other", email("ann@example.com")}));
  lease_runs_out(world);
  CHECK(step(world) == 1);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  CHECK(outcome(world.approve(id, world.mailed_code(), "ann@example.com")) == "done");
  CHECK(world.all<Account>().front().organization_name == "Acme");
}

TEST_CASE("mail: a code that was delivered late lives its whole life") {
  World world;
  crash_while_registering(world, "ann@example.com");
  world.clock.advance(std::chrono::hours(23));
  step(world);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  world.clock.advance(std::chrono::hours(23));
  CHECK(outcome(world.approve(id, world.mailed_code(), "ann@example.com")) == "done");
}

TEST_CASE("mail: a reset that was left over is delivered with a token that works") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const std::string lost = crash_while_resetting(world, "ann@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  CHECK(step(world) == 1);
  const std::string token = world.mailed_reset_token();
  CHECK(token != lost);
  CHECK(outcome(world.services.password_resets.complete({Secret(token), Secret("new")})) == "done");
  CHECK(outcome(world.services.password_resets.complete({Secret(lost), Secret("evil")})) ==
        "not_found");
  CHECK_FALSE(world.is_signed_in(admin));
}

TEST_CASE("mail: what fails is tried again after another lease, as often as it takes") {
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

TEST_CASE("mail: one mail that fails does not hold up the others") {
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

TEST_CASE("mail: what is slow to deliver leaves the rest to the next lease, and nothing is lost") {
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

TEST_CASE("mail: what is too old is dropped") {
  World world;
  crash_while_registering(world, "ann@example.com");
  world.mailer.clear();
  SUBCASE("almost") {
    world.clock.advance(world.services.settings.mail_lifetime - std::chrono::seconds(1));
    CHECK(step(world) == 1);
  }
  SUBCASE("too old") {
    world.clock.advance(world.services.settings.mail_lifetime);
    CHECK(dropped(world) == 1);
    CHECK(world.mailer.attempts() == 0);
  }
  CHECK(world.queued() == 0);
}

TEST_CASE("mail: what tells of a registration that is gone is dropped") {
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

TEST_CASE("mail: what tells of a user who is gone is dropped") {
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

// Two entries are leased at once; while the first is handed over, something happens to the second.
TEST_CASE("mail: what is withdrawn while it is leased is not delivered") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Principal bob = world.added(admin, Role::developer, "bob@example.com");
  crash_while_resetting(world, "ann@example.com");
  crash_while_resetting(world, "bob@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  UpdateUser command = person_without_password("bob@example.com");
  const auto change = [&] {
    must(world.services.users.update(admin, Role::developer, bob.user.id, command));
  };
  std::function<void()> event;
  SUBCASE("the user has another address") {
    command.email = email("moved@example.com");
    event = change;
  }
  SUBCASE("the user has another password") {
    command.password = Secret("changed");
    event = change;
  }
  SUBCASE("the user is gone") {
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

TEST_CASE("mail: a code that is mailed while an older mail is leased leaves that one good") {
  World world;
  crash_while_registering(world, "first@example.com");
  crash_while_registering(world, "ann@example.com");
  world.mailer.clear();
  lease_runs_out(world);
  bool happened = false;
  world.mailer.on_deliver([&](const Mail&) {
    if (std::exchange(happened, true)) return;
    must(world.services.registrations.resend_code({email("ann@example.com")}));
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

TEST_CASE("mail: a step delivers the oldest sixteen and leaves the rest to the next") {
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

TEST_CASE("mail: one that is delivered twice after a crash has the same unique name") {
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

TEST_CASE("mail: it is handed over outside of any transaction, once what it tells of is kept") {
  World world;
  world.mailer.on_deliver([&](const Mail& mail) {
    const auto id = AccountId::parse(header(mail, "X-Registration-Id")).value();
    // Inside a transaction this would wait for itself.
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
