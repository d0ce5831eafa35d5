#include <gatehouse/services/maintenance/housekeeping.hpp>

#include <utility>

#include <doctest/doctest.h>

#include <gatehouse/services/issue.hpp>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

bool session_stored(World& world, const Principal& principal) {
  return world.storage.read(
      [&](const Transaction& tx) { return tx.sessions().find(principal.session).has_value(); });
}

/// Every write takes that long.
class SlowStorage final : public Storage {
 public:
  SlowStorage(Storage& storage, ManualClock& clock, Duration time)
      : storage_(storage), clock_(clock), time_(time) {}

 private:
  void do_read(ReadWork work) override {
    storage_.read([&](const Transaction& tx) {
      work(tx);
      return Done{};
    });
  }
  void do_transact(Work work) override {
    clock_.advance(time_);
    (void)storage_.transact([&](Transaction& tx) -> Result<Done> {
      if (work(tx) == Outcome::commit) return Done{};
      return Unexpected(conflict({}));
    });
  }

  Storage& storage_;
  ManualClock& clock_;
  const Duration time_;
};

TEST_CASE("housekeeping: with slow writes a step makes few of them") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    for (std::size_t i = 0; i < 4 * Erasures::rows_per_step; ++i) {
      const IssuedToken token = issue_token(world.entropy, world.digest);
      (void)begin_session(tx, admin.user, token, world.clock.now(), world.services.settings);
    }
    tx.erasures().note({.key = erasure_of::sessions(admin.user.account, admin.user.id)});
    return Done{};
  }));
  SlowStorage slow(world.storage, world.clock, std::chrono::milliseconds(600));
  Services services({slow, world.mailer, world.hasher, world.digest, world.clock, world.entropy});
  for (const std::size_t steps : {2U, 2U}) {
    const auto report = services.housekeeping.erase_records();
    CHECK(report.erased.deleted == steps * Erasures::rows_per_step);
    CHECK(report.more);
  }
  CHECK(services.housekeeping.erase_records().erased.deleted == 1);
}

TEST_CASE("housekeeping: without expired records a step does nothing") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.registered("bob@example.com");
  must(world.services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})));
  const auto report = world.services.housekeeping.step();
  CHECK(report.mails_delivered == 0);
  CHECK(report.erased == ErasedRecords{});
  CHECK(world.is_signed_in(admin));
}

TEST_CASE("housekeeping: sessions are deleted once they have expired, and not earlier") {
  World world;
  const Principal early = world.registered_admin("ann@example.com");
  world.clock.advance(std::chrono::hours(1));
  const Principal late = world.logged_in("ann@example.com");
  world.clock.advance(world.services.settings.session_lifetime - std::chrono::hours(1));
  CHECK(world.services.housekeeping.step().erased == ErasedRecords{.sessions = 1});
  CHECK_FALSE(session_stored(world, early));
  CHECK(session_stored(world, late));
  CHECK(world.is_signed_in(late));
}

TEST_CASE("housekeeping: a date that leaps ahead for a moment causes no deletions") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  (void)world.registered("bob@example.com");
  const TokenShop shop(world, "eve@example.com");
  (void)refreshed(world, minted(world, shop));
  (void)minted(world, shop);
  must(world.services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})));
  (void)world.services.housekeeping.step();
  world.clock.step(std::chrono::hours(24 * 366));
  for (int i = 0; i < 2; ++i) {
    const auto report = world.services.housekeeping.step();
    CHECK(report.erased == ErasedRecords{});
    CHECK(report.clock.has_parted);
    world.clock.advance(std::chrono::seconds(7));
  }
  world.clock.step(-std::chrono::hours(24 * 366));
  const auto report = world.services.housekeeping.step();
  CHECK(report.erased == ErasedRecords{});
  CHECK_FALSE(report.clock.has_parted);
  CHECK(world.is_signed_in(admin));
  CHECK(world.is_signed_in(shop.admin));
}

TEST_CASE("housekeeping: a date that is steady for five minutes is trusted") {
  World world;
  (void)world.registered_admin("ann@example.com");
  world.clock.step(std::chrono::hours(24 * 366));
  CHECK(world.services.housekeeping.step().erased == ErasedRecords{});
  world.clock.advance(std::chrono::minutes(5));
  CHECK(world.services.housekeeping.step().erased.sessions == 1);
}

TEST_CASE("housekeeping: a process that starts long after the last record waits as well") {
  World world;
  (void)world.registered_admin("ann@example.com");
  const Ports& own = world.ports;
  ManualClock clock(world.clock.next() + std::chrono::hours(24 * 366));
  Services later({own.storage, own.mailer, own.password_hasher, own.digest, clock, own.entropy,
                  own.cipher, own.signatures});
  CHECK(later.housekeeping.step().erased == ErasedRecords{});
  clock.advance(std::chrono::minutes(5));
  CHECK(later.housekeeping.step().erased.sessions == 1);
}

TEST_CASE("housekeeping: consumer tokens are deleted once they have expired, and not earlier") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.offer("push");
  const ProjectId project = world.project(admin, "Shop");
  world.attach_service(admin, project, "push");
  const ConsumerId consumer = world.attached_consumer(admin, project);
  const Secret early = world.mint(admin, consumer, project, "push").text;
  world.clock.advance(std::chrono::minutes(1));
  const Secret late = world.mint(admin, consumer, project, "push").text;
  world.clock.advance(std::chrono::minutes(9));
  CHECK(world.services.housekeeping.step().erased == ErasedRecords{.consumer_tokens = 1});
  CHECK_FALSE(world.stored(early).has_value());
  CHECK(world.stored(late).has_value());
}

TEST_CASE("housekeeping: token families are deleted once they have expired, and not earlier") {
  World world({.refresh_token_lifetime = std::chrono::hours(2)});
  const TokenShop shop(world);
  const std::string early = refreshed(world, minted(world, shop));
  world.clock.advance(std::chrono::hours(1));
  const std::string late = refreshed(world, minted(world, shop));
  world.clock.advance(std::chrono::hours(1));
  const auto before = world.all<TokenFamily>();
  REQUIRE(before.size() == 2);
  CHECK(world.services.housekeeping.step().erased == ErasedRecords{.token_families = 1});
  CHECK(world.all<TokenFamily>() == std::vector{before[1]});
  CHECK(outcome(present(world, early)) == "unauthenticated");
  CHECK(outcome(present(world, late)) == "done");
}

TEST_CASE("housekeeping: the only signing key never expires, whatever its age") {
  World world;
  const TokenShop shop(world);
  world.services.signing_keys.ensure();
  world.clock.advance(std::chrono::hours(24 * 365 * 10));
  CHECK(world.services.housekeeping.step().erased.signing_keys == 0);
  CHECK(world.all<SigningKey>().size() == 1);
}

TEST_CASE("housekeeping: expired resets and registrations are kept for another day") {
  World world;
  world.registered_admin("ann@example.com");
  must(world.services.password_resets.request(checked<ForgotPassword>({email("ann@example.com")})));
  const TokenDigest reset = world.digest.sha256(world.mailed_reset_token());
  const Registration registration = world.registered("bob@example.com");
  const auto stored = [&] {
    return world.storage.read([&](const Transaction& tx) {
      return std::pair(tx.password_resets().find(reset).has_value(),
                       tx.registrations().find(registration.id).has_value());
    });
  };
  const auto erased = [&] { return world.services.housekeeping.step().erased; };
  world.clock.advance(std::chrono::hours(28));
  CHECK(erased() == ErasedRecords{});
  CHECK((stored() == std::pair(true, true)));
  // It has expired, but a new code can still be requested.
  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("bob@example.com")}), MailMode::suppress)) == "done");
  world.clock.advance(std::chrono::hours(2));
  CHECK(erased() == ErasedRecords{.password_resets = 1});
  CHECK((stored() == std::pair(false, true)));
  world.clock.advance(std::chrono::hours(48));
  CHECK(erased() == ErasedRecords{.registrations = 1, .approve_codes = 1});
  CHECK((stored() == std::pair(false, false)));
  CHECK(outcome(world.services.registrations.resend_code(
            checked<ResendApproveCode>({email("bob@example.com")}))) == "not_found");
  CHECK(outcome(world.services.registrations.begin(
            checked<RegisterAccount>({"Bob's", email("bob@example.com")}))) == "done");
}

TEST_CASE("housekeeping: a step deletes and counts at most five hundred records of a kind") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  const auto log_in_often = [&](int count) {
    must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
      for (int i = 0; i < count; ++i) {
        const IssuedToken token = issue_token(world.entropy, world.digest);
        (void)begin_session(tx, admin.user, token, world.clock.now(), world.services.settings);
      }
      return Done{};
    }));
  };
  log_in_often(1199);
  world.clock.advance(world.services.settings.session_lifetime);
  const Principal again = world.logged_in("ann@example.com");
  for (const auto& [erased, more] : {std::pair(500U, true), {500U, true}, {200U, false}}) {
    const auto report = world.services.housekeeping.step();
    CHECK(report.erased == ErasedRecords{.sessions = erased});
    CHECK(report.more == more);
  }
  CHECK(world.services.housekeeping.step().erased.total() == 0);
  CHECK(world.is_signed_in(again));
}

TEST_CASE("housekeeping: the total of deletions is the sum over all kinds") {
  ErasedRecords erased;
  for (const ErasedKind& kind : erased_kinds) {
    CAPTURE(kind.name);
    const std::size_t before = erased.total();
    CHECK(erased.*kind.count == 0);
    erased.*kind.count = 7;
    CHECK(erased.total() == before + 7);
  }
}

TEST_CASE("housekeeping: correctness does not depend on it, since expiry is checked on every use") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.clock.advance(world.services.settings.session_lifetime);
  CHECK(session_stored(world, admin));
  CHECK_FALSE(world.is_signed_in(admin));
}

}  // namespace
}  // namespace gatehouse::testing
