// The maximum lengths of the account API's tables, at and beyond the boundary, in code points of
// one to four bytes.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/schema/accounts.hpp>
#include <gatehouse/schema/attachments.hpp>
#include <gatehouse/schema/catalogue.hpp>
#include <gatehouse/schema/password_resets.hpp>
#include <gatehouse/schema/projects.hpp>
#include <gatehouse/schema/push_keys.hpp>
#include <gatehouse/schema/registrations.hpp>
#include <gatehouse/schema/sessions.hpp>
#include <gatehouse/schema/users.hpp>

#include "decoding.hpp"

namespace gatehouse {
namespace {

using schema::Object;
using testing::decoded;
using testing::repeated;
using testing::with;

const Object person{{"email", {"a@example.com"}},
                    {"password", {"abc"}},
                    {"firstName", {"Ann"}},
                    {"lastName", {"Ash"}}};
const Object account{{"organizationName", {"Acme"}}, {"email", {"a@example.com"}}};
const Object item{{"name", {"Push"}}, {"codeName", {"push"}}};
const Object attachment{{"name", {"Push"}}, {"serviceCatalogCode", {"push"}}};

struct Limit {
  std::string command;
  std::string (*decoded)(Object);
  Object body;
  std::string field;
  std::size_t longest;
  bool may_be_empty = false;
};

std::vector<Limit> limits() {
  const Object approval = with(person, "approveCode", {"c0de"});
  const Object login{{"email", {"a@example.com"}}, {"password", {"abc"}}};
  const Object reset{{"resetToken", {"t"}}, {"password", {"abc"}}};
  const Object project{{"name", {"Shop"}}};
  return {
      {"LogIn", decoded<LogIn>, login, "password", 128},
      {"ResetPassword", decoded<ResetPassword>, reset, "password", 128},
      {"ResetPassword", decoded<ResetPassword>, reset, "resetToken", 512},
      {"UpdateAccount", decoded<UpdateAccount>, account, "organizationName", 100},
      {"UpdateAccount", decoded<UpdateAccount>, account, "address", 200, true},
      {"RegisterAccount", decoded<RegisterAccount>, account, "organizationName", 100},
      {"ApproveAccount", decoded<ApproveAccount>, approval, "password", 128},
      {"ApproveAccount", decoded<ApproveAccount>, approval, "approveCode", 512},
      {"ApproveAccount", decoded<ApproveAccount>, approval, "firstName", 32},
      {"ApproveAccount", decoded<ApproveAccount>, approval, "lastName", 32},
      {"CreateUser", decoded<CreateUser>, person, "password", 128},
      {"CreateUser", decoded<CreateUser>, person, "firstName", 32},
      {"CreateUser", decoded<CreateUser>, person, "lastName", 32},
      {"UpdateUser", decoded<UpdateUser>, person, "password", 128},
      {"UpdateUser", decoded<UpdateUser>, person, "firstName", 32},
      {"UpdateUser", decoded<UpdateUser>, person, "lastName", 32},
      {"DescribeProject", decoded<DescribeProject>, project, "name", 70},
      {"DescribeProject", decoded<DescribeProject>, project, "description", 200, true},
      {"CreateCatalogueItem", decoded<CreateCatalogueItem>, item, "name", 70},
      {"CreateCatalogueItem", decoded<CreateCatalogueItem>, item, "description", 200, true},
      {"AttachService", decoded<AttachService>, attachment, "name", 70},
      {"AttachService", decoded<AttachService>, attachment, "description", 200, true},
  };
}

TEST_CASE("limits: a text of maximum length is accepted, and one code point more is rejected") {
  for (const Limit& limit : limits()) {
    CAPTURE(limit.command);
    CAPTURE(limit.field);
    const auto sent = [&](std::string text) {
      return limit.decoded(with(limit.body, limit.field, {std::move(text)}));
    };
    for (const std::string letter : {"a", "é", "語", "😀"}) {
      CAPTURE(letter);
      CHECK(sent(repeated(limit.longest, letter)) == "accepted");
      CHECK(sent(repeated(limit.longest + 1, letter)) == limit.field);
    }
    CHECK(sent("a") == "accepted");
    CHECK(sent("") == (limit.may_be_empty ? "accepted" : limit.field));
    CHECK(sent("\xFF") == limit.field);
    CHECK(sent("a\xED\xA0\x80") == limit.field);
    CHECK(sent(std::string("a\0b", 3)) == limit.field);
  }
}

TEST_CASE("limits: an e-mail address has at most 70 code points") {
  const std::string seventy = repeated(30, "é") + "@" + repeated(30, "é") + "." + repeated(8, "é");
  const std::string short_one = "a@example.com";
  struct Row {
    std::string command;
    std::string (*decoded)(Object);
    Object body;
  };
  const Row rows[] = {
      {"LogIn", decoded<LogIn>, person},
      {"ForgotPassword", decoded<ForgotPassword>, person},
      {"UpdateAccount", decoded<UpdateAccount>, account},
      {"RegisterAccount", decoded<RegisterAccount>, account},
      {"ApproveAccount", decoded<ApproveAccount>, with(person, "approveCode", {"c0de"})},
      {"ResendApproveCode", decoded<ResendApproveCode>, person},
      {"CreateUser", decoded<CreateUser>, person},
      {"UpdateUser", decoded<UpdateUser>, person},
  };
  for (const Row& row : rows) {
    CAPTURE(row.command);
    const auto sent = [&](const std::string& email) {
      return row.decoded(with(row.body, "email", {email}));
    };
    CHECK(sent(seventy) == "accepted");
    CHECK(sent(seventy + "é") == "email");
    CHECK(sent("a" + seventy) == "email");
    for (const std::string bad : {"", "a", "a@", "@b", "a b@c", "a@b\nc", "\xFF@b"}) {
      CAPTURE(bad);
      CHECK(sent(bad) == "email");
    }
  }
}

TEST_CASE("limits: a phone number has exactly eleven digits or is empty") {
  const auto sent = [](std::string phone) {
    return decoded<UpdateAccount>(with(account, "phone", {std::move(phone)}));
  };
  CHECK(sent("12345678901") == "accepted");
  CHECK(sent("00000000000") == "accepted");
  CHECK(sent("") == "accepted");
  for (const std::string bad :
       {"1", "1234567890", "123456789012", "+1234567890", "1234567890a", "12345 67890",
        " 2345678901", "1234567890\n",
        "\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6\xD9\xA7\xD9\xA8\xD9\xA9"
        "\xD9\xA1\xD9\xA2"}) {  // the last: eleven Arabic digits
    CAPTURE(bad);
    CHECK(sent(bad) == "phone");
  }
}

TEST_CASE("limits: a service code has a fixed form and at most 32 characters") {
  const auto sent = [](std::string code) {
    return std::pair(decoded<CreateCatalogueItem>(with(item, "codeName", {code})),
                     decoded<AttachService>(with(attachment, "serviceCatalogCode", {code})));
  };
  const std::pair<std::string, std::string> good{"accepted", "accepted"};
  const std::pair<std::string, std::string> bad{"codeName", "serviceCatalogCode"};
  CHECK((sent(std::string(32, 'a')) == good));
  CHECK((sent("0_-") == good));
  for (const std::string& code : {std::string(33, 'a'), std::string(), std::string("A"),
                                  std::string("-a"), std::string("a b"), std::string("é")}) {
    CAPTURE(code);
    CHECK((sent(code) == bad));
  }
}

TEST_CASE("limits: one line has no control characters, and texts allow line feeds and tabs only") {
  const auto name = [](const char* text) { return decoded<DescribeProject>({{"name", {text}}}); };
  const auto description = [](const char* text) {
    return decoded<DescribeProject>({{"name", {"Shop"}}, {"description", {text}}});
  };
  CHECK(name("a\tb") == "name");
  CHECK(name("a\r\nb") == "name");
  CHECK(name("a\x1B[31m") == "name");
  CHECK(name("a\xC2\x85") == "name");
  CHECK(description("a\r\n\tb") == "accepted");
  CHECK(description("a\x1B[31m") == "description");
  CHECK(description("a\x7F") == "description");
}

TEST_CASE("limits: a push key may contain anything but U+0000, up to the size of a request") {
  const auto sent = [](std::string text) {
    return decoded<UpdatePushKeys>({{"apnsCert", {std::move(text)}}});
  };
  CHECK(sent("") == "accepted");
  CHECK(sent(repeated(100'000, "é")) == "accepted");
  CHECK(sent("-----BEGIN\r\n\x01\x1B") == "accepted");
  CHECK(sent(std::string("a\0", 2)) == "apnsCert");
  CHECK(sent("\xC3") == "apnsCert");
}

}  // namespace
}  // namespace gatehouse
