#include <gatehouse/services/metering/usage.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// The service of a project, which reports usage.
struct Meter {
  explicit Meter(World& on)
      : world(on), shop(on), service(on.service_of(shop.admin, shop.project)) {}

  Result<UsageReceipt> record(std::string_view key, std::int64_t amount = 1,
                              std::string event = "sent") {
    return world.services.usage.record(
        service, shop.project, code("push"), key,
        checked<RecordUsage>({.amount = amount, .event = std::move(event)}));
  }
  /// "2020-01-01: 5 (2)", one entry per day.
  std::string sums(const UsageQuery& query = {}) {
    const auto result = world.services.usage.sums(shop.admin, shop.project, code("push"), query);
    if (!result) return outcome(result) + " " + faults(result);
    std::string text;
    for (const UsageOfDay& day : *result) {
      text += (text.empty() ? "" : ", ") + format_day(day.day) + ": " + std::to_string(day.amount) +
              " (" + std::to_string(day.entries) + ")";
    }
    return text;
  }
  std::int64_t used() {
    return must(world.services.attachments.get(shop.admin, shop.project, code("push")))
        .attachment.item_used;
  }

  World& world;
  TokenShop shop;
  ServiceCaller service;
};

sys_days day(std::string_view text) { return parse_day(text).value(); }

TEST_CASE("usage: an event is recorded in the ledger and in the usage of the attachment") {
  World world;
  Meter meter(world);
  const Timestamp now = world.clock.next();
  const UsageReceipt first = must(meter.record("a", 3));
  CHECK(first.item_used == 3);
  CHECK(first.item_limit == 10'000);
  CHECK_FALSE(first.entry.id.is_nil());
  CHECK(first.entry == UsageEntry{.id = first.entry.id,
                                  .account = meter.shop.account,
                                  .project = meter.shop.project,
                                  .service = code("push"),
                                  .event = "sent",
                                  .amount = 3,
                                  .key = "a",
                                  .created_at = now});
  const UsageReceipt second = must(meter.record("b", 4, "received"));
  CHECK(second.item_used == 7);
  CHECK(meter.used() == 7);
  CHECK(world.all<UsageEntry>() == std::vector{first.entry, second.entry});
}

TEST_CASE("usage: items are used up to the limit, and an excess amount is refused as a whole") {
  World world({.items_per_service = 10});
  Meter meter(world);
  CHECK(outcome(meter.record("all", 11)) == "limit_exceeded");
  must(meter.record("a", 8));
  CHECK(outcome(meter.record("b", 3)) == "limit_exceeded");
  CHECK(meter.used() == 8);
  CHECK(world.all<UsageEntry>().size() == 1);
  CHECK(outcome(meter.record("b", 2)) == "done");
  CHECK(outcome(meter.record("c", 1)) == "limit_exceeded");
  CHECK(meter.used() == 10);
  // The key of the refused event is unused.
  limit_items(world, meter.shop, 11);
  CHECK(outcome(meter.record("c", 1)) == "done");
  limit_items(world, meter.shop, 5);
  CHECK(outcome(meter.record("d", 1)) == "limit_exceeded");
  CHECK(meter.used() == 11);
}

TEST_CASE("usage: nothing overflows, whatever the limit") {
  constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
  World world({.items_per_service = greatest});
  Meter meter(world);
  must(world.storage.transact([&](Transaction& tx) -> Result<Done> {
    CHECK(tx.attachments().take_items(meter.shop.account, meter.shop.project, code("push"),
                                      greatest - 5, greatest));
    return Done{};
  }));
  CHECK(outcome(meter.record("a", 6)) == "limit_exceeded");
  CHECK(must(meter.record("b", 5)).item_used == greatest);
  CHECK(outcome(meter.record("c", 1)) == "limit_exceeded");
  CHECK(outcome(meter.record("d", 1'000'000'000)) == "limit_exceeded");
}

TEST_CASE("usage: an event with a used key is not counted and returns the first entry") {
  World world({.items_per_service = 10});
  Meter meter(world);
  const UsageReceipt first = must(meter.record("a", 4));
  must(meter.record("b", 6));
  world.clock.advance(days(400));
  const UsageReceipt again = must(meter.record("a", 4));
  CHECK(again.entry == first.entry);
  CHECK(again.item_used == 10);
  CHECK(again.item_limit == 10);
  CHECK(meter.used() == 10);
  CHECK(world.all<UsageEntry>().size() == 2);
}

TEST_CASE("usage: a key is bound to its amount and event") {
  World world;
  Meter meter(world);
  must(meter.record("a", 4, "sent"));
  CHECK(outcome(meter.record("a", 5, "sent")) == "conflict");
  CHECK(outcome(meter.record("a", 4, "received")) == "conflict");
  CHECK(meter.used() == 4);
  CHECK(world.all<UsageEntry>().size() == 1);
  // Keys are compared byte by byte.
  CHECK(outcome(meter.record("A", 5)) == "done");
}

TEST_CASE("usage: every project and every service has its own keys") {
  World world;
  Meter meter(world);
  world.offer("chat");
  world.attach_service(meter.shop.admin, meter.shop.project, "chat");
  const TokenShop other(world, "bob@example.com");
  const ServiceCaller others = world.service_of(other.admin, other.project);
  must(meter.record("a", 1));
  auto& usage = world.services.usage;
  CHECK(outcome(usage.record(meter.service, meter.shop.project, code("chat"), "a",
                             checked<RecordUsage>({.amount = 2, .event = "x"}))) == "done");
  CHECK(outcome(usage.record(others, other.project, code("push"), "a",
                             checked<RecordUsage>({.amount = 3, .event = "y"}))) == "done");
  CHECK(world.all<UsageEntry>().size() == 3);
  CHECK(meter.used() == 1);
}

TEST_CASE("usage: a key has 1 to 128 visible ASCII characters") {
  World world;
  Meter meter(world);
  for (const std::string& key :
       std::vector<std::string>{"a", "!", "~", "0190163d-8694-739b-8ea5-966c26f8ad91",
                                std::string(128, 'k'), "\"quoted\"", "';--"}) {
    CAPTURE(key);
    CHECK(outcome(meter.record(key)) == "done");
  }
  const std::int64_t used = meter.used();
  for (const std::string& key : std::vector<std::string>{
           "", " ", "a b", "a\n", "\t", "\x7F", "é", "\xFF", std::string("a\0b", 3),
           std::string(129, 'k'), std::string(1'000'000, 'k')}) {
    const auto refused = meter.record(key);
    CHECK(outcome(refused) == "invalid_argument");
    CHECK(faults(refused) == "Idempotency-Key");
  }
  CHECK(meter.used() == used);
}

TEST_CASE("usage: a service counts for its own project and the services attached to it") {
  World world;
  Meter meter(world);
  world.offer("chat");
  const TokenShop other(world, "bob@example.com");
  const ProjectId blog = world.project(meter.shop.admin, "Blog");
  world.attach_service(meter.shop.admin, blog, "push");
  const auto record = [&](ServiceCaller caller, ProjectId project, const char* service) {
    return outcome(world.services.usage.record(
        caller, project, code(service), "a", checked<RecordUsage>({.amount = 1, .event = "sent"})));
  };
  CHECK(record(meter.service, other.project, "push") == "not_found");
  CHECK(record(meter.service, blog, "push") == "not_found");
  CHECK(record(meter.service, meter.shop.project, "chat") == "not_found");
  CHECK(record(meter.service, meter.shop.project, "unknown") == "not_found");
  CHECK(record(meter.service, {}, "push") == "not_found");
  // A project and an account whose ids do not match.
  CHECK(record({other.account, meter.shop.project, meter.service.token}, meter.shop.project,
               "push") == "unauthenticated");
  CHECK(world.all<UsageEntry>().empty());
  must(world.services.service_tokens.end_all(meter.shop.admin, meter.shop.project));
  CHECK(record(meter.service, meter.shop.project, "push") == "unauthenticated");
  CHECK(world.all<UsageEntry>().empty());
}

TEST_CASE("usage: the ledger outlives the attachment, and a new attachment continues it") {
  World world;
  Meter meter(world);
  const UsageReceipt first = must(meter.record("a", 5));
  must(world.services.attachments.remove(meter.shop.admin, meter.shop.project, code("push")));
  CHECK(outcome(meter.record("b", 1)) == "not_found");
  CHECK(outcome(meter.record("a", 5)) == "not_found");
  CHECK(meter.sums() == "2020-01-01: 5 (1)");
  world.attach_service(meter.shop.admin, meter.shop.project, "push");
  CHECK(meter.used() == 5);
  CHECK(must(meter.record("b", 2)).item_used == 7);
  // Events that were counted before are not counted again.
  CHECK(must(meter.record("a", 5)).entry == first.entry);
  CHECK(meter.used() == 7);
  CHECK(meter.sums() == "2020-01-01: 7 (2)");
}

TEST_CASE("usage: a failing storage counts nothing, and work that runs twice counts once") {
  World world;
  Meter meter(world);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK_THROWS_AS((void)meter.record("a", 2), TransientPortError);
  CHECK(meter.used() == 0);
  world.storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS((void)meter.record("a", 2), CommitInDoubt);
  CHECK(must(meter.record("a", 2)).item_used == 2);
  world.storage.repeat_work(true);
  CHECK(must(meter.record("b", 3)).item_used == 5);
  world.storage.heal();
  CHECK(meter.used() == 5);
  CHECK(world.all<UsageEntry>().size() == 2);
}

TEST_CASE("usage: sums cover days in UTC, from midnight to midnight, without empty days") {
  World world;
  Meter meter(world);
  must(meter.record("a", 1));
  world.clock.set(day("2020-01-02") - Duration(1));
  must(meter.record("b", 2));
  must(meter.record("c", 4));  // the next clock reading: midnight
  world.clock.set(day("2020-01-05") + std::chrono::hours(12));
  must(meter.record("d", 8, "received"));
  must(meter.record("e", 16));
  CHECK(meter.sums() == "2020-01-01: 3 (2), 2020-01-02: 4 (1), 2020-01-05: 24 (2)");
  CHECK(meter.sums({.event = "sent"}) ==
        "2020-01-01: 3 (2), 2020-01-02: 4 (1), 2020-01-05: 16 (1)");
  CHECK(meter.sums({.event = "received"}) == "2020-01-05: 8 (1)");
  CHECK(meter.sums({.event = "never"}) == "");
  CHECK(meter.sums({.from = day("2020-01-02")}) == "2020-01-02: 4 (1), 2020-01-05: 24 (2)");
  CHECK(meter.sums({.until = day("2020-01-02")}) == "2020-01-01: 3 (2), 2020-01-02: 4 (1)");
  CHECK(meter.sums({.from = day("2020-01-02"), .until = day("2020-01-02")}) == "2020-01-02: 4 (1)");
  CHECK(meter.sums({.from = day("2020-01-03"), .until = day("2020-01-04")}) == "");
}

TEST_CASE("usage: sums without a range cover the thirty days until today") {
  World world;
  Meter meter(world);
  const sys_days first = day("2020-01-01");
  for (int i = 0; i < 40; ++i) {
    world.clock.set(first + days(i));
    must(meter.record(std::to_string(i)));
  }
  const auto all =
      must(world.services.usage.sums(meter.shop.admin, meter.shop.project, code("push"), {}));
  REQUIRE(all.size() == 30);
  CHECK(all.front().day == first + days(10));
  CHECK(all.back().day == first + days(39));
  // From that day until today, or the thirty days until that day.
  const auto counted = [&](const UsageQuery& query) {
    return must(
               world.services.usage.sums(meter.shop.admin, meter.shop.project, code("push"), query))
        .size();
  };
  CHECK(counted({.from = first}) == 40);
  CHECK(counted({.until = first + days(34)}) == 30);
  CHECK(counted({.from = first + days(39)}) == 1);
  CHECK(counted({.from = first + days(1000)}) == 0);
}

TEST_CASE("usage: a reversed range and one of more than 366 days are refused") {
  World world;
  Meter meter(world);
  must(meter.record("a", 5));
  const sys_days today = day("2020-01-01");
  CHECK(meter.sums({.from = today, .until = today - days(1)}) == "invalid_argument to");
  CHECK(meter.sums({.from = today - days(365), .until = today}) == "2020-01-01: 5 (1)");
  CHECK(meter.sums({.from = today - days(366), .until = today}) == "invalid_argument from");
  CHECK(meter.sums({.from = today - days(366)}) == "invalid_argument from");
  CHECK(meter.sums({.from = today, .until = today + days(366)}) == "invalid_argument from");
  CHECK(meter.sums({.from = day("0000-01-01"), .until = day("9999-12-31")}) ==
        "invalid_argument from");
  CHECK(meter.sums({.from = day("9999-12-31"), .until = day("9999-12-31")}) == "");
  CHECK(meter.sums({.from = day("0000-01-01"), .until = day("0000-12-31")}) == "");
}

TEST_CASE("usage: an invalid event name is refused before the storage is read") {
  World world;
  Meter meter(world);
  for (const std::string& event :
       std::vector<std::string>{"", "\xFF", std::string("a\0b", 3), "a\nb", std::string(65, 'a')}) {
    CHECK(meter.sums({.event = event}) == "invalid_argument event");
  }
}

TEST_CASE("usage: sums belong to one account, and can be restricted to a project and a service") {
  World world;
  Meter meter(world);
  world.offer("chat");
  world.attach_service(meter.shop.admin, meter.shop.project, "chat");
  const TokenShop other(world, "bob@example.com");
  must(meter.record("a", 5));
  auto& usage = world.services.usage;
  must(usage.record(meter.service, meter.shop.project, code("chat"), "a",
                    checked<RecordUsage>({.amount = 2, .event = "x"})));
  CHECK(meter.sums() == "2020-01-01: 5 (1)");
  CHECK(outcome(usage.sums(other.admin, meter.shop.project, code("push"), {})) == "not_found");
  CHECK(must(usage.sums(other.admin, other.project, code("push"), {})).empty());
  CHECK(must(usage.sums(meter.shop.admin, meter.shop.project, code("unknown"), {})).empty());
  CHECK(outcome(usage.sums(meter.shop.admin, {}, code("push"), {})) == "not_found");
}

}  // namespace
}  // namespace gatehouse::testing
