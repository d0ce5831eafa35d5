// The fields of limits: integers within their bounds, or null.

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/limits.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Null;
using schema::Object;
using schema::Value;
using testing::decoded;
using testing::greatest;
using testing::least;
using testing::verdict;

TEST_CASE("limit settings: null removes a limit, and an omitted limit is kept") {
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

TEST_CASE("limit settings: a limit is an integer from zero to 1,000,000,000,000, or null") {
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
                             Value{greatest}, Value{least}, Value{0.5}, Value{false}, Value{"5"}}) {
      CHECK(sent(bad) == row.name);
    }
  }
  // A limit that has no meaning for a resource is an unknown field there.
  CHECK(decoded<SetItemLimit>({{"itemLimit", {Null{}}}, {"userLimit", {"x"}}}) == "accepted");
}

TEST_CASE("limit settings: the same bounds apply to limits that were filled in by a program") {
  CHECK(verdict(testing::check(SetLimits{.projects = -1, .users = std::int64_t{1}, .items = -2})) ==
        "projectLimit itemLimit");
  CHECK(verdict(testing::check(SetItemLimit{.items = greatest})) == "itemLimit");
  CHECK(verdict(testing::check(SetUserLimit{.users = NewLimit(std::optional<std::int64_t>())})) ==
        "accepted");
}

}  // namespace
}  // namespace gatehouse
