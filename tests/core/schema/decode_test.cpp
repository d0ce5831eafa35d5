#include <gatehouse/schema/command.hpp>

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/attachments.hpp>
#include <gatehouse/schema/consumer_tokens.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/push_keys.hpp>
#include <gatehouse/schema/registrations.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/users.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Null;
using schema::Object;
using schema::Value;
using testing::decoded;
using testing::verdict;

TEST_CASE("decode: the values of the body are copied to the command") {
  const auto account = testing::decode<UpdateAccount>({Object{{"email", {"A@example.com"}},
                                                              {"organizationName", {"Acme"}},
                                                              {"address", {"Street 1\n\tTown"}},
                                                              {"phone", {"12345678901"}}}});
  REQUIRE(account);
  CHECK(account->organization_name == "Acme");
  CHECK(account->address == "Street 1\n\tTown");
  CHECK(account->phone == "12345678901");
  CHECK(account->email.text() == "A@example.com");

  const auto user = testing::decode<CreateUser>({Object{{"email", {"a@example.com"}},
                                                        {"password", {" p\xC3\xA4ss "}},
                                                        {"firstName", {"Ann"}},
                                                        {"lastName", {"Ash"}}}});
  REQUIRE(user);
  CHECK(user->password.reveal() == " p\xC3\xA4ss ");
  CHECK(user->first_name == "Ann");
  CHECK(user->last_name == "Ash");

  const std::string id = "0190163d8694739b8ea5966c26f8ad91";
  const std::string other = "0190163d8694739b8ea5966c26f8ad92";
  const auto token = testing::decode<MintConsumerToken>(
      {Object{{"consumerId", {id}}, {"projectId", {other}}, {"serviceCatalogCode", {"push"}}}});
  REQUIRE(token);
  CHECK(token->consumer.to_string() == id);
  CHECK(token->project.to_string() == other);
  CHECK(token->service.text() == "push");
}

TEST_CASE("decode: omitted fields keep their defaults") {
  const auto account = testing::decode<UpdateAccount>(
      {Object{{"organizationName", {"Acme"}}, {"email", {"a@example.com"}}}});
  REQUIRE(account);
  CHECK_FALSE(account->address.has_value());
  CHECK_FALSE(account->phone.has_value());

  const auto project = testing::decode<DescribeProject>({Object{{"name", {"Shop"}}}});
  REQUIRE(project);
  CHECK(project->description.empty());

  const auto user = testing::decode<UpdateUser>(
      {Object{{"email", {"a@example.com"}}, {"firstName", {"Ann"}}, {"lastName", {"Ash"}}}});
  REQUIRE(user);
  CHECK_FALSE(user->password.has_value());
}

TEST_CASE("decode: null clears a push key, and an omitted push key is kept") {
  const auto keys = testing::decode<UpdatePushKeys>(
      {Object{{"fcmApiKeys", {Null{}}}, {"apnsCert", {"cert\nline"}}}});
  REQUIRE(keys);
  REQUIRE(keys->fcm_api_keys.has_value());
  CHECK_FALSE(keys->fcm_api_keys->has_value());
  CHECK_FALSE(keys->fcm_project_number.has_value());
  REQUIRE(keys->apns_cert.has_value());
  CHECK(**keys->apns_cert == "cert\nline");
}

TEST_CASE("decode: all errors are reported at once, in the order of the schema, with reasons") {
  const auto refused = testing::decode<ApproveAccount>({Object{{"lastName", {""}},
                                                               {"firstName", {"a\nb"}},
                                                               {"password", {std::int64_t{123}}},
                                                               {"email", {"no-at"}}}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::invalid_argument);
  const std::vector<FieldFault> expected{
      {"email", "must be an e-mail address"}, {"password", "must be a string, not a number"},
      {"approveCode", "is required"},         {"firstName", "must not hold control characters"},
      {"lastName", "must not be empty"},
  };
  CHECK(refused.error().fields == expected);
  for (const FieldFault& fault : expected) {
    CHECK(refused.error().detail.find(fault.field + " " + fault.why) != std::string::npos);
  }
}

TEST_CASE("decode: a refusal does not repeat a secret") {
  const std::string password = "hunter2" + testing::repeated(128, "x");
  const auto refused =
      testing::decode<LogIn>({Object{{"email", {"unknown"}}, {"password", {password}}}});
  REQUIRE(verdict(refused) == "email password");
  CHECK(refused.error().detail.find("hunter2") == std::string::npos);
  for (const FieldFault& fault : refused.error().fields) {
    CHECK(fault.why.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("decode: a body that is not an object is rejected") {
  const Value bodies[] = {{Null{}}, {true},          {std::int64_t{0}},
                          {0.5},    {std::string()}, {schema::List{{Object{}}}}};
  for (const Value& body : bodies) {
    CAPTURE(schema::describe_type(body));
    CHECK(verdict(testing::decode<LogIn>(body)) == "invalid_argument");
    CHECK(verdict(testing::decode<CreateConsumer>(body)) == "invalid_argument");
  }
}

TEST_CASE("decode: a service to attach is named by serviceCatalogCode, or by its alias codeName") {
  const Object name{{"name", {"Push"}}};
  using testing::with;
  const auto code = [](Object body) {
    const auto command = testing::decode<AttachService>({std::move(body)});
    return command ? command->service.text() : verdict(command);
  };
  CHECK(code(with(name, "serviceCatalogCode", {"push"})) == "push");
  CHECK(code(with(name, "codeName", {"chat"})) == "chat");
  CHECK(code(with(with(name, "serviceCatalogCode", {"push"}), "codeName", {"push"})) == "push");
  CHECK(code(with(with(name, "serviceCatalogCode", {"push"}), "codeName", {"chat"})) == "codeName");
  CHECK(code(with(with(name, "serviceCatalogCode", {"push"}), "codeName", {Null{}})) == "codeName");
  // An invalid value is reported under the name of the field.
  CHECK(code(with(name, "codeName", {"No Code"})) == "serviceCatalogCode");
  CHECK(code(name) == "serviceCatalogCode");
}

TEST_CASE("decode: an id has 32 lower-case hex digits") {
  for (const std::string text :
       {"", "0190163d8694739b8ea5966c26f8ad9", "0190163D8694739B8EA5966C26F8AD91",
        "0190163d8694739b8ea5966c26f8ad91 ", "not an id", "0190163d-8694-739b-8ea5-966c26f8ad91"}) {
    CAPTURE(text);
    CHECK(decoded<AttachConsumer>({{"consumerId", {text}}}) == "consumerId");
  }
  // The nil id is well-formed; no record has it.
  CHECK(decoded<AttachConsumer>({{"consumerId", {std::string(32, '0')}}}) == "accepted");
}

}  // namespace
}  // namespace gatehouse
