// The fields of each command, copied from the tables of the account API, not from the code.

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/attachments.hpp>
#include <gatehouse/schema/catalogue.hpp>
#include <gatehouse/schema/consumer_tokens.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/schema/password_resets.hpp>
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
using testing::with;
using testing::without;

struct Row {
  std::string name;
  std::string (*decoded)(Object);
  std::vector<schema::Input> (*inputs)();
  Object good;
  /// Names in the order in which errors are reported.
  std::string required;
  std::string optional{};
  std::string read_only{};
  /// Fields that may be null.
  std::string nullable{};
};

constexpr const char* id = "0190163d8694739b8ea5966c26f8ad91";

std::vector<Row> rows() {
  const Object person{{"email", {"a@example.com"}},
                      {"password", {"abc"}},
                      {"firstName", {"Ann"}},
                      {"lastName", {"Ash"}}};
  return {
      {"LogIn",
       decoded<LogIn>,
       schema::inputs<LogIn>,
       {{"email", {"a@example.com"}}, {"password", {"abc"}}},
       "email password",
       "",
       "token"},
      {"ForgotPassword",
       decoded<ForgotPassword>,
       schema::inputs<ForgotPassword>,
       {{"email", {"a@example.com"}}},
       "email"},
      {"ResetPassword",
       decoded<ResetPassword>,
       schema::inputs<ResetPassword>,
       {{"resetToken", {"t"}}, {"password", {"abc"}}},
       "resetToken password"},
      {"UpdateAccount",
       decoded<UpdateAccount>,
       schema::inputs<UpdateAccount>,
       {{"organizationName", {"Acme"}},
        {"address", {"Street 1\nTown"}},
        {"phone", {"12345678901"}},
        {"email", {"a@example.com"}}},
       "organizationName email",
       "address phone"},
      {"RegisterAccount",
       decoded<RegisterAccount>,
       schema::inputs<RegisterAccount>,
       {{"organizationName", {"Acme"}}, {"email", {"a@example.com"}}},
       "organizationName email",
       "",
       "registrationId"},
      {"ApproveAccount", decoded<ApproveAccount>, schema::inputs<ApproveAccount>,
       with(person, "approveCode", {"c0de"}), "email password approveCode firstName lastName", "",
       "id token"},
      {"ResendApproveCode",
       decoded<ResendApproveCode>,
       schema::inputs<ResendApproveCode>,
       {{"email", {"a@example.com"}}},
       "email"},
      {"CreateUser", decoded<CreateUser>, schema::inputs<CreateUser>, person,
       "email password firstName lastName", "", "id token role"},
      {"UpdateUser", decoded<UpdateUser>, schema::inputs<UpdateUser>, person,
       "email firstName lastName", "password", "role token"},
      {"DescribeProject",
       decoded<DescribeProject>,
       schema::inputs<DescribeProject>,
       {{"name", {"Shop"}}, {"description", {"line\nline"}}},
       "name",
       "description",
       "id userLimit userUsed services"},
      {"UpdatePushKeys",
       decoded<UpdatePushKeys>,
       schema::inputs<UpdatePushKeys>,
       {{"fcmApiKeys", {"k"}}, {"fcmProjectNumber", {"n"}}, {"apnsCert", {"c"}}},
       "",
       "fcmApiKeys fcmProjectNumber apnsCert",
       "id",
       "fcmApiKeys fcmProjectNumber apnsCert"},
      {"CreateCatalogueItem",
       decoded<CreateCatalogueItem>,
       schema::inputs<CreateCatalogueItem>,
       {{"name", {"Push"}}, {"description", {"d"}}, {"codeName", {"push"}}},
       "name codeName",
       "description"},
      {"AttachService",
       decoded<AttachService>,
       schema::inputs<AttachService>,
       {{"name", {"Push"}}, {"description", {"d"}}, {"serviceCatalogCode", {"push"}}},
       "name serviceCatalogCode",
       "description",
       "id itemLimit itemUsed"},
      {"CreateConsumer",
       decoded<CreateConsumer>,
       schema::inputs<CreateConsumer>,
       {{"externalId", {"c-1"}}, {"metadata", {Object{{"plan", {"gold"}}}}}},
       "",
       "externalId metadata",
       "id createdAt updatedAt",
       "externalId"},
      {"AttachConsumer",
       decoded<AttachConsumer>,
       schema::inputs<AttachConsumer>,
       {{"consumerId", {id}}},
       "consumerId"},
      {"MintConsumerToken",
       decoded<MintConsumerToken>,
       schema::inputs<MintConsumerToken>,
       {{"consumerId", {id}}, {"projectId", {id}}, {"serviceCatalogCode", {"push"}}},
       "consumerId projectId serviceCatalogCode",
       "",
       "token"},
  };
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

bool holds(const std::string& text, const std::string& word) {
  const auto all = words(text);
  return std::find(all.begin(), all.end(), word) != all.end();
}

TEST_CASE("commands: the name of a command is that of its type, without namespaces") {
  CHECK(schema::name_of<CreateUser>() == "CreateUser");
  CHECK(schema::name_of<std::optional<LogIn>>() == "LogIn");
}

TEST_CASE("commands: a body with all writable fields is accepted") {
  for (const Row& row : rows()) {
    CAPTURE(row.name);
    CHECK(row.decoded(row.good) == "accepted");
  }
}

TEST_CASE("commands: all missing required fields are reported at once, in order") {
  for (const Row& row : rows()) {
    CAPTURE(row.name);
    CHECK(row.decoded({}) == (row.required.empty() ? "accepted" : row.required));
    for (const std::string& field : words(row.required)) {
      CHECK(row.decoded(without(row.good, field)) == field);
    }
  }
}

TEST_CASE("commands: optional fields may be omitted") {
  for (const Row& row : rows()) {
    CAPTURE(row.name);
    Object bare = row.good;
    for (const std::string& field : words(row.optional)) {
      CHECK(row.decoded(without(row.good, field)) == "accepted");
      bare = without(bare, field);
    }
    CHECK(row.decoded(bare) == "accepted");
  }
}

TEST_CASE("commands: a field of the wrong type is reported") {
  const Value wrong[] = {{Null{}}, {true}, {std::int64_t{7}}, {1.5}, {schema::List{}}, {Object{}}};
  for (const Row& row : rows()) {
    for (const std::string& field : words(row.required + " " + row.optional)) {
      for (const Value& value : wrong) {
        CAPTURE(row.name);
        CAPTURE(field);
        CAPTURE(schema::describe_type(value));
        // An object is what metadata is.
        const bool allowed = (value.is_null() && holds(row.nullable, field)) ||
                             (field == "metadata" && value == Value{Object{}});
        CHECK(row.decoded(with(row.good, field, value)) == (allowed ? "accepted" : field));
      }
    }
  }
}

TEST_CASE("commands: a read-only field is ignored, whatever its value") {
  for (const Row& row : rows()) {
    for (const std::string& field : words(row.read_only)) {
      CAPTURE(row.name);
      CAPTURE(field);
      for (const Value& value : {Value{"x"}, Value{Null{}}, Value{std::int64_t{5}}}) {
        CHECK(row.decoded(with(row.good, field, value)) == "accepted");
      }
    }
  }
}

TEST_CASE("commands: unknown fields are ignored") {
  for (const Row& row : rows()) {
    CAPTURE(row.name);
    Object body = with(row.good, "nobodyKnows", {Object{{"email", {std::int64_t{1}}}}});
    body = with(body, "", {Null{}});
    body = with(body, "EMAIL", {true});
    CHECK(row.decoded(body) == "accepted");
  }
}

TEST_CASE("commands: a field without an alias is not found under another field's alias") {
  for (const Row& row : rows()) {
    for (const std::string& field : words(row.required)) {
      CAPTURE(row.name);
      CAPTURE(field);
      Object good = row.good;
      Value* value = schema::find(good, field);
      REQUIRE(value != nullptr);
      CHECK(row.decoded(with(without(row.good, field), "", *value)) == field);
    }
  }
}

TEST_CASE("commands: the description contains the accepted fields and no others") {
  for (const Row& row : rows()) {
    CAPTURE(row.name);
    std::string required;
    std::string optional;
    for (const schema::Input& input : row.inputs()) {
      REQUIRE(input.field != nullptr);
      CHECK(input.field->mode != schema::Mode::read_only);
      CHECK_FALSE(input.field->details.empty());
      std::string& names = input.required ? required : optional;
      names += (names.empty() ? "" : " ") + std::string(input.field->name);
    }
    CHECK(required == row.required);
    CHECK(optional == row.optional);
  }
}

}  // namespace
}  // namespace gatehouse
