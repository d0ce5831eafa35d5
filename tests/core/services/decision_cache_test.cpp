// The decision cache of a process: it saves work and never allows a request that a fresh lookup
// would refuse.
#include <gatehouse/services/api_security/decision_cache.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "asking.hpp"

namespace gatehouse::testing {
namespace {

using namespace std::chrono_literals;

TEST_CASE("decision cache: nothing is recalled before a decision, and the same decision after it") {
  World world;
  const Shop shop(world);
  for (const Asked& question : {Asked{}, Asked{.proxy = "Orders"}}) {
    CHECK(recalled(world, shop, question) == "not remembered");
    const std::string decided = answer(world, shop, question);
    CHECK(recalled(world, shop, question) == decided);
    CHECK(looked_up(world, shop, question) == decided);
  }
}

TEST_CASE("decision cache: an unknown name is not cached, and is refused again") {
  World world;
  const Shop shop(world);
  for (const Asked& question : {Asked{.proxy = "Nothing"}, Asked{.project = "Nowhere"}}) {
    CHECK(answer(world, shop, question) == "not_granted");
    CHECK(recalled(world, shop, question) == "not remembered");
    CHECK(looked_up(world, shop, question) == "not_granted");
  }
}

TEST_CASE(
    "decision cache: a large credential is read for each decision, and its secret is cached") {
  World world;
  const Shop shop(world);
  SaveCredential command = client("client");
  command.ip_ranges = std::vector<IpRange>(schema::max_ip_ranges, *IpRange::parse("192.0.2.0/24"));
  must(world.services.credentials.save(shop.admin, "Shop", checked(command)));
  const Asked question{.address = IpAddress::parse("192.0.2.1")};
  CHECK(answer(world, shop, question) == "allowed");
  CHECK(recalled(world, shop, question) == "not remembered");
  const std::size_t before = world.hasher.verifications();
  CHECK(looked_up(world, shop, question) == "allowed");
  CHECK(world.hasher.verifications() == before);
}

TEST_CASE("decision cache: a secret is removed once it is found to be outdated") {
  World world;
  const Shop shop(world);
  const auto remembers = [&] {
    return with_question(shop, {}, [&](const AccessQuestion& question) {
      return world.services.access.is_secret_cached(question);
    });
  };
  CHECK(answer(world, shop) == "allowed");
  CHECK(remembers());
  must(world.services.credentials.set_password(
      shop.admin, "Shop", "client", checked<SetCredentialPassword>({Secret("another")})));
  CHECK(looked_up(world, shop) == "not remembered");
  CHECK_FALSE(remembers());
  CHECK(answer(world, shop) == "wrong_secret");
  CHECK(answer(world, shop, {.secret = "another"}) == "allowed");
  must(world.services.credentials.remove(shop.admin, "Shop", "client"));
  CHECK(answer(world, shop, {.secret = "another"}) == "wrong_secret");
  CHECK_FALSE(remembers());
}

TEST_CASE("decision cache: a refused request does not invalidate entries") {
  World world;
  const Shop shop(world);
  CHECK(answer(world, shop) == "allowed");
  CHECK_FALSE(world.services.credentials.remove(shop.admin, "Shop", "nobody"));
  CHECK(recalled(world, shop) == "allowed");
}

TEST_CASE("decision cache: a verified secret saves the hashing for other requests") {
  World world;
  const Shop shop(world);
  const Asked other{.proxy = "Orders"};
  const auto remembers = [&] {
    return with_question(shop, other, [&](const AccessQuestion& question) {
      return world.services.access.is_secret_cached(question);
    });
  };
  CHECK_FALSE(remembers());
  CHECK(looked_up(world, shop, other) == "not remembered");
  CHECK(answer(world, shop) == "allowed");
  CHECK(remembers());
  CHECK(recalled(world, shop, other) == "not remembered");
  const std::size_t before = world.hasher.verifications();
  CHECK(looked_up(world, shop, other) == "not_granted");
  CHECK(world.hasher.verifications() == before);
  CHECK(recalled(world, shop, other) == "not_granted");
}

TEST_CASE("decision cache: a cached decision requires no hashing and no reads") {
  World world;
  const Shop shop(world);
  CHECK(answer(world, shop) == "allowed");
  const std::size_t hashes = world.hasher.hashes();
  const std::size_t verifications = world.hasher.verifications();
  world.storage.fail_next_reads(1'000, PortError("nothing is read"));
  world.storage.fail_next_transactions(1'000, PortError("nothing is changed"));
  for (int i = 0; i < 3; ++i) CHECK(answer(world, shop) == "allowed");
  CHECK(recalled(world, shop) == "allowed");
  // The address is not part of the cached decision, nor is it read.
  CHECK(answer(world, shop, {.address = IpAddress::parse("192.0.2.1")}) == "allowed");
  CHECK(world.hasher.hashes() == hashes);
  CHECK(world.hasher.verifications() == verifications);
}

TEST_CASE("decision cache: a wrong secret is verified every time and invalidates nothing") {
  World world;
  const Shop shop(world);
  CHECK(answer(world, shop) == "allowed");
  const std::size_t before = world.hasher.verifications();
  for (int i = 0; i < 3; ++i) {
    CHECK(recalled(world, shop, {.secret = "wrong"}) == "not remembered");
    CHECK(looked_up(world, shop, {.secret = "wrong"}) == "not remembered");
    CHECK(answer(world, shop, {.secret = "wrong"}) == "wrong_secret");
  }
  CHECK(world.hasher.verifications() == before + 3);
  CHECK(recalled(world, shop) == "allowed");
}

TEST_CASE("decision cache: names with equal concatenations have separate entries") {
  World world;
  const Shop shop(world);
  world.credential(shop.admin, "Shop", "client1");
  world.project(shop.admin, "ShopStock");
  CHECK(answer(world, shop) == "allowed");
  CHECK(recalled(world, shop, {.username = "client1"}) == "not remembered");
  CHECK(recalled(world, shop, {.project = "ShopStock", .proxy = ""}) == "not remembered");
  CHECK(recalled(world, shop, {.project = "Sho", .proxy = "pStock"}) == "not remembered");
  CHECK(answer(world, shop, {.project = "Sho", .proxy = "pStock"}) == "not_granted");
}

TEST_CASE("decision cache: records are read again after the lifetime of a verdict") {
  World world({.decision_lifetime = 5s});
  const Shop shop(world);
  CHECK(answer(world, shop) == "allowed");
  world.clock.advance(4s);
  CHECK(recalled(world, shop) == "allowed");
  world.clock.advance(1s);
  CHECK(recalled(world, shop) == "not remembered");
  const std::size_t before = world.hasher.verifications();
  CHECK(looked_up(world, shop) == "allowed");
  CHECK(world.hasher.verifications() == before);
  CHECK(recalled(world, shop) == "allowed");
}

TEST_CASE("decision cache: a secret is verified again when it was unused for its lifetime") {
  World world({.decision_lifetime = 1h, .secret_lifetime = 10min});
  const Shop shop(world);
  CHECK(answer(world, shop) == "allowed");
  const std::size_t before = world.hasher.verifications();
  for (int i = 0; i < 5; ++i) {
    world.clock.advance(9min);
    CHECK(recalled(world, shop) == "allowed");
  }
  world.clock.advance(10min);
  CHECK(recalled(world, shop) == "not remembered");
  CHECK(looked_up(world, shop) == "not remembered");
  CHECK(answer(world, shop) == "allowed");
  CHECK(world.hasher.verifications() == before + 1);
}

TEST_CASE("decision cache: cached decisions end exactly when credential and grant expire") {
  World world({.decision_lifetime = 1h, .secret_lifetime = 1h});
  const Shop shop(world);
  const Timestamp now = world.clock.next();
  SaveCredential command = client("client");
  command.expires_at = now + 20min;
  must(world.services.credentials.save(shop.admin, "Shop", checked(command)));
  must(world.services.grants.remove(shop.admin, "Shop", "client",
                                    checked_list<RevokeAccess>({{"Stock"}})));
  world.grant(shop.admin, "Shop", "client", "Stock", now + 10min);
  CHECK(answer(world, shop) == "allowed");
  world.storage.fail_next_reads(1'000, PortError("nothing is read"));
  world.clock.set(now + 10min - 1s);
  CHECK(recalled(world, shop) == "allowed");
  world.clock.set(now + 10min);
  CHECK(recalled(world, shop) == "grant_expired");
  world.clock.set(now + 20min);
  CHECK(recalled(world, shop) == "expired");
}

TEST_CASE("decision cache: a cache of capacity zero gives the same answers") {
  World world({.cached_credentials = 0, .cached_grants = 0});
  const Shop shop(world);
  for (int i = 0; i < 2; ++i) {
    CHECK(answer(world, shop) == "allowed");
    CHECK(answer(world, shop, {.proxy = "Orders"}) == "not_granted");
    CHECK(answer(world, shop, {.secret = "wrong"}) == "wrong_secret");
    CHECK(recalled(world, shop) == "not remembered");
  }
}

/// A change, and the answers to the request before and after it.
struct Change {
  std::string name;
  std::function<void(Services&, const Shop&)> make;
  std::string before;
  std::string after;
  Asked question{};
  /// An unknown name is not cached, and is read from the storage each time.
  bool is_remembered = true;
};

SaveCredential changed(const std::function<void(SaveCredential&)>& change) {
  SaveCredential command{.username = "client", .email = email("client@example.com")};
  change(command);
  return command;
}

std::vector<Change> all_changes() {
  const auto save = [](const std::function<void(SaveCredential&)>& change) {
    return [=](Services& s, const Shop& shop) {
      must(s.credentials.save(shop.admin, "Shop", checked(changed(change))));
    };
  };
  const Asked orders{.proxy = "Orders"};
  return {
      {"a new password",
       [](Services& s, const Shop& shop) {
         must(s.credentials.set_password(shop.admin, "Shop", "client",
                                         checked<SetCredentialPassword>({Secret("new")})));
       },
       "allowed", "wrong_secret"},
      {"a new password by PUT", save([](auto& c) { c.password = Secret("new"); }), "allowed",
       "wrong_secret"},
      {"disabling", save([](auto& c) { c.enabled = false; }), "allowed", "disabled"},
      {"an end in the past", save([](auto& c) { c.expires_at = Timestamp(Duration(0)); }),
       "allowed", "expired"},
      {"a list of addresses",
       save([](auto& c) { c.ip_ranges = std::vector<IpRange>{*IpRange::parse("10")}; }), "allowed",
       "address_not_allowed"},
      {"deleting the credential",
       [](Services& s, const Shop& shop) {
         must(s.credentials.remove(shop.admin, "Shop", "client"));
       },
       "allowed", "wrong_secret"},
      {"revoking",
       [](Services& s, const Shop& shop) {
         must(s.grants.remove(shop.admin, "Shop", "client",
                              checked_list<RevokeAccess>({{"Stock"}})));
       },
       "allowed", "not_granted"},
      {"granting",
       [](Services& s, const Shop& shop) {
         must(s.grants.add(shop.admin, "Shop", "client", checked_list<GrantAccess>({{"Orders"}})));
       },
       "not_granted", "allowed", orders},
      {"putting into a group",
       [](Services& s, const Shop& shop) {
         must(s.api_proxy_groups.add_proxies(shop.admin, "Shop", "Public",
                                             proxies_named({"Orders"})));
       },
       "not_granted", "allowed", orders},
      {"taking out of a group",
       [](Services& s, const Shop& shop) {
         must(s.api_proxy_groups.remove_proxies(shop.admin, "Shop", "Public",
                                                proxies_named({"Spare"})));
       },
       "allowed",
       "not_granted",
       {.proxy = "Spare"}},
      {"erasing a group",
       [](Services& s, const Shop& shop) {
         must(s.api_proxy_groups.remove(shop.admin, "Shop", "Public"));
       },
       "allowed",
       "not_granted",
       {.proxy = "Spare"}},
      {"erasing an API proxy",
       [](Services& s, const Shop& shop) {
         must(s.api_proxies.remove(shop.admin, "Shop", "Stock"));
       },
       "allowed", "not_granted"},
      {"registering an API proxy that a grant everywhere names",
       [](Services& s, const Shop& shop) {
         must(s.api_proxies.create(shop.admin, "Shop", checked<RegisterApiProxy>({"Posts"})));
       },
       "not_granted",
       "allowed",
       {.proxy = "Posts", .username = "global"},
       false},
      {"a new name of the project",
       [](Services& s, const Shop& shop) {
         must(s.projects.update(shop.admin, shop.project, checked<DescribeProject>({"Store"})));
       },
       "allowed", "not_granted"},
      {"a project that takes the name",
       [](Services& s, const Shop& shop) {
         must(s.projects.update(shop.admin, shop.project, checked<DescribeProject>({"Store"})));
       },
       "not_granted",
       "allowed",
       {.project = "Store"},
       false},
      {"deleting the account",
       [](Services& s, const Shop& shop) { must(s.accounts.remove(shop.admin)); }, "allowed",
       "wrong_secret"},
  };
}

/// The records that the changes are made to.
void prepare(World& world, const Shop& shop) {
  world.api_proxy(shop.admin, "Shop", "Spare");
  world.api_proxy_group(shop.admin, "Shop", "Public", {"Spare"});
  world.grant_group(shop.admin, "Shop", "client", "Public");
  world.project(shop.admin, "Blog");
  world.api_proxy(shop.admin, "Blog", "Posts");
  world.credential(shop.admin, "admin", "global");
  world.grant(shop.admin, "admin", "global", "Posts");
}

TEST_CASE("decision cache: a change by the same process applies to the next decision") {
  for (const Change& change : all_changes()) {
    CAPTURE(change.name);
    World world({.decision_lifetime = 1h, .secret_lifetime = 1h});
    const Shop shop(world);
    prepare(world, shop);
    CHECK(answer(world, shop, change.question) == change.before);
    CHECK(recalled(world, shop, change.question) ==
          (change.is_remembered ? change.before : "not remembered"));
    change.make(world.services, shop);
    CHECK(recalled(world, shop, change.question) == "not remembered");
    CHECK(answer(world, shop, change.question) == change.after);
  }
}

TEST_CASE("decision cache: a change by another process applies after the lifetime of a verdict") {
  for (const Change& change : all_changes()) {
    CAPTURE(change.name);
    World world({.decision_lifetime = 5s, .secret_lifetime = 1h});
    const Shop shop(world);
    prepare(world, shop);
    Services other(world.ports, world.services.settings);
    CHECK(answer(world, shop, change.question) == change.before);
    change.make(other, shop);
    CHECK(answer(world, shop, change.question) ==
          (change.is_remembered ? change.before : change.after));
    CHECK(told(asked(other, shop, change.question)) == change.after);
    world.clock.advance(5s);
    CHECK(answer(world, shop, change.question) == change.after);
  }
}

TEST_CASE("decision cache: a change in doubt invalidates entries, and a refused change does not") {
  World world({.decision_lifetime = 1h});
  const Shop shop(world);
  CHECK(answer(world, shop) == "allowed");
  world.storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS((void)world.services.grants.remove(shop.admin, "Shop", "client",
                                                     checked_list<RevokeAccess>({{"Stock"}})),
                  CommitInDoubt);
  CHECK(answer(world, shop) == "not_granted");
  CHECK(outcome(world.services.grants.add(shop.admin, "Shop", "client",
                                          checked_list<GrantAccess>({{"Nothing"}}))) ==
        "failed_precondition");
  CHECK(answer(world, shop) == "not_granted");
}

/// A slow storage: the result of a read is outdated when it is returned.
class SlowStorage final : public Storage {
 public:
  SlowStorage(Storage& inner, ManualClock& clock) : inner_(inner), clock_(clock) {}
  Duration delay{};
  /// Runs once between the next read and its return.
  std::function<void()> meanwhile;

 protected:
  void do_read(ReadWork work) override {
    inner_.read([&](const Transaction& tx) {
      work(tx);
      return Done{};
    });
    clock_.advance(delay);
    if (const auto once = std::exchange(meanwhile, nullptr)) once();
  }
  void do_transact(Work work) override {
    (void)inner_.transact([&](Transaction& tx) -> Result<Done> {
      if (work(tx) == Outcome::commit) return Done{};
      return Unexpected(conflict("rolled back"));
    });
  }

 private:
  Storage& inner_;
  ManualClock& clock_;
};

TEST_CASE("decision cache: the age of an entry counts from before it was read") {
  World world({.decision_lifetime = 5s});
  const Shop shop(world);
  SlowStorage slow(world.storage, world.clock);
  Services services({slow, world.mailer, world.hasher, world.digest, world.clock, world.entropy},
                    world.services.settings);
  CHECK(told(asked(services, shop)) == "allowed");  // the secret is cached from here on
  world.clock.advance(5s);
  slow.delay = 4s;
  // Another process changes it just after the read.
  slow.meanwhile = [&] {
    must(world.services.grants.remove(shop.admin, "Shop", "client",
                                      checked_list<RevokeAccess>({{"Stock"}})));
  };
  CHECK(told(asked(services, shop)) == "allowed");
  slow.delay = {};
  world.clock.advance(1s);
  CHECK(told(asked(services, shop)) == "not_granted");
}

TEST_CASE("decision cache: a concurrent change is not overwritten by an earlier read") {
  World world({.decision_lifetime = 1h});
  const Shop shop(world);
  SlowStorage slow(world.storage, world.clock);
  Services services({slow, world.mailer, world.hasher, world.digest, world.clock, world.entropy},
                    world.services.settings);
  CHECK(told(asked(services, shop)) == "allowed");
  const Asked orders{.proxy = "Orders"};
  slow.meanwhile = [&] { must(services.credentials.remove(shop.admin, "Shop", "client")); };
  (void)asked(services, shop, orders);  // reads, and the credential is deleted
  CHECK(told(asked(services, shop)) == "wrong_secret");
  CHECK(told(asked(services, shop, orders)) == "wrong_secret");
}

TEST_CASE("decision cache: a former password is refused if it changes during its verification") {
  World world;
  const Shop shop(world);
  SlowStorage slow(world.storage, world.clock);
  Services services({slow, world.mailer, world.hasher, world.digest, world.clock, world.entropy});
  slow.meanwhile = [&] {
    must(services.credentials.set_password(shop.admin, "Shop", "client",
                                           checked<SetCredentialPassword>({Secret("new")})));
  };
  CHECK(told(asked(services, shop)) == "wrong_secret");
  CHECK(told(asked(services, shop, {.secret = "new"})) == "allowed");
}

TEST_CASE("decision cache: after a change of hash parameters the password is rehashed once") {
  World world;
  const Shop shop(world);
  const std::string old = world.find_credential(shop.account, "client")->password_hash;
  world.hasher.set_parameter(2);
  const std::size_t hashes = world.hasher.hashes();
  CHECK(answer(world, shop, {.secret = "wrong"}) == "wrong_secret");
  CHECK(world.find_credential(shop.account, "client")->password_hash == old);
  CHECK(answer(world, shop) == "allowed");
  const std::string fresh = world.find_credential(shop.account, "client")->password_hash;
  CHECK(fresh != old);
  CHECK_FALSE(world.hasher.needs_rehash(fresh));
  const std::size_t verifications = world.hasher.verifications();
  CHECK(answer(world, shop) == "allowed");
  CHECK(recalled(world, shop) == "allowed");
  CHECK(world.hasher.verifications() == verifications);
  // The decoy hash is computed for the wrong secret, the new hash for the right one.
  CHECK(world.hasher.hashes() <= hashes + 2);
}

TEST_CASE("decision cache: a password that cannot be rehashed is still accepted") {
  World world;
  const Shop shop(world);
  world.hasher.set_parameter(2);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK(answer(world, shop) == "allowed");
  CHECK(world.hasher.needs_rehash(world.find_credential(shop.account, "client")->password_hash));
  world.clock.advance(world.services.settings.secret_lifetime);
  CHECK(answer(world, shop) == "allowed");
  CHECK_FALSE(
      world.hasher.needs_rehash(world.find_credential(shop.account, "client")->password_hash));
}

}  // namespace
}  // namespace gatehouse::testing
