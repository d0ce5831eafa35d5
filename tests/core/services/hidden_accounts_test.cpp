// For installations open to the public: no answer tells whether an e-mail is known, and the mail
// tells its owner.
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

const Settings hidden{.hide_accounts = true};

TEST_CASE("hidden accounts: registering answers alike whether or not the e-mail is known") {
  World world(hidden);
  const Principal admin = world.registered_admin("ann@example.com");
  const Contents before = world.contents(*admin.user.account);

  for (const std::string address : {"ann@example.com", "new@example.com"}) {
    CAPTURE(address);
    world.mailer.clear();
    const Timestamp now = world.clock.next();
    const auto answer = world.services.registrations.begin({"Org", email(address)});
    REQUIRE(answer.has_value());
    CHECK_FALSE(answer->id.is_nil());
    CHECK(answer->organization_name == "Org");
    CHECK(answer->email.text() == address);
    CHECK(answer->created_at == now);
    CHECK(answer->code_expires_at == now + std::chrono::hours(24));
    CHECK(world.mailer.delivered().size() == 1);
    CHECK(world.mailer.last()->to.text() == address);
    CHECK(world.queued() == 0);
    // The id that an owner never registered is as good as any with a wrong code.
    CHECK(world.approve(answer->id, "wrong", "x@example.com").error() ==
          world.approve(AccountId(), "wrong", "x@example.com").error());
  }
  CHECK(world.contents(*admin.user.account) == before);
}

TEST_CASE("hidden accounts: the owner of a known e-mail is told, without code or link to approve") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  must(world.services.registrations.begin({"Org", email("ann@example.com")}));
  const Mail mail = world.mailer.last().value();
  CHECK(mail.headers.empty());
  CHECK(mail.subject == "You have an account already");
  CHECK(mail.text.find("approveCode") == std::string::npos);
  CHECK(mail.text.find(hidden.public_url) != std::string::npos);
}

TEST_CASE("hidden accounts: asking for a code answers alike, and the mail says what there is") {
  World world(hidden);
  world.registered_admin("active@example.com");
  const Registration pending = world.registered("pending@example.com");
  for (const std::string address :
       {"active@example.com", "pending@example.com", "nobody@example.com"}) {
    CAPTURE(address);
    world.mailer.clear();
    CHECK(outcome(world.services.registrations.resend_code({email(address)})) == "done");
    REQUIRE(world.mailer.delivered().size() == 1);
    CHECK(world.mailer.last()->to.text() == address);
    const bool waits = address == "pending@example.com";
    CHECK(world.mailed_code().empty() == !waits);
    CHECK((world.mailer.last()->subject == "There is nothing to approve") == !waits);
    CHECK(world.queued() == 0);
    if (waits) {
      CHECK(header(*world.mailer.last(), "X-Registration-Id") == pending.id.to_string());
    }
  }
}

TEST_CASE("hidden accounts: asking for a new password answers alike, and the mail says why") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  for (const std::string address : {"ann@example.com", "nobody@example.com"}) {
    CAPTURE(address);
    world.mailer.clear();
    CHECK(outcome(world.services.password_resets.request({email(address)})) == "done");
    REQUIRE(world.mailer.delivered().size() == 1);
    CHECK(world.mailer.last()->to.text() == address);
    const bool known = address == "ann@example.com";
    CHECK(world.mailed_reset_token().empty() == !known);
    CHECK((world.mailer.last()->subject == "There is no user with this address") == !known);
    CHECK(world.queued() == 0);
  }
}

TEST_CASE("hidden accounts: a mail that fails is told alike") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  world.mailer.fail_always();
  auto& registrations = world.services.registrations;
  auto& resets = world.services.password_resets;
  const auto error = [](const auto& result) { return result.error(); };
  CHECK(error(registrations.begin({"Org", email("ann@example.com")})) ==
        error(registrations.begin({"Org", email("new@example.com")})));
  CHECK(error(registrations.resend_code({email("ann@example.com")})) ==
        error(registrations.resend_code({email("nobody@example.com")})));
  CHECK(error(resets.request({email("ann@example.com")})) ==
        error(resets.request({email("nobody@example.com")})));
  CHECK(world.queued() == 0);
}

TEST_CASE("hidden accounts: with mail suppressed nothing is sent, and answers are alike still") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  world.mailer.clear();
  for (const std::string address : {"ann@example.com", "new@example.com"}) {
    CHECK(outcome(world.services.registrations.begin({"Org", email(address)},
                                                     MailMode::suppress)) == "done");
    CHECK(outcome(world.services.registrations.resend_code({email(address)}, MailMode::suppress)) ==
          "done");
  }
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);
}

TEST_CASE("hidden accounts: notices left over are delivered too") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
  CHECK_THROWS((void)world.services.registrations.begin({"Org", email("ann@example.com")}));
  world.mailer.on_deliver(nullptr);
  world.mailer.clear();
  world.clock.advance(world.services.settings.mail_lease);
  CHECK(world.services.housekeeping.step().mails_delivered == 1);
  CHECK(world.mailer.last()->subject == "You have an account already");
  CHECK(world.queued() == 0);
}

}  // namespace
}  // namespace gatehouse::testing
