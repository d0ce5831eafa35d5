// The fields of metering and limit commands: integers within their bounds.

#include <cstdint>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/limits.hpp>
#include <gatehouse/schema/usage.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Null;
using schema::Object;
using schema::Value;
using testing::decoded;
using testing::repeated;
using testing::verdict;
using testing::with;
using testing::without;

constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

const Object used{{"amount", {std::int64_t{3}}}, {"event", {"message.sent"}}};

std::string why(const Result<RecordUsage>& result) { return result.error().fields.at(0).why; }

TEST_CASE("metering commands: the values of the body are copied to the command") {
  const auto usage = testing::decode<RecordUsage>({used});
  REQUIRE(usage);
  CHECK(usage->amount == 3);
  CHECK(usage->event == "message.sent");
  CHECK(decoded<RecordUsage>({}) == "amount event");
  CHECK(decoded<RecordUsage>(without(used, "amount")) == "amount");
  CHECK(decoded<RecordUsage>(without(used, "event")) == "event");
}

TEST_CASE("metering commands: an amount is an integer from one to 1,000,000,000") {
  const auto sent = [](const Value& value) {
    return decoded<RecordUsage>(with(used, "amount", value));
  };
  for (const std::int64_t good : {std::int64_t{1}, std::int64_t{1'000'000'000}}) {
    CHECK(sent({good}) == "accepted");
  }
  for (const std::int64_t bad :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'000'000'001}, greatest, least}) {
    CAPTURE(bad);
    CHECK(sent({bad}) == "amount");
    CHECK(verdict(testing::check(RecordUsage{.amount = bad, .event = "sent"})) == "amount");
  }
  for (const Value& bad :
       {Value{1.0}, Value{1.5}, Value{1e3}, Value{true}, Value{"1"}, Value{Null{}},
        Value{schema::List{{std::int64_t{1}}}}, Value{Object{}}}) {
    CAPTURE(schema::describe_type(bad));
    CHECK(sent(bad) == "amount");
  }
}

TEST_CASE("metering commands: an invalid number is rejected with a reason") {
  const auto sent = [](const Value& value) {
    return why(testing::decode<RecordUsage>({with(used, "amount", value)}));
  };
  CHECK(sent({std::int64_t{0}}) == "must be 1 to 1000000000");
  CHECK(sent({2.0}) == "must be a whole number");
  CHECK(sent({"2"}) == "must be a number, not a string");
  CHECK(sent({true}) == "must be a number, not a boolean");
  CHECK(sent({Null{}}) == "must be a number, not null");
}

TEST_CASE("metering commands: an event is one line of 1 to 64 code points") {
  const auto sent = [](std::string text) {
    return decoded<RecordUsage>(with(used, "event", {std::move(text)}));
  };
  for (const std::string letter : {"a", "é", "語", "😀"}) {
    CAPTURE(letter);
    CHECK(sent(letter) == "accepted");
    CHECK(sent(repeated(64, letter)) == "accepted");
    CHECK(sent(repeated(65, letter)) == "event");
  }
  for (const std::string bad : {"", "a\nb", "\x01", "\xFF"}) {
    CAPTURE(bad);
    CHECK(sent(bad) == "event");
  }
  CHECK(sent(std::string("a\0b", 3)) == "event");
}

TEST_CASE("metering commands: null removes a limit, and an omitted limit is kept") {
  const auto limits = testing::decode<SetLimits>(
      {Object{{"projectLimit", {Null{}}}, {"itemLimit", {std::int64_t{7}}}}});
  REQUIRE(limits);
  REQUIRE(limits->projects.has_value());
  CHECK_FALSE(limits->projects->has_value());
  CHECK_FALSE(limits->users.has_value());
  REQUIRE(limits->items.has_value());
  CHECK(*limits->items == 7);
  CHECK(decoded<SetLimits>({}) == "accepted");
  CHECK(decoded<SetItemLimit>({}) == "itemLimit");
  CHECK(decoded<SetUserLimit>({}) == "userLimit");
}

TEST_CASE("metering commands: a limit is an integer from zero to 1,000,000,000,000, or null") {
  struct Row {
    std::string name;
    std::string (*decoded)(Object);
  };
  const Row rows[] = {
      {"projectLimit", decoded<SetLimits>}, {"userLimit", decoded<SetLimits>},
      {"itemLimit", decoded<SetLimits>},    {"itemLimit", decoded<SetItemLimit>},
      {"userLimit", decoded<SetUserLimit>}, {"credentialLimit", decoded<SetLimits>},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto sent = [&](const Value& value) { return row.decoded({{row.name, value}}); };
    CHECK(sent({std::int64_t{0}}) == "accepted");
    CHECK(sent({std::int64_t{1'000'000'000'000}}) == "accepted");
    CHECK(sent({Null{}}) == "accepted");
    for (const Value& bad : {Value{std::int64_t{-1}}, Value{std::int64_t{1'000'000'000'001}},
                             Value{greatest}, Value{least}, Value{0.0}, Value{false}, Value{"5"}}) {
      CHECK(sent(bad) == row.name);
    }
  }
  // A limit that has no meaning for a resource is an unknown field there.
  CHECK(decoded<SetItemLimit>({{"itemLimit", {Null{}}}, {"userLimit", {"x"}}}) == "accepted");
}

TEST_CASE("metering commands: the same bounds apply to limits that were filled in by a program") {
  CHECK(verdict(testing::check(SetLimits{.projects = -1, .users = std::int64_t{1}, .items = -2})) ==
        "projectLimit itemLimit");
  CHECK(verdict(testing::check(SetItemLimit{.items = greatest})) == "itemLimit");
  CHECK(verdict(testing::check(SetUserLimit{.users = NewLimit(std::optional<std::int64_t>())})) ==
        "accepted");
}

}  // namespace
}  // namespace gatehouse
