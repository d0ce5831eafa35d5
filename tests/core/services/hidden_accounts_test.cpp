// For installations open to the public: no answer reveals whether an e-mail is known; the owner is
// informed by mail.
#include <functional>
#include <initializer_list>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/testing/counting_storage.hpp>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

const Settings hidden{.hide_accounts = true};

TEST_CASE("hidden accounts: registration has the same answer for known and unknown e-mails") {
  World world(hidden);
  const Principal admin = world.registered_admin("ann@example.com");
  const Contents before = world.contents(*admin.user.account);

  for (const std::string address : {"ann@example.com", "new@example.com"}) {
    CAPTURE(address);
    world.mailer.clear();
    const auto answer =
        world.services.registrations.begin(checked<RegisterAccount>({"Org", email(address)}));
    REQUIRE(answer.has_value());
    CHECK_FALSE(answer->id.is_nil());
    CHECK(answer->organization_name == "Org");
    CHECK(answer->email.text() == address);
    CHECK(
        must(world.services.registrations.begin(checked<RegisterAccount>({"Org", email(address)})))
            .id == answer->id);
    CHECK(world.mailer.delivered().size() == 2);
    CHECK(world.mailer.last()->to.text() == address);
    CHECK(world.queued() == 0);
    // The id that its owner never registered behaves like any id with a wrong code.
    CHECK(world.approve(answer->id, "wrong", "x@example.com").error() ==
          world.approve(AccountId(), "wrong", "x@example.com").error());
  }
  CHECK(world.contents(*admin.user.account) == before);
}

TEST_CASE("hidden accounts: the owner of a known e-mail gets a notice without code or link") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  must(world.services.registrations.begin(
      checked<RegisterAccount>({"Org", email("ann@example.com")})));
  const Mail mail = world.mailer.last().value();
  CHECK(mail.headers.empty());
  CHECK(mail.subject == "You have an account already");
  CHECK(mail.text.find("approveCode") == std::string::npos);
  CHECK(mail.text.find(hidden.public_url) != std::string::npos);
}

TEST_CASE("hidden accounts: a request for a code has the same answer, and the mail explains") {
  World world(hidden);
  world.registered_admin("active@example.com");
  const Registration pending = world.registered("pending@example.com");
  for (const std::string address :
       {"active@example.com", "pending@example.com", "unknown@example.com"}) {
    CAPTURE(address);
    world.mailer.clear();
    CHECK(outcome(world.services.registrations.resend_code(
              checked<ResendApproveCode>({email(address)}))) == "done");
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

TEST_CASE(
    "hidden accounts: a request for a new password has the same answer, and the mail explains") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  for (const std::string address : {"ann@example.com", "unknown@example.com"}) {
    CAPTURE(address);
    world.mailer.clear();
    CHECK(outcome(world.services.password_resets.request(
              checked<ForgotPassword>({email(address)}))) == "done");
    REQUIRE(world.mailer.delivered().size() == 1);
    CHECK(world.mailer.last()->to.text() == address);
    const bool known = address == "ann@example.com";
    CHECK(world.mailed_reset_token().empty() == !known);
    CHECK((world.mailer.last()->subject == "There is no user with this address") == !known);
    CHECK(world.queued() == 0);
  }
}

TEST_CASE("hidden accounts: a failed mail has the same answer") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  world.mailer.fail_always();
  auto& registrations = world.services.registrations;
  auto& resets = world.services.password_resets;
  const auto error = [](const auto& result) { return result.error(); };
  CHECK(error(registrations.begin(checked<RegisterAccount>({"Org", email("ann@example.com")}))) ==
        error(registrations.begin(checked<RegisterAccount>({"Org", email("new@example.com")}))));
  CHECK(
      error(registrations.resend_code(checked<ResendApproveCode>({email("ann@example.com")}))) ==
      error(registrations.resend_code(checked<ResendApproveCode>({email("unknown@example.com")}))));
  CHECK(error(resets.request(checked<ForgotPassword>({email("ann@example.com")}))) ==
        error(resets.request(checked<ForgotPassword>({email("unknown@example.com")}))));
  CHECK(world.queued() == 0);
}

TEST_CASE("hidden accounts: with mail suppressed nothing is sent, and the answers are the same") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  world.mailer.clear();
  for (const std::string address : {"ann@example.com", "new@example.com"}) {
    CHECK(outcome(world.services.registrations.begin(
              checked<RegisterAccount>({"Org", email(address)}), MailMode::suppress)) == "done");
    CHECK(outcome(world.services.registrations.resend_code(
              checked<ResendApproveCode>({email(address)}), MailMode::suppress)) == "done");
  }
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);
}

TEST_CASE(
    "hidden accounts: the number of mails is limited equally for active and pending accounts") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  for (const std::string address : {"ann@example.com", "new@example.com"}) {
    CAPTURE(address);
    world.mailer.clear();
    std::set<AccountId> ids;
    for (int i = 0; i < 5; ++i) {
      ids.insert(must(world.services.registrations.begin(
                          checked<RegisterAccount>({"Org", email(address)})))
                     .id);
    }
    CHECK(ids.size() == 1);
    CHECK(world.mailer.attempts() == 3);
  }
}

TEST_CASE("hidden accounts: notices caused by strangers do not delay the owner's code") {
  World world(hidden);
  for (int i = 0; i < 5; ++i) {
    must(world.services.registrations.resend_code(
        checked<ResendApproveCode>({email("new@example.com")})));
  }
  CHECK(world.mailer.attempts() == 3);
  const AccountId id = must(world.services.registrations.begin(
                                checked<RegisterAccount>({"Org", email("new@example.com")})))
                           .id;
  CHECK(world.mailer.attempts() == 4);
  CHECK(outcome(world.approve(id, world.mailed_code(), "new@example.com")) == "done");
}

TEST_CASE("hidden accounts: the answers are the same when the limit of mails is reached") {
  World world({.hide_accounts = true,
               .mails_to_strangers = {.times = 1, .period = std::chrono::hours(24)}});
  world.registered_admin("ann@example.com");
  const Origin source{.address = IpAddress::parse("192.0.2.1")};
  must(world.services.registrations.begin(checked<RegisterAccount>({"Org", email("x@example.com")}),
                                          MailMode::send, source));
  world.mailer.clear();
  for (const std::string address : {"ann@example.com", "new@example.com"}) {
    CAPTURE(address);
    const auto begin = [&] {
      return must(world.services.registrations.begin(
                      checked<RegisterAccount>({"Org", email(address)}), MailMode::send, source))
          .id;
    };
    CHECK(begin() == begin());
    CHECK(begin().to_string()[12] == '7');
    CHECK(outcome(world.services.registrations.resend_code(
              checked<ResendApproveCode>({email(address)}), MailMode::send, source)) == "done");
    CHECK(outcome(world.services.password_resets.request(checked<ForgotPassword>({email(address)}),
                                                         source)) == "done");
  }
  CHECK(world.mailer.attempts() == 0);
}

/// The number of records of each kind.
template <class... Kinds>
std::vector<std::size_t> counts(World& world, const std::tuple<Kinds...>*) {
  return {world.all<Kinds>().size()...};
}

TEST_CASE("hidden accounts: the work is the same for known and unknown addresses") {
  struct Question {
    const char* name;
    std::function<void(Services&, const Email&)> ask;
  };
  const auto begin = [](MailMode mode) {
    return [mode](Services& services, const Email& address) {
      must(services.registrations.begin(checked<RegisterAccount>({"Org", address}), mode));
    };
  };
  const auto resend = [](MailMode mode) {
    return [mode](Services& services, const Email& address) {
      must(services.registrations.resend_code(checked<ResendApproveCode>({address}), mode));
    };
  };
  for (const Question& question : std::initializer_list<Question>{
           {"register", begin(MailMode::send)},
           {"register, testing", begin(MailMode::suppress)},
           {"approve-code", resend(MailMode::send)},
           {"approve-code, testing", resend(MailMode::suppress)},
           {"forgot-password",
            [](Services&services, const Email&address) {
              must(services.password_resets.request(checked<ForgotPassword>({address})));
            }},
       }) {
    CAPTURE(question.name);
    World world(hidden);
    world.registered_admin("ann@example.com");
    CountingStorage storage(world.storage);
    Services services(
        {storage, world.mailer, world.hasher, world.digest, world.clock, world.entropy}, hidden);
    const auto work = [&](const char* address) {
      const auto all = [&] { return counts(world, static_cast<const RecordKinds*>(nullptr)); };
      const auto before = all();
      storage.reset();
      world.mailer.clear();
      question.ask(services, email(address));
      auto done = all();
      for (std::size_t i = 0; i < done.size(); ++i) done[i] -= before[i];
      done.push_back(world.mailer.attempts());
      done.push_back(storage.reads());
      done.push_back(storage.transactions());
      return done;
    };
    // The first and a repeated request.
    CHECK(work("ann@example.com") == work("new@example.com"));
    CHECK(work("ann@example.com") == work("new@example.com"));
  }
}

TEST_CASE("hidden accounts: undelivered notices are delivered later") {
  World world(hidden);
  world.registered_admin("ann@example.com");
  world.mailer.on_deliver([](const Mail&) { throw std::runtime_error("the process died"); });
  CHECK_THROWS((void)world.services.registrations.begin(
      checked<RegisterAccount>({"Org", email("ann@example.com")})));
  world.mailer.on_deliver(nullptr);
  world.mailer.clear();
  world.clock.advance(world.services.settings.mail_lease);
  CHECK(world.services.housekeeping.step().mails_delivered == 1);
  CHECK(world.mailer.last()->subject == "You have an account already");
  CHECK(world.queued() == 0);
}

}  // namespace
}  // namespace gatehouse::testing
