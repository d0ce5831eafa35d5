#include <gatehouse/base/id.hpp>

#include <string>
#include <type_traits>
#include <unordered_set>

#include <doctest/doctest.h>

#include <gatehouse/model/ids.hpp>

namespace gatehouse {
namespace {

constexpr const char* some_id = "0190163d8694739b8ea5966c26f8ad91";

TEST_CASE("id: 32 lower-case hex digits are parsed and round-trip") {
  const auto id = UserId::parse(some_id);
  REQUIRE(id.has_value());
  CHECK(id->to_string() == some_id);
  CHECK(id->bytes().front() == 0x01);
  CHECK(id->bytes().back() == 0x91);
  CHECK_FALSE(id->is_nil());
}

TEST_CASE("id: any other text is rejected") {
  for (const std::string text :
       {"", "0", "0190163d8694739b8ea5966c26f8ad9", "0190163d8694739b8ea5966c26f8ad911",
        "0190163D8694739B8EA5966C26F8AD91", "0190163d8694739b8ea5966c26f8ad9g",
        "0190163d-8694-739b-8ea5-966c26f8ad91", " 190163d8694739b8ea5966c26f8ad91",
        "0190163d8694739b8ea5966c26f8ad9\n", "{190163d8694739b8ea5966c26f8ad9}"}) {
    CAPTURE(text);
    CHECK_FALSE(UserId::parse(text).has_value());
  }
}

TEST_CASE("id: the nil id identifies no record") {
  CHECK(UserId().is_nil());
  CHECK(UserId().to_string() == std::string(32, '0'));
  CHECK(UserId::parse(std::string(32, '0'))->is_nil());
}

TEST_CASE("id: ids are ordered by their bytes") {
  const auto id = [](const char* text) { return *UserId::parse(text); };
  const auto first = id("00000000000000000000000000000001");
  const auto second = id("00000000000000000000000000000100");
  const auto third = id("ff000000000000000000000000000000");
  CHECK(first < second);
  CHECK(second < third);
  CHECK(first == id("00000000000000000000000000000001"));
  CHECK(first != second);
}

TEST_CASE("id: ids of different types do not convert into each other") {
  CHECK_FALSE(std::is_convertible_v<ProjectId, AccountId>);
  CHECK_FALSE(std::is_constructible_v<ProjectId, AccountId>);
  CHECK_FALSE(std::is_convertible_v<UserId, ConsumerId>);
  CHECK_FALSE(std::is_convertible_v<UserId::Bytes, UserId>);
}

TEST_CASE("id: ids can be used as keys of hashed containers") {
  std::unordered_set<UserId> ids;
  CHECK(ids.insert(*UserId::parse(some_id)).second);
  CHECK_FALSE(ids.insert(*UserId::parse(some_id)).second);
  CHECK(ids.insert(UserId()).second);
}

}  // namespace
}  // namespace gatehouse
