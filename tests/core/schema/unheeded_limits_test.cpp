// Members that are unknown are ignored, but for those that ask for a limit in other words: the
// sender would get more than was meant.
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <gatehouse/schema/api_security_commands.hpp>
#include <gatehouse/schema/metering_commands.hpp>

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

/// "accepted", or the fields at fault.
template <class T>
std::string outcome(Object body, const std::string& name, Value value) {
  body.push_back({name, std::move(value)});
  const auto command = schema::decode<T>({std::move(body)});
  if (command) return "accepted";
  std::string faulty;
  for (const FieldFault& fault : command.error().fields) faulty += fault.field + " ";
  return faulty;
}

TEST_CASE("unheeded limits: another word for the end of a credential or a grant is refused") {
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

TEST_CASE(
    "unheeded limits: another word for the addresses or the state of a credential is refused") {
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

TEST_CASE("unheeded limits: limits that do not exist are refused, also beside the others") {
  Object body = credential();
  body.push_back({"ipList", {List{{std::string("10.0.0.1")}}}});
  const Value names{List{{std::string("production")}}};
  CHECK(outcome<SaveCredential>(body, "environmentList", names) == "environmentList ");
  CHECK(outcome<SaveCredential>(body, "ipListByEnvironment", {Object{{"production", names}}}) ==
        "ipListByEnvironment ");
  CHECK(outcome<GrantAccess>(grant(), "methods", {List{{std::string("GET")}}}) == "methods ");
}

TEST_CASE("unheeded limits: a misspelt field of a gateway or of root's limits is refused") {
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

TEST_CASE("unheeded limits: a word that limits nothing is ignored") {
  for (const Value& nothing : {Value{Null{}}, Value{List{}}, Value{Object{}}}) {
    CHECK(outcome<SaveCredential>(credential(), "environmentList", nothing) == "accepted");
    CHECK(outcome<SaveCredential>(credential(), "expires", nothing) == "accepted");
    CHECK(outcome<GrantAccess>(grant(), "methods", nothing) == "accepted");
  }
}

TEST_CASE("unheeded limits: beside the field itself, and far from every limit, words are ignored") {
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
