
#include <set>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/attachments.hpp>
#include <gatehouse/schema/catalogue.hpp>
#include <gatehouse/schema/consumer_tokens.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/schema/introspection.hpp>
#include <gatehouse/schema/limits.hpp>
#include <gatehouse/schema/mail_ledger.hpp>
#include <gatehouse/schema/password_resets.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/push_keys.hpp>
#include <gatehouse/schema/registrations.hpp>
#include <gatehouse/schema/service_accounts.hpp>
#include <gatehouse/schema/service_events.hpp>
#include <gatehouse/schema/service_tokens.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/token_exchange.hpp>
#include <gatehouse/schema/usage.hpp>
#include <gatehouse/schema/users.hpp>
#include <gatehouse/schema/value.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse::schema {
namespace {

const Resource* const all[] = {
    &resources::session,
    &resources::logout,
    &resources::forgot_password,
    &resources::reset_password,
    &resources::account,
    &resources::registration,
    &resources::approval,
    &resources::approve_code,
    &resources::user_list,
    &resources::user,
    &resources::me,
    &resources::project,
    &resources::push_keys,
    &resources::catalogue_item,
    &resources::attachment,
    &resources::consumer,
    &resources::project_consumer,
    &resources::consumer_token,
    &resources::token_grant,
    &resources::refreshed_tokens,
    &resources::inspected_token,
    &resources::service_account,
    &resources::service_account_secret,
    &resources::listed_secret,
    &resources::service_token,
    &resources::usage,
    &resources::service_events,
    &resources::usage_of_day,
    &resources::limits,
    &resources::limits_of_service,
    &resources::limits_of_project,
    &resources::mail_entry,
    &resources::nothing,
};

TEST_CASE("fields: names of resources are unique, and field names are unique within a resource") {
  std::set<std::string> names;
  for (const Resource* resource : all) {
    CAPTURE(resource->name);
    CHECK(names.insert(std::string(resource->name)).second);
    std::set<std::string> fields;
    for (const Field& field : resource->fields) {
      CAPTURE(field.name);
      CHECK(fields.insert(std::string(field.name)).second);
      CHECK(resource->find(field.name) == &field);
      CHECK_FALSE(field.details.empty());
      CHECK(field.min_length <= field.max_length);
      CHECK(field.min_value <= field.max_value);
    }
    CHECK(resource->find("nobodyKnows") == nullptr);
    CHECK(resource->find("") == nullptr);
  }
}

TEST_CASE("fields: a password is write-only, and a token is read-only except in token requests") {
  for (const Resource* resource : all) {
    CAPTURE(resource->name);
    if (const Field* password = resource->find("password")) {
      CHECK(password->mode == Mode::write_only);
      CHECK(password->format == Format::secret);
    }
    if (const Field* token = resource->find("token")) {
      const bool asked_about = resource == &resources::inspected_token;
      CHECK(token->mode == (asked_about ? Mode::write_only : Mode::read_only));
      CHECK(token->format == Format::secret);
    }
  }
}

TEST_CASE("fields: types have the names used in the account API") {
  CHECK(std::string(name(Type::string)) == "string");
  CHECK(std::string(name(Type::integer)) == "int");
  CHECK(std::string(name(Type::boolean)) == "bool");
  CHECK(std::string(name(Type::list)) == "list");
  CHECK(std::string(name(Type::counts)) == "object");
}

TEST_CASE("values: a member is found by its exact name") {
  Object object{{"a", {true}}, {"b", {Null{}}}};
  REQUIRE(find(object, "b") != nullptr);
  CHECK(find(object, "b")->is_null());
  CHECK(find(object, "A") == nullptr);
  CHECK(find(object, "") == nullptr);
}

TEST_CASE("values: types are described in words") {
  const auto described = [](Value value) { return std::string(describe_type(value)); };
  CHECK(described({Null{}}) == "null");
  CHECK(described({true}) == "a boolean");
  CHECK(described({std::int64_t{1}}) == "a number");
  CHECK(described({1.5}) == "a number");
  CHECK(described({"text"}) == "a string");
  CHECK(described({List{}}) == "an array");
  CHECK(described({Object{}}) == "an object");
}

}  // namespace
}  // namespace gatehouse::schema
