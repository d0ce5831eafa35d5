// What became of each mail that was queued.
#include <gatehouse/services/mail/mail_ledger.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::hours;

std::vector<MailEntry> entries_of(World& world, const MailFilter& filter = {}) {
  return must(world.services.mail_ledger.list(world.the_operator(), filter, {})).items;
}

/// "ann@example.com approval sent", the newest first.
std::string ledger_of(World& world, const MailFilter& filter = {}) {
  std::string text;
  for (const MailEntry& entry : entries_of(world, filter)) {
    text += (text.empty() ? "" : ", ") + entry.receiver.text() + " " +
            std::string(name(entry.kind)) + " " + std::string(name(entry.status));
  }
  return text;
}

Result<Done> forget_password_of(World& world, std::string_view address) {
  return world.services.password_resets.request(checked<ForgotPassword>({email(address)}));
}

/// Queues a mail whose first attempt dies with the process.
void lose_registration(World& world, std::string_view address) {
  world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
  CHECK_THROWS_AS(world.registered(address), std::runtime_error);
  world.mailer.on_deliver(nullptr);
}

void deliver_leftovers(World& world) {
  world.clock.advance(world.services.settings.mail_lease);
  (void)world.services.housekeeping.step();
}

TEST_CASE("mail ledger: a mail is written down with its account and its Message-ID") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Timestamp before = world.clock.next();
  must(forget_password_of(world, "ann@example.com"));
  CHECK(ledger_of(world) == "ann@example.com password_reset sent, ann@example.com approval sent");
  const auto entries = entries_of(world);
  REQUIRE(entries.size() == 2);
  for (const MailEntry& entry : entries) CHECK(entry.account == admin.user.account);
  CHECK(entries[0].created_at >= before);
  CHECK(entries[0].provider_mail_id ==
        without_angle_brackets(world.mailer.message_id(world.mailer.last().value().unique_name)));
}

TEST_CASE("mail ledger: mails to root users and unknown addresses have no account") {
  World world({.hide_accounts = true});
  (void)world.the_operator();
  must(forget_password_of(world, "operator@example.com"));
  must(forget_password_of(world, "unknown@example.com"));
  CHECK(ledger_of(world) ==
        "unknown@example.com no_such_user sent, operator@example.com password_reset sent");
  for (const MailEntry& entry : entries_of(world)) CHECK_FALSE(entry.account.has_value());
}

TEST_CASE("mail ledger: a notice to the owner of an account is about that account") {
  World world({.hide_accounts = true});
  const Principal admin = world.registered_admin("ann@example.com");
  must(world.services.registrations.begin(
      checked<RegisterAccount>({"Other", email("ann@example.com")})));
  CHECK(ledger_of(world) ==
        "ann@example.com already_registered sent, ann@example.com approval sent");
  CHECK(entries_of(world, {.account = admin.user.account}).size() == 2);
}

TEST_CASE("mail ledger: a mail that is refused has failed, and one in doubt is unconfirmed") {
  World world;
  world.registered_admin("ann@example.com");
  world.mailer.fail_next(1, RecordingMailer::Failure::refused);
  CHECK(outcome(forget_password_of(world, "ann@example.com")) == "dependency_failed");
  world.mailer.fail_next(1, RecordingMailer::Failure::transient);
  CHECK(outcome(forget_password_of(world, "ann@example.com")) == "dependency_failed");
  CHECK(ledger_of(world) ==
        "ann@example.com password_reset unconfirmed, ann@example.com password_reset failed, "
        "ann@example.com approval sent");
}

TEST_CASE("mail ledger: a mail in the queue is queued until it is delivered under the same id") {
  World world;
  lose_registration(world, "ann@example.com");
  CHECK(ledger_of(world) == "ann@example.com approval queued");
  world.mailer.fail_next(1);
  deliver_leftovers(world);
  CHECK(ledger_of(world) == "ann@example.com approval queued");
  const std::string id = entries_of(world).at(0).provider_mail_id;
  deliver_leftovers(world);
  CHECK(ledger_of(world) == "ann@example.com approval sent");
  CHECK(without_angle_brackets(world.mailer.message_id(world.mailer.last().value().unique_name)) ==
        id);
}

TEST_CASE("mail ledger: a mail that is never delivered has expired") {
  World world;
  lose_registration(world, "ann@example.com");
  world.clock.advance(world.services.settings.mail_lifetime);
  (void)world.services.housekeeping.step();
  CHECK(ledger_of(world) == "ann@example.com approval expired");
}

TEST_CASE("mail ledger: a queued mail whose subject is gone was withdrawn") {
  World world;
  world.registered_admin("ann@example.com");
  world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
  CHECK_THROWS_AS((void)forget_password_of(world, "ann@example.com"), std::runtime_error);
  world.mailer.on_deliver(nullptr);
  CHECK(ledger_of(world) == "ann@example.com password_reset queued, ann@example.com approval sent");
  // A new password voids all resets, queued mails with them.
  must(forget_password_of(world, "ann@example.com"));
  must(world.services.password_resets.complete(
      checked<ResetPassword>({Secret(world.mailed_reset_token()), Secret("new")})));
  const std::string expected =
      "ann@example.com password_reset sent, ann@example.com password_reset withdrawn, "
      "ann@example.com approval sent";
  CHECK(ledger_of(world) == expected);
  deliver_leftovers(world);
  CHECK(ledger_of(world) == expected);
}

TEST_CASE("mail ledger: testing mode writes nothing down") {
  World world;
  must(world.services.registrations.begin(
      checked<RegisterAccount>({"Acme", email("ann@example.com")}), MailMode::suppress));
  CHECK(ledger_of(world) == "");
}

TEST_CASE("mail ledger: the list can be filtered and read in pages, newest first") {
  World world;
  const Principal ann = world.registered_admin("ann@example.com");
  world.registered_admin("bob@example.com");
  must(forget_password_of(world, "ann@example.com"));
  CHECK(ledger_of(world, {.receiver = email("ANN@example.com")}) ==
        "ann@example.com password_reset sent, ann@example.com approval sent");
  CHECK(ledger_of(world, {.account = ann.user.account}) ==
        ledger_of(world, {.receiver = email("ann@example.com")}));
  CHECK(ledger_of(world, {.receiver = email("eve@example.com")}) == "");
  const auto all = entries_of(world);
  REQUIRE(all.size() == 3);
  CHECK(entries_of(world, {.provider_mail_id = all[1].provider_mail_id}) == std::vector{all[1]});

  auto& ledger = world.services.mail_ledger;
  const auto first = must(ledger.list(world.the_operator(), {}, {.after = {}, .limit = 2}));
  CHECK(first.items == std::vector{all[0], all[1]});
  REQUIRE(first.next.has_value());
  const auto last = must(ledger.list(world.the_operator(), {}, {.after = first.next, .limit = 2}));
  CHECK(last.items == std::vector{all[2]});
  CHECK_FALSE(last.next.has_value());
}

TEST_CASE("mail ledger: entries are kept for ninety days") {
  World world;
  world.registered("ann@example.com");
  const auto erased = [&] { return world.services.housekeeping.step().erased.mail_entries; };
  // The date is trusted, since both clocks advance.
  world.clock.advance(hours(24 * 89));
  CHECK(erased() == 0);
  CHECK(world.all<MailEntry>().size() == 1);
  world.clock.advance(hours(24));
  CHECK(erased() == 1);
  CHECK(world.all<MailEntry>().empty());
}

TEST_CASE("mail ledger: the entries of a deleted account go with it") {
  World world;
  const Principal ann = world.registered_admin("ann@example.com");
  world.registered_admin("bob@example.com");
  must(forget_password_of(world, "ann@example.com"));
  must(world.services.accounts.remove(ann));
  for (int i = 0; i < 3; ++i) (void)world.services.housekeeping.step();
  CHECK(ledger_of(world) == "bob@example.com approval sent");
}

TEST_CASE("mail ledger: no entry holds a code") {
  World world;
  world.registered("ann@example.com");
  const std::string secret = world.mailed_code();
  for (const MailEntry& entry : world.all<MailEntry>()) {
    CHECK(entry.provider_mail_id.find(secret) == std::string::npos);
    CHECK(entry.receiver.text().find(secret) == std::string::npos);
  }
}

}  // namespace
}  // namespace gatehouse::testing
