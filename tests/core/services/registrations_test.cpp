#include <gatehouse/services/accounts/registrations.hpp>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

std::optional<Registration> stored(World& world, AccountId id) {
  return world.storage.read([&](const Transaction& tx) { return tx.registrations().find(id); });
}

std::vector<ApproveCode> codes(World& world, AccountId id) {
  return world.storage.read([&](const Transaction& tx) { return tx.approve_codes().list(id); });
}

TEST_CASE("registrations: the digest of the code is stored, and the code is mailed") {
  World world;
  const Timestamp now = world.clock.next();
  const Registration registration = world.registered("ann@example.com");
  CHECK(stored(world, registration.id) == registration);
  CHECK(registration.organization_name == "Acme");
  CHECK(registration.email.text() == "ann@example.com");
  CHECK(registration.created_at == now);
  CHECK(registration.expires_at == now + std::chrono::hours(24));

  REQUIRE(world.mailer.delivered().size() == 1);
  const Mail mail = world.mailer.last().value();
  CHECK(mail.to.text() == "ann@example.com");
  CHECK(header(mail, "X-Registration-Id") == registration.id.to_string());
  const std::string code = world.mailed_code();
  CHECK(code.size() == 64);
  REQUIRE(codes(world, registration.id).size() == 1);
  CHECK(codes(world, registration.id).front().digest == world.digest.sha256(code));
  CHECK(world.queued() == 0);
}

TEST_CASE("registrations: the right code creates the account and its first admin, logged in") {
  World world;
  const Registration registration = world.registered("office@example.com");
  const NewSession session = must(world.services.registrations.approve(
      registration.id, checked<ApproveAccount>({.approve_code = Secret(world.mailed_code()),
                                                .email = email("ann@example.com"),
                                                .password = Secret("pass"),
                                                .first_name = "Ann",
                                                .last_name = "Ash"})));
  const Principal admin = world.principal(session.token);
  CHECK(admin.user == without_hash(session.user));
  CHECK(admin.user.account == registration.id);
  CHECK(admin.user.role == Role::admin);
  CHECK(admin.user.email.text() == "ann@example.com");
  CHECK(admin.user.first_name == "Ann");
  CHECK(admin.user.last_name == "Ash");

  const Account account = must(world.services.accounts.get(admin));
  CHECK(account.id == registration.id);
  CHECK(account.organization_name == "Acme");
  CHECK(account.email.text() == "office@example.com");
  CHECK(account.address.empty());
  CHECK(account.phone.empty());
  CHECK(account.created_at == registration.created_at);
  CHECK(outcome(world.log_in("ann@example.com", "pass")) == "done");
  CHECK_FALSE(stored(world, registration.id).has_value());
}

TEST_CASE("registrations: a code can be used once") {
  World world;
  const Registration registration = world.registered("ann@example.com");
  const std::string code = world.mailed_code();
  CHECK(outcome(world.approve(registration.id, code, "ann@example.com")) == "done");
  CHECK(outcome(world.approve(registration.id, code, "bob@example.com")) == "not_found");
  CHECK(outcome(world.log_in("bob@example.com")) == "unauthenticated");
}

TEST_CASE("registrations: a code of another registration and an unknown id are refused") {
  World world;
  const Registration first = world.registered("ann@example.com");
  const std::string first_code = world.mailed_code();
  const Registration second = world.registered("bob@example.com");
  const auto nobody = *AccountId::parse("0190163d8694739b8ea5966c26f8ad91");
  CHECK(outcome(world.approve(second.id, first_code, "bob@example.com")) == "not_found");
  CHECK(outcome(world.approve(nobody, first_code, "ann@example.com")) == "not_found");
  CHECK(outcome(world.approve(AccountId(), first_code, "ann@example.com")) == "not_found");
  CHECK(outcome(world.approve(first.id, first_code, "ann@example.com")) == "done");
}

TEST_CASE("registrations: a wrong code has the same answer as an unknown id") {
  World world;
  const Registration registration = world.registered("ann@example.com");
  const auto nobody = *AccountId::parse("0190163d8694739b8ea5966c26f8ad91");
  CHECK(world.approve(registration.id, "wrong", "ann@example.com").error() ==
        world.approve(nobody, "wrong", "ann@example.com").error());
}

TEST_CASE("registrations: a code expires exactly at the end of its lifetime") {
  SUBCASE("the last microsecond") {
    World world;
    const Registration registration = world.registered("ann@example.com");
    world.clock.set(registration.expires_at - Duration(1));
    CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) ==
          "done");
  }
  SUBCASE("expired") {
    World world;
    const Registration registration = world.registered("ann@example.com");
    world.clock.set(registration.expires_at);
    CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) ==
          "not_found");
    // A new code can still be requested.
    must(world.services.registrations.resend_code(
        checked<ResendApproveCode>({email("ann@example.com")})));
    CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) ==
          "done");
  }
}

TEST_CASE(
    "registrations: a pending one keeps its id, and a code approves the data it was mailed for") {
  for (const bool newest : {false, true}) {
    CAPTURE(newest);
    World world;
    const Registration first = world.registered("ann@example.com");
    const std::string first_code = world.mailed_code();
    const BegunRegistration second = must(world.services.registrations.begin(
        checked<RegisterAccount>({"Other", email("ANN@example.com")})));
    CHECK(second.id == first.id);
    CHECK(second.organization_name == "Other");
    CHECK(world.mailer.delivered().size() == 2);
    CHECK(world.mailer.last()->to.text() == "ann@example.com");
    CHECK(world.mailed_code() != first_code);
    const std::string code = newest ? world.mailed_code() : first_code;
    const NewSession session = must(world.approve(first.id, code, "ann@example.com"));
    CHECK(must(world.services.accounts.get(world.principal(session.token))).organization_name ==
          (newest ? "Other" : "Acme"));
    CHECK(outcome(world.approve(first.id, world.mailed_code(), "bob@example.com")) == "not_found");
    CHECK(outcome(world.approve(first.id, first_code, "bob@example.com")) == "not_found");
    CHECK(world.all<ApproveCode>().empty());
  }
}

TEST_CASE("registrations: no further code is mailed while three codes are valid") {
  World world;
  const Registration registration = world.registered("ann@example.com");
  const std::string first = world.mailed_code();
  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("ann@example.com")})));
  world.clock.advance(std::chrono::hours(12));
  CHECK(must(world.services.registrations.begin(
                 checked<RegisterAccount>({"Other", email("ann@example.com")})))
            .id == registration.id);
  const std::string third = world.mailed_code();
  CHECK(world.mailer.attempts() == 3);
  CHECK(must(world.services.registrations.begin(
                 checked<RegisterAccount>({"Evil", email("ann@example.com")})))
            .id == registration.id);
  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("ann@example.com")}))) == "done");
  CHECK(world.mailer.attempts() == 3);

  // Two of them expire.
  world.clock.advance(std::chrono::hours(12));
  CHECK(outcome(world.approve(registration.id, first, "ann@example.com")) == "not_found");
  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("ann@example.com")})));
  CHECK(world.mailer.attempts() == 4);
  const NewSession session =
      must(world.approve(registration.id, world.mailed_code(), "ann@example.com"));
  CHECK(must(world.services.accounts.get(world.principal(session.token))).organization_name ==
        "Other");
  CHECK(outcome(world.approve(registration.id, third, "bob@example.com")) == "not_found");
}

TEST_CASE("registrations: with mail suppressed, requests of others do not change a mailed code") {
  World world;
  const Registration registration = world.registered("ann@example.com");
  const std::string code = world.mailed_code();
  const auto before = codes(world, registration.id);
  for (int i = 0; i < 10; ++i) {
    must(world.services.registrations.begin(
        checked<RegisterAccount>({"Evil", email("ann@example.com")}), MailMode::suppress));
    must(world.services.registrations.resend_code(
        checked<ResendApproveCode>({email("ann@example.com")}), MailMode::suppress));
  }
  CHECK(codes(world, registration.id) == before);
  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("ann@example.com")})));
  CHECK(world.mailed_code() != code);
  for (const ApproveCode& kept : codes(world, registration.id)) {
    CHECK(kept.organization_name == "Acme");
  }
  CHECK(outcome(world.approve(registration.id, code, "ann@example.com")) == "done");
}

TEST_CASE("registrations: the e-mail of an active account is refused in any case without a mail") {
  World world;
  world.registered_admin("ann@example.com");
  const std::size_t mails = world.mailer.attempts();
  const auto refused = world.services.registrations.begin(
      checked<RegisterAccount>({"Other", email("Ann@Example.com")}));
  CHECK(outcome(refused) == "already_exists");
  CHECK(faults(refused) == "email");
  CHECK(world.mailer.attempts() == mails);
  CHECK(world.queued() == 0);
}

TEST_CASE("registrations: the e-mail of a user may be registered by an account") {
  World world;
  const Principal admin = world.registered_admin("office@example.com");
  world.added(admin, Role::developer, "bob@example.com");
  CHECK(outcome(world.services.registrations.begin(
            checked<RegisterAccount>({"Bob's", email("bob@example.com")}))) == "done");
}

TEST_CASE("registrations: a failed mail is reported, and the registration can be repeated") {
  for (const auto failure :
       {RecordingMailer::Failure::transient, RecordingMailer::Failure::refused}) {
    World world;
    world.mailer.fail_next(1, failure);
    const auto failed = world.services.registrations.begin(
        checked<RegisterAccount>({"Acme", email("ann@example.com")}));
    CHECK(outcome(failed) == "dependency_failed");
    CHECK(world.queued() == 0);
    // Failed mails do not count towards the limit.
    world.mailer.fail_next(5, failure);
    for (int i = 0; i < 5; ++i) {
      CHECK(outcome(world.services.registrations.begin(checked<RegisterAccount>(
                {"Acme", email("ann@example.com")}))) == "dependency_failed");
    }
    const Registration registration = world.registered("ann@example.com");
    CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) ==
          "done");
  }
}

TEST_CASE("registrations: with mail suppressed a registration is stored without a code") {
  World world;
  const BegunRegistration begun = must(world.services.registrations.begin(
      checked<RegisterAccount>({"Acme", email("ann@example.com")}), MailMode::suppress));
  const Registration registration = stored(world, begun.id).value();
  CHECK(codes(world, registration.id).empty());
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);

  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("ann@example.com")}), MailMode::suppress)) == "done");
  CHECK(codes(world, registration.id).empty());
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);

  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("ann@example.com")})));
  CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) == "done");
  CHECK(outcome(world.services.registrations.begin(
            checked<RegisterAccount>({"Acme", email("ann@example.com")}), MailMode::suppress)) ==
        "already_exists");
}

TEST_CASE("registrations: each code has its own full lifetime") {
  World world;
  const Registration registration = world.registered("ann@example.com");
  const std::string old_code = world.mailed_code();
  world.clock.advance(std::chrono::hours(23));
  const Timestamp now = world.clock.next();
  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("ANN@example.com")}))) == "done");
  CHECK(stored(world, registration.id)->expires_at == now + std::chrono::hours(24));
  CHECK(header(world.mailer.last().value(), "X-Registration-Id") == registration.id.to_string());
  CHECK(world.queued() == 0);
  world.clock.advance(std::chrono::hours(1));
  CHECK(outcome(world.approve(registration.id, old_code, "ann@example.com")) == "not_found");
  CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) == "done");
}

TEST_CASE("registrations: no code is sent for an unknown e-mail or an active account") {
  World world;
  const auto resend = [&](const char* address) {
    return outcome(
        world.services.registrations.resend_code(checked<ResendApproveCode>({email(address)})));
  };
  CHECK(resend("nobody@example.com") == "not_found");
  world.registered_admin("ann@example.com");
  const std::size_t mails = world.mailer.attempts();
  CHECK(resend("ann@example.com") == "not_found");
  CHECK(world.mailer.attempts() == mails);
  CHECK(world.queued() == 0);
}

TEST_CASE("registrations: when a new code cannot be mailed, another one can be requested") {
  World world;
  const Registration registration = world.registered("ann@example.com");
  world.mailer.fail_next(1);
  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("ann@example.com")}))) == "dependency_failed");
  CHECK(world.queued() == 0);
  must(world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("ann@example.com")})));
  CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) == "done");
}

TEST_CASE(
    "registrations: approval with the e-mail of another user is refused and can be repeated") {
  World world;
  world.registered_admin("ann@example.com");
  const Registration registration = world.registered("office@example.com");
  const std::string code = world.mailed_code();
  const auto refused = world.approve(registration.id, code, "ANN@example.com");
  CHECK(outcome(refused) == "already_exists");
  CHECK(faults(refused) == "email");
  CHECK(stored(world, registration.id).has_value());
  CHECK(outcome(world.approve(registration.id, code, "office@example.com")) == "done");
}

TEST_CASE("registrations: only a valid code reveals whether the e-mail of a user is in use") {
  World world;
  world.registered_admin("ann@example.com");
  const Registration registration = world.registered("office@example.com");
  CHECK(outcome(world.approve(registration.id, "wrong", "ann@example.com")) == "not_found");
}

TEST_CASE("registrations: approval is refused if an account has taken the e-mail meanwhile") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Registration registration = world.registered("office@example.com");
  const std::string code = world.mailed_code();
  must(world.services.accounts.update(
      admin,
      checked<UpdateAccount>({.organization_name = "Acme", .email = email("office@example.com")})));

  CHECK(outcome(world.approve(registration.id, code, "bob@example.com")) == "already_exists");
  CHECK(outcome(world.log_in("bob@example.com")) == "unauthenticated");
  CHECK(outcome(world.services.registrations.begin(
            checked<RegisterAccount>({"Acme", email("office@example.com")}))) == "already_exists");
  // The e-mail belongs to an active account now, so a new code is refused.
  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("office@example.com")}))) == "not_found");

  must(world.services.accounts.update(
      admin,
      checked<UpdateAccount>({.organization_name = "Acme", .email = email("ann@example.com")})));
  CHECK(outcome(world.approve(registration.id, code, "bob@example.com")) == "done");
}

/// Hashes like the inner hasher, and runs a callback before it returns.
class InterruptedHasher final : public PasswordHasher {
 public:
  explicit InterruptedHasher(PasswordHasher& inner) : inner_(inner) {}

  void meanwhile(std::function<void()> event) { event_ = std::move(event); }

  std::string hash(const Secret& text) override {
    if (event_) std::exchange(event_, nullptr)();
    return inner_.hash(text);
  }
  bool verify(const Secret& text, std::string_view phc) override {
    return inner_.verify(text, phc);
  }
  bool needs_rehash(std::string_view phc) const override { return inner_.needs_rehash(phc); }

 private:
  PasswordHasher& inner_;
  std::function<void()> event_;
};

// The code is checked, then the password is hashed outside of a transaction: changes in between
// must be detected.
TEST_CASE("registrations: changes during the hashing of the password are not overwritten") {
  World world;
  InterruptedHasher hasher(world.hasher);
  Services services(
      {world.storage, world.mailer, hasher, world.digest, world.clock, world.entropy});
  const Registration registration = world.registered("ann@example.com");
  const std::string code = world.mailed_code();
  const auto approve = [&] {
    return outcome(services.registrations.approve(
        registration.id, checked<ApproveAccount>({.approve_code = Secret(code),
                                                  .email = email("bob@example.com"),
                                                  .password = Secret(password),
                                                  .first_name = "Bob",
                                                  .last_name = "Birch"})));
  };

  SUBCASE("another request with the same code is completed first") {
    hasher.meanwhile([&] { must(world.approve(registration.id, code, "ann@example.com")); });
    CHECK(approve() == "not_found");
    CHECK(outcome(world.log_in("bob@example.com")) == "unauthenticated");
    CHECK(outcome(world.log_in("ann@example.com")) == "done");
  }
  SUBCASE("a further code is sent") {
    hasher.meanwhile([&] {
      must(world.services.registrations.resend_code(
          checked<ResendApproveCode>({email("ann@example.com")})));
    });
    CHECK(approve() == "done");
    CHECK(outcome(world.approve(registration.id, world.mailed_code(), "ann@example.com")) ==
          "not_found");
  }
  SUBCASE("the account is registered again under another name") {
    hasher.meanwhile([&] {
      must(world.services.registrations.begin(
          checked<RegisterAccount>({"Evil", email("ann@example.com")})));
    });
    CHECK(approve() == "done");
    CHECK(world.all<Account>().front().organization_name == "Acme");
  }
  SUBCASE("another user takes the e-mail") {
    hasher.meanwhile([&] { world.registered_admin("bob@example.com"); });
    CHECK(approve() == "already_exists");
    CHECK(outcome(world.approve(registration.id, code, "ann@example.com")) == "done");
  }
  SUBCASE("another account takes the e-mail") {
    hasher.meanwhile([&] {
      const Principal other = world.registered_admin("other@example.com");
      must(world.services.accounts.update(
          other, checked<UpdateAccount>(
                     {.organization_name = "Other", .email = email("ann@example.com")})));
    });
    CHECK(approve() == "already_exists");
  }
}

TEST_CASE("registrations: approval withdraws the queued mails") {
  World world;
  const Registration registration = world.registered("ann@example.com");
  const std::string code = world.mailed_code();
  std::string newest;
  world.mailer.on_deliver([&](const Mail& mail) {
    newest = header(mail, "X-Approve-Code");
    throw std::runtime_error("the process died");
  });
  CHECK_THROWS((void)world.services.registrations.resend_code(
      checked<ResendApproveCode>({email("ann@example.com")})));
  world.mailer.on_deliver(nullptr);
  CHECK(world.queued() == 1);
  CHECK(outcome(world.approve(registration.id, newest, "ann@example.com")) == "done");
  CHECK(world.queued() == 0);
}

}  // namespace
}  // namespace gatehouse::testing
