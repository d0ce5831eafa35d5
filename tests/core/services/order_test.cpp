// Lists stay in the order of creation, whatever happens to the system date.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "world.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

/// A process with its own clock on the storage of the world.
struct Process {
  Process(World& world, Timestamp date) : clock(date), services(ports_of(world, clock)) {}

  static Ports ports_of(World& world, Clock& clock) {
    const Ports& own = world.ports;
    return {own.storage, own.mailer,  own.password_hasher, own.digest,
            clock,       own.entropy, own.cipher,          own.signatures};
  }

  ManualClock clock;
  Services services;
};

std::vector<std::string> usernames(World& world, const Principal& admin) {
  std::vector<std::string> names;
  for (const CredentialView& view :
       must(world.services.credentials.list(admin, "admin", {})).items) {
    names.push_back(view.credential.username);
  }
  return names;
}

void add(Services& services, const Principal& admin, const std::string& name) {
  must(services.credentials.create(admin, "admin", checked<CreateCredential>({client(name)})));
}

std::vector<std::string> catalogue(World& world) {
  std::vector<std::string> codes;
  for (const CatalogueItem& item :
       must(world.services.catalogue.list(world.the_operator(), {})).items) {
    codes.push_back(item.code.text());
  }
  return codes;
}

TEST_CASE("order: lists stay in the order of creation when the date is set back and forth") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  (void)world.the_operator();
  std::vector<std::string> expected;
  int number = 0;
  for (const Duration step : {Duration(0), Duration(-hours(1)), Duration(hours(2)),
                              Duration(-hours(24 * 3)), Duration(seconds(1))}) {
    world.clock.step(step);
    for (int i = 0; i < 3; ++i) {
      expected.push_back("c" + std::to_string(++number));
      add(world.services, admin, expected.back());
      // Not in alphabetical order.
      world.offer("s" + std::to_string(100 - number));
    }
  }
  CHECK(usernames(world, admin) == expected);
  const auto codes = catalogue(world);
  REQUIRE(codes.size() == expected.size());
  CHECK(codes.front() == "s99");
  CHECK(std::is_sorted(codes.rbegin(), codes.rend()));
}

TEST_CASE("order: a record shows the system date, which does not determine the order") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  world.clock.step(hours(24));
  add(world.services, admin, "ahead");
  world.clock.step(-hours(24));
  const Timestamp now = world.clock.next();
  add(world.services, admin, "right");
  const auto credential = world.find_credential(*admin.user.account, "right");
  REQUIRE(credential.has_value());
  CHECK(credential->created_at >= now);
  CHECK(credential->created_at < now + seconds(1));
}

TEST_CASE("order: a process that starts with an earlier date continues after the stored records") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  add(world.services, admin, "first");
  world.offer("zz");
  Process later(world, world.clock.next() - hours(1));
  add(later.services, admin, "second");
  add(later.services, admin, "third");
  CHECK(usernames(world, admin) == std::vector<std::string>{"first", "second", "third"});
  must(later.services.catalogue.create(world.the_operator(),
                                       checked<CreateCatalogueItem>({code("aa"), "Service", ""})));
  CHECK(catalogue(world) == std::vector<std::string>{"zz", "aa"});
}

TEST_CASE("order: two processes with different dates agree after a housekeeping step") {
  World world;
  const Principal admin = world.registered_admin("ann@example.com");
  Process ahead(world, world.clock.next() + hours(1));
  add(ahead.services, admin, "first");
  (void)world.services.housekeeping.step();
  add(world.services, admin, "second");
  (void)ahead.services.housekeeping.step();
  add(ahead.services, admin, "third");
  CHECK(usernames(world, admin) == std::vector<std::string>{"first", "second", "third"});
}

}  // namespace
}  // namespace gatehouse::testing
