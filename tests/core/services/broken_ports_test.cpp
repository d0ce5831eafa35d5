// A failing port is reported as an exception, not a refusal; and the request may be repeated.
#include <string>

#include <doctest/doctest.h>

#include "estate.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("broken ports: a call on a failing storage throws, changes nothing and can be repeated") {
  for (const Call& call : all_calls()) {
    if (call.effect == Effect::none) continue;
    CAPTURE(call.name);
    World world;
    offer_services(world);
    const Estate estate = make_estate(world, "acme");
    const Principal caller = caller_of(world, estate, call.role);
    const Contents before = world.contents(estate.account);

    const auto make = [&] { return call.make(world.services, caller, estate); };
    if (call.effect == Effect::reads) {
      world.storage.fail_next_reads(1, TransientPortError("the database is away"));
    } else {
      world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
    }
    CHECK_THROWS_AS((void)make(), TransientPortError);
    CHECK(world.contents(estate.account) == before);
    CHECK(make() == "done");
  }
}

TEST_CASE("broken ports: a registration that cannot be stored sends no mail") {
  World world;
  world.storage.fail_next_transactions(1, PortError("the disk is full"));
  CHECK_THROWS_AS((void)world.registered("ann@example.com"), PortError);
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 0);
}

TEST_CASE(
    "broken ports: a commit in doubt is reported, and its mail is delivered later if stored") {
  World world;
  world.storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS((void)world.registered("ann@example.com"), CommitInDoubt);
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.queued() == 1);
  world.clock.advance(world.services.settings.mail_lease);
  CHECK(world.services.housekeeping.step().mails_delivered == 1);
  const auto id = AccountId::parse(header(*world.mailer.last(), "X-Registration-Id")).value();
  CHECK(outcome(world.approve(id, world.mailed_code(), "ann@example.com")) == "done");
}

/// Fails for lack of memory while the flag is set.
class FullHasher final : public PasswordHasher {
 public:
  explicit FullHasher(PasswordHasher& inner) : inner_(inner) {}
  std::string hash(const Secret& text) override {
    wait();
    return inner_.hash(text);
  }
  bool verify(const Secret& text, std::string_view phc) override {
    wait();
    return inner_.verify(text, phc);
  }
  bool needs_rehash(std::string_view phc) const override { return inner_.needs_rehash(phc); }
  bool full = false;

 private:
  void wait() const {
    if (full) throw TransientPortError("no memory for another password");
  }
  PasswordHasher& inner_;
};

TEST_CASE("broken ports: no token or code is used up while passwords cannot be hashed") {
  World world;
  FullHasher hasher(world.hasher);
  Services services(
      {world.storage, world.mailer, hasher, world.digest, world.clock, world.entropy});
  const Registration registration = world.registered("ann@example.com");
  const Secret code(world.mailed_code());
  const ApproveAccount approval{.approve_code = code,
                                .email = email("ann@example.com"),
                                .password = Secret(password),
                                .first_name = "Ann",
                                .last_name = "Ash"};
  const LogIn login{email("ann@example.com"), Secret(password)};

  hasher.full = true;
  CHECK_THROWS_AS((void)services.registrations.approve(registration.id, checked(approval)),
                  TransientPortError);
  CHECK_THROWS_AS((void)services.sessions.log_in(checked(login)), TransientPortError);
  hasher.full = false;
  CHECK(outcome(services.registrations.approve(registration.id, checked(approval))) == "done");

  must(services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})));
  const ResetPassword reset{Secret(world.mailed_reset_token()), Secret("new")};
  hasher.full = true;
  CHECK_THROWS_AS((void)services.password_resets.complete(checked(reset)), TransientPortError);
  // The decoy hash fails too, and is created later.
  CHECK_THROWS_AS(
      (void)services.sessions.log_in(checked<LogIn>({email("unknown@example.com"), Secret("x")})),
      TransientPortError);
  hasher.full = false;
  CHECK(outcome(services.sessions.log_in(
            checked<LogIn>({email("unknown@example.com"), Secret("x")}))) == "unauthenticated");
  CHECK(outcome(services.sessions.log_in(checked(login))) == "done");
  CHECK(outcome(services.password_resets.complete(checked(reset))) == "done");
}

TEST_CASE("broken ports: without entropy no token is issued") {
  class Dry final : public Entropy {
   public:
    void fill(std::span<std::uint8_t>) override { throw PortError("no entropy"); }
  };
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const Contents before = world.contents(*admin.user.account);
  Dry entropy;
  Services services(
      {world.storage, world.mailer, world.hasher, world.digest, world.clock, entropy});
  world.mailer.clear();
  CHECK_THROWS_AS((void)services.registrations.begin(
                      checked<RegisterAccount>({"Bob's", email("bob@example.com")})),
                  PortError);
  CHECK_THROWS_AS(
      (void)services.sessions.log_in(checked<LogIn>({email("ann@example.com"), Secret(password)})),
      PortError);
  CHECK_THROWS_AS(
      (void)services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})),
      PortError);
  CHECK_THROWS_AS((void)services.consumers.create(admin, checked(CreateConsumer{})), PortError);
  CHECK_THROWS_AS(
      (void)services.users.create(admin, Role::billing, checked(person("b@example.com"))),
      PortError);
  CHECK(world.mailer.attempts() == 0);
  CHECK(world.contents(*admin.user.account) == before);
}

}  // namespace
}  // namespace gatehouse::testing
