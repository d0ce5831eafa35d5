// Request bodies that are lists, and fields that are lists.
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/schema/api_proxy_groups.hpp>
#include <gatehouse/schema/array_bodies.hpp>
#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/schema/gateways.hpp>
#include <gatehouse/schema/grants.hpp>
#include <gatehouse/schema/members.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/users.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::List;
using schema::Null;
using schema::Object;
using schema::Value;
using testing::decoded;
using testing::repeated;
using testing::verdict;
using testing::with;

constexpr std::string_view wrapper = "credentialAccessList";

Object grant(const char* name, const char* type) { return {{"name", {name}}, {"type", {type}}}; }

const Object credential{
    {"username", {"client"}}, {"password", {"abc"}}, {"email", {"a@example.com"}}};

TEST_CASE("lists: an array is accepted as the body and as the only member of an object") {
  const List items{{grant("Stock", "API_PROXY")}, {grant("Public", "API_PROXY_GROUP")}};
  for (const Value& body : {Value{items}, Value{Object{{std::string(wrapper), {items}}}}}) {
    const auto commands = testing::decode_list<GrantAccess>(body, wrapper);
    REQUIRE(commands.has_value());
    REQUIRE(commands->size() == 2);
    CHECK((*commands)[0].name == "Stock");
    CHECK((*commands)[0].type == TargetType::api_proxy);
    CHECK((*commands)[1].type == TargetType::api_proxy_group);
  }
  CHECK(testing::decode_list<GrantAccess>({List{}}, wrapper)->empty());
}

TEST_CASE("lists: a body of another shape is rejected") {
  const auto sent = [](Value body) {
    return verdict(testing::decode_list<GrantAccess>(std::move(body), wrapper));
  };
  CHECK(sent({Object{}}) == "credentialAccessList");
  CHECK(sent({Object{{"other", {List{}}}}}) == "credentialAccessList");
  CHECK(sent({Object{{std::string(wrapper), {Null{}}}}}) == "credentialAccessList");
  CHECK(sent({Object{{std::string(wrapper), {Object{}}}}}) == "credentialAccessList");
  CHECK(sent({Null{}}) == "invalid_argument");
  CHECK(sent({"text"}) == "invalid_argument");
  CHECK(sent({std::int64_t{1}}) == "invalid_argument");
}

TEST_CASE("lists: all errors of all items are reported with their positions") {
  const List items{{grant("Stock", "API_PROXY")},
                   {Object{{"type", {"PROXY"}}}},
                   {"text"},
                   {Null{}},
                   {with(grant("", "API_PROXY"), "expireTime", {"tomorrow"})}};
  CHECK(verdict(testing::decode_list<GrantAccess>({items}, wrapper)) ==
        "[1].name [1].type [2] [3] [4].name [4].expireTime");
}

TEST_CASE("lists: errors in lists of texts are reported with their positions") {
  const auto sent = [](Value body) {
    return verdict(schema::decode_texts<ApiProxyName>(std::move(body), "apiProxies"));
  };
  CHECK(sent({List{{"a"}, {"b"}}}) == "accepted");
  CHECK(sent({Object{{"apiProxies", {List{{"a"}}}}}}) == "accepted");
  CHECK(sent({List{{"a"}, {""}, {std::int64_t{1}}, {Null{}}, {"a\nb"}, {List{}}}}) ==
        "[1] [2] [3] [4] [5]");
  CHECK(sent({List{{repeated(128, "é")}, {repeated(129, "é")}}}) == "[1]");
  CHECK(sent({Object{}}) == "apiProxies");
  CHECK(sent({"a"}) == "invalid_argument");
}

TEST_CASE("lists: the number of items of an array body is limited to that of one transaction") {
  const auto names = [](std::size_t count) { return List(count, Value{"a"}); };
  const auto accesses = [](std::size_t count) {
    return List(count, Value{grant("a", "API_PROXY")});
  };
  const std::size_t most = schema::max_items_of_body;
  CHECK(verdict(schema::decode_texts<ApiProxyName>({names(most)}, "apiProxies")) == "accepted");
  CHECK(verdict(testing::decode_list<GrantAccess>({accesses(most)}, wrapper)) == "accepted");
  // Every item is invalid, but the error must not grow with the number of items.
  const auto too_many =
      schema::decode_texts<ApiProxyName>({List(most + 1, Value{""})}, "apiProxies");
  REQUIRE_FALSE(too_many);
  CHECK(too_many.error().code == ErrorCode::invalid_argument);
  CHECK(too_many.error().fields.empty());
  CHECK(verdict(schema::decode_texts<ApiProxyName>({Object{{"apiProxies", {names(most + 1)}}}},
                                                   "apiProxies")) == "invalid_argument");
  CHECK(verdict(testing::decode_list<GrantAccess>({accesses(most + 1)}, wrapper)) ==
        "invalid_argument");
  CHECK(verdict(testing::check(std::vector<RevokeAccess>(most, {"a"}))) == "accepted");
  CHECK(verdict(testing::check(std::vector<RevokeAccess>(most + 1, {"a"}))) == "invalid_argument");
}

TEST_CASE("lists: the same rules apply to commands that were filled in by a program") {
  CHECK(verdict(testing::check(std::vector<GrantAccess>{{"a"}, {""}, {"b"}, {"\n"}})) ==
        "[1].name [3].name");
  CHECK(verdict(testing::check(std::vector<GrantAccess>{})) == "accepted");
  CHECK(verdict(testing::check(std::vector<ApiProxyName>{{"a"}, {""}, {"b"}, {"\xFF"}})) ==
        "[1].name [3].name");
}

TEST_CASE("lists: the number of items of a field is limited") {
  const auto list_of = [](std::size_t count, const std::string& text) {
    return Value{List(count, Value{text})};
  };
  const auto sent = [&](const char* field, Value value) {
    return decoded<SaveCredential>(with(credential, field, std::move(value)));
  };
  CHECK(sent("roleNameList", list_of(100, "role")) == "accepted");
  CHECK(sent("roleNameList", list_of(101, "role")) == "roleNameList");
  CHECK(sent("ipList", list_of(500, "10")) == "accepted");
  CHECK(sent("ipList", list_of(501, "10")) == "ipList");
  CHECK(sent("roleNameList", list_of(1, repeated(64, "語"))) == "accepted");
  CHECK(sent("roleNameList", list_of(1, repeated(65, "語"))) == "roleNameList");
  CHECK(sent("roleNameList", list_of(1, "")) == "roleNameList");
  CHECK(sent("roleNameList", list_of(1, "a\nb")) == "roleNameList");
  CHECK(sent("roleNameList", {"role"}) == "roleNameList");
  CHECK(sent("roleNameList", {List{{std::int64_t{1}}}}) == "roleNameList");
  CHECK(sent("ipList", list_of(1, "10.0.0.1/8")) == "ipList");
  // The limit also applies to a program.
  SaveCredential command{.username = "a", .email = *Email::parse("a@example.com")};
  command.roles = std::vector<std::string>(101, "role");
  CHECK(verdict(testing::check(command)) == "roleNameList");
}

TEST_CASE("lists: null empties an optional field, and an omitted field is kept") {
  const auto sent = [](Object body) {
    auto command = testing::decode<SaveCredential>({std::move(body)});
    REQUIRE(command.has_value());
    return std::move(*command);
  };
  const SaveCredential bare = sent(credential);
  CHECK_FALSE(bare.full_name.has_value());
  CHECK_FALSE(bare.roles.has_value());
  CHECK_FALSE(bare.enabled.has_value());
  CHECK_FALSE(bare.ip_ranges.has_value());
  CHECK_FALSE(bare.expires_at.has_value());
  Object body = credential;
  for (const char* field : {"fullName", "description", "roleNameList", "ipList", "expireDate"}) {
    body = with(body, field, {Null{}});
  }
  const SaveCredential emptied = sent(body);
  CHECK((emptied.full_name && !*emptied.full_name));
  CHECK((emptied.description && !*emptied.description));
  CHECK((emptied.roles && emptied.roles->empty()));
  CHECK((emptied.ip_ranges && emptied.ip_ranges->empty()));
  CHECK((emptied.expires_at && !*emptied.expires_at));
  // As lists show it.
  CHECK_FALSE(sent(with(credential, "password", {Null{}})).password.has_value());
  for (const char* field : {"username", "email", "enabled"}) {
    CAPTURE(field);
    CHECK(decoded<SaveCredential>(with(credential, field, {Null{}})) == field);
  }
}

TEST_CASE("fields: a boolean may be one of two strings") {
  const auto sent = [](Value value) {
    return testing::decode<SaveCredential>({with(credential, "enabled", std::move(value))});
  };
  CHECK(sent({true})->enabled == true);
  CHECK(sent({false})->enabled == false);
  CHECK(sent({"true"})->enabled == true);
  CHECK(sent({"false"})->enabled == false);
  for (const Value& bad : {Value{"True"}, Value{"1"}, Value{""}, Value{" true"},
                           Value{std::int64_t{1}}, Value{List{}}, Value{Null{}}}) {
    CHECK(verdict(sent(bad)) == "enabled");
  }
}

TEST_CASE("fields: a username has no colon, at most 128 characters, and one line") {
  const auto sent = [](std::string text) {
    return decoded<SaveCredential>(with(credential, "username", {std::move(text)}));
  };
  CHECK(sent(repeated(128, "😀")) == "accepted");
  CHECK(sent("a b/c?d%") == "accepted");
  for (const std::string& bad :
       {std::string(), repeated(129, "é"), std::string("a:b"), std::string(":"),
        std::string("a\nb"), std::string("\xFF"), std::string("a\0b", 3)}) {
    CHECK(sent(bad) == "username");
  }
}

TEST_CASE("fields: a type has two possible values, and a permission has a name and a title") {
  for (const char* bad : {"", "api_proxy", "API_PROXY ", "API", "API_PROXY_GROUPS"}) {
    CAPTURE(bad);
    CHECK(decoded<GrantAccess>(grant("a", bad)) == "type");
  }
  const auto sent = [](Value value) {
    return decoded<SetPermissions>({{"permissions", std::move(value)}});
  };
  CHECK(sent({List{{"MANAGE_API_SECURITY"}}}) == "accepted");
  CHECK(sent({List{{"Manage API Security"}}}) == "accepted");
  const auto both = schema::decode<SetPermissions>(
      {schema::Object{{"permissions", {List{{"Manage API Security"}, {"MANAGE_API_SECURITY"}}}}}},
      {});
  REQUIRE(both.has_value());
  CHECK((*both)->permissions == std::set{Permission::manage_api_security});
  CHECK(sent({List{{"manage api security"}}}) == "permissions");
  CHECK(sent({List{}}) == "permissions");
  CHECK(sent({List{{"manage_api_security"}}}) == "permissions");
  CHECK(sent({"MANAGE_API_SECURITY"}) == "permissions");
  CHECK(sent({Null{}}) == "permissions");
}

TEST_CASE("fields: a date has an offset, and the time sent with a revocation is ignored") {
  const auto sent = [](const char* date) {
    return decoded<SaveCredential>(with(credential, "expireDate", {date}));
  };
  CHECK(sent("2023-08-14T00:00:00.000Z") == "accepted");
  CHECK(sent("2023-08-14T00:00:00+02:00") == "accepted");
  for (const char* bad : {"", "2023-08-14", "2023-02-29T00:00:00Z", "2023-08-14T00:00:00"}) {
    CHECK(sent(bad) == "expireDate");
  }
  CHECK(decoded<RevokeAccess>(with(grant("a", "API_PROXY"), "expireTime", {"x"})) == "accepted");
}

TEST_CASE("fields: read-only fields may be sent back") {
  CHECK(decoded<SaveCredential>(with(credential, "projectName", {"Shop"})) == "accepted");
  CHECK(decoded<CreateApiProxyGroup>({{"name", {"a"}}, {"apiProxies", {List{}}}}) == "accepted");
  CHECK(decoded<SaveGateway>({{"name", {"a"}}, {"token", {"t"}}}) == "accepted");
  CHECK(decoded<SetPermissions>({{"permissions", {List{{"MANAGE_API_SECURITY"}}}},
                                 {"firstName", {"Ann"}}}) == "accepted");
}

TEST_CASE("fields: a null password is one that is left out, except where it is required") {
  const Object item = with(credential, "password", {Null{}});
  CHECK(decoded<SaveCredential>(item) == "accepted");
  CHECK(decoded<CreateCredential>(item) == "password");
  CHECK(decoded<SetCredentialPassword>({{"password", {Null{}}}}) == "password");
  CHECK(decoded<UpdateUser>({{"email", {"a@b.c"}},
                             {"firstName", {"a"}},
                             {"lastName", {"b"}},
                             {"password", {Null{}}}}) == "password");
}

TEST_CASE("fields: a grant ends at expireTime or expireDate, which must not differ") {
  const std::string end = "2030-01-01T00:00:00Z";
  const auto sent = [&](const char* name) {
    const auto command =
        schema::decode<GrantAccess>({with(grant("a", "API_PROXY"), name, {end})}, {});
    REQUIRE(command.has_value());
    return (*command)->expires_at.value_or(std::nullopt);
  };
  CHECK(sent("expireTime") == parse_time(end));
  CHECK(sent("expireDate") == parse_time(end));
  const Object both = with(with(grant("a", "API_PROXY"), "expireTime", {end}), "expireDate", {end});
  CHECK(decoded<GrantAccess>(both) == "accepted");
  CHECK(decoded<GrantAccess>(with(with(grant("a", "API_PROXY"), "expireTime", {end}), "expireDate",
                                  {"2031-01-01T00:00:00Z"})) == "expireDate");
}

TEST_CASE("fields: all invalid fields of the credential API are reported at once") {
  CHECK(decoded<SaveCredential>({{"enabled", {"yes"}},
                                 {"ipList", {List{{"x"}}}},
                                 {"expireDate", {"x"}},
                                 {"username", {"a:b"}}}) ==
        "username email enabled ipList expireDate");
  CHECK(decoded<ObtainToken>({}) == "grant_type client_id client_secret");
}

}  // namespace
}  // namespace gatehouse
