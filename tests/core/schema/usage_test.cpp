// The fields of a use: an integer within its bounds, and the name of an event.

#include <cstdint>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/usage.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Null;
using schema::Object;
using schema::Value;
using testing::decoded;
using testing::greatest;
using testing::least;
using testing::repeated;
using testing::verdict;
using testing::with;
using testing::without;

const Object used{{"amount", {std::int64_t{3}}}, {"event", {"message.sent"}}};

std::string why(const Result<RecordUsage>& result) { return result.error().fields.at(0).why; }

TEST_CASE("usage: the values of the body are copied to the command") {
  const auto usage = testing::decode<RecordUsage>({used});
  REQUIRE(usage);
  CHECK(usage->amount == 3);
  CHECK(usage->event == "message.sent");
  CHECK(decoded<RecordUsage>({}) == "amount event");
  CHECK(decoded<RecordUsage>(without(used, "amount")) == "amount");
  CHECK(decoded<RecordUsage>(without(used, "event")) == "event");
}

TEST_CASE("usage: an amount is an integer from one to 1,000,000,000") {
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
       {Value{0.0}, Value{1.5}, Value{1e10}, Value{true}, Value{"1"}, Value{Null{}},
        Value{schema::List{{std::int64_t{1}}}}, Value{Object{}}}) {
    CAPTURE(schema::describe_type(bad));
    CHECK(sent(bad) == "amount");
  }
}

TEST_CASE("usage: a number with a fraction of zero is whole, as in JSON Schema") {
  const auto decoded = testing::decode<RecordUsage>({with(used, "amount", {2.0})});
  REQUIRE(decoded);
  CHECK(decoded->amount == 2);
}

TEST_CASE("usage: an invalid number is rejected with a reason") {
  const auto sent = [](const Value& value) {
    return why(testing::decode<RecordUsage>({with(used, "amount", value)}));
  };
  CHECK(sent({std::int64_t{0}}) == "must be 1 to 1000000000");
  CHECK(sent({2.5}) == "must be a whole number");
  CHECK(sent({9007199254740994.0}) == "must be a whole number");
  CHECK(sent({std::numeric_limits<double>::quiet_NaN()}) == "must be a whole number");
  CHECK(sent({-2.0}) == "must be 1 to 1000000000");
  CHECK(sent({"2"}) == "must be a number, not a string");
  CHECK(sent({true}) == "must be a number, not a boolean");
  CHECK(sent({Null{}}) == "must be a number, not null");
}

TEST_CASE("usage: an event is one line of 1 to 64 code points") {
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

}  // namespace
}  // namespace gatehouse
