#include <gatehouse/services/metering/service_events.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

/// The services of a project, "push" and "chat", which report events.
struct Reporter {
  explicit Reporter(World& on) : world(on), shop(on) {
    world.offer("chat");
    world.attach_service(shop.admin, shop.project, "chat");
    service = world.service_of(shop.admin, shop.project);
  }

  using Counts = std::vector<std::pair<std::string, std::int64_t>>;

  /// Names without the project.
  Result<Done> report(const Counts& counts, std::optional<std::string_view> key = {}) {
    schema::Object events;
    for (const auto& [name, times] : counts) {
      events.push_back({shop.project.to_string() + "__" + name, {times}});
    }
    return report_named(std::move(events), key);
  }
  Result<Done> report_named(schema::Object events, std::optional<std::string_view> key = {}) {
    auto command = schema::decode<ReportEvents>({schema::Object{{"serviceData", {events}}}}, {});
    return world.services.service_events.report(service, key, must(std::move(command)));
  }
  std::int64_t used(std::string_view of) {
    return must(world.services.attachments.get(shop.admin, shop.project, code(of)))
        .attachment.item_used;
  }
  /// "push post_message 3 of 3": the amounts and times of all entries.
  std::string ledger() {
    std::string text;
    for (const UsageEntry& entry : world.all<UsageEntry>()) {
      text += (text.empty() ? "" : ", ") + entry.service.text() + " " + entry.event + " " +
              std::to_string(entry.amount) + " of " + std::to_string(entry.times);
    }
    return text;
  }

  World& world;
  TokenShop shop;
  ServiceCaller service;
};

TEST_CASE("service events: messages use items, and other events are written down without") {
  World world;
  Reporter reporter(world);
  must(reporter.report({{"push__post_message", 3},
                        {"push__opened", 50'000},
                        {"chat__post_push_message", 4},
                        {"chat__Post_message", 5}}));
  CHECK(reporter.used("push") == 3);
  CHECK(reporter.used("chat") == 4);
  CHECK(reporter.ledger() ==
        "chat Post_message 0 of 5, chat post_push_message 4 of 4, push opened 0 of 50000, "
        "push post_message 3 of 3");
  const auto days =
      must(world.services.usage.sums(reporter.shop.admin, reporter.shop.project, code("push"), {}));
  REQUIRE(days.size() == 1);
  CHECK(days[0].amount == 3);
  CHECK(days[0].times == 50'003);
  CHECK(days[0].entries == 2);
}

TEST_CASE("service events: items used are continued by a new attachment, without other events") {
  World world;
  Reporter reporter(world);
  must(reporter.report({{"push__post_message", 3}, {"push__opened", 100}}));
  must(world.services.attachments.remove(reporter.shop.admin, reporter.shop.project, code("push")));
  world.attach_service(reporter.shop.admin, reporter.shop.project, "push");
  CHECK(reporter.used("push") == 3);
}

TEST_CASE("service events: over the limit of one service nothing of the report is done") {
  World world({.items_per_service = 10});
  Reporter reporter(world);
  CHECK(outcome(reporter.report(
            {{"chat__post_message", 4}, {"push__opened", 1}, {"push__post_message", 11}})) ==
        "limit_exceeded");
  // Two events that only exceed the limit together.
  CHECK(outcome(reporter.report({{"push__post_message", 6}, {"push__post_push_message", 5}})) ==
        "limit_exceeded");
  CHECK(reporter.ledger() == "");
  CHECK(reporter.used("chat") == 0);
  CHECK(reporter.used("push") == 0);
  must(reporter.report({{"push__post_message", 6}, {"push__post_push_message", 4}}));
  // Events that use no items are accepted when no items are left.
  must(reporter.report({{"push__opened", 7}}));
  CHECK(outcome(reporter.report({{"push__post_message", 1}})) == "limit_exceeded");
}

TEST_CASE("service events: all events of other projects and services are named, and none is done") {
  World world;
  Reporter reporter(world);
  world.offer("mail");
  const TokenShop other(world, "bob@example.com");
  const ProjectId blog = world.project(reporter.shop.admin, "Blog");
  world.attach_service(reporter.shop.admin, blog, "push");
  const std::string mine = reporter.shop.project.to_string() + "__";
  const std::string theirs = other.project.to_string() + "__push__sent";
  const std::string siblings = blog.to_string() + "__push__sent";
  const auto refused =
      reporter.report_named(schema::Object{{mine + "push__sent", {std::int64_t{1}}},
                                           {theirs, {std::int64_t{1}}},
                                           {mine + "mail__sent", {std::int64_t{1}}},
                                           {mine + "none__sent", {std::int64_t{1}}},
                                           {siblings, {std::int64_t{1}}}});
  CHECK(outcome(refused) == "not_found");
  CHECK(faults(refused) == "serviceData." + theirs + " serviceData." + mine +
                               "mail__sent serviceData." + mine + "none__sent serviceData." +
                               siblings);
  CHECK(reporter.ledger() == "");
}

TEST_CASE("service events: a name is read as the attached service with the longest code") {
  World world;
  Reporter reporter(world);
  must(reporter.report({{"push__x__y", 1}}));
  world.offer("push__x");
  must(reporter.report({{"push__x__y", 2}}));
  world.attach_service(reporter.shop.admin, reporter.shop.project, "push__x");
  must(reporter.report({{"push__x__y", 3}}));
  CHECK(reporter.ledger() == "push x__y 0 of 1, push x__y 0 of 2, push__x y 0 of 3");
}

TEST_CASE("service events: without a key each report counts, with a key it counts once") {
  World world({.items_per_service = 10});
  Reporter reporter(world);
  const Reporter::Counts counts{{"push__post_message", 2}, {"chat__opened", 1}};
  must(reporter.report(counts));
  must(reporter.report(counts));
  CHECK(reporter.used("push") == 4);
  for (int i = 0; i < 3; ++i) must(reporter.report(counts, "key"));
  // The order of the members does not matter.
  must(reporter.report({counts[1], counts[0]}, "key"));
  CHECK(reporter.used("push") == 6);
  must(reporter.report({{"push__post_message", 4}}, "another-key"));
  // The repeat of a report that was counted is accepted when no items are left.
  must(reporter.report(counts, "key"));
  CHECK(reporter.used("push") == 10);
  CHECK(world.all<UsageEntry>().size() == 7);
}

TEST_CASE("service events: a key is bound to all events of its report") {
  World world;
  Reporter reporter(world);
  must(reporter.report({{"push__a", 1}, {"push__b", 1}, {"chat__a", 1}}, "key"));
  for (const Reporter::Counts& others : std::vector<Reporter::Counts>{
           {{"push__a", 1}},
           {{"push__a", 1}, {"push__b", 1}, {"push__c", 1}, {"chat__a", 1}},
           {{"push__a", 2}, {"push__b", 1}, {"chat__a", 1}},
           {{"push__a", 1}, {"push__c", 1}, {"chat__a", 1}},
           {{"push__a", 1}, {"push__b", 1}, {"chat__b", 1}},
           {{"push__b", 1}}}) {
    CHECK(outcome(reporter.report(others, "key")) == "conflict");
  }
  CHECK(world.all<UsageEntry>().size() == 3);
  must(reporter.report({{"push__a", 1}, {"push__b", 1}}, "Key"));
  for (const std::string& wrong : {std::string(129, 'k'), std::string()}) {
    const auto refused = reporter.report({{"push__a", 1}}, wrong);
    CHECK(outcome(refused) == "invalid_argument");
    CHECK(faults(refused) == "Idempotency-Key");
  }
  CHECK(world.all<UsageEntry>().size() == 5);
}

TEST_CASE("service events: work that runs twice and a failing storage count once") {
  World world;
  Reporter reporter(world);
  world.storage.fail_next_transactions(1, TransientPortError("the disk is full"));
  CHECK_THROWS_AS((void)reporter.report({{"push__post_message", 2}}, "key"), TransientPortError);
  CHECK(reporter.used("push") == 0);
  world.storage.leave_next_commits_in_doubt(1);
  CHECK_THROWS_AS((void)reporter.report({{"push__post_message", 2}}, "key"), CommitInDoubt);
  must(reporter.report({{"push__post_message", 2}}, "key"));
  CHECK(reporter.used("push") == 2);
}

TEST_CASE("service events: a service whose token was revoked reports nothing") {
  World world;
  Reporter reporter(world);
  must(world.services.service_tokens.end_all(reporter.shop.admin, reporter.shop.project));
  CHECK(outcome(reporter.report({{"push__opened", 1}})) == "unauthenticated");
  CHECK(reporter.ledger() == "");
}

}  // namespace
}  // namespace gatehouse::testing
