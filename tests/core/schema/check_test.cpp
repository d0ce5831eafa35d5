#include <gatehouse/schema/checked.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/api_proxies.hpp>
#include <gatehouse/schema/api_proxy_groups.hpp>
#include <gatehouse/schema/attachments.hpp>
#include <gatehouse/schema/catalogue.hpp>
#include <gatehouse/schema/consumer_tokens.hpp>
#include <gatehouse/schema/consumers.hpp>
#include <gatehouse/schema/credentials.hpp>
#include <gatehouse/schema/gateways.hpp>
#include <gatehouse/schema/limits.hpp>
#include <gatehouse/schema/members.hpp>
#include <gatehouse/schema/password_resets.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/push_keys.hpp>
#include <gatehouse/schema/registrations.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/users.hpp>

#include "decoding.hpp"

namespace gatehouse::testing {
namespace {

TEST_CASE("check: the same rules apply to a command that was filled in by a program") {
  CHECK(verdict(check(LogIn{})) == "email password");
  CHECK(verdict(check(UpdateAccount{})) == "organizationName email");
  CHECK(verdict(check(ForgotPassword{})) == "email");
  CHECK(verdict(check(ResetPassword{})) == "resetToken password");
  CHECK(verdict(check(RegisterAccount{})) == "organizationName email");
  CHECK(verdict(check(ResendApproveCode{})) == "email");
  CHECK(verdict(check(ApproveAccount{})) == "email password approveCode firstName lastName");
  CHECK(verdict(check(CreateRoot{})) == "email password");
  CHECK(verdict(check(UpdateUser{})) == "email firstName lastName");
  CHECK(verdict(check(DescribeProject{"", repeated(201, "x")})) == "name description");
  CHECK(verdict(check(CreateCatalogueItem{})) == "name codeName");
  CHECK(verdict(check(RegisterApiProxy{""})) == "name");
  CHECK(verdict(check(CreateApiProxyGroup{""})) == "name");
  CHECK(verdict(check(SaveGateway{""})) == "name");
  CHECK(verdict(check(SetPermissions{})) == "permissions");
  CHECK(verdict(check(CreateUser{})) == "email password firstName lastName");
  CHECK(verdict(check(AttachConsumer{})) == "accepted");
  CHECK(verdict(check(MintConsumerToken{})) == "serviceCatalogCode");
  CHECK(verdict(check(AttachService{})) == "name serviceCatalogCode");
  CHECK(verdict(check(UpdatePushKeys{})) == "accepted");
  CHECK(verdict(check(CreateConsumer{})) == "accepted");
  CHECK(verdict(check(UpdatePushKeys{.fcm_api_keys = std::string("a\0b", 3)})) == "fcmApiKeys");

  const UpdateAccount faulty{
      .organization_name = "", .address = "\x01", .phone = "123", .email = {}};
  CHECK(verdict(check(faulty)) == "organizationName address phone email");
  CHECK(verdict(check(UpdatePushKeys{.fcm_api_keys = "k", .apns_cert = "\xFF"})) == "apnsCert");

  const Email email = *Email::parse("a@example.com");
  CHECK(verdict(check(RegisterAccount{"Acme", email})) == "accepted");
  CHECK(verdict(check(RegisterAccount{"Ac\nme", email})) == "organizationName");
  CHECK(verdict(check(RegisterAccount{"\xFF", email})) == "organizationName");
  const Email too_long = *Email::parse(repeated(60, "a") + "@example.com");
  CHECK(verdict(check(RegisterAccount{"Acme", too_long})) == "email");
}

TEST_CASE("check: a required field is required of programs too, if its member can be omitted") {
  const Email email = *Email::parse("a@example.com");
  SaveCredential client{.username = "client", .email = email};
  CHECK(verdict(check(client)) == "accepted");
  CHECK(verdict(check(CreateCredential{client})) == "password");
  client.password = Secret("abc");
  CHECK(verdict(check(CreateCredential{client})) == "accepted");
  CHECK(verdict(check(SetItemLimit{})) == "itemLimit");
  CHECK(verdict(check(SetUserLimit{})) == "userLimit");
  CHECK(verdict(check(SetLimits{})) == "accepted");
  // Null removes a limit.
  const NewLimit none{std::optional<std::int64_t>()};
  CHECK(verdict(check(SetItemLimit{.items = none})) == "accepted");
}

TEST_CASE("check: the policy applies to every chosen password, and to no other") {
  const Email email = *Email::parse("a@example.com");
  const schema::Policy policy{.password_min_length = 3};
  const auto verdicts = [&](const Secret& password) {
    const SaveCredential client{.username = "client", .password = password, .email = email};
    std::string all;
    const auto add = [&](auto command) {
      all += verdict(schema::check(std::move(command), policy)) + ' ';
    };
    add(ResetPassword{Secret("token"), password});
    add(ApproveAccount{Secret("code"), email, password, "Ann", "Ash"});
    add(CreateUser{email, password, "Ann", "Ash"});
    add(CreateRoot{email, password});
    add(UpdateUser{email, password, "Ann", "Ash"});
    add(client);
    add(CreateCredential{client});
    add(SetCredentialPassword{password});
    return all;
  };
  const auto eight_times = [](const std::string& text) { return repeated(8, text + ' '); };
  CHECK(verdicts(Secret("ab")) == eight_times("password"));
  CHECK(verdicts(Secret("")) == eight_times("password"));
  // Three code points in six bytes.
  CHECK(verdicts(Secret("äöü")) == eight_times("accepted"));
  CHECK(verdict(schema::check(LogIn{email, Secret("ab")}, policy)) == "accepted");
}

TEST_CASE("check: a checked command has the values that were checked") {
  const auto login = schema::check(LogIn{*Email::parse("a@example.com"), Secret("abc")}, {});
  REQUIRE(login);
  CHECK((*login)->email.text() == "a@example.com");
  const Checked<LogIn> copy = *login;
  CHECK(copy->password.reveal() == "abc");
  static_assert(!std::is_default_constructible_v<Checked<LogIn>>);
  static_assert(!std::is_convertible_v<LogIn, Checked<LogIn>>);
}

}  // namespace
}  // namespace gatehouse::testing
