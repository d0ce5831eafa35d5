// Edits: what the members of a merge patch mean, and what the others keep.

#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/schema/edit.hpp>
#include <gatehouse/schema/gateways.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/users.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Null;
using schema::Object;
using testing::verdict;

template <class T>
Result<Edit<T>> patched(Object body) {
  return schema::decode_edit<T>({std::move(body)}, {});
}

template <class T>
Edit<T> whole(T command) {
  return schema::check(std::move(command), {}).value();
}

Account acme() {
  Account made;
  made.organization_name = "Acme";
  made.address = "Street 1";
  made.phone = "12345678901";
  return made;
}

TEST_CASE("edits: a patch keeps what it does not name") {
  Account record = acme();
  const auto edit = patched<UpdateAccount>({{"address", {"Street 2"}}});
  REQUIRE(edit);
  schema::assign(record, *edit);
  CHECK(record.organization_name == "Acme");
  CHECK(record.address == "Street 2");
  CHECK(record.phone == "12345678901");
  CHECK(edit->find(&UpdateAccount::email) == nullptr);
  CHECK(edit->find(&UpdateAccount::address) != nullptr);
}

TEST_CASE("edits: a whole command gives every member, and an omitted one its default") {
  Project record;
  record.name = "Shop";
  record.description = "Sells";
  schema::assign(record, whole<DescribeProject>({.name = "Blog"}));
  CHECK(record.name == "Blog");
  CHECK(record.description.empty());
  record.description = "Sells";
  schema::assign(record, patched<DescribeProject>({{"name", {"News"}}}).value());
  CHECK(record.name == "News");
  CHECK(record.description == "Sells");
}

TEST_CASE("edits: null empties a text that may be empty, and is refused for any other field") {
  Account record = acme();
  const auto edit = patched<UpdateAccount>({{"address", {Null{}}}, {"phone", {Null{}}}});
  REQUIRE(edit);
  schema::assign(record, *edit);
  CHECK(record.address.empty());
  CHECK(record.phone.empty());
  CHECK(verdict(patched<UpdateAccount>({{"organizationName", {Null{}}}, {"email", {Null{}}}})) ==
        "organizationName email");
  CHECK(verdict(patched<UpdateUser>({{"password", {Null{}}}, {"lastName", {Null{}}}})) ==
        "password lastName");
  const auto gateway = patched<SaveGateway>({{"addressField", {Null{}}}});
  REQUIRE(gateway);
  REQUIRE(gateway->find(&SaveGateway::address_field) != nullptr);
  CHECK(**gateway->find(&SaveGateway::address_field) == std::nullopt);
  CHECK(gateway->find(&SaveGateway::name) == nullptr);
}

TEST_CASE("edits: a patch is checked as a whole command is, and must be an object") {
  CHECK(verdict(patched<UpdateAccount>({})) == "accepted");
  CHECK(verdict(patched<UpdateAccount>({{"phone", {"1"}}, {"email", {"x"}}})) == "phone email");
  CHECK(verdict(patched<DescribeProject>({{"name", {""}}, {"id", {"ignored"}}})) == "name");
  const auto short_password =
      schema::decode_edit<UpdateUser>({Object{{"password", {"abc"}}}}, {.password_min_length = 4});
  CHECK(verdict(short_password) == "password");
  for (const schema::Value& body : {schema::Value{Null{}}, schema::Value{"x"},
                                    schema::Value{schema::List{}}, schema::Value{true}}) {
    CHECK(verdict(schema::decode_edit<UpdateAccount>(body, {})) == "invalid_argument");
  }
}

TEST_CASE("edits: a patch of metadata sets and removes pairs") {
  const auto change = [](schema::Value metadata) {
    const auto command =
        testing::decode<UpdateConsumer>({Object{{"metadata", std::move(metadata)}}});
    REQUIRE(command);
    Metadata kept{{"plan", "gold"}, {"since", "2020"}};
    apply(command->metadata.value(), kept);
    return kept;
  };
  CHECK(change({Object{{"plan", {"silver"}}, {"new", {""}}}}) ==
        Metadata{{"plan", "silver"}, {"since", "2020"}, {"new", ""}});
  CHECK(change({Object{{"plan", {Null{}}}, {"unknown", {Null{}}}}}) == Metadata{{"since", "2020"}});
  CHECK(change({Object{}}) == Metadata{{"plan", "gold"}, {"since", "2020"}});
  CHECK(change({Null{}}).empty());
}

TEST_CASE("edits: names and texts of metadata are limited, and so is their number") {
  const auto created = [](Object metadata) {
    return testing::decoded<CreateConsumer>({{"metadata", {std::move(metadata)}}});
  };
  const auto pair = [](std::string name, std::string text) {
    return Object{{std::move(name), {std::move(text)}}};
  };
  CHECK(created(pair(testing::repeated(40, "字"), testing::repeated(500, "字"))) == "accepted");
  CHECK(created(pair("n", "two\nlines")) == "accepted");
  CHECK(created(pair(testing::repeated(41, "a"), "x")) == "metadata");
  CHECK(created(pair("", "x")) == "metadata");
  CHECK(created(pair("two\nlines", "x")) == "metadata");
  CHECK(created(pair("n", testing::repeated(501, "a"))) == "metadata");
  CHECK(created(pair("n", "\x01")) == "metadata");
  CHECK(created({{"n", {Null{}}}}) == "metadata");
  CHECK(created({{"n", {std::int64_t{1}}}}) == "metadata");
  Object many;
  for (int i = 0; i < 16; ++i) many.push_back({std::to_string(i), {"x"}});
  CHECK(created(many) == "accepted");
  many.push_back({"16", {"x"}});
  CHECK(created(many) == "metadata");
}

}  // namespace
}  // namespace gatehouse
