// Unknown members are ignored, except those that request a limit under another name: ignoring them
// would grant more than the sender intended.
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/schema/gateways.hpp>
#include <gatehouse/schema/grants.hpp>
#include <gatehouse/schema/limits.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::List;
using schema::Null;
using schema::Object;
using schema::Value;

const Value past{std::string("2020-01-01T00:00:00Z")};

Object credential() {
  return {{"username", {std::string("u1")}},
          {"password", {std::string("secret")}},
          {"email", {std::string("a@example.com")}}};
}

Object grant() {
  return {{"name", {std::string("calculator")}}, {"type", {std::string("API_PROXY")}}};
}

/// "accepted", or the invalid fields.
template <class T>
std::string outcome(Object body, const std::string& name, Value value) {
  body.push_back({name, std::move(value)});
  const auto command = testing::decode<T>({std::move(body)});
  if (command) return "accepted";
  std::string faulty;
  for (const FieldFault& fault : command.error().fields) faulty += fault.field + " ";
  return faulty;
}

TEST_CASE("unheeded limits: synonyms for the expiry of a credential or a grant are rejected") {
  for (const std::string name :
       {"expiredate", "ExpireDate", "expire_date", "expire-date", "expireDate ", "expirationDate",
        "expiryDate", "expires", "expireAt", "expireDateTime", "exipreDate", "expireDat",
        "validUntil", "notAfter"}) {
    CAPTURE(name);
    CHECK(outcome<CreateCredential>(credential(), name, past) == name + " ");
    CHECK(outcome<SaveCredential>(credential(), name, past) == name + " ");
    CHECK(outcome<GrantAccess>(grant(), name, past) == name + " ");
  }
  CHECK(outcome<CreateCredential>(credential(), "expireTime", past) == "expireTime ");
  CHECK(outcome<GrantAccess>(grant(), "expireDate", past) == "accepted");
}

TEST_CASE("unheeded limits: synonyms for the addresses or the state of a credential are rejected") {
  const Value addresses{List{{std::string("10.0.0.1")}}};
  for (const std::string name :
       {"iplist", "ipLists", "ip_list", "ips", "ipAddresses", "allowedIps", "whitelist"}) {
    CAPTURE(name);
    CHECK(outcome<SaveCredential>(credential(), name, addresses) == name + " ");
  }
  for (const std::string name :
       {"Enabled", "enable", "isEnabled", "disabled", "isActive", "enabeld", "inactive"}) {
    CAPTURE(name);
    CHECK(outcome<SaveCredential>(credential(), name, {false}) == name + " ");
  }
}

TEST_CASE("unheeded limits: limits that do not exist are rejected, even next to valid ones") {
  Object body = credential();
  body.push_back({"ipList", {List{{std::string("10.0.0.1")}}}});
  const Value names{List{{std::string("production")}}};
  CHECK(outcome<SaveCredential>(body, "environmentList", names) == "environmentList ");
  CHECK(outcome<SaveCredential>(body, "ipListByEnvironment", {Object{{"production", names}}}) ==
        "ipListByEnvironment ");
  CHECK(outcome<GrantAccess>(grant(), "methods", {List{{std::string("GET")}}}) == "methods ");
}

TEST_CASE("unheeded limits: a misspelt field of a gateway or of root's limits is rejected") {
  const Object gateway{{"name", {std::string("edge")}}};
  for (const std::string name : {"addressfield", "address_field", "adressField", "addressFields"}) {
    CAPTURE(name);
    CHECK(outcome<SaveGateway>(gateway, name, {std::string("X-Real-IP")}) == name + " ");
  }
  for (const std::string name : {"projectlimit", "user_limit", "itemLimits", "credentialLimt"}) {
    CAPTURE(name);
    CHECK(outcome<SetLimits>({}, name, {std::int64_t{5}}) == name + " ");
  }
}

TEST_CASE("unheeded limits: an unknown name that is not a limit is ignored") {
  for (const Value& nothing : {Value{Null{}}, Value{List{}}, Value{Object{}}}) {
    CHECK(outcome<SaveCredential>(credential(), "environmentList", nothing) == "accepted");
    CHECK(outcome<SaveCredential>(credential(), "expires", nothing) == "accepted");
    CHECK(outcome<GrantAccess>(grant(), "methods", nothing) == "accepted");
  }
}

TEST_CASE("unheeded limits: names are ignored next to the field itself and if unlike every limit") {
  Object body = credential();
  body.push_back({"expireDate", past});
  CHECK(outcome<SaveCredential>(body, "expires", past) == "accepted");
  for (const std::string name :
       {"", "projectName", "id", "createdAt", "tags", "descriptions", "date", "limit", "list"}) {
    CAPTURE(name);
    CHECK(outcome<SaveCredential>(credential(), name, past) == "accepted");
    CHECK(outcome<GrantAccess>(grant(), name == "descriptions" ? "id" : name, past) == "accepted");
  }
  CHECK(outcome<RevokeAccess>(grant(), "expires", past) == "accepted");
}

}  // namespace
}  // namespace gatehouse
