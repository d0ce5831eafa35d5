// Names in several Unicode normalisation forms, from the request to the database and back.
#include <doctest/doctest.h>

#include <string>

#include "harness/checks.hpp"
#include "harness/tenant.hpp"

using namespace gatehouse::testing;

namespace {

/// A unique address in three spellings: the original, in capitals and another normalisation form,
/// and with its domain in ASCII.
struct Spellings {
  explicit Spellings(const std::string& part)
      : given(part + "\u1EC5\u0219@b\u00FCcher.example"),
        other(part + "E\u0302\u0303S\u0326@BU\u0308CHER.example"),
        ascii(part + "\u1EC5\u0219@xn--bcher-kva.example") {}

  std::string given;
  std::string other;
  std::string ascii;
};

}  // namespace

TEST_CASE(
    "names: an e-mail address is the same in every spelling, and mail goes to the stored one") {
  Installation& site = shared_installation();
  auto client = site.connect();
  const Spellings email("ng");
  const auto begun = client.post("/api/v1/register", registration_body(email.given));
  check_success(begun, 201);
  const auto again = client.post("/api/v1/register", registration_body(email.other));
  check_success(again, 201);
  CHECK(again.text("registrationId") == begun.text("registrationId"));
  CHECK(site.mailbox().to(email.given).size() == 2);
  CHECK(site.mailbox().to(email.other).empty());

  const auto mail = site.mailbox().last_to(email.given);
  check_success(client.put("/api/v1/register/" + begun.text("registrationId"),
                           approval_body(mail.header("X-Approve-Code"), email.ascii)),
                202);
  for (const std::string& spelling : {email.given, email.other, email.ascii}) {
    CAPTURE(spelling);
    check_success(client.post("/api/v1/session", login_body(spelling, usual_password)), 201);
    check_error(client.post("/api/v1/register", registration_body(spelling)), 409);
    check_success(client.post("/api/v1/forgot-password", email_body(spelling)), 201);
  }
  CHECK(site.mailbox().to(email.ascii).size() == 3);
}

TEST_CASE("names: letters that are equal only by case folding belong to different addresses") {
  Installation& site = shared_installation();
  auto client = site.connect();
  const auto boss = client.post("/api/v1/register", registration_body("boss@example.net"));
  check_success(boss, 201);
  const auto other =
      client.post("/api/v1/register", registration_body("bo\u017F\u017F@example.net"));
  check_success(other, 201);
  CHECK(other.text("registrationId") != boss.text("registrationId"));
  CHECK(site.mailbox().to("boss@example.net").size() == 1);
}

TEST_CASE("names: invisible characters and invalid domains are rejected") {
  Installation& site = shared_installation();
  auto client = site.connect();
  for (const char* email :
       {"\u200B@example.net", "a\u200Db@example.net", "a\u202Eb@example.net",
        "a\u00A0b@example.net", "a@ex\u00ADample.net", "a@\u0301b.example", "a@x\u2764.example"}) {
    CAPTURE(email);
    const auto reply = client.post("/api/v1/register", registration_body(email));
    check_error(reply, 400);
    CHECK(reply.faults() == std::set<std::string>{"email"});
  }
}

TEST_CASE("names: a password is the same in both normalisation forms") {
  Installation& site = shared_installation();
  const Tenant tenant(site);
  auto client = site.connect();
  const std::string token = request_reset(site, tenant.admin.email);
  check_success(client.put("/api/v1/reset-password",
                           "{\"password\":\"cafe\u0301\",\"resetToken\":\"" + token + "\"}"),
                202);
  for (const char* password : {"caf\u00E9", "cafe\u0301"}) {
    check_success(client.post("/api/v1/session", login_body(tenant.admin.email, password)), 201);
  }
  check_error(client.post("/api/v1/session", login_body(tenant.admin.email, "cafe")), 401);
}
