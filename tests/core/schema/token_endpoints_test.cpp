// The fields of the token endpoints: RFC 6749, section 6; RFC 7662, section 2.1; RFC 7009, section
// 2.1.

#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/introspection.hpp>
#include <gatehouse/schema/token_exchange.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Null;
using schema::Object;
using testing::decoded;
using testing::repeated;
using testing::verdict;
using testing::with;
using testing::without;

const Object grant{{"grant_type", {"refresh_token"}}, {"refresh_token", {"r"}}};

TEST_CASE("token endpoints: sent values are copied, and omitted values are empty") {
  const auto whole =
      testing::decode<ExchangeToken>({with(with(grant, "client_id", {"c"}), "scope", {""})});
  REQUIRE(whole);
  CHECK(whole->grant_type == "refresh_token");
  CHECK(whole->refresh_token.reveal() == "r");
  CHECK(whole->client_id == "c");
  CHECK(whole->scope == "");

  const auto bare = testing::decode<ExchangeToken>({grant});
  REQUIRE(bare);
  CHECK_FALSE(bare->client_id.has_value());
  CHECK_FALSE(bare->scope.has_value());

  const auto inspected =
      testing::decode<InspectToken>({Object{{"token", {"t"}}, {"token_type_hint", {"anything"}}}});
  REQUIRE(inspected);
  CHECK(inspected->token.reveal() == "t");
  CHECK(inspected->token_type_hint == "anything");
}

TEST_CASE("token endpoints: grant type and token are required") {
  CHECK(decoded<ExchangeToken>({}) == "grant_type refresh_token");
  CHECK(decoded<ExchangeToken>(without(grant, "grant_type")) == "grant_type");
  CHECK(decoded<ExchangeToken>(without(grant, "refresh_token")) == "refresh_token");
  CHECK(decoded<ExchangeToken>(with(grant, "refresh_token", {""})) == "refresh_token");
  CHECK(decoded<ExchangeToken>(with(grant, "refresh_token", {Null{}})) == "refresh_token");
  CHECK(decoded<InspectToken>({}) == "token");
  CHECK(decoded<InspectToken>({{"token", {""}}}) == "token");
  CHECK(verdict(testing::check(ExchangeToken{})) == "refresh_token");
  CHECK(verdict(testing::check(InspectToken{})) == "token");
}

TEST_CASE("token endpoints: a token is text of any length") {
  for (const std::size_t size : {1U, 513U, 4097U, 60'000U}) {
    CAPTURE(size);
    const std::string token(size, 'a');
    CHECK(decoded<ExchangeToken>(with(grant, "refresh_token", {token})) == "accepted");
    CHECK(decoded<InspectToken>({{"token", {token}}}) == "accepted");
  }
  for (const std::string& token : {std::string("a\0b", 3), std::string("\xFF")}) {
    CHECK(decoded<ExchangeToken>(with(grant, "refresh_token", {token})) == "refresh_token");
    CHECK(decoded<InspectToken>({{"token", {token}}}) == "token");
  }
}

TEST_CASE("token endpoints: a refusal does not repeat a token") {
  const std::string secret = "hunter2" + std::string(1, '\0');
  for (const Error& error :
       {testing::decode<ExchangeToken>({with(grant, "refresh_token", {secret})}).error(),
        testing::decode<InspectToken>({Object{{"token", {secret}}}}).error()}) {
    CHECK(error.detail.find("hunter2") == std::string::npos);
    for (const FieldFault& fault : error.fields) {
      CHECK(fault.why.find("hunter2") == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace gatehouse
